import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, everyPair, given, rolesFor, unfit } from '../kernel/specify.ts';
import {
  aroundInvestigation,
  investigationClosed,
  investigationCommandsOf,
  investigationFiled,
  investigationReferred,
  investigationReviewed,
  investigationWithdrawn,
  investigationsMerged,
  nameCleared,
  noAction,
  otherInvestigated,
  otherInvestigationFiled,
  otherNoAction,
  partySanctioned,
  personInvestigated,
  retentionExtended,
  retentionImposed,
  retentionLifted,
  reviewChanged,
  reviewRequested,
  reviewUpheld,
  theInvestigation,
} from './investigation-fixtures.ts';
import type { InvestigationCommand } from './investigation-messages.ts';
import { correctedByDiscipline } from './lead-fixtures.ts';

type Type = InvestigationCommand['type'];

const around = [...aroundInvestigation, otherInvestigationFiled];
const filed = [...around, investigationFiled];
const investigating = [...filed, ...personInvestigated, ...otherInvestigated];
const reviewed = [...investigating, investigationReviewed];
const sanctioned = [...reviewed, partySanctioned, otherNoAction];
const withoutAction = [...reviewed, noAction, otherNoAction];
const situations = {
  unknown: { is: 'unknown', said: around },
  filed: { is: 'filed', said: filed },
  investigating: { is: 'investigating', said: investigating },
  'in retention': { is: 'investigating', said: [...investigating, retentionImposed] },
  'in extended retention': { is: 'investigating', said: [...investigating, retentionImposed, retentionExtended] },
  'out of retention': { is: 'investigating', said: [...investigating, retentionImposed, retentionLifted] },
  reviewed: { is: 'reviewed', said: reviewed },
  'reviewed, in retention': { is: 'reviewed', said: [...investigating, retentionImposed, investigationReviewed] },
  sanctioned: { is: 'reviewed', said: sanctioned },
  'no action taken': { is: 'reviewed', said: withoutAction },
  'no action taken, name cleared': { is: 'reviewed', said: [...withoutAction, nameCleared] },
  'review of the disposition asked for': { is: 'reviewed', said: [...sanctioned, reviewRequested] },
  'disposition upheld': { is: 'reviewed', said: [...sanctioned, reviewRequested, reviewUpheld] },
  closed: { is: 'closed', said: [...sanctioned, investigationClosed] },
  'closed, disposition changed': { is: 'closed', said: [...sanctioned, investigationClosed, reviewRequested, reviewChanged] },
  withdrawn: { is: 'withdrawn', said: [...investigating, investigationWithdrawn] },
  merged: { is: 'merged', said: [...investigating, investigationsMerged] },
  referred: { is: 'referred', said: [...investigating, investigationReferred] },
};

const voids = { VoidRecords: 'RecordVoided' };
const kind = { ChangePrincipalKind: 'PrincipalKindChanged' };
const ends = {
  ...voids,
  ...kind,
  WithdrawInvestigation: 'InvestigationWithdrawn',
  MergeInvestigation: 'InvestigationsMerged',
  ReferInvestigation: 'InvestigationReferred',
};
const held = 'umbrella-investigation/retention-in-force';
const heldThere = { WithdrawInvestigation: held, MergeInvestigation: held, ReferInvestigation: held };
const notRetained = { ExtendRetention: 'umbrella-investigation/not-retained' };
const inquiry = {
  ...ends,
  ...notRetained,
  OpenPersonInvestigation: 'nothing',
  ImposeRetention: 'RetentionImposed',
  LiftRetention: 'umbrella-investigation/not-retained',
  ReviewInvestigation: 'InvestigationReviewed',
  SplitInvestigation: 'InvestigationSplit + InvestigationFiled + PersonInvestigationOpened + InvestigationListed',
};
const noReview = { DecideDispositionReview: 'umbrella-investigation/review-not-requested', ClearName: 'umbrella-investigation/not-clearable' };
const undecided = {
  ImposePartySanction: 'PartySanctionImposed',
  ImposeAdministrativeSanction: 'AdministrativeSanctionImposed',
  DecideAccountability: 'AccountabilityDecided',
  Admonish: 'Admonished',
  DecideNoAction: 'NoActionDecided',
  TransferToProsecution: 'TransferredToProsecution',
  RequestDispositionReview: 'umbrella-investigation/no-outcome',
  ...noReview,
};
const review = {
  ...ends,
  ...undecided,
  ReviewInvestigation: 'nothing',
  LiftRetention: 'umbrella-investigation/not-retained',
  CloseInvestigation: 'umbrella-investigation/outcome-missing',
};
const other = 'umbrella-investigation/other-outcome';
const hasSanction = {
  ...review,
  ImposePartySanction: 'nothing',
  DecideNoAction: other,
  RequestDispositionReview: 'DispositionReviewRequested',
  CloseInvestigation: 'InvestigationClosed',
};
const hasNoAction = {
  ...hasSanction,
  ImposePartySanction: other,
  ImposeAdministrativeSanction: other,
  DecideAccountability: other,
  Admonish: other,
  DecideNoAction: 'nothing',
  TransferToProsecution: other,
  ClearName: 'NameCleared',
};

const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { FileInvestigation: 'InvestigationFiled', VoidRecords: 'correction/no-such-record' },
  filed: { ...ends, FileInvestigation: 'nothing', OpenPersonInvestigation: 'PersonInvestigationOpened + InvestigationListed' },
  investigating: inquiry,
  'in retention': { ...inquiry, ...heldThere, ImposeRetention: 'nothing', ExtendRetention: 'RetentionExtended', LiftRetention: 'RetentionLifted' },
  'in extended retention': {
    ...inquiry,
    ...heldThere,
    ImposeRetention: 'nothing',
    ExtendRetention: 'umbrella-investigation/already-extended',
    LiftRetention: 'RetentionLifted',
  },
  'out of retention': { ...inquiry, ImposeRetention: 'umbrella-investigation/retained-before', LiftRetention: 'nothing' },
  reviewed: review,
  'reviewed, in retention': { ...review, ...heldThere, ImposeRetention: 'nothing', LiftRetention: 'RetentionLifted' },
  sanctioned: hasSanction,
  'no action taken': hasNoAction,
  'no action taken, name cleared': { ...hasNoAction, ClearName: 'nothing' },
  'review of the disposition asked for': { ...hasSanction, RequestDispositionReview: 'nothing', DecideDispositionReview: 'DispositionReviewed' },
  'disposition upheld': { ...hasSanction, DecideDispositionReview: 'nothing' },
  closed: {
    ...voids,
    ...kind,
    ...noReview,
    ImposePartySanction: 'nothing',
    RequestDispositionReview: 'DispositionReviewRequested',
    CloseInvestigation: 'nothing',
  },
  'closed, disposition changed': { ...voids, ...kind, ...undecided, CloseInvestigation: 'nothing' },
  withdrawn: { ...voids, WithdrawInvestigation: 'nothing', ClearName: 'NameCleared' },
  merged: { ...voids, MergeInvestigation: 'nothing' },
  referred: { ...voids, ReferInvestigation: 'nothing' },
};
/** Opening a person who is there already comes to nothing at any stage. */
const withOpened = Object.fromEntries(
  Object.entries(outcomes).map(([situation, row]) => [
    situation,
    ['unknown', 'filed'].includes(situation) ? row : { ...row, OpenPersonInvestigation: 'nothing' },
  ]),
) as typeof outcomes;

const discipline: readonly Role[] = ['DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'];
const leaders: readonly Role[] = ['DISCIPLINE_LEADER'];
const allowed: Record<Type, readonly Role[]> = {
  FileInvestigation: leaders,
  OpenPersonInvestigation: discipline,
  ChangePrincipalKind: discipline,
  ImposeRetention: leaders,
  ExtendRetention: leaders,
  LiftRetention: leaders,
  ReviewInvestigation: leaders,
  ImposePartySanction: leaders,
  ImposeAdministrativeSanction: leaders,
  DecideAccountability: leaders,
  Admonish: leaders,
  DecideNoAction: leaders,
  TransferToProsecution: leaders,
  RequestDispositionReview: discipline,
  DecideDispositionReview: leaders,
  ClearName: leaders,
  CloseInvestigation: leaders,
  WithdrawInvestigation: discipline,
  MergeInvestigation: discipline,
  SplitInvestigation: discipline,
  ReferInvestigation: discipline,
};
const byDiscipline = (issue: Issue): Issue => (issue.type === 'VoidRecords' ? { ...issue, ...correctedByDiscipline } : issue);

describe('an umbrella investigation', () => {
  it.each(everyPair(theInvestigation, situations, investigationCommandsOf, withOpened))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(byDiscipline(issue));
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theInvestigation)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(investigationCommandsOf[command])).toEqual(roles));
});
