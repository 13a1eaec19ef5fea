import type { CorrectionCommand, CorrectionEvent } from './correction/correction-messages.ts';
import { type CrimeGroupCommand, type CrimeGroupEvent, features } from './crime-group/crime-group-messages.ts';
import type { CriminalCaseCommand, CriminalCaseEvent } from './criminal-case/criminal-case-messages.ts';
import type { CaseId, PersonId, SuspectId } from './kernel/identifiers.ts';
import {
  type Issue,
  type Said,
  dataProtectionOfficer,
  investigator,
  issueOf,
  judge,
  leader,
  on,
  procurator,
  saidOf,
  secondDataProtectionOfficer,
  streamNamed,
} from './kernel/specify.ts';
import type { PersonCommand, PersonEvent } from './person/person-messages.ts';
import type { SuspectCommand, SuspectEvent } from './suspect/suspect-messages.ts';

/**
 * A small town for tests: two cases, a few persons, one group. Events of the past happen on 20 March 2020, commands are issued on 1 April,
 * today is 8 April: nothing is late unless it says so.
 */
export const theCase = streamNamed('criminal_case', 1);
export const otherCase = streamNamed('criminal_case', 2);
export const thePerson = streamNamed('person', 1);
export const otherPerson = streamNamed('person', 2);
export const theSuspect = streamNamed('suspect', 1);
/** Another person in the same case. */
export const otherSuspect = streamNamed('suspect', 2);
/** The same person in the other case. */
export const sameElsewhere = streamNamed('suspect', 3);
export const theGroup = streamNamed('crime_group', 1);
export const otherGroup = streamNamed('crime_group', 2);
export const theCorrection = streamNamed('correction', 1);

const text = 'for the test';
export const elsewhere = (said: readonly Said[], stream: Said['stream']): Said[] => said.map((one) => ({ ...one, stream }));
/** A correction: asked for by the investigator, approved by a leader. */
const corrected = { by: investigator, approvedBy: leader };

// Persons

const ofPerson = saidOf<PersonEvent>(thePerson);
const toPerson = issueOf<PersonCommand>(thePerson);
const idHash = 'a'.repeat(64);
export const provisional = ofPerson('PersonRegistered', { pseudonym: 'P-0001', provisional: true });
export const confirmed = ofPerson('PersonRegistered', { pseudonym: 'P-0001', idHash, provisional: false });
export const identitiesMerged = ofPerson('IdentitiesMerged', { survivor: otherPerson, basis: text });
export const mergedUnsurely = ofPerson('IdentitiesMerged', { survivor: otherPerson, basis: text, certainty: 'UNSURE' });
export const matchMarked = ofPerson('IdentityMatchMarked', { other: otherPerson, basis: text });
export const matchCleared = ofPerson('IdentityMatchCleared', { other: otherPerson, basis: text });
export const recordSealed = ofPerson('RecordSealed', { ground: 'JUVENILE' });
export const keyDestroyed = ofPerson('PersonKeyDestroyed', { ground: 'RETENTION_EXPIRED' });
export const otherRegistered = elsewhere([provisional], otherPerson);

export const personCommandsOf = {
  RegisterPerson: toPerson('RegisterPerson', { idHash }, { by: investigator }),
  ConfirmIdentity: toPerson('ConfirmIdentity', { idHash }, { by: investigator }),
  MergeIdentity: toPerson('MergeIdentity', { survivor: otherPerson, basis: text }, corrected),
  SplitIdentity: toPerson('SplitIdentity', { survivor: otherPerson, basis: text }, corrected),
  MarkMatch: toPerson('MarkMatch', { other: otherPerson, basis: text }, { by: investigator }),
  ClearMatch: toPerson('ClearMatch', { other: otherPerson, basis: text }, { by: investigator }),
  SealPersonRecord: toPerson('SealPersonRecord', { ground: 'JUVENILE' }, corrected),
  CorrectPersonData: toPerson('CorrectPersonData', { birthYear: 1980, requestedBy: 'SUBJECT' }, corrected),
  DestroyPersonKey: toPerson('DestroyPersonKey', { ground: 'RETENTION_EXPIRED' }, { by: dataProtectionOfficer, approvedBy: secondDataProtectionOfficer }),
} satisfies Record<PersonCommand['type'], Issue>;

// Suspects

/** A person becomes a suspect in a case, and both list the part. */
export const opened = (suspect: SuspectId, person: PersonId, file: CaseId): Said[] => [
  saidOf<SuspectEvent>(suspect)('SuspectOpened', { person, case: file }),
  saidOf<CriminalCaseEvent>(file)('CaseSuspectListed', { suspect }),
  saidOf<PersonEvent>(person)('PersonSuspectListed', { suspect }),
];
export const suspectOpened = opened(theSuspect, thePerson, theCase);
export const otherOpened = [...otherRegistered, ...opened(otherSuspect, otherPerson, theCase)];
export const openedElsewhere = opened(sameElsewhere, thePerson, otherCase);

const ofSuspect = saidOf<SuspectEvent>(theSuspect);
const toSuspect = issueOf<SuspectCommand>(theSuspect);
const at = '2020-04-01T09:00:00+08:00';
export const summoned = ofSuspect('SuspectSummoned', { hours: 12 });
export const detained = ofSuspect(
  'CriminalDetentionImposed',
  { warrantNumber: 'D-1', at: '2020-03-30T10:00:00+08:00', ground: 'CPL82_1', district: '370202' },
  { occurredOn: '2020-03-30' },
);
export const arrestRequested = ofSuspect('ArrestRequested', { fileNumber: 'A-1' }, { occurredOn: '2020-03-31' });
/** Arrest that a court decided by itself, and its execution on a suspect who was free. */
export const arrestDecided = ofSuspect('ArrestDecided', { decisionNumber: 'AD-1', ground: text }, { occurredOn: '2020-03-31', by: judge });
export const arrestedByDecision = ofSuspect(
  'ArrestExecuted',
  { warrantNumber: 'W-1', at: '2020-03-31T15:00:00+08:00' },
  { occurredOn: '2020-03-31', by: leader },
);
export const bailed = ofSuspect('BailImposed', { guarantor: true }, { occurredOn: '2020-03-31' });
export const surveilled = ofSuspect('ResidentialSurveillanceImposed', { place: 'HOME' }, { occurredOn: '2020-03-31' });
export const released = ofSuspect('Released', { ground: text }, { occurredOn: '2020-03-31' });
export const lifted = ofSuspect('MeasureLifted', { ground: text }, { occurredOn: '2020-03-31' });
export const annulled = ofSuspect('DetentionAnnulled', { ground: text }, { occurredOn: '2020-03-31' });
export const terminated = ofSuspect('InvestigationTerminated', { ground: text }, { occurredOn: '2020-03-31' });
export const participationClosed = ofSuspect('ParticipationClosed', { because: 'CASE_WITHDRAWN' }, { occurredOn: '2020-03-31' });
export const deceased = ofSuspect('SuspectDeceased', {}, { occurredOn: '2020-03-31' });
export const detainedElsewhere = { ...detained, stream: sameElsewhere };

// Cases

const ofCase = saidOf<CriminalCaseEvent>(theCase);
const toCase = issueOf<CriminalCaseCommand>(theCase);
export const reported = ofCase('ReportAccepted', { reportNumber: 'R-1', source: 'CITIZEN', district: '370202' });
export const filingRefused = ofCase('FilingRefused', { ground: text }, { by: leader });
export const filed = ofCase('CaseFiled', { caseNumber: 'C-1', offences: [text], leadAgency: 'psb-370202', district: '370202' }, { by: leader });
export const started = ofCase('InvestigationStarted', { investigators: ['inv-1'] });
export const classified = ofCase('CaseScopeClassified', { scope: 'MAFIA', listVersion: '2019', basis: text });
export const reclassified = ofCase('CaseScopeReclassified', { from: 'MAFIA', scope: 'EVIL', listVersion: '2019', basis: text });
export const cracked = ofCase('CaseCracked', { suspects: [theSuspect] });
export const crackRevoked = ofCase('CrackRevoked', { ground: text });
export const merged = ofCase('CasesMerged', { survivor: otherCase });
export const leftTheCity = ofCase('CaseTransferred', { scope: 'CITY_OUT', fromAgency: 'psb-370202', toAgency: 'psb-370100' });
export const cameBack = ofCase('CaseTransferred', { scope: 'CITY_IN', fromAgency: 'psb-370100', toAgency: 'psb-370202', toDistrict: '370202' });
export const withdrawn = ofCase('CaseWithdrawn', { ground: 'NO_CRIME' });
export const reopened = ofCase('CaseReopened', { newFact: text });
export const concluded = ofCase('InvestigationConcluded', {});
export const transferred = ofCase('TransferredForProsecution', { prosecutionNumber: 'P-1', suspects: [theSuspect] });
export const closed = ofCase('CaseClosed', {});
export const linkedToGroup: Said[] = [
  ofCase('CaseLinkedToGroup', { group: theGroup }),
  saidOf<CrimeGroupEvent>(theGroup)('GroupCaseListed', { case: theCase }),
];

/** Under investigation, with one suspect. */
export const underInvestigation = [reported, filed, started, confirmed, ...suspectOpened];
export const otherFiled = elsewhere([reported, filed, started], otherCase);

const offences = [text];
export const caseCommandsOf = {
  AcceptReport: toCase('AcceptReport', { reportNumber: 'R-1', source: 'CITIZEN', district: '370202' }, { by: investigator }),
  FileCase: toCase('FileCase', { caseNumber: 'C-1', offences, leadAgency: 'psb-370202' }),
  RefuseFiling: toCase('RefuseFiling', { ground: text }),
  StartInvestigation: toCase('StartInvestigation', { investigators: ['inv-1'] }),
  ClassifyScope: toCase('ClassifyScope', { scope: 'MAFIA', listVersion: '2019', basis: text }),
  ReclassifyScope: toCase('ReclassifyScope', { scope: 'EVIL', listVersion: '2019', basis: text }, corrected),
  CrackCase: toCase('CrackCase', { suspects: [theSuspect] }),
  RevokeCrack: toCase('RevokeCrack', { ground: text }, corrected),
  LinkGroup: toCase('LinkGroup', { group: theGroup }, { by: investigator }),
  MergeCase: toCase('MergeCase', { survivor: otherCase }, corrected),
  SplitCase: toCase('SplitCase', { children: [{ caseNumber: 'C-2', offences }] }, corrected),
  TransferCase: toCase('TransferCase', { scope: 'DISTRICT', toAgency: 'psb-370203', toDistrict: '370203' }, corrected),
  CorrectCaseNumber: toCase('CorrectCaseNumber', { caseNumber: 'C-9' }, corrected),
  WithdrawCase: toCase('WithdrawCase', { ground: 'NO_CRIME' }, corrected),
  ReopenCase: toCase('ReopenCase', { newFact: text }),
  ConcludeInvestigation: toCase('ConcludeInvestigation', {}),
  TransferForProsecution: toCase('TransferForProsecution', { prosecutionNumber: 'P-1', suspects: [theSuspect] }),
  CloseCase: toCase('CloseCase', {}),
} satisfies Record<CriminalCaseCommand['type'], Issue>;

export const suspectCommandsOf = {
  OpenSuspect: toSuspect('OpenSuspect', { person: thePerson, case: theCase }, { by: investigator }),
  SummonSuspect: toSuspect('SummonSuspect', { hours: 12 }, { by: investigator }),
  Detain: toSuspect('Detain', { warrantNumber: 'D-2', at, ground: 'CPL82_2' }),
  RecordIntake: toSuspect('RecordIntake', { at, house: text }, { by: investigator }),
  NotifyFamily: toSuspect('NotifyFamily', { at }, { by: investigator }),
  NotifyRights: toSuspect('NotifyRights', { at, counsel: true }, { by: investigator }),
  ConfirmInterrogation: toSuspect('ConfirmInterrogation', { at }, { by: investigator }),
  ExtendDetention: toSuspect('ExtendDetention', { days: 30, ground: 'GANG' }),
  RequestArrest: toSuspect('RequestArrest', { fileNumber: 'A-1' }),
  DecideArrest: toSuspect('DecideArrest', { decisionNumber: 'AD-1', ground: text }, { by: judge }),
  ExecuteArrest: toSuspect('ExecuteArrest', { warrantNumber: 'W-2', at }, { after: [arrestDecided] }),
  ExtendCustody: toSuspect('ExtendCustody', { rung: 1, approvedBy: 'pp-370200' }, { by: procurator }),
  RestartCustody: toSuspect('RestartCustody', { ground: 'OTHER_MAJOR_OFFENCE' }),
  HandOverCustody: toSuspect('HandOverCustody', { to: 'PROCURATORATE' }),
  ReviewCustodyNecessity: toSuspect('ReviewCustodyNecessity', { finding: 'NECESSARY' }, { by: procurator }),
  RecordPlea: toSuspect('RecordPlea', { accepted: true }, { by: investigator }),
  ImposeBail: toSuspect('ImposeBail', { guarantor: true }),
  ImposeResidentialSurveillance: toSuspect('ImposeResidentialSurveillance', { place: 'HOME' }),
  LiftMeasure: toSuspect('LiftMeasure', { ground: text }),
  Release: toSuspect('Release', { ground: text }),
  ChangeCustodyBasis: toSuspect('ChangeCustodyBasis', { from: sameElsewhere, warrantNumber: 'D-3' }, { after: [detainedElsewhere] }),
  AnnulDetention: toSuspect('AnnulDetention', { ground: text }, corrected),
  TerminateInvestigation: toSuspect('TerminateInvestigation', { ground: text }),
  CloseParticipation: toSuspect('CloseParticipation', { because: 'CASE_WITHDRAWN' }, { after: [withdrawn] }),
  RecordDeath: toSuspect('RecordDeath', {}, { by: investigator }),
} satisfies Record<SuspectCommand['type'], Issue>;

// Groups

const ofGroup = saidOf<CrimeGroupEvent>(theGroup);
const toGroup = issueOf<CrimeGroupCommand>(theGroup);
const grouping = { tier: 'EVIL_FORCE_GANG' as const, basis: text, features: [] };
/** One of the four suspects. */
export const member = (n: number): SuspectId => streamNamed('suspect', 10 + n);
/** Four suspects of the case, of whom three are members of the group. */
export const fourSuspects = [1, 2, 3, 4].flatMap((n) => opened(member(n), streamNamed('person', 10 + n), theCase));
export const identified = ofGroup('GroupIdentified', { alias: 'East Market', district: '370202', industries: [text] });
export const groupRegistered = ofGroup('GroupRegistered', { code: 'G-1', alias: 'East Market', district: '370202', industries: [text] }, { by: leader });
export const members = [1, 2, 3].map((n) => ofGroup('GroupMemberLinked', { suspect: member(n), role: 'CORE', person: streamNamed('person', 10 + n) }));
export const groupClassified = ofGroup('GroupClassified', { ...grouping, stage: 'POLICE', approvedByLevel: 'DISTRICT' });
export const groupReclassified = ofGroup('GroupReclassified', {
  ...grouping,
  from: 'EVIL_FORCE_GANG',
  tier: 'EVIL_FORCE_GROUP',
  stage: 'POLICE',
  approvedByLevel: 'DISTRICT',
});
export const dismantled = ofGroup('GroupDismantled', { ringleaderControlled: true, coreMembers: 3, coreControlled: 3 });
export const groupsMerged = ofGroup('GroupsMerged', { survivor: otherGroup });
export const groupLeftTheCity = ofGroup('GroupTransferred', { scope: 'CITY_OUT', toAgency: 'psb-370100' });
export const groupWithdrawn = ofGroup('GroupWithdrawn', { ground: text });
export const prosecuted = ofGroup('GroupProsecuted', grouping, { by: procurator });
export const adjudicated = ofGroup('GroupAdjudicated', { finding: 'EVIL_FORCE_GANG', docketNumber: 'K-1' }, { by: judge });
export const groupClosed = ofGroup('GroupClosed', {});
export const otherGroupRegistered = elsewhere([identified, groupRegistered], otherGroup);

export const groupCommandsOf = {
  IdentifyGroup: toGroup('IdentifyGroup', { alias: 'East Market', district: '370202', industries: [text] }, { by: investigator }),
  RegisterGroup: toGroup('RegisterGroup', { code: 'G-1' }),
  ClassifyGroup: toGroup('ClassifyGroup', grouping),
  ReclassifyGroup: toGroup('ReclassifyGroup', { ...grouping, tier: 'EVIL_FORCE_GROUP' }, corrected),
  LinkMember: toGroup('LinkMember', { suspect: member(4), role: 'ACTIVE' }, { by: investigator }),
  ChangeMemberRole: toGroup('ChangeMemberRole', { suspect: member(1), role: 'LEADER' }),
  DismantleGroup: toGroup('DismantleGroup', { ringleaderControlled: true, coreMembers: 3, coreControlled: 3 }),
  MergeGroup: toGroup('MergeGroup', { survivor: otherGroup }, corrected),
  SplitGroup: toGroup('SplitGroup', { children: [{ code: 'G-3', alias: 'West Market' }] }, corrected),
  TransferGroup: toGroup('TransferGroup', { scope: 'DISTRICT', toAgency: 'psb-370203', toDistrict: '370203' }, corrected),
  WithdrawGroup: toGroup('WithdrawGroup', { ground: text }, corrected),
  ProsecuteGroup: toGroup('ProsecuteGroup', grouping, { by: procurator }),
  AdjudicateGroup: toGroup('AdjudicateGroup', { finding: 'EVIL_FORCE_GANG', docketNumber: 'K-1' }, { by: judge }),
  CloseGroup: toGroup('CloseGroup', {}),
} satisfies Record<CrimeGroupCommand['type'], Issue>;
/** All four features of Criminal Law 294, behind which the city level stands. */
export const mafiaType = { tier: 'MAFIA_TYPE' as const, basis: text, features: [...features] };

// Corrections

/** Asks for what an issue asks for. */
export function requestOf({ stream, type, data, occurredOn = '2020-04-01', reason: carried }: Issue, kind: string, by = investigator): Issue {
  const act = { occurredOn, ...(carried && { reason: carried }) };
  return { stream: theCorrection, type: 'RequestCorrection', data: { kind, proposal: { stream, type, data, act }, reason: { code: 'DECIDED_WRONGLY' } }, by };
}
export const requested = (issue: Issue, kind: string, by = investigator): Said => ({
  stream: theCorrection,
  type: 'CorrectionRequested',
  data: requestOf(issue, kind).data,
  by,
});
const ofCorrection = saidOf<CorrectionEvent>(theCorrection);
const toCorrection = issueOf<CorrectionCommand>(theCorrection);
export const correctionApproved = ofCorrection('CorrectionApproved', { kind: 'K2', target: theCase, effectiveOn: on('2020-04-01') });
export const correctionRejected = ofCorrection('CorrectionRejected', { reason: { code: 'NOT_PROVEN' } });
export const correctionWithdrawn = ofCorrection('CorrectionWithdrawn', {});
export const approve = toCorrection('ApproveCorrection', {}, { by: leader });
export const rejectIt = toCorrection('RejectCorrection', { reason: { code: 'NOT_PROVEN' } }, { by: leader });
export const withdrawIt = toCorrection('WithdrawCorrection', {}, { by: investigator });
