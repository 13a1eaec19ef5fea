/** What personal data may be asked for. */
export const purposes = ['INVESTIGATION', 'ARREST_REVIEW', 'PROSECUTION', 'TRIAL', 'DISCIPLINE', 'IDENTIFICATION', 'CORRECTION', 'SUBJECT_REQUEST'] as const;
export type Purpose = (typeof purposes)[number] | '';
