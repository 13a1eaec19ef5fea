import { randomUUID } from 'node:crypto';
import {
  type Act,
  type Actor,
  type CaseId,
  type Category,
  type CivilDate,
  type CorrectionId,
  type CorrectionKind,
  type District,
  type GroupId,
  type PersonId,
  type StreamId,
  type SuspectId,
  eventIdOf,
} from '@casetrail/domain';
import { type Ledger, type Receipt, execute, newStreamId } from '@casetrail/ledger';

export const TODAY = '2019-03-20' as CivilDate;
const now = new Date(`${TODAY}T16:00:00+08:00`);

const officer = (user: string, role: Actor['role'], org: string, district: District = '370202'): Actor => ({ user, role, org, district });
export const li = officer('li', 'POLICE_INVESTIGATOR', 'psb-shinan');
export const wang = officer('wang', 'POLICE_LEADER', 'psb-shinan');
export const chen = officer('chen', 'POLICE_LEADER', 'psb-qingdao', '370200');
const zhao = officer('zhao', 'PROCURATOR', 'procuratorate-qingdao', '370200');
const sun = officer('sun', 'JUDGE', 'court-shinan');

const SHINAN: District = '370202';
const reason = { code: 'TYPING_ERROR', text: 'entered in the wrong file' };
const allFeatures = ['ORGANISATION', 'ECONOMY', 'CONDUCT', 'CONTROL'];
export const ID_HASH = 'ab'.repeat(32);

/** Writes into a ledger as its users do. */
export class Scribe {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  id<C extends Category>(category: C): StreamId<C> {
    return newStreamId(category, now, randomUUID());
  }

  async tell(stream: StreamId, type: string, data: unknown, on: string = TODAY, actor: Actor = wang, act: Omit<Act, 'occurredOn'> = {}): Promise<Receipt> {
    return execute(this.#ledger, { id: randomUUID(), stream, type, data, act: { ...act, occurredOn: on as CivilDate }, actor }, now);
  }

  async request(kind: CorrectionKind, stream: StreamId, type: string, data: unknown, on: string = TODAY): Promise<CorrectionId> {
    const correction = this.id('correction');
    await this.tell(correction, 'RequestCorrection', { kind, proposal: { stream, type, data, act: { occurredOn: on } }, reason }, TODAY, li);
    return correction;
  }

  async correct(kind: CorrectionKind, stream: StreamId, type: string, data: unknown, on: string = TODAY): Promise<Receipt> {
    return this.tell(await this.request(kind, stream, type, data, on), 'ApproveCorrection', {}, TODAY, wang);
  }

  void(stream: StreamId, ...versions: number[]): Promise<Receipt> {
    return this.correct('K1', stream, 'VoidRecords', { targets: versions.map((version) => eventIdOf(stream, version)) });
  }

  async report(on: string, reportNumber: string): Promise<CaseId> {
    const id = this.id('criminal_case');
    await this.tell(id, 'AcceptReport', { reportNumber, source: 'VICTIM', district: SHINAN }, on, li);
    return id;
  }

  async file(on: string, serial: string, offences: string[]): Promise<CaseId> {
    const id = await this.report(on, `青公受字〔2019〕${serial}号`);
    await this.tell(id, 'FileCase', { caseNumber: `青公立字〔2019〕${serial}号`, offences, leadAgency: '市南分局' }, on);
    return id;
  }

  async person(pseudonym: string, data: object = {}): Promise<PersonId> {
    const id = this.id('person');
    await this.tell(id, 'RegisterPerson', { pseudonym, ...data }, '2019-03-01', li);
    return id;
  }

  async suspect(person: PersonId, file: CaseId, on: string): Promise<SuspectId> {
    const id = this.id('suspect');
    await this.tell(id, 'OpenSuspect', { person, case: file }, on, li);
    return id;
  }

  detain(suspect: SuspectId, on: string): Promise<Receipt> {
    return this.tell(suspect, 'Detain', { warrantNumber: `拘字${on}`, at: `${on}T09:00:00+08:00`, ground: 'CPL82_1' }, on);
  }

  async group(code: string, alias: string): Promise<GroupId> {
    const id = this.id('crime_group');
    await this.tell(id, 'IdentifyGroup', { alias, district: SHINAN, industries: ['采砂'] }, '2019-03-02', li);
    await this.tell(id, 'RegisterGroup', { code }, '2019-03-03');
    return id;
  }
}

export type Story = Awaited<ReturnType<typeof tellStory>>;

/** A spring in one district: filed, merged, split, transferred, withdrawn and mistaken cases, their suspects, two groups, and corrections in every state. */
export async function tellStory(ledger: Ledger) {
  const scribe = new Scribe(ledger);
  await scribe.tell(scribe.id('ledger'), 'OpenLedger', { kind: 'live', city: '370200' }, TODAY, officer('casetrail', 'SYSTEM', 'casetrail', '370200'));

  const main = await scribe.file('2019-03-04', '101', ['敲诈勒索', '寻衅滋事']);
  await scribe.tell(main, 'StartInvestigation', { investigators: ['li'] }, '2019-03-05', wang);
  await scribe.tell(main, 'ClassifyScope', { scope: 'MAFIA', listVersion: '2018', basis: 'list' }, '2019-03-05');
  const absorbed = await scribe.file('2019-03-05', '102', ['强迫交易']);
  const parent = await scribe.file('2019-03-06', '103', ['开设赌场']);
  const moved = await scribe.file('2019-03-06', '104', ['故意伤害']);
  const withdrawn = await scribe.file('2019-03-07', '105', ['非法拘禁']);
  const reported = await scribe.report('2019-03-08', '青公受字〔2019〕106号');
  const mistaken = await scribe.file('2019-03-08', '107', ['盗窃']);

  const [first, second, third, same, twin] = [
    await scribe.person('P-0001', { idHash: ID_HASH, birthYear: 1980, sex: 'MALE' }),
    await scribe.person('P-0002', { birthYear: 1985, sex: 'FEMALE' }),
    await scribe.person('P-0003'),
    await scribe.person('P-0004'),
    await scribe.person('P-0005'),
  ];
  const held = await scribe.suspect(first, main, '2019-03-06');
  const freed = await scribe.suspect(second, main, '2019-03-06');
  const elsewhere = await scribe.suspect(third, moved, '2019-03-07');
  const alias = await scribe.suspect(same, moved, '2019-03-08');
  const unlisted = await scribe.suspect(twin, main, '2019-03-09');
  await scribe.detain(held, '2019-03-10');
  await scribe.tell(held, 'ExtendDetention', { days: 30, ground: 'GANG' }, '2019-03-12');
  await scribe.detain(freed, '2019-03-10');
  await scribe.tell(freed, 'Release', { ground: 'no need' }, '2019-03-12');
  await scribe.detain(elsewhere, '2019-03-11');
  await scribe.tell(main, 'CrackCase', { suspects: [held] }, '2019-03-13');

  const group = await scribe.group('青黑2019-01', '码头');
  const absorbedGroup = await scribe.group('青黑2019-02', '砂场');
  await scribe.tell(group, 'ClassifyGroup', { tier: 'MAFIA_TYPE', basis: 'minutes', features: allFeatures }, '2019-03-05', chen);
  await scribe.tell(main, 'LinkGroup', { group }, '2019-03-09', li);
  await scribe.tell(moved, 'LinkGroup', { group }, '2019-03-09', li);
  for (const [suspect, role] of [
    [held, 'ORGANISER'],
    [freed, 'CORE'],
    [elsewhere, 'OTHER'],
  ] as const)
    await scribe.tell(group, 'LinkMember', { suspect, role }, '2019-03-10', li);
  await scribe.tell(group, 'ChangeMemberRole', { suspect: freed, role: 'ACTIVE' }, '2019-03-11');
  await scribe.tell(group, 'DismantleGroup', { ringleaderControlled: true, coreMembers: 2, coreControlled: 2 }, '2019-03-14');
  await scribe.correct('K5', absorbedGroup, 'MergeGroup', { survivor: group }, '2019-03-15');
  await scribe.tell(group, 'ProsecuteGroup', { tier: 'MAFIA_TYPE', basis: 'indictment', features: allFeatures }, '2019-03-16', zhao);
  await scribe.tell(group, 'AdjudicateGroup', { finding: 'EVIL_FORCE_GROUP', docketNumber: '刑初1号' }, '2019-03-18', sun);

  await scribe.correct('K5', absorbed, 'MergeCase', { survivor: main }, '2019-03-11');
  await scribe.correct('K6', parent, 'SplitCase', { children: [{ caseNumber: '青公立字〔2019〕108号', offences: ['开设赌场'] }] }, '2019-03-11');
  await scribe.correct('K8', moved, 'TransferCase', { scope: 'DISTRICT', toAgency: '市北分局', toDistrict: '370203' }, '2019-03-12');
  await scribe.correct('K2', withdrawn, 'WithdrawCase', { ground: 'NO_CRIME' }, '2019-03-12');
  await scribe.correct('K11', same, 'MergeIdentity', { survivor: first, basis: 'fingerprints' }, '2019-03-13');
  await scribe.correct('K11', twin, 'MergeIdentity', { survivor: first, basis: 'photograph' }, '2019-03-13');
  await scribe.correct('K11', twin, 'SplitIdentity', { survivor: first, basis: 'a twin' }, '2019-03-14');
  await scribe.void(unlisted, 1);
  await scribe.void(mistaken, 1, 2);
  // A void that was itself a mistake: the release stands again.
  await scribe.void(freed, 3);
  await scribe.void(freed, 4);

  const pending = await scribe.request('K10', scribe.id('person'), 'RegisterPerson', { pseudonym: 'P-0006', idHash: 'cd'.repeat(32) }, '2019-01-05');
  const rejected = await scribe.request('K4', main, 'ReclassifyScope', { scope: 'ORDINARY', listVersion: '2019', basis: 'list' });
  await scribe.tell(rejected, 'RejectCorrection', { reason: { code: 'NOT_FOUNDED' } }, TODAY, wang);
  const dropped = await scribe.request('K8', parent, 'TransferCase', { scope: 'DISTRICT', toAgency: '市北分局', toDistrict: '370203' });
  await scribe.tell(dropped, 'WithdrawCorrection', {}, TODAY, li);

  return {
    scribe,
    main,
    absorbed,
    parent,
    moved,
    withdrawn,
    reported,
    mistaken,
    first,
    second,
    third,
    same,
    twin,
    held,
    freed,
    elsewhere,
    alias,
    unlisted,
    group,
    absorbedGroup,
    pending,
    rejected,
    dropped,
  };
}
