import { otherPerson, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, chiefProcurator, everyPair, given, procurator, rolesFor, unfit } from '../kernel/specify.ts';
import type { ProsecutionCommand } from './prosecution-messages.ts';
import {
  caseTransferred,
  indictmentFiled,
  notProsecuted,
  otherProsecutionOpened,
  prosecutionClosed,
  prosecutionCommandsOf,
  prosecutionOpened,
  prosecutionWithdrawn,
  prosecutionsMerged,
  resumed,
  returned,
  reviewExtended,
  theIndicted,
  theProsecution,
} from './prosecution-fixtures.ts';

type Type = ProsecutionCommand['type'];
const byProcurators = (issue: Issue): Issue => ({ ...issue, by: procurator, approvedBy: chiefProcurator });
const nobodyHere = notProsecuted(otherSuspect, otherPerson);
const notTheOne = notProsecuted(theSuspect, thePerson);

const around = [...caseTransferred, ...otherProsecutionOpened];
const reviewing = [...around, ...prosecutionOpened];
const indicted = [...reviewing, indictmentFiled, theIndicted];
const situations = {
  unknown: { is: 'unknown', said: around },
  reviewing: { is: 'reviewing', said: reviewing },
  'returned for supplement': { is: 'supplementing', said: [...reviewing, returned(1)] },
  resumed: { is: 'reviewing', said: [...reviewing, returned(1), resumed] },
  extended: { is: 'reviewing', said: [...reviewing, reviewExtended] },
  'with one not prosecuted': { is: 'reviewing', said: [...reviewing, nobodyHere] },
  indicted: { is: 'indicted', said: indicted },
  'indicted, everybody decided': { is: 'indicted', said: [...indicted, nobodyHere] },
  withdrawn: { is: 'withdrawn', said: [...indicted, prosecutionWithdrawn] },
  closed: { is: 'closed', said: [...indicted, nobodyHere, prosecutionClosed] },
  'closed without an indictment': { is: 'closed', said: [...reviewing, nobodyHere, notTheOne, prosecutionClosed] },
  merged: { is: 'merged', said: [...reviewing, ...prosecutionsMerged] },
};
const always = { ReclassifyProsecution: 'ProsecutionReclassified', VoidRecords: 'RecordVoided' };
const inReview = {
  ...always,
  ReturnForSupplement: 'ReturnedForSupplement',
  ResumeReview: 'nothing',
  ExtendReview: 'ReviewExtended',
  FileIndictment: 'IndictmentFiled + DefendantIndicted',
  OpenProsecutionReview: 'nothing',
  MergeProsecution: 'ProsecutionsMerged + ProsecutionListed + ProsecutionListed',
};
const undecided = {
  DecideNonProsecution: 'NonProsecutionDecided',
  SplitProsecution: 'ProsecutionSplit + ProsecutionReviewOpened + ProsecutionListed',
  CloseProsecution: 'prosecution/undecided-suspects',
};
const isIndicted = {
  ...always,
  FileIndictment: 'nothing',
  WithdrawProsecution: 'ProsecutionWithdrawn',
  MergeProsecution: 'prosecution/survivor-not-indicted',
};
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { OpenProsecutionReview: 'ProsecutionReviewOpened + ProsecutionListed + ProsecutionListed', VoidRecords: 'correction/no-such-record' },
  reviewing: { ...inReview, ...undecided },
  'returned for supplement': {
    ...always,
    ReturnForSupplement: 'nothing',
    ResumeReview: 'ReviewResumed',
    MergeProsecution: 'ProsecutionsMerged + ProsecutionListed + ProsecutionListed',
  },
  resumed: { ...inReview, ...undecided },
  extended: { ...inReview, ...undecided, ExtendReview: 'prosecution/already-extended' },
  'with one not prosecuted': {
    ...inReview,
    DecideNonProsecution: 'nothing',
    SplitProsecution: 'prosecution/already-decided',
    CloseProsecution: 'prosecution/undecided-suspects',
  },
  indicted: {
    ...isIndicted,
    ...undecided,
    ExtendReview: 'ReviewExtended',
    AmendIndictment: 'IndictmentAmended + DefendantIndicted',
    VoidRecords: 'correction/relied-on',
  },
  'indicted, everybody decided': {
    ...isIndicted,
    ExtendReview: 'prosecution/nobody-undecided',
    AmendIndictment: 'prosecution/already-decided',
    DecideNonProsecution: 'nothing',
    SplitProsecution: 'prosecution/already-decided',
    CloseProsecution: 'ProsecutionClosed',
  },
  withdrawn: { WithdrawProsecution: 'nothing', DecideNonProsecution: 'NonProsecutionDecided', VoidRecords: 'RecordVoided' },
  closed: { ...always, CloseProsecution: 'nothing', WithdrawProsecution: 'ProsecutionWithdrawn', DecideNonProsecution: 'nothing' },
  'closed without an indictment': { ...always, CloseProsecution: 'nothing', WithdrawProsecution: 'prosecution/not-indicted', DecideNonProsecution: 'nothing' },
  merged: { MergeProsecution: 'nothing', VoidRecords: 'RecordVoided' },
};

const procurators: readonly Role[] = ['PROCURATOR', 'CHIEF_PROCURATOR'];
const allowed: Record<Type, readonly Role[]> = {
  OpenProsecutionReview: procurators,
  ReturnForSupplement: procurators,
  ResumeReview: procurators,
  ExtendReview: procurators,
  FileIndictment: procurators,
  AmendIndictment: procurators,
  DecideNonProsecution: ['CHIEF_PROCURATOR'],
  WithdrawProsecution: procurators,
  ReclassifyProsecution: procurators,
  MergeProsecution: procurators,
  SplitProsecution: procurators,
  CloseProsecution: procurators,
};

describe('a prosecution', () => {
  it.each(everyPair(theProsecution, situations, prosecutionCommandsOf, outcomes))('%s: %s → %s', (_situation, command, expected, said, issue) => {
    const outcome = given(said).when(command === 'VoidRecords' ? byProcurators(issue) : issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theProsecution)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(prosecutionCommandsOf[command])).toEqual(roles));
});
