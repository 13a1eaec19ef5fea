import { createHash } from 'node:crypto';
import { responses } from '@casetrail/contracts';
import { type CaseId, type PersonId, besidePerson } from '@casetrail/domain';
import { canonicalJson, newStreamId } from '@casetrail/ledger';
import { TestApi, type Who, actors, ago, problemIn, today } from './testing/index.ts';
import { detainedSuspect, openCase, openSuspect, receivedLead, registeredPerson } from './testing/stories.ts';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger();
});
afterAll(() => api.stop());

const historyOf = async (id: string, query = '', as: Who = 'leader') => responses.History.parse((await api.get(`/v1/history/${id}${query}`, { as })).body);
const problemOf = async (id: string, query = '', as: Who = 'leader') => problemIn(await api.get(`/v1/history/${id}${query}`, { as }));
const withoutRequest = (problem: ReturnType<typeof problemIn>) => ({ ...problem, requestId: undefined });
const nobody = (category: string) => `${category}-01ARZ3NDEKTSV4RRFFQ69G5FAV`;

describe('the history of a record', () => {
  let file: string;
  let suspect: string;
  let voided: number;
  beforeAll(async () => {
    file = await openCase(api);
    suspect = await detainedSuspect(api, file);
    await api.recorded(`/v1/suspects/${suspect}/record-intake`, { at: `${ago(5)}T12:00:00+08:00`, house: 'first house', occurredOn: ago(5) });
    const body = { targets: [`${suspect}@3`], occurredOn: today(), reason: { code: 'TYPING_ERROR', text: 'another house' } };
    const asked = await api.recorded(`/v1/suspects/${suspect}/void`, body, { as: 'investigator' });
    voided = (await api.recorded(asked.correction!.approve, {})).position;
  });

  it('is there at once, with what each event changed', async () => {
    const { state, steps, version, next } = await historyOf(suspect);
    expect([version, next]).toEqual([4, null]);
    expect(state).toMatchObject({ measure: 'detained', isInCustody: true });
    expect(steps.map(({ type }) => type)).toEqual(['SuspectOpened', 'CriminalDetentionImposed', 'CustodyIntakeRecorded', 'RecordVoided']);
    expect(steps[1]!.changes).toContainEqual({ path: '/measure', before: 'none', after: 'detained' });
    expect(steps[2]).toMatchObject({ isLive: false, voidedBy: `${suspect}@4`, changes: [{ path: '/intakeAt', after: `${ago(5)}T12:00:00+08:00` }] });
    expect(steps[3]).toMatchObject({
      isLive: false,
      corrects: `${suspect}@3`,
      reason: { code: 'TYPING_ERROR' },
      actor: { user: 'inv-1' },
      approval: { by: { user: 'lead-1' } },
      changes: [{ path: '/intakeAt', before: `${ago(5)}T12:00:00+08:00` }],
    });
  });
  it('is told of any version, or position, as it was known then', async () => {
    expect((await historyOf(suspect, '?version=3')).state).toHaveProperty('intakeAt');
    expect((await historyOf(suspect, '?version=3')).steps[2]).toMatchObject({ isLive: true, voidedBy: null });
    expect((await historyOf(suspect, `?position=${voided - 2}`)).state).toHaveProperty('intakeAt');
    expect((await historyOf(suspect, `?position=${voided}`)).state).not.toHaveProperty('intakeAt');
    expect(await historyOf(suspect, '?version=0')).toMatchObject({ version: 0, position: 0, state: { procedure: 'unknown' }, steps: [] });
    expect(await historyOf(suspect, '?position=1')).toMatchObject({ version: 0, state: { procedure: 'unknown' } });
  });
  it('is told of any day, as known at any other', async () => {
    expect(await historyOf(suspect, `?asOf=${ago(6)}`)).toMatchObject({ asOf: ago(6), state: { measure: 'none', procedure: 'suspect' } });
    expect((await historyOf(suspect, `?asOf=${ago(5)}`)).state).not.toHaveProperty('intakeAt');
    expect((await historyOf(suspect, `?asOf=${ago(5)}&knownAt=${voided - 2}`)).state).toHaveProperty('intakeAt');
    expect(await historyOf(suspect, `?knownAt=${ago(1)}`)).toMatchObject({ asOf: today(), version: 0, state: { procedure: 'unknown' } });
  });
  it('is told of every kind of record, the ledger itself among them', async () => {
    const [, first] = (await api.get('/v1/ledger/events?limit=1')).text.match(/"stream":"(ledger-\w+)"/)!;
    expect(await historyOf(first!)).toMatchObject({ version: 1, position: 1, state: { status: 'open', kind: 'live' } });
    const [correction] = (await api.get(`/v1/ledger/events?category=correction&limit=1`)).text.match(/correction-\w+/)!;
    expect(await historyOf(correction!)).toMatchObject({ version: 2, state: { status: 'approved' } });
  });

  it.each([
    '?version=1&position=3',
    '?version=1&asOf=2020-01-01',
    '?position=1&knownAt=1',
    '?version=-1',
    '?version=x',
    '?asOf=2020-02-30',
    '?knownAt=x',
    '?limit=0',
    '?limit=1001',
    '?at=1',
  ])('refuses %s', async (query) => expect(await problemOf(suspect, query)).toMatchObject({ status: 400, code: 'request/invalid' }));
  it('says which points exclude each other', async () => expect((await problemOf(suspect, '?version=1&position=3')).detail).toContain('more than one point'));
  it('says how far it goes', async () => {
    const { position } = await api.ledger.head();
    expect(await problemOf(suspect, '?version=5')).toMatchObject({ status: 400, code: 'history/not-reached', details: { version: 4 } });
    for (const query of [`?position=${position + 1}`, `?asOf=2020-01-01&knownAt=${position + 1}`])
      expect(await problemOf(suspect, query)).toMatchObject({ status: 400, code: 'history/not-reached', details: { position } });
  });
  it.each([nobody('suspect'), nobody('nothing'), 'x', 'suspect'])('is not there of %s', async (id) =>
    expect(await problemOf(id)).toMatchObject({ status: 404, code: 'record/is-unknown' }),
  );

  it('of a thousand events comes in pages', async () => {
    const { version } = await historyOf(file);
    const [opening] = await api.ledger.stored(file as CaseId);
    const told = Array.from({ length: 1000 }, (_, i) =>
      canonicalJson({ ...opening!.event, version: version + 1 + i, type: 'CaseSuspectListed', data: { suspect: newStreamId('suspect', new Date(), `${i}`) } }),
    );
    // Past the deciders: with them, a case of so many suspects takes long to make.
    await api.owner.query(
      `insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes)
       select $1 + no, $2, $3 + no, current_date, now(), 'CaseSuspectListed', convert_to(event, 'UTF8') from unnest($4::text[]) with ordinality as told (event, no)`,
      [(await api.ledger.head()).position, opening!.streamNo, version, told],
    );
    const versions: number[] = [];
    for (let after: number | null = 0, limit = 400; after !== null;) {
      const page = await historyOf(file, `?after=${after}&limit=${limit}`);
      expect(page.version).toBe(version + 1000);
      expect((page.state['suspects'] as string[]).length).toBeGreaterThan(1000);
      expect(page.steps.length).toBeLessThanOrEqual(limit);
      versions.push(...page.steps.map((step) => step.version));
      after = page.next;
    }
    expect(versions).toEqual(Array.from({ length: version + 1000 }, (_, i) => i + 1));
    expect((await historyOf(file)).steps).toHaveLength(200);
  });
});

let investigation: string;
let correction: string;

describe('a sealed history', () => {
  const outsiders: readonly Who[] = ['investigator', 'cityLeader', 'chiefProcurator', 'judge', 'supervisor', 'auditor'];
  let lead: string;
  let person: string;
  beforeAll(async () => {
    lead = await receivedLead(api);
    person = await registeredPerson(api);
    const as = 'disciplineLeader';
    await api.recorded(`/v1/umbrella-leads/${lead}/screen`, { outcome: 'RELEVANT', occurredOn: ago(4) }, { as });
    await api.recorded(`/v1/umbrella-leads/${lead}/open-verification`, { occurredOn: ago(4) }, { as });
    await api.recorded(`/v1/umbrella-leads/${lead}/close-verification`, { outcome: 'TO_INVESTIGATION', occurredOn: ago(3) }, { as });
    const filed = {
      investigationNumber: 'UI-000001',
      leads: [lead],
      principalKind: 'SHELTERING',
      groups: [],
      cases: [await openCase(api)],
      occurredOn: ago(2),
    };
    investigation = (await api.recorded('/v1/umbrella-investigations', filed, { as })).stream;
    await api.recorded(`/v1/umbrella-investigations/${investigation}/open-person`, { person, rankBand: 'STAFF', occurredOn: ago(1) }, { as });
    const change = { kind: 'DERELICTION', basis: 'the finding', occurredOn: today(), reason: { code: 'OTHER_FINDING' } };
    correction = (await api.recorded(`/v1/umbrella-investigations/${investigation}/change-principal-kind`, change, { as: 'inspector' })).stream;
  });

  it('is told to the discipline organs', async () => {
    expect(await historyOf(lead, '', 'inspector')).toMatchObject({ version: 4, state: { status: 'verified' } });
    expect(await historyOf(correction, '', 'disciplineLeader')).toMatchObject({ state: { status: 'requested', kind: 'K4' } });
  });
  it.each(outsiders)('answers %s exactly like one that is not there', async (as) => {
    for (const query of ['', '?version=1', '?version=99', '?position=2', '?asOf=2020-01-01'])
      for (const [id, other] of [
        [lead, nobody('umbrella_lead')],
        [investigation, nobody('umbrella_investigation')],
        [correction, nobody('correction')],
      ] as const) {
        const problem = withoutRequest(await problemOf(id, query, as));
        expect(problem).toMatchObject({ status: 404, code: 'record/is-unknown' });
        expect(problem).toEqual(withoutRequest(await problemOf(other, query, as)));
      }
  });
  it.each(outsiders)('does not come to light in the history of a person: %s', async (as) => {
    const { steps, version, state } = await historyOf(person, '', as);
    expect([steps.map(({ type }) => type), version]).toEqual([['PersonRegistered'], 1]);
    expect(state).not.toHaveProperty('investigations');
    expect(await problemOf(person, '?version=2', as)).toMatchObject({ code: 'history/not-reached', details: { version: 1 } });
    const beside = besidePerson(person as PersonId);
    expect((await historyOf(beside, '', 'inspector')).state).toEqual({ investigations: [investigation] });
    expect(withoutRequest(await problemOf(beside, '', as))).toEqual(withoutRequest(await problemOf(nobody('investigated_person'), '', as)));
  });
  it('is nobody’s where the law seals a person', async () => {
    const file = await openCase(api);
    const other = (await historyOf(await openSuspect(api, file))).state['person'] as string;
    expect((await historyOf(other)).version).toBe(1);
    const asked = await api.recorded(
      `/v1/persons/${other}/seal`,
      { ground: 'JUVENILE', occurredOn: today(), reason: { code: 'JUVENILE' } },
      { as: 'investigator' },
    );
    await api.recorded(asked.correction!.approve, {});
    for (const as of ['leader', 'inspector', 'auditor'] as const)
      expect(withoutRequest(await problemOf(other, '', as))).toEqual(withoutRequest(await problemOf(nobody('person'), '', as)));
  });
  it('never holds the keyed hash of an identity number', async () => {
    const idNumber = '11010519491231002X'; // the worked example of GB 11643-1999
    const { stream } = await api.recorded('/v1/persons', { idNumber, occurredOn: today() }, { as: 'investigator' });
    const late = { idNumber: '110105194912310038', occurredOn: ago(40), reason: { code: 'LATE_ENTRY' } };
    const asked = await api.recorded(`/v1/persons/${await registeredPerson(api)}/confirm-identity`, late, { as: 'investigator' });
    for (const id of [stream, asked.stream]) {
      expect((await api.get(`/v1/ledger/events?stream=${id}`)).text).toContain('idHash');
      const { status, text } = await api.get(`/v1/history/${id}`, { as: 'inspector' });
      expect([status, text.includes('idHash')]).toEqual([200, false]);
    }
  });
});

describe('the events of the ledger', () => {
  const lines = (text: string) => text.split('\n').filter(Boolean);
  type Line = { position: number; hash: string; sealed?: true; event: { type: string; stream: string; actor: { user: string }; occurredOn: string } };
  const told = async (query: string) =>
    lines((await api.get(`/v1/ledger/events${query}`)).text).map((line) => responses.LedgerLine.parse(JSON.parse(line)) as unknown as Line);

  it('are withheld where a record is sealed: the line keeps its place in the tree, and no filter finds it', async () => {
    await api.recorded(`/v1/corrections/${correction}/reject`, { reason: { code: 'NOT_PROVEN' } }, { as: 'disciplineLeader' });
    const { rows } = await api.owner.query<{ position: string; hash: string; type: string; bytes: string }>(
      `select position, encode(hash, 'hex') as hash, type, convert_from(bytes, 'UTF8') as bytes from ledger.events order by position`,
    );
    const sealed = rows.filter(({ bytes }) => /"(umbrella_lead|umbrella_investigation|investigated_person)-/.test(bytes));
    const ofCorrections = rows.filter(({ bytes }) => bytes.includes(`"stream":"${correction}"`));
    expect(ofCorrections).toHaveLength(2);
    const hidden = new Set([...sealed, ...ofCorrections].map(({ position }) => Number(position)));
    expect(hidden.size).toBeGreaterThan(6);

    const whole = await told('?all=true');
    expect(whole.map(({ position, hash }) => [position, hash])).toEqual(rows.map(({ position, hash }) => [Number(position), hash]));
    for (const line of whole)
      expect([line.position, Object.keys(line)]).toEqual([line.position, ['position', 'recordedAt', 'hash', hidden.has(line.position) ? 'sealed' : 'event']]);
    const asked = [
      `type=${[...new Set(sealed.map(({ type }) => type))].join(',')}`,
      'category=umbrella_lead,umbrella_investigation,investigated_person,correction',
      `stream=${investigation}`,
      `stream=${correction}`,
      `actor=${actors.inspector.user}`,
      `actor=${actors.disciplineLeader.user}`,
      `occurredFrom=${ago(400)}`,
    ];
    for (const filter of asked) expect([filter, (await told(`?${filter}&all=true`)).filter(({ position }) => hidden.has(position))]).toEqual([filter, []]);
  });
  it('are those that fit every filter, as their bytes are', async () => {
    const whole = await told('?all=true');
    const all = whole.filter(({ sealed }) => !sealed);
    expect(all.length).toBeGreaterThan(1000);
    const fitting = (fits: (line: Line) => boolean) => all.filter(fits).map(({ position }) => position);
    const positions = async (query: string) => (await told(query)).map(({ position }) => position);
    const { stream } = all.find(({ event }) => event.type === 'CriminalDetentionImposed')!.event;
    expect(await positions('?type=CaseFiled,SuspectOpened')).toEqual(fitting(({ event }) => ['CaseFiled', 'SuspectOpened'].includes(event.type)));
    expect(await positions('?category=suspect,person')).toEqual(fitting(({ event }) => /^(suspect|person)-/.test(event.stream)));
    expect(await positions(`?stream=${stream}`)).toEqual(fitting(({ event }) => event.stream === stream));
    expect(await positions(`?actor=${actors.inspector.user}`)).toEqual(fitting(({ event }) => event.actor.user === actors.inspector.user));
    expect(await positions(`?occurredFrom=${ago(6)}&occurredTo=${ago(5)}&limit=5000`)).toEqual(
      fitting(({ event }) => event.occurredOn >= ago(6) && event.occurredOn <= ago(5)),
    );
    expect(await positions(`?from=${today()}&to=${today()}&all=true`)).toHaveLength(whole.length);
    expect(await positions(`?to=${ago(1)}`)).toEqual([]);
    expect(await positions('?after=3&before=6')).toEqual([4, 5]);
    for (const line of lines((await api.get('/v1/ledger/events?type=CaseFiled')).text)) {
      const bytes = line.slice(line.indexOf('"event":') + '"event":'.length, -1);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe((JSON.parse(line) as Line).hash);
    }
  });
  it('go on after the last one, up to the end that the answer names', async () => {
    const whole = (await told('?type=CaseSuspectListed&all=true')).map(({ position }) => position);
    const parts: number[] = [];
    for (;;) {
      const { text, headers } = await api.get(`/v1/ledger/events?type=CaseSuspectListed&limit=333&after=${parts.at(-1) ?? 0}`);
      expect(headers['x-ledger-position']).toBe(String((await api.ledger.head()).position));
      if (text === '') break;
      parts.push(...lines(text).map((line) => (JSON.parse(line) as Line).position));
    }
    expect(parts).toEqual(whole);
  });
  it.each([
    '?type=Nothing',
    '?type=CaseFiled,',
    '?category=x',
    '?stream=x',
    '?from=1',
    '?to=2020-02-30',
    '?actor=',
    '?all=yes',
    '?all=true&limit=5',
    '?before=x',
  ])('refuse %s', async (query) => expect(problemIn(await api.get(`/v1/ledger/events${query}`))).toMatchObject({ status: 400, code: 'request/invalid' }));
  it('are for auditors alone, whatever is asked', async () => {
    for (const as of ['leader', 'inspector'] as const)
      expect(problemIn(await api.get('/v1/ledger/events?type=CaseFiled', { as }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
  });
});
