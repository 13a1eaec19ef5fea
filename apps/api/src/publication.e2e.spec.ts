import { type Answer, responses } from '@casetrail/contracts';
import { rulesInForce } from '@casetrail/domain';
import { Seal, canonicalJson, leafHash, leafOf, openCheckpoint, provesInclusion, verifierOf } from '@casetrail/ledger';
import { tellRunning, tellStopped } from '@casetrail/readmodel';
import { TestApi, type Who, ago, problemIn, today } from './testing/index.ts';
import { agencies, certifiers, certify, compute, draft, publish, read, sealing, step } from './testing/publishing.ts';
import { detainedSuspect, openCase, openSuspect, receivedLead } from './testing/stories.ts';

let api: TestApi;
const { seal, signer } = sealing();

beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger('demo');
});
afterAll(() => api.stop());

const bytes = (encoded: string) => Buffer.from(encoded, 'base64');
const refused = async (answered: ReturnType<typeof step>) => problemIn(await answered).code;
const count = async (table: string) => Number((await api.owner.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);

/** A cracked case in scope with somebody detained in it. */
async function crackedCase(): Promise<{ readonly file: string; readonly suspect: string }> {
  const file = await openCase(api);
  await api.recorded(`/v1/criminal-cases/${file}/classify`, { scope: 'EVIL', listVersion: '2019', basis: 'for the test', occurredOn: ago(6) });
  const suspect = await detainedSuspect(api, file);
  await api.recorded(`/v1/criminal-cases/${file}/crack`, { suspects: [suspect], occurredOn: ago(4) });
  return { file, suspect };
}
/** Takes a cracked case out of the scope again: a correction, approved by a second person. */
async function reclassify(file: string): Promise<void> {
  const body = { scope: 'ORDINARY', listVersion: '2019', basis: 'for the test', occurredOn: ago(1), reason: { code: 'RECONSIDERED' } };
  const { correction } = await api.recorded(`/v1/criminal-cases/${file}/reclassify`, body, { as: 'investigator' });
  await api.recorded(`/v1/corrections/${correction?.id}/approve`, {}, { as: 'cityLeader' });
}

describe('the figures of a publication', () => {
  let id: string;
  beforeAll(async () => {
    id = await draft(api);
  });

  it('are not computed before anything is sealed', async () => {
    expect(await refused(step(api, id, 'compute', 'statistician'))).toBe('publication/not-sealed-yet');
    expect(await refused(api.get(`/v1/publications/${id}/white-paper`))).toBe('publication/not-computed');
  });
  it('are not computed before they have come to what is sealed, nor by other rules', async () => {
    await seal(api);
    const problem = problemIn(await step(api, id, 'compute', 'statistician'));
    expect(problem).toMatchObject({ status: 503, code: 'publication/figures-behind' });
    await api.catchUp();
    await api.owner.query("update counting.checkpoint set rules = 'F01@0'");
    expect(await refused(step(api, id, 'compute', 'statistician'))).toBe('publication/figures-behind');
    await api.owner.query('update counting.checkpoint set rules = $1', [rulesInForce]);
  });
  it('are neither computed nor published while a projector has stopped', async () => {
    const { position } = await api.ledger.head();
    await tellStopped('figures', { cause: 'event', position: position + 1, reason: 'It cannot be counted' }, position, api.worker);
    for (const [what, as] of [
      ['compute', 'statistician'],
      ['publish', 'publisher'],
    ] as const) {
      const problem = problemIn(await step(api, id, what, as));
      expect(problem).toMatchObject({
        status: 503,
        code: 'publication/figures-behind',
        detail: expect.stringContaining(`stopped before position ${position + 1}`),
      });
    }
    await api.recorded('/v1/persons', { occurredOn: today() }, { as: 'investigator' });
    await api.catchUp();
    await tellRunning('figures', api.worker);
    expect(await refused(step(api, id, 'publish', 'publisher'))).toBe('publication/is-drafted');
  });
  it('are sent by nobody', async () => {
    const sent = await step(api, id, 'compute', 'statistician', { figures: [{ figure: 'F01', value: 15 }] });
    expect(problemIn(sent)).toMatchObject({ status: 400, code: 'request/invalid', errors: [{ path: 'figures', code: 'unknown' }] });
    const schema = (await api.send('GET', '/openapi.json', undefined, {})).body.components.schemas.ComputePublication;
    expect(Object.keys(schema.properties)).toEqual(['occurredOn', 'legalBasis', 'document', 'reason']);
  });
  it('are computed by a statistician', async () => {
    for (const as of ['leader', 'publisher', 'auditor'] as const) expect(await refused(step(api, id, 'compute', as))).toBe('role/not-allowed');
    expect(await refused(step(api, 'publication-01ARZ3NDEKTSV4RRFFQ69G5FAV', 'compute', 'statistician'))).toBe('publication/is-unknown');
  });
  it('are those of the signed checkpoint, and answered once for one key', async () => {
    await crackedCase();
    await api.catchUp();
    await seal(api);
    const sent = { as: 'statistician', key: 'compute-once' } as const;
    const receipt = await api.recorded(`/v1/publications/${id}/compute`, {}, sent);
    await crackedCase();
    await api.catchUp();
    await seal(api);
    expect(await api.recorded(`/v1/publications/${id}/compute`, {}, sent)).toEqual({ ...receipt, isRepeated: true });
    const { publication, figures } = await read(api, id);
    const { size, root, note } = (await new Seal(api.owner).checkpointAt(publication.ledger?.size as number))!;
    expect(publication.ledger).toEqual({ origin: signer.name, size, root: root.toString('base64') });
    expect(openCheckpoint(note, verifierOf(signer.verifier)).size).toBe(receipt.position - 1);
    const known = responses.Figures.parse((await api.get(`/v1/figures?asOf=${today()}&knownAt=${size}`)).body).figures.filter(({ isPrinted }) => isPrinted);
    expect(figures.map(({ figure, value, version, owner }) => [figure, value, version, owner])).toEqual(
      known.map(({ id: figure, value, version, owner }) => [figure, value, version, owner]),
    );
    expect(figures.find(({ figure }) => figure === 'F04')).toMatchObject({ value: 1, units: 1 });
  });
});

describe('a publication', () => {
  let id: string;
  beforeAll(async () => {
    await crackedCase();
    id = await draft(api);
    await compute(api, id, seal);
  });

  it('says what is next, and for whom', async () => {
    expect(await read(api, id)).toMatchObject({
      publication: { status: 'computed', certified: { by: 0, of: 8 } },
      next: [{ command: 'ReconcilePublication', by: ['STATISTICIAN', 'SUPERVISOR'] }],
      certification: agencies.map((agency) => ({ agency })),
    });
  });
  it('is reconciled by another person than who had it computed', async () => {
    expect(await refused(step(api, id, 'reconcile', 'statistician'))).toBe('publication/own-figures');
    expect(await refused(step(api, id, 'reconcile', 'leader'))).toBe('role/not-allowed');
    expect(await refused(step(api, id, 'certify', 'cityLeader', { agency: 'police' }))).toBe('publication/is-computed');
    expect((await step(api, id, 'reconcile', 'reconciler')).status).toBe(201);
  });
  it.each(agencies)('is certified for %s by its own leader at the city level, and published by nobody before', async (agency) => {
    const by = certifiers[agency];
    const wrong: readonly (readonly [Who, string])[] = [
      ['reconciler', 'role/not-allowed'],
      ['publisher', 'role/not-allowed'],
      [by === 'cityLeader' ? 'cityProcurator' : 'cityLeader', 'role/not-allowed'],
    ];
    for (const [who, code] of wrong) expect([who, await refused(step(api, id, 'certify', who, { agency }))]).toEqual([who, code]);
    if (agency === 'police') expect(await refused(step(api, id, 'certify', 'leader', { agency }))).toBe('publication/not-city-level');
    if (agency === 'political_legal') expect(await refused(step(api, id, 'certify', 'supervisor', { agency }))).toBe('publication/certified-for-another');
    const problem = problemIn(await step(api, id, 'publish', 'publisher'));
    expect(problem).toMatchObject({ code: 'publication/not-certified', details: { agencies: agencies.slice(agencies.indexOf(agency)) } });
    expect((await step(api, id, 'certify', by, { agency })).body.events).toHaveLength(1);
    expect((await step(api, id, 'certify', by, { agency })).body.events).toHaveLength(0);
  });
  it('is published by a hand that was not in it before', async () => {
    for (const as of ['statistician', 'reconciler', 'cityLeader'] as const) expect(await refused(step(api, id, 'publish', as))).toBe('role/not-allowed');
    const answer = await step(api, id, 'publish', 'publisher');
    expect(answer.status).toBe(201);
    expect(await read(api, id)).toMatchObject({ publication: { status: 'published', publishedOn: today(), certified: { by: 8, of: 8 } }, next: [] });
  });
  it('is then changed by nobody', async () => {
    const verbs = [
      ['compute', 'statistician'],
      ['reconcile', 'reconciler'],
      ['publish', 'publisher'],
      ['withdraw', 'publisher'],
    ] as const;
    for (const [verb, as] of verbs)
      expect(await refused(step(api, id, verb, as, verb === 'withdraw' ? { ground: 'a mistake' } : {}))).toBe('publication/is-published');
    expect(await refused(step(api, id, 'certify', 'cityLeader', { agency: 'police' }))).toBe('publication/is-published');
    expect(await refused(step(api, id, 'void', 'statistician', { targets: [`${id}@1`] }))).toBe('request/unknown-route');
  });
  it('is listed with the others, the newest first', async () => {
    const { items, next } = responses.Publications.parse((await api.get('/v1/publications?limit=1')).body);
    expect(items).toMatchObject([{ id, status: 'published' }]);
    const rest = responses.Publications.parse((await api.get(`/v1/publications?limit=1&after=${next}`)).body);
    expect(rest).toMatchObject({ items: [{ status: 'computed' }], next: null });
    expect(await refused(api.get('/v1/publications?after=x'))).toBe('request/invalid');
    expect(await refused(api.get('/v1/publications/publication-01ARZ3NDEKTSV4RRFFQ69G5FAV'))).toBe('publication/is-unknown');
  });
  it('prints its foot under the paper: agencies, and no names', async () => {
    const { ledger } = (await read(api, id)).publication;
    for (const [lang, police] of [
      ['zh', '公安机关'],
      ['en', 'the police'],
    ] as const) {
      for (const format of ['md', 'html'] as const) {
        const { text } = await api.get(`/v1/publications/${id}/white-paper?format=${format}&lang=${lang}`);
        for (const said of [id, today(), police, ledger?.origin, String(ledger?.size), ledger?.root]) expect(text).toContain(said);
        for (const { user } of [{ user: 'stat-1' }, { user: 'lead-city' }, { user: 'publ-1' }]) expect(text).not.toContain(user);
      }
      const paper = responses.PublishedPaper.parse((await api.get(`/v1/publications/${id}/white-paper?lang=${lang}`)).body);
      expect(paper).toMatchObject({ language: lang, foot: { publishedOn: today(), certifiedBy: agencies, ledger } });
    }
  });
  it('is printed again word for word from where it was counted; one position later nobody has certified it', async () => {
    const { asOf, ledger } = (await read(api, id)).publication;
    const printed = async (knownAt: number) =>
      responses.WhitePaper.parse((await api.get(`/v1/white-paper?asOf=${asOf}&knownAt=${knownAt}&lang=en`)).body).paragraphs.map(({ text }) => text);
    const frozen = responses.PublishedPaper.parse((await api.get(`/v1/publications/${id}/white-paper?lang=en`)).body);
    const size = Number(ledger?.size);
    await api.catchUp();
    expect(await printed(size)).toEqual(frozen.paragraphs.map(({ text }) => text));
    expect((await printed(size)).join()).toContain('certified by the police');
    expect((await printed(size + 1)).join()).toContain('certified by nobody');
  });
});

describe('what is not published', () => {
  it('is withdrawn with a ground', async () => {
    const id = await draft(api);
    await api.recorded(`/v1/publications/${id}/withdraw`, { ground: 'drafted twice' }, { as: 'statistician' });
    expect(await read(api, id)).toMatchObject({ publication: { status: 'withdrawn' }, withdrawn: { on: today(), ground: 'drafted twice' }, next: [] });
    expect(await refused(step(api, id, 'compute', 'statistician'))).toBe('publication/is-withdrawn');
  });
  it('is not gone on with as if that had been long ago', async () => {
    const body = { asOf: ago(60), occurredOn: ago(40), reason: { code: 'FORGOTTEN' } };
    expect(await refused(api.post('/v1/publications', body, { as: 'statistician' }))).toBe('publication/too-late');
  });
  it('has no receipts and proofs', async () => {
    const id = await draft(api);
    await compute(api, id, seal);
    expect(await refused(api.get(`/v1/publications/${id}/figures/F04/receipt`))).toBe('publication/not-published');
    expect(await refused(api.get(`/v1/publications/${id}/figures/F04/proof?event=${id}@1`))).toBe('publication/not-published');
    expect((await api.get(`/v1/publications/${id}/white-paper?format=md&lang=en`)).text).toContain('Not published');
  });
  it('loses its certifications when it is computed again', async () => {
    const id = await draft(api);
    await compute(api, id, seal);
    await certify(api, id, ['police']);
    expect((await read(api, id)).certification.filter(({ certifiedOn }) => certifiedOn)).toHaveLength(1);
    await compute(api, id, seal);
    expect(await read(api, id)).toMatchObject({ publication: { status: 'computed', certified: { by: 0 } } });
    expect((await read(api, id)).certification.filter(({ certifiedOn }) => certifiedOn)).toEqual([]);
  });
  it('stands still at a check that nobody has explained', async () => {
    const asOf = ago(2); // no exception is signed for that day
    const id = await draft(api, { asOf });
    await api.catchUp();
    await seal(api);
    await api.recorded(`/v1/publications/${id}/compute`, {}, { as: 'statistician' });
    const problem = problemIn(await step(api, id, 'reconcile', 'reconciler'));
    expect(problem).toMatchObject({ code: 'publication/checks-fail', details: { checks: expect.arrayContaining(['every-district-has-a-centre']) } });
    expect((await read(api, id)).next).toContainEqual({ command: 'ExplainCheck', by: ['STATISTICIAN'], check: 'every-district-has-a-centre' });
  });
});

describe('a published figure', () => {
  let id: string;
  let inScope: { readonly file: string; readonly suspect: string };
  let receipt: Answer<'FigureReceipt'> & { readonly events: number; readonly root: string };
  let foreign: string;

  beforeAll(async () => {
    inScope = await crackedCase();
    await receivedLead(api);
    await crackedCase();
    id = await publish(api, seal);
    await seal(api);
    receipt = responses.FigureReceipt.parse((await api.get(`/v1/publications/${id}/figures/F04/receipt`)).body) as typeof receipt;
    foreign = `${await openSuspect(api, inScope.file)}@1`; // recorded later
  });
  const proofOf = async (event: string, figure = 'F04', as: Who = 'auditor') =>
    responses.FigureProof.parse((await api.get(`/v1/publications/${id}/figures/${figure}/proof?event=${encodeURIComponent(event)}`, { as })).body);
  const proves = ({ index, leaf, proof }: { index: number; leaf: string; proof: readonly string[] }) =>
    provesInclusion(proof.map(bytes), index, receipt.events, bytes(leaf), bytes(receipt.root));

  it('has a receipt in canonical form that the sealed ledger holds', async () => {
    const { text } = await api.get(`/v1/publications/${id}/figures/F04/receipt`);
    expect(text).toBe(canonicalJson(JSON.parse(text)));
    const { figures } = await read(api, id);
    const { figure, rule, version, value, units, events, root } = receipt;
    expect(figures).toContainEqual({ figure, rule, version, owner: 'police', value, units, events, root });
    for (const { sealed, position, recordedAt, hash, event } of [receipt.computedIn, receipt.publishedIn]) {
      const { size, root: sealedRoot } = openCheckpoint(sealed!.note, verifierOf(signer.verifier));
      const leaf = leafHash(leafOf({ position, recordedAt, hash: Buffer.from(hash, 'hex') }));
      expect(provesInclusion(sealed!.proof.map(bytes), sealed!.index, size, leaf, sealedRoot)).toBe(true);
      const { rows } = await api.owner.query<{ bytes: Buffer }>('select bytes from ledger.events where position = $1', [position]);
      expect(JSON.parse(String(rows[0]?.bytes))).toMatchObject({ stream: id, version: Number(event.split('@')[1]) });
    }
  });
  it('proves of each of its events that it is inside, and of no other', async () => {
    const facts = responses.Facts.parse((await api.get(`/v1/figures/F04/facts?asOf=${today()}&knownAt=${receipt.ledger.size}&limit=200`)).body).facts;
    const events = [...new Set(facts.flatMap((fact) => ('events' in fact ? fact.events : [])))];
    expect(events).toHaveLength(receipt.events);
    expect(new Set(facts.map((fact) => 'unit' in fact && fact.unit)).size).toBe(receipt.units);
    for (const event of events) {
      const proof = await proofOf(event);
      expect(proof).toMatchObject({ isInside: true, size: receipt.events, root: receipt.root });
      if (proof.isInside) expect(proves(proof)).toBe(true);
    }
  });
  it('proves the gap where an event is not', async () => {
    const outside = [`${inScope.suspect}@1`, `${inScope.file}@1`, foreign, `${id}@1`];
    const gaps = new Set<string>();
    for (const event of outside) {
      const proof = await proofOf(event);
      if (proof.isInside) throw new Error(`${event} is inside`);
      const { before, after, at } = proof;
      for (const one of [before, after])
        if (one) {
          expect(proves(one)).toBe(true);
          expect(leafHash(leafOf({ ...one, hash: Buffer.from(one.hash, 'hex') })).toString('base64')).toBe(one.leaf);
        }
      expect((after?.index ?? receipt.events) - (before?.index ?? -1)).toBe(1);
      expect((before?.position ?? 0) < at && at < (after?.position ?? Infinity)).toBe(true);
      gaps.add(`${before ? 'before' : ''} ${after ? 'after' : ''}`);
    }
    expect(gaps).toEqual(new Set(['before after', 'before ']));
  });
  it('opens to the discipline organs alone where its records are sealed', async () => {
    const { rows } = await api.owner.query<{ id: string }>("select id from ledger.streams where id like 'umbrella_lead-%' limit 1");
    const event = `${rows[0]?.id}@1`;
    const path = `/v1/publications/${id}/figures/F14/proof?event=${event}`;
    expect(await refused(api.get(path))).toBe('role/not-allowed');
    expect((await api.get(path, { as: 'inspector' })).body).toMatchObject({ isInside: false, size: 0 });
    expect(await refused(api.get(`/v1/publications/${id}/figures/F04/proof?event=${event}`))).toBe('event/is-unknown');
    expect(await proofOf(event, 'F04', 'inspector')).toMatchObject({ isInside: false });
  });
  it('is asked for by its name, and its events by theirs', async () => {
    expect(await refused(api.get(`/v1/publications/${id}/figures/F99/receipt`))).toBe('figure/is-unknown');
    expect(await refused(api.get(`/v1/publications/${id}/figures/F05-times/receipt`))).toBe('figure/is-unknown');
    expect(await refused(api.get(`/v1/publications/${id}/figures/F04/proof?event=x`))).toBe('request/invalid');
    expect(await refused(api.get(`/v1/publications/${id}/figures/F04/proof?event=${id}@99`))).toBe('event/is-unknown');
  });
});

describe('what is published', () => {
  let id: string;
  let inScope: string;
  const paths = () => [
    `/v1/publications/${id}`,
    ...['json', 'md', 'html'].flatMap((format) => ['zh', 'en'].map((lang) => `/v1/publications/${id}/white-paper?format=${format}&lang=${lang}`)),
    ...['F04', 'F05', 'F13'].map((figure) => `/v1/publications/${id}/figures/${figure}/receipt`),
    `/v1/publications/${id}/figures/F04/proof?event=${inScope}@2`,
  ];
  const answers = async (some: readonly string[] = paths()) => Promise.all(some.map(async (path) => [path, (await api.get(path)).text]));
  const valueNow = async (figure: string) => responses.Figure.parse((await api.get(`/v1/figures/${figure}`)).body).figure.value as number;
  let frozen: unknown;

  beforeAll(async () => {
    inScope = (await crackedCase()).file;
    id = await publish(api, seal);
    await seal(api);
    frozen = await answers();
  });

  it('answers byte for byte the same after hundreds of later events and corrections', async () => {
    const before = { F04: await valueNow('F04'), events: await count('ledger.events') };
    for (let i = 0; i < 30; i++) await crackedCase();
    await reclassify(inScope);
    for (let i = 0; i < 4; i++) await reclassify((await crackedCase()).file);
    await api.catchUp();
    await seal(api);
    expect(await count('ledger.events')).toBeGreaterThan(before.events + 300);
    expect(await valueNow('F04')).toBe(before.F04 + 29);
    expect(await answers()).toEqual(frozen);
  }, 60_000);
  it('is restated by a later one of the same day, and stays readable', async () => {
    const later = await publish(api, seal, { asOf: today(), restates: id });
    const older = await read(api, id);
    expect(older.publication).toMatchObject({ status: 'restated', restatedBy: later });
    expect((await read(api, later)).publication).toMatchObject({ status: 'published', restates: id });
    expect(await answers(paths().slice(1))).toEqual((frozen as unknown[]).slice(1));
    const { headers } = await api.get(`/v1/publications/${id}/white-paper`);
    expect(headers['link']).toBe(`</v1/publications/${later}/white-paper>; rel="successor-version"`);
    expect(await refused(api.post('/v1/publications', { asOf: today(), restates: id }, { as: 'statistician' }))).toBe('publication/not-restatable');
  });
  it('is what later figures must not fall below, unless two persons sign why', async () => {
    const { items } = responses.Publications.parse((await api.get('/v1/publications')).body);
    const newest = items.find(({ status }) => status === 'published')!;
    const published = (await read(api, newest.id)).figures.find(({ figure }) => figure === 'F04')!.value;
    const cracked = responses.Facts.parse((await api.get('/v1/figures/F04/facts?limit=2')).body).facts;
    for (const one of cracked) if ('unit' in one) await reclassify(one.unit);
    const next = await draft(api);
    await api.catchUp();
    await seal(api);
    await api.recorded(`/v1/publications/${next}/compute`, {}, { as: 'statistician' });
    const { checks, comparedWith } = await read(api, next);
    expect(comparedWith).toBe(newest.id);
    expect(checks.find(({ name }) => name === 'f04-not-below-previous')).toMatchObject({ left: published, right: published - 2, holds: false });
    const paper = responses.WhitePaper.parse((await api.get('/v1/white-paper')).body);
    expect(paper.checks.filter(({ holds }) => !holds)).toContainEqual(
      expect.objectContaining({ name: 'f04-not-below-previous', left: published, right: published - 2 }),
    );
    expect(paper.isPublishable).toBe(false);
    expect(await refused(step(api, next, 'reconcile', 'reconciler'))).toBe('publication/checks-fail');
    await compute(api, next, seal);
    expect((await step(api, next, 'reconcile', 'reconciler')).status).toBe(201);
    expect((await read(api, next)).exceptions.map(({ check }) => check)).toContain('f04-not-below-previous');
  });
});
