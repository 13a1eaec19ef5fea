import { arrestApproved, arrestedOnApproval, reviewOpened } from '../arrest-review/arrest-review-fixtures.ts';
import {
  annulled,
  arrestDecided,
  arrestRequested,
  arrestedByDecision,
  bailed,
  confirmed,
  deceased,
  detained,
  filed,
  lifted,
  openedElsewhere,
  otherFiled,
  otherOpened,
  participationClosed,
  released,
  reported,
  started,
  summoned,
  surveilled,
  suspectCommandsOf,
  suspectOpened,
  terminated,
  theSuspect,
} from '../fixtures.ts';
import type { Role } from '../kernel/envelope.ts';
import { type Outcomes, everyPair, given, rolesFor, unfit } from '../kernel/specify.ts';
import type { SuspectCommand } from './suspect-messages.ts';

type Type = SuspectCommand['type'];

/** The case is under investigation, has a second suspect, and the person is a suspect in another case too. */
const inCase = [reported, filed, started, confirmed, ...otherOpened, ...otherFiled, ...openedElsewhere];
const asSuspect = [...inCase, ...suspectOpened];
const arrested = [...asSuspect, detained, arrestRequested, ...reviewOpened, arrestApproved, arrestedOnApproval];
const situations = {
  unknown: { is: 'unknown', said: inCase },
  'under no measure': { is: 'none', said: asSuspect },
  summoned: { is: 'summoned', said: [...asSuspect, summoned] },
  detained: { is: 'detained', said: [...asSuspect, detained] },
  'detained, arrest requested': { is: 'arrest-requested', said: [...asSuspect, detained, arrestRequested] },
  'on bail, arrest requested': { is: 'arrest-requested', said: [...asSuspect, bailed, arrestRequested] },
  'arrest decided': { is: 'none', said: [...asSuspect, arrestDecided] },
  arrested: { is: 'arrested', said: arrested },
  'arrested from freedom': { is: 'arrested', said: [...asSuspect, arrestDecided, arrestedByDecision] },
  'arrested, detention annulled': { is: 'arrested', said: [...arrested, annulled] },
  'arrested, then on bail': { is: 'bail', said: [...arrested, bailed] },
  'on bail': { is: 'bail', said: [...asSuspect, bailed] },
  'on bail after detention': { is: 'bail', said: [...asSuspect, detained, bailed] },
  'under residential surveillance': { is: 'residential-surveillance', said: [...asSuspect, surveilled] },
  'free of the measure': { is: 'none', said: [...asSuspect, bailed, lifted] },
  released: { is: 'released', said: [...asSuspect, detained, released] },
  'detention annulled': { is: 'released', said: [...asSuspect, detained, annulled] },
  'investigation terminated': { is: 'terminated', said: [...asSuspect, terminated] },
  'released, investigation terminated': { is: 'terminated', said: [...asSuspect, detained, released, terminated] },
  'participation closed': { is: 'closed', said: [...asSuspect, detained, released, participationClosed] },
  deceased: { is: 'deceased', said: [...asSuspect, detained, deceased] },
};

const always = { RecordDeath: 'SuspectDeceased', VoidRecords: 'RecordVoided', RecordPlea: 'PleaRecorded' };
const gone = { RecordDeath: 'SuspectDeceased', VoidRecords: 'RecordVoided' };
const decideArrest = { DecideArrest: 'ArrestDecided', ExecuteArrest: 'ArrestExecuted' };
const impose = { ImposeBail: 'BailImposed', ImposeResidentialSurveillance: 'ResidentialSurveillanceImposed' };
const takeIn = { Detain: 'CriminalDetentionImposed', ChangeCustodyBasis: 'CustodyBasisChanged + CustodyBasisLeft' };
const free = {
  ...always,
  ...impose,
  ...takeIn,
  ...decideArrest,
  SummonSuspect: 'SuspectSummoned',
  TerminateInvestigation: 'InvestigationTerminated',
  CloseParticipation: 'ParticipationClosed',
  OpenSuspect: 'suspect/is-suspect',
};
const hear = { NotifyRights: 'RightsNotified', ConfirmInterrogation: 'InterrogationConfirmed', OpenSuspect: 'suspect/is-suspect' };
const house = { RecordIntake: 'CustodyIntakeRecorded', NotifyFamily: 'FamilyNotified', HandOverCustody: 'CustodyHandedOver' };
const notHeld = { RecordIntake: 'suspect/not-in-custody', NotifyFamily: 'suspect/not-in-custody', HandOverCustody: 'suspect/not-in-custody' };
const neverDetained = { AnnulDetention: 'suspect/never-detained' };
const wasDetained = { AnnulDetention: 'DetentionAnnulled' };
const custodyEnds = { Release: 'Released', TerminateInvestigation: 'Released + InvestigationTerminated' };
const measureEnds = { LiftMeasure: 'MeasureLifted', TerminateInvestigation: 'MeasureLifted + InvestigationTerminated' };
const askArrest = { RequestArrest: 'ArrestRequested' };
const executeArrest = { ExecuteArrest: 'ArrestExecuted' };
const underArrest = {
  ...always,
  ...hear,
  ...house,
  ...impose,
  ...custodyEnds,
  ExtendCustody: 'CustodyExtended',
  RestartCustody: 'CustodyRestarted',
  ReviewCustodyNecessity: 'CustodyNecessityReviewed',
};
const conditional = {
  ...always,
  ...hear,
  ...askArrest,
  ...measureEnds,
  ...decideArrest,
  Detain: 'suspect/no-breach',
  ChangeCustodyBasis: 'CustodyBasisChanged + CustodyBasisLeft',
};

const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { OpenSuspect: 'SuspectOpened + CaseSuspectListed + PersonSuspectListed', VoidRecords: 'correction/no-such-record' },
  'under no measure': { ...free, ...neverDetained },
  summoned: { ...always, ...hear, ...impose, ...takeIn, ...decideArrest, ...measureEnds, ...neverDetained },
  detained: { ...always, ...hear, ...house, ...impose, ...custodyEnds, ...wasDetained, ...askArrest, ExtendDetention: 'DetentionExtended' },
  'detained, arrest requested': { ...always, ...hear, ...house, ...impose, ...custodyEnds, ...executeArrest, ...wasDetained },
  'on bail, arrest requested': { ...always, ...hear, ...notHeld, ...impose, ...custodyEnds, ...executeArrest, ...neverDetained },
  'arrest decided': { ...free, ...neverDetained, DecideArrest: 'nothing', VoidRecords: 'role/not-allowed' }, // not theirs to void
  arrested: { ...underArrest, ...wasDetained },
  'arrested from freedom': { ...underArrest, ...neverDetained },
  'arrested, detention annulled': { ...underArrest, ...neverDetained },
  'arrested, then on bail': { ...conditional, ImposeResidentialSurveillance: 'ResidentialSurveillanceImposed', ...wasDetained },
  'on bail': { ...conditional, ImposeResidentialSurveillance: 'ResidentialSurveillanceImposed', ...neverDetained },
  'on bail after detention': { ...conditional, ImposeResidentialSurveillance: 'ResidentialSurveillanceImposed', ...wasDetained },
  'under residential surveillance': { ...conditional, ImposeBail: 'BailImposed', ...neverDetained },
  'free of the measure': { ...free, ...neverDetained },
  released: { ...free, ...wasDetained, Release: 'nothing' },
  'detention annulled': { ...free, ...neverDetained, Release: 'nothing' },
  'investigation terminated': { ...gone, ...neverDetained, TerminateInvestigation: 'nothing' },
  'released, investigation terminated': { ...gone, ...wasDetained, Release: 'nothing', TerminateInvestigation: 'nothing' },
  'participation closed': { ...gone, ...wasDetained, Release: 'nothing' },
  deceased: { RecordDeath: 'nothing', VoidRecords: 'RecordVoided' },
};

const police: readonly Role[] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
const leaders: readonly Role[] = ['POLICE_LEADER'];
const eachOrgan: readonly Role[] = ['POLICE_LEADER', 'PROCURATOR', 'CHIEF_PROCURATOR', 'JUDGE'];
const procurators: readonly Role[] = ['PROCURATOR', 'CHIEF_PROCURATOR'];
const allowed: Record<Type, readonly Role[]> = {
  OpenSuspect: police,
  SummonSuspect: police,
  Detain: leaders,
  RecordIntake: police,
  NotifyFamily: police,
  NotifyRights: police,
  ConfirmInterrogation: police,
  ExtendDetention: leaders,
  RequestArrest: leaders,
  DecideArrest: ['CHIEF_PROCURATOR', 'JUDGE'],
  ExecuteArrest: leaders,
  ExtendCustody: procurators,
  RestartCustody: leaders,
  HandOverCustody: eachOrgan,
  ReviewCustodyNecessity: procurators,
  RecordPlea: ['POLICE_INVESTIGATOR', ...eachOrgan],
  ImposeBail: eachOrgan,
  ImposeResidentialSurveillance: eachOrgan,
  LiftMeasure: eachOrgan,
  Release: eachOrgan,
  ChangeCustodyBasis: leaders,
  AnnulDetention: police,
  TerminateInvestigation: leaders,
  CloseParticipation: leaders,
  RecordDeath: police,
};

describe('a suspect', () => {
  it.each(everyPair(theSuspect, situations, suspectCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theSuspect)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(suspectCommandsOf[command])).toEqual(roles));
});
