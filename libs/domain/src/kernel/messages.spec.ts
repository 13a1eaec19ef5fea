import { deciders } from '../deciders.ts';
import {
  approve,
  caseCommandsOf,
  correctionApproved,
  correctionRejected,
  groupCommandsOf,
  personCommandsOf,
  rejectIt,
  requestOf,
  requested,
  suspectCommandsOf,
  theCase,
  thePerson,
  theSuspect,
  withdrawIt,
} from '../fixtures.ts';
import type { Category } from './identifiers.ts';
import type { Issue } from './specify.ts';

const request = requestOf(caseCommandsOf.RevokeCrack, 'K2');
const sample: readonly Issue[] = [caseCommandsOf, personCommandsOf, suspectCommandsOf, groupCommandsOf, { request, approve, rejectIt, withdrawIt }].flatMap(
  (commands) => Object.values<Issue>(commands),
);
const schemaOf = (category: Category, kind: 'commands' | 'events', type: string) => {
  const schema = deciders[category][kind][type];
  if (!schema) throw new Error(`${category} has no ${type}`);
  return schema;
};
const categoryOf = ({ stream }: Issue) => stream.slice(0, stream.lastIndexOf('-')) as Category;

/** The same data with one property too many, at every object in it. The proposal of a correction is checked as the command that it is. */
function surprised(data: unknown): unknown[] {
  if (Array.isArray(data)) return data.flatMap((item, i) => surprised(item).map((other) => data.with(i, other)));
  if (data === null || typeof data !== 'object') return [];
  const nested = Object.entries(data).filter(([key]) => !('stream' in data && key === 'data'));
  return [{ ...data, surprise: true }, ...nested.flatMap(([key, value]) => surprised(value).map((other) => ({ ...data, [key]: other })))];
}

describe('messages', () => {
  it('have a sample for every command', () =>
    expect(sample.map(({ type }) => type).sort()).toEqual(
      Object.values(deciders)
        .flatMap(({ category, commands }) => (category === 'ledger' ? [] : Object.keys(commands)))
        .sort(),
    ));
  it.each(sample.map((issue): [string, Issue] => [issue.type, issue]))('%s says what it should and no more', (type, issue) => {
    const schema = schemaOf(categoryOf(issue), 'commands', type);
    expect(schema.safeParse(issue.data).error).toBeUndefined();
    for (const data of surprised(issue.data)) expect(schema.safeParse(data).success).toBe(false);
  });
  const told = Object.entries(deciders).flatMap(([category, { events }]) =>
    Object.keys(events).map((type): [string, Category] => [type, category as Category]),
  );
  it.each(told)('%s tells no more than it should', (type, category) => {
    const { error } = schemaOf(category, 'events', type).safeParse({ surprise: true });
    expect(error?.issues).toContainEqual(expect.objectContaining({ code: 'unrecognized_keys', keys: ['surprise'] }));
  });
  it.each([requested(caseCommandsOf.RevokeCrack, 'K2'), correctionApproved, correctionRejected].map((said): [string, unknown] => [said.type, said.data]))(
    '%s says no more deep inside',
    (type, data) => {
      for (const other of surprised(data)) expect(schemaOf('correction', 'events', type).safeParse(other).success).toBe(false);
    },
  );

  const accepts = (issue: Issue, data: object) => schemaOf(categoryOf(issue), 'commands', issue.type).safeParse({ ...(issue.data as object), ...data }).success;
  const { TransferCase, CrackCase, MergeCase, FileCase } = caseCommandsOf;
  const { ExtendDetention, ImposeBail, NotifyFamily, Detain, OpenSuspect } = suspectCommandsOf;
  it.each<[string, Issue, object, boolean]>([
    ['a transfer to a district', TransferCase, {}, true],
    ['a transfer to no district', TransferCase, { toDistrict: undefined }, false],
    ['a transfer out of the city to a district of it', TransferCase, { scope: 'CITY_OUT' }, false],
    ['a transfer of a group out of the city to a district of it', groupCommandsOf.TransferGroup, { scope: 'CITY_OUT' }, false],
    ['a crack with a suspect', CrackCase, { suspects: [theSuspect] }, true],
    ['a crack with nobody', CrackCase, { suspects: [] }, false],
    ['a merge into a person', MergeCase, { survivor: thePerson }, false],
    ['a case number of blanks', FileCase, { caseNumber: '     ' }, false],
    ['an extension by four days', ExtendDetention, { days: 4, ground: 'SPECIAL' }, true],
    ['an extension by five days', ExtendDetention, { days: 5, ground: 'SPECIAL' }, false],
    ['an extension by thirty days without its ground', ExtendDetention, { days: 30, ground: 'SPECIAL' }, false],
    ['an extension by three days for a gang', ExtendDetention, { days: 3, ground: 'GANG' }, false],
    ['bail on a deposit', ImposeBail, { depositInFen: '100000', guarantor: undefined }, true],
    ['bail on a deposit and a guarantor', ImposeBail, { depositInFen: '100000' }, false],
    ['bail on nothing', ImposeBail, { guarantor: undefined }, false],
    ['bail on half a fen', ImposeBail, { depositInFen: '0.5', guarantor: undefined }, false],
    ['a notice to the family and an exception', NotifyFamily, { exception: 'TERRORISM' }, false],
    ['a notice without a time or an exception', NotifyFamily, { at: undefined }, false],
    ['a detention at no known offset', Detain, { at: '2020-04-01T09:00:00' }, false],
    ['a suspect in a person', OpenSuspect, { case: thePerson }, false],
    ['a suspect in a case', OpenSuspect, { case: theCase }, true],
    ['an ID number instead of its hash', personCommandsOf.RegisterPerson, { idHash: '370202199001011234' }, false],
    ['a name instead of a pseudonym', personCommandsOf.RegisterPerson, { pseudonym: '王某' }, false],
  ])('%s', (_, issue, data, isAccepted) => expect(accepts(issue, data)).toBe(isAccepted));
});

/** Stored for ever. A line may be added; none is ever changed or taken away. */
const stored = {
  criminal_case: [
    'CaseClosed',
    'CaseCracked',
    'CaseFiled',
    'CaseLinkedToGroup',
    'CaseNumberCorrected',
    'CaseReopened',
    'CaseScopeClassified',
    'CaseScopeReclassified',
    'CaseSplit',
    'CaseSuspectListed',
    'CaseTransferred',
    'CaseWithdrawn',
    'CasesMerged',
    'CrackRevoked',
    'FilingRefused',
    'InvestigationConcluded',
    'InvestigationStarted',
    'ReportAccepted',
    'TransferredForProsecution',
  ],
  person: ['IdentitiesMerged', 'IdentitiesSplit', 'IdentityConfirmed', 'PersonDataCorrected', 'PersonRegistered', 'PersonSuspectListed'],
  suspect: [
    'ArrestRequested',
    'BailImposed',
    'CriminalDetentionImposed',
    'CustodyBasisChanged',
    'CustodyBasisLeft',
    'CustodyIntakeRecorded',
    'DetentionAnnulled',
    'DetentionExtended',
    'FamilyNotified',
    'InterrogationConfirmed',
    'InvestigationTerminated',
    'MeasureLifted',
    'ParticipationClosed',
    'Released',
    'ResidentialSurveillanceImposed',
    'RightsNotified',
    'SuspectDeceased',
    'SuspectOpened',
    'SuspectSummoned',
  ],
  crime_group: [
    'GroupAdjudicated',
    'GroupCaseListed',
    'GroupClassified',
    'GroupClosed',
    'GroupDismantled',
    'GroupIdentified',
    'GroupMemberLinked',
    'GroupProsecuted',
    'GroupReclassified',
    'GroupRegistered',
    'GroupSplit',
    'GroupTransferred',
    'GroupWithdrawn',
    'GroupsMerged',
    'MemberRoleChanged',
  ],
  correction: ['CorrectionApproved', 'CorrectionRejected', 'CorrectionRequested', 'CorrectionWithdrawn'],
  ledger: ['LedgerOpened'],
};

describe('the names of stored events', () => {
  it.each(Object.entries(stored))('of a %s are the same for ever', (category, names) =>
    expect(Object.keys(deciders[category as Category].events).sort()).toEqual(names),
  );
  it('are those of every aggregate', () => expect(Object.keys(stored).sort()).toEqual(Object.keys(deciders).sort()));
  it('each belong to one aggregate, and none is taken for a void', () => {
    const all = Object.values(stored).flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain('RecordVoided');
  });
});
