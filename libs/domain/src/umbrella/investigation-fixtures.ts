import { otherPerson, theGroup, thePerson } from '../fixtures.ts';
import type { InvestigationId, PersonId } from '../kernel/identifiers.ts';
import { type Issue, type Said, issueOf, saidOf, streamNamed } from '../kernel/specify.ts';
import { besidePerson } from './investigated-person.ts';
import type { InvestigationCommand, InvestigationEvent } from './investigation-messages.ts';
import { aroundLead, correctedByDiscipline, disciplineLeader, inspector, otherDisciplineLeader, theLead, toInvestigate } from './lead-fixtures.ts';

/** An investigation that follows the lead, about the group, of two persons. */
export const theInvestigation = streamNamed('umbrella_investigation', 1);
export const otherInvestigation = streamNamed('umbrella_investigation', 2);

const text = 'for the test';
const ofInvestigation = saidOf<InvestigationEvent>(theInvestigation);
const toInvestigation = issueOf<InvestigationCommand>(theInvestigation);
const byInspector = { by: inspector };
const byLeader = { by: disciplineLeader };
const byReviewer = { by: otherDisciplineLeader };
const named = { person: thePerson };

const filing = { investigationNumber: 'I-1', leads: [theLead], principalKind: 'SHELTERING' as const, groups: [theGroup], cases: [] };
/** Whom and what the investigation is about, and the lead that it follows. */
export const aroundInvestigation = [...aroundLead, ...toInvestigate];
export const investigationFiled = ofInvestigation('InvestigationFiled', { ...filing, district: '370202' }, byLeader);
/** A person is investigated, and a sealed stream beside theirs lists it. */
export const investigated = (human: PersonId, investigation: InvestigationId = theInvestigation): Said[] => [
  saidOf<InvestigationEvent>(investigation)('PersonInvestigationOpened', { person: human, rankBand: 'SECTION' }, byInspector),
  { stream: besidePerson(human), type: 'InvestigationListed', data: { investigation }, by: inspector },
];
export const personInvestigated = investigated(thePerson);
export const otherInvestigated = investigated(otherPerson);
export const kindChanged = ofInvestigation('PrincipalKindChanged', { from: 'SHELTERING', kind: 'DERELICTION', basis: text }, byInspector);
export const retentionImposed = ofInvestigation('RetentionImposed', { ...named, approvedBy: text }, byLeader);
export const retentionExtended = ofInvestigation('RetentionExtended', { ...named, approvedBy: text }, byLeader);
export const retentionLifted = ofInvestigation('RetentionLifted', named, byLeader);
export const investigationReviewed = ofInvestigation('InvestigationReviewed', { opinion: text }, byReviewer);
export const partySanctioned = ofInvestigation('PartySanctionImposed', { ...named, sanction: 'EXPULSION' }, byLeader);
export const noAction = ofInvestigation('NoActionDecided', { ...named, ground: text }, byLeader);
export const otherNoAction = ofInvestigation('NoActionDecided', { person: otherPerson, ground: text }, byLeader);
export const reviewRequested = ofInvestigation('DispositionReviewRequested', named, byInspector);
export const reviewUpheld = ofInvestigation('DispositionReviewed', { ...named, outcome: 'UPHELD', level: 'REVIEW' }, byReviewer);
export const reviewChanged = ofInvestigation('DispositionReviewed', { ...named, outcome: 'CHANGED', level: 'REVIEW' }, byReviewer);
export const nameCleared = ofInvestigation('NameCleared', named, byLeader);
export const investigationClosed = ofInvestigation('InvestigationClosed', {}, byLeader);
export const investigationWithdrawn = ofInvestigation('InvestigationWithdrawn', { ground: text, unitNotified: true }, byInspector);
export const investigationsMerged = ofInvestigation('InvestigationsMerged', { survivor: otherInvestigation }, byInspector);
export const investigationReferred = ofInvestigation('InvestigationReferred', { to: text }, byInspector);
export const otherInvestigationFiled = { ...investigationFiled, stream: otherInvestigation };

export const investigationCommandsOf = {
  FileInvestigation: toInvestigation('FileInvestigation', filing, byLeader),
  OpenPersonInvestigation: toInvestigation('OpenPersonInvestigation', { ...named, rankBand: 'SECTION' }, byInspector),
  ChangePrincipalKind: toInvestigation('ChangePrincipalKind', { kind: 'DERELICTION', basis: text }, correctedByDiscipline),
  ImposeRetention: toInvestigation('ImposeRetention', { ...named, approvedBy: text }, byLeader),
  ExtendRetention: toInvestigation('ExtendRetention', { ...named, approvedBy: text }, byLeader),
  LiftRetention: toInvestigation('LiftRetention', named, byLeader),
  ReviewInvestigation: toInvestigation('ReviewInvestigation', { opinion: text }, byReviewer),
  ImposePartySanction: toInvestigation('ImposePartySanction', { ...named, sanction: 'EXPULSION' }, byLeader),
  ImposeAdministrativeSanction: toInvestigation('ImposeAdministrativeSanction', { ...named, sanction: 'DISMISSAL' }, byLeader),
  DecideAccountability: toInvestigation('DecideAccountability', { ...named, form: text }, byLeader),
  Admonish: toInvestigation('Admonish', named, byLeader),
  DecideNoAction: toInvestigation('DecideNoAction', { ...named, ground: text }, byLeader),
  TransferToProsecution: toInvestigation('TransferToProsecution', { ...named, procuratorate: 'pp-370202' }, byLeader),
  RequestDispositionReview: toInvestigation('RequestDispositionReview', named, byInspector),
  DecideDispositionReview: toInvestigation('DecideDispositionReview', { ...named, outcome: 'UPHELD', level: 'REVIEW' }, byReviewer),
  ClearName: toInvestigation('ClearName', named, byLeader),
  CloseInvestigation: toInvestigation('CloseInvestigation', {}, byLeader),
  WithdrawInvestigation: toInvestigation('WithdrawInvestigation', { ground: text, unitNotified: true }, correctedByDiscipline),
  MergeInvestigation: toInvestigation('MergeInvestigation', { survivor: otherInvestigation }, correctedByDiscipline),
  SplitInvestigation: toInvestigation('SplitInvestigation', { investigationNumber: 'I-2', persons: [otherPerson] }, correctedByDiscipline),
  ReferInvestigation: toInvestigation('ReferInvestigation', { to: text }, correctedByDiscipline),
} satisfies Record<InvestigationCommand['type'], Issue>;
