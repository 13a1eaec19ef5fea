import { z } from 'zod';

/** What the vault keeps of a person, and nothing else does. Stored: never rename one. */
export const personalFields = ['name', 'aliases', 'idNumber', 'bornOn', 'address'] as const;
export type PersonalField = (typeof personalFields)[number];

const version = z.int().positive().optional();
/** Which sealed version of a field is meant: all that an event says of it. The versions stand in the vault, or stood there until their key was destroyed. */
export const sealedVersions = z.strictObject({ name: version, aliases: version, idNumber: version, bornOn: version, address: version });
export type SealedVersions = z.infer<typeof sealedVersions>;

/** What somebody may want to see personal data for. Stored with every look: never rename one. */
export const purposes = ['INVESTIGATION', 'ARREST_REVIEW', 'PROSECUTION', 'TRIAL', 'DISCIPLINE', 'IDENTIFICATION', 'CORRECTION', 'SUBJECT_REQUEST'] as const;
export type Purpose = (typeof purposes)[number];
