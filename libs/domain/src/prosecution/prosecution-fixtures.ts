import {
  concluded,
  confirmed,
  filed,
  member,
  opened,
  otherOpened,
  otherPerson,
  otherSuspect,
  reported,
  started,
  suspectOpened,
  theCase,
  thePerson,
  theSuspect,
  transferred,
} from '../fixtures.ts';
import type { PersonId, ProsecutionId, SuspectId } from '../kernel/identifiers.ts';
import { type Issue, type Said, chiefProcurator, issueOf, procurator, saidOf, streamNamed } from '../kernel/specify.ts';
import type { SuspectEvent } from '../suspect/suspect-messages.ts';
import type { ProsecutionCommand, ProsecutionEvent } from './prosecution-messages.ts';

/** The police have transferred the case with three suspects: two of them are in the file, the third in another one. */
export const theProsecution = streamNamed('prosecution', 1);
export const otherProsecution = streamNamed('prosecution', 2);
/** Made by a split of the first file. */
export const childProsecution = streamNamed('prosecution', 3);
export const thirdSuspect = member(1);
export const thirdPerson = streamNamed('person', 11);

const text = 'for the test';
const by = procurator;
export const withPolice: Said[] = [reported, filed, started, confirmed, ...suspectOpened, ...otherOpened, ...opened(thirdSuspect, thirdPerson, theCase)];
export const caseTransferred: Said[] = [...withPolice, concluded, transferred];

export const prosecutionListed = (suspect: SuspectId, prosecution: ProsecutionId): Said =>
  saidOf<SuspectEvent>(suspect)('ProsecutionListed', { prosecution }, { by });
const openingOf = (file: ProsecutionId, fileNumber: string, suspects: SuspectId[], more: { splitFrom?: ProsecutionId; returns?: number } = {}): Said[] => [
  saidOf<ProsecutionEvent>(file)('ProsecutionReviewOpened', { fileNumber, case: theCase, suspects, scope: 'EVIL', district: '370202', ...more }, { by }),
  ...suspects.map((id) => prosecutionListed(id, file)),
];
export const prosecutionOpened = openingOf(theProsecution, 'PF-1', [theSuspect, otherSuspect]);
export const otherProsecutionOpened = openingOf(otherProsecution, 'PF-2', [thirdSuspect]);

const of = saidOf<ProsecutionEvent>(theProsecution);
export const returned = (n: number): Said => of('ReturnedForSupplement', { n, issues: text }, { by });
export const resumed = of('ReviewResumed', {}, { by });
export const reviewExtended = of('ReviewExtended', { ground: 'COMPLEX' }, { by });
export const indictmentFiled = of('IndictmentFiled', { indictmentNumber: 'I-01', court: 'court-370202' }, { by });
export const defendantIndicted = (suspect: SuspectId, person: PersonId): Said => of('DefendantIndicted', { suspect, person }, { by });
export const theIndicted = defendantIndicted(theSuspect, thePerson);
export const otherIndicted = defendantIndicted(otherSuspect, otherPerson);
export const indictmentAmended = of('IndictmentAmended', { note: text }, { by });
export const notProsecuted = (suspect: SuspectId, person: PersonId): Said =>
  of('NonProsecutionDecided', { suspect, person, kind: 'DISCRETIONARY', ground: text }, { by: chiefProcurator });
export const prosecutionWithdrawn = of('ProsecutionWithdrawn', { ruling: 'R-01', ground: text }, { by });
export const prosecutionReclassified = of('ProsecutionReclassified', { from: 'EVIL', scope: 'MAFIA', basis: text }, { by });
export const prosecutionsMerged: Said[] = [
  of('ProsecutionsMerged', { survivor: otherProsecution }, { by }),
  prosecutionListed(theSuspect, otherProsecution),
  prosecutionListed(otherSuspect, otherProsecution),
];
export const prosecutionSplit: Said[] = [
  of('ProsecutionSplit', { child: childProsecution, suspects: [otherSuspect] }, { by }),
  ...openingOf(childProsecution, 'PF-3', [otherSuspect], { splitFrom: theProsecution, returns: 1 }),
];
export const prosecutionClosed = of('ProsecutionClosed', {}, { by });

/** Before the court: both suspects of the file are indicted, and the one of the other file too. */
export const bothIndicted: Said[] = [...caseTransferred, ...prosecutionOpened, indictmentFiled, theIndicted, otherIndicted];
export const otherFileIndicted: Said[] = [
  ...otherProsecutionOpened,
  { ...indictmentFiled, stream: otherProsecution },
  { ...defendantIndicted(thirdSuspect, thirdPerson), stream: otherProsecution },
];

const to = issueOf<ProsecutionCommand>(theProsecution);
const corrected = { by, approvedBy: chiefProcurator };
export const prosecutionCommandsOf = {
  OpenProsecutionReview: to('OpenProsecutionReview', { fileNumber: 'PF-1', case: theCase, suspects: [theSuspect, otherSuspect], scope: 'EVIL' }, { by }),
  ReturnForSupplement: to('ReturnForSupplement', { issues: text }, { by }),
  ResumeReview: to('ResumeReview', {}, { by }),
  ExtendReview: to('ExtendReview', { ground: 'COMPLEX' }, { by }),
  FileIndictment: to('FileIndictment', { indictmentNumber: 'I-01', court: 'court-370202', defendants: [theSuspect] }, { by }),
  AmendIndictment: to('AmendIndictment', { defendants: [otherSuspect], note: text }, { by }),
  DecideNonProsecution: to('DecideNonProsecution', { suspect: otherSuspect, kind: 'DISCRETIONARY', ground: text }, { by: chiefProcurator }),
  WithdrawProsecution: to('WithdrawProsecution', { ruling: 'R-01', ground: text }, corrected),
  ReclassifyProsecution: to('ReclassifyProsecution', { scope: 'MAFIA', basis: text }, corrected),
  MergeProsecution: to('MergeProsecution', { survivor: otherProsecution }, corrected),
  SplitProsecution: to('SplitProsecution', { fileNumber: 'PF-3', suspects: [otherSuspect] }, corrected),
  CloseProsecution: to('CloseProsecution', {}, { by }),
} satisfies Record<ProsecutionCommand['type'], Issue>;
