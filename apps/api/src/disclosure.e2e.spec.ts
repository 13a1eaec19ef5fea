import { type Answer, responses } from '@casetrail/contracts';
import { demoCityCommands, demoOpening, OPENED_AT } from '@casetrail/demo-city';
import { type CivilDate, type FigureId, THRESHOLD, addDays, categoryOf, districtCodes, isSealedFigure, sealedFigures, stepNames } from '@casetrail/domain';
import { attack } from '@casetrail/domain/testing';
import { type PlayedCommand, importCommands, newStreamId } from '@casetrail/ledger';
import { Figures } from '@casetrail/readmodel';
import { TestApi, type Who, ago, today } from './testing/index.ts';
import { publish, read, sealing } from './testing/publishing.ts';
import { stepsIn, sumOfStep } from './testing/steps.ts';
import { receivedLead, registeredPerson } from './testing/stories.ts';

const PAPER = '2020-04-08' as CivilDate;
let api: TestApi;
let exact: Figures;

/** The part of the demo city that the discipline organs know: leads, investigations, and the persons and groups that they name. */
function disciplined(): PlayedCommand[] {
  const kept = new Set<string>();
  const isKept = ({ stream, type, data }: PlayedCommand) => {
    const { proposal } = data as { readonly proposal?: { readonly stream: typeof stream } };
    const about = proposal?.stream ?? stream;
    const isOne = kept.has(stream) || /^(umbrella_|person)/.test(categoryOf(about)) || type === 'IdentifyGroup';
    if (isOne && proposal) kept.add(stream);
    return isOne;
  };
  return demoCityCommands().filter(isKept);
}

beforeAll(async () => {
  api = await TestApi.start();
  await importCommands(api.ledger, [demoOpening(newStreamId('ledger', OPENED_AT, 'a test')), ...disciplined()]);
  await api.catchUp();
  exact = new Figures(api.worker);
}, 240_000);
afterAll(() => api.stop());

const asked = async (path: string, as: Who) => {
  const { status, body, text } = await api.get(`/v1/${path}`, { as });
  if (status !== 200) throw new Error(`${path} answered ${status} ${text}`);
  return body;
};
const figuresAt = async (query: string, as: Who) => responses.Figures.parse(await asked(`figures?${query}`, as)).figures;
const valueIn = (figures: Answer<'Figures'>['figures'], id: FigureId) => figures.find((one) => one.id === id)?.value;

/** Days around the release days and the days on which their books close, and others. */
const days = ['2018-03-01', '2018-10-08', '2018-12-01', '2019-04-08', '2019-10-08', '2020-03-31', '2020-04-07', PAPER, '2020-04-09', today()];
const known = ['', '2018-11-30', '2019-05-31', '2019-12-01', '2020-05-30', '2400'];
/** Everything an attacker is answered about sealed figures, table by table, each kind of table once. */
class Attacker {
  readonly #tables = new Map<string, readonly [figure: string, line: { readonly total: number; readonly shown: ReadonlyMap<string, number> }]>();
  readonly #values = new Map<string, Set<number>>();
  readonly read: string[] = [];

  /** Asks for every figure in the city and every district, at one point. */
  async ask(as: Who, query: string): Promise<void> {
    const city = await this.#figures(as, query);
    const districts = new Map<string, Map<string, number>>();
    for (const district of districtCodes)
      for (const [id, n] of await this.#figures(as, `${query}&district=${district}`)) districts.set(id, (districts.get(id) ?? new Map()).set(district, n));
    for (const [id, total] of city) this.#put(id, total, districts.get(id) ?? new Map());
    this.#kinds(city);
  }

  /** A table of the city, as a paper prints it. */
  print(values: Readonly<Record<string, number | null>>): void {
    const printed = new Map(Object.entries(values).flatMap(([id, n]) => (n !== null && isSealedFigure(id as FigureId) ? [[id, n] as const] : [])));
    for (const [id, total] of printed) this.#put(id, total, new Map());
    this.#kinds(printed);
  }

  /** A value by itself, of which it is known whose it is. */
  meet(id: string, district: string | undefined, n: number | null): void {
    if (n === null) return;
    const key = `${id} ${district ?? 'city'}`;
    this.#values.set(key, (this.#values.get(key) ?? new Set()).add(n));
  }

  /** What comes of all of it. */
  find(): string[] {
    const found: string[] = [];
    for (const figure of new Set([...this.#tables.values()].map(([one]) => one))) {
      const lines = [...this.#tables.values()].flatMap(([one, line]) => (one === figure ? [line] : []));
      found.push(...attack(lines, figure.includes(' by ') ? ['principal', 'other'] : districtCodes, THRESHOLD).map((one) => `${figure}: ${one}`));
    }
    for (const [key, values] of this.#values)
      for (const a of values) for (const b of [0, ...values]) if (a !== b && Math.abs(a - b) < THRESHOLD) found.push(`${key}: ${b} and ${a}`);
    return found;
  }

  async #figures(as: Who, query: string): Promise<Map<string, number>> {
    const figures = await figuresAt(query, as);
    this.read.push(JSON.stringify(figures));
    const sealed = figures.filter(({ id }) => isSealedFigure(id as FigureId));
    const district = /district=(\d+)/.exec(query)?.[1];
    for (const { id, value, isSuppressed, interval, companion } of sealed) {
      this.meet(id, district, value);
      expect([isSuppressed, interval, companion]).toEqual([value === null ? true : undefined, undefined, undefined]);
    }
    return new Map(sealed.flatMap(({ id, value }) => (value === null ? [] : [[id, value] as const])));
  }

  #kinds(city: ReadonlyMap<string, number>): void {
    for (const [whole, principal, other] of [
      ['F15', 'F17', 'F15-other'],
      ['F16', 'F18', 'F16-other'],
    ] as const) {
      const [n, a, b] = [city.get(whole), city.get(principal), city.get(other)];
      if (n !== undefined && a !== undefined)
        this.#put(
          `${whole} by kind`,
          n,
          new Map([
            ['principal', a],
            ['other', b ?? n - a],
          ]),
        );
    }
  }

  #put(figure: string, total: number, shown: ReadonlyMap<string, number>): void {
    this.#tables.set(JSON.stringify([figure, total, [...shown].sort()]), [figure, { total, shown }]);
  }
}

const attacker = new Attacker();
const outsiders = ['supervisor', 'statistician', 'leader', 'auditor'] as const;
/** An event or a record of the sealed categories, however it is written. */
const sealedRecord = /umbrella_(lead|investigation)-/;

describe('a sealed figure', () => {
  it('is printed as ever in the paper of the city', async () => {
    const paper = responses.WhitePaper.parse(await asked(`white-paper?asOf=${PAPER}&lang=en`, 'supervisor'));
    expect(paper.values).toMatchObject({ F14: 323, F15: 117, F16: 347, F17: 46, F18: 255 });
    expect(paper.paragraphs.find(({ id }) => id === 'umbrella')?.text).toBe(
      'Discipline and supervision organs checked 323 leads on related corruption and protective umbrellas and pursued 117 cases involving 347 persons; 46 of these cases, involving 255 persons, concerned sheltering or dereliction of duty. Figures of these organs are stated as of 8 April 2020; changes of fewer than five are not published separately.',
    );
    const rows = paper.annex.filter(({ id }) => isSealedFigure(id as FigureId));
    expect(rows.map(({ gross, adjustments, personTimes, interval }) => [gross, adjustments, personTimes, interval])).toEqual(
      rows.map(() => [null, {}, undefined, undefined]),
    );
    expect(paper.checks.filter(({ name }) => /sheltering|investigat/.test(name)).map(({ holds }) => holds)).toEqual([true, true, true, true]);
  });
  it.each(['inspector', 'disciplineLeader'] as const)('is exact at any point for the %s', async (as) => {
    for (const asOf of [PAPER, '2020-02-14', '2018-03-01'] as CivilDate[])
      for (const district of [undefined, '370203', '370212'] as const) {
        const { values } = await exact.values({ asOf, district });
        const shown = await figuresAt(`asOf=${asOf}${district ? `&district=${district}` : ''}`, as);
        expect(sealedFigures.map((id) => valueIn(shown, id))).toEqual(sealedFigures.map((id) => values[id]));
      }
    const facts = responses.Facts.parse(await asked(`figures/F15/facts?asOf=${PAPER}&limit=200`, as));
    expect([facts.facts.length, 'unit' in (facts.facts[0] as object), facts.releasedOn]).toEqual([117, true, undefined]);
  });
  it('stands still between two releases', async () => {
    const at = async (query: string) => valueIn(await figuresAt(query, 'supervisor'), 'F16');
    const [before, between] = [await at('asOf=2020-04-07'), await at('asOf=2019-10-08')];
    expect([before, between]).toEqual([259, 259]);
    expect([await at(`asOf=${PAPER}&knownAt=2020-05-30`), await at(`asOf=${PAPER}`)]).toEqual([259, 347]);
  });
  it('opens to as many as it counts, of whom nothing is said', async () => {
    let after = '';
    const pages: number[] = [];
    do {
      const page = responses.Facts.parse(await asked(`figures/F16/facts?asOf=${PAPER}&limit=100${after && `&after=${after}`}`, 'supervisor'));
      expect(page.facts).toEqual(page.facts.map(() => ({ isSealed: true, amount: 1 })));
      pages.push(page.facts.length);
      after = page.next ?? '';
    } while (after);
    expect(pages).toEqual([100, 100, 100, 47]);
    const ofDistrict = responses.Facts.parse(await asked(`figures/F16/facts?asOf=${PAPER}&district=370202`, 'supervisor'));
    expect(ofDistrict.facts).toHaveLength(28);
    expect(responses.Facts.parse(await asked(`figures/F17/facts?asOf=${PAPER}&district=370202`, 'supervisor'))).toMatchObject({
      facts: [],
      isSuppressed: true,
    });
    expect((await api.get('/v1/figures/F16/facts?after=12.3', { as: 'supervisor' })).status).toBe(400);
  });
  it('has no steps', async () =>
    expect(responses.Waterfall.parse(await asked(`figures/F16/waterfall?asOf=${PAPER}`, 'supervisor'))).toMatchObject({
      gross: null,
      lines: [],
      value: 347,
      isSuppressed: true,
    }));
  it.each(['', '&district=370202', '&knownAt=2020-05-30'])('opens no step to those to whom it is sealed, whatever the cell%s', async (query) => {
    for (const id of sealedFigures)
      for (const step of stepNames) {
        const { facts, isSuppressed } = responses.Facts.parse(await asked(`figures/${id}/facts?asOf=${PAPER}&step=${step}${query}`, 'supervisor'));
        expect([id, step, facts, isSuppressed]).toEqual([id, step, [], true]);
      }
  });
  it('opens each of its steps to exactly its units for the discipline organs', async () => {
    const opened: string[] = [];
    for (const id of sealedFigures)
      for (const [step, net] of stepsIn(responses.Waterfall.parse(await asked(`figures/${id}/waterfall?asOf=${PAPER}`, 'disciplineLeader')))) {
        expect([id, step, await sumOfStep(api, id, step, `asOf=${PAPER}`, 'disciplineLeader')]).toEqual([id, step, net]);
        opened.push(step);
      }
    expect(new Set(opened).size).toBeGreaterThan(5);
  });
  it('is told by district in no paper', async () => {
    const { paragraphs } = responses.WhitePaper.parse(await asked(`white-paper?asOf=${PAPER}&district=370202&lang=en`, 'supervisor'));
    expect(paragraphs.find(({ id }) => id === 'umbrella')?.text).toMatch(
      /^The figures of the discipline and supervision organs are not published separately for this part of the city\. /,
    );
  });
});

describe('an attacker who asks for everything', () => {
  it('reads every sealed figure, everywhere, at any point', async () => {
    for (const [i, asOf] of days.entries())
      for (const [j, knownAt] of known.entries())
        await attacker.ask(
          outsiders[(i + j) % outsiders.length] as Who,
          `asOf=${asOf}${knownAt && `&knownAt=${knownAt}`}${(i + j) % 3 ? '' : '&ruleSet=v1-gross'}`,
        );
  }, 240_000);
  it('reads them month by month, and from point to point', async () => {
    for (const id of sealedFigures)
      for (const district of [undefined, '370212', '370281'] as const) {
        const { series, figure } = responses.Figure.parse(await asked(`figures/${id}?asOf=2020-07-01${district ? `&district=${district}` : ''}`, 'supervisor'));
        for (const value of [figure.value, ...series.map((one) => one.value)]) attacker.meet(id, district, value);
      }
    for (const from of days.slice(1, 8)) {
      const { figures } = responses.Difference.parse(await asked(`figures/diff?fromAsOf=${from}&toAsOf=${addDays(from as CivilDate, 1)}`, 'statistician'));
      for (const { figure, from: a, to: b, cells, change } of figures.filter((one) => isSealedFigure(one.figure as FigureId))) {
        for (const n of [a.value, a.counted, b.value, b.counted]) attacker.meet(figure, undefined, n);
        expect([cells, change]).toEqual([[], b.value - a.value]);
      }
    }
  });
  it('reads two papers with one more lead and one more investigation between them', async () => {
    const { seal } = sealing();
    const first = await publish(api, seal, { asOf: PAPER });
    const head = (await api.ledger.head()).position;
    await anotherInvestigation();
    await api.catchUp();
    expect((await exact.values({ asOf: today() })).values).toMatchObject({ F14: 324, F15: 118, F16: 348 });
    await attacker.ask('supervisor', `asOf=${today()}`);
    await attacker.ask('supervisor', `asOf=${today()}&knownAt=${head}`);
    const second = await publish(api, seal, { asOf: today() });
    for (const id of [first, second]) {
      const { figures } = await read(api, id);
      attacker.print(Object.fromEntries(figures.map(({ figure, value }) => [figure, value])));
      attacker.print(responses.PublishedPaper.parse(await asked(`publications/${id}/white-paper`, 'supervisor')).values);
      for (const { figure, units, value, events, root } of figures.filter((one) => isSealedFigure(one.figure as FigureId))) {
        expect([units, events, root]).toEqual([value, undefined, undefined]);
        const receipt = responses.FigureReceipt.parse(await asked(`publications/${id}/figures/${figure}/receipt`, 'supervisor'));
        expect([receipt.value, receipt.units, receipt.events, receipt.root]).toEqual([value, value, undefined, undefined]);
      }
    }
    const { figures } = responses.Difference.parse(await asked(`publications/${first}/diff/${second}`, 'supervisor'));
    expect(figures.filter(({ figure }) => isSealedFigure(figure as FigureId)).map(({ change, cells }) => [change, cells])).toEqual(Array(5).fill([0, []]));
    const whole = responses.Difference.parse(await asked(`publications/${first}/diff/${second}`, 'disciplineLeader'));
    expect(whole.figures.filter(({ figure, state }) => isSealedFigure(figure as FigureId) && state !== 'explained')).toEqual([]);
    const proven = await api.get(`/v1/publications/${first}/figures/F15/proof?event=${await anEventOf('F15')}`, { as: 'disciplineLeader' });
    expect([proven.status, proven.body.isInside]).toEqual([200, true]);
  }, 60_000);
  it('is shown a correction that would change a sealed figure as if it did not', async () => {
    const facts = responses.Facts.parse(await asked(`figures/F16/facts?asOf=${PAPER}&limit=2`, 'inspector')).facts as { unit: string }[];
    const [survivor, person] = facts.map(({ unit }) => unit);
    const { stream } = await api.recorded(
      `/v1/persons/${person}/merge`,
      { survivor, certainty: 'SURE', basis: 'the same fingerprints', reason: { code: 'TYPING_ERROR' }, occurredOn: today() },
      { as: 'cityLeader' },
    );
    await api.catchUp();
    const changed = async (as: Who, what: 'preview' | 'effect' = 'preview') =>
      responses[what === 'preview' ? 'Preview' : 'CorrectionEffect']
        .parse(await asked(`corrections/${stream}/${what}?asOf=${PAPER}`, as))
        .changes.map(({ figure }: { readonly figure: string }) => figure);
    expect(await changed('disciplineLeader')).toContain('F16');
    expect(await changed('supervisor')).not.toContain('F16');
    const another = await api.bearerOf({ user: 'lead-city-2', role: 'POLICE_LEADER', org: 'psb-370200', district: '370200' });
    const approved = await api.post(`/v1/corrections/${stream}/approve`, {}, { headers: another });
    expect(approved.status).toBe(201);
    await api.catchUp();
    expect(await changed('disciplineLeader', 'effect')).toContain('F16');
    expect(await changed('supervisor', 'effect')).not.toContain('F16');
    expect(responses.CountedPerson.parse(await asked(`persons/${person}/counted?asOf=${PAPER}`, 'supervisor')).counted).toEqual([]);
  });
  it('is told of no time limit that runs on a sealed record, in a department as little as anywhere', async () => {
    for (const as of [...outsiders, 'department', 'cityDepartment'] as const) {
      const { status, text } = await api.get('/v1/time-limits?limit=200', { as });
      expect([as, status]).toEqual([as, as === 'statistician' ? 403 : 200]);
      attacker.read.push(text);
    }
  });
  it('finds nobody, and no number that tells of fewer than five', () => {
    expect(attacker.find()).toEqual([]);
    expect(attacker.read.length).toBeGreaterThan(700);
    expect(attacker.read.filter((text) => sealedRecord.test(text))).toEqual([]);
  });
});

/** The first event that a discipline organ is shown behind a figure. */
async function anEventOf(id: FigureId): Promise<string> {
  const [first] = responses.Facts.parse(await asked(`figures/${id}/facts?asOf=${PAPER}&limit=1`, 'disciplineLeader')).facts;
  if (!first || !('events' in first)) throw new Error('the facts are hidden');
  return first.events[0] as string;
}

/** A lead whose verification is opened, and an investigation of one more person. */
async function anotherInvestigation(): Promise<void> {
  const lead = await receivedLead(api);
  const act = async (path: string, body: object, as: Who) => (await api.recorded(`/v1/${path}`, { ...body, occurredOn: ago(2) }, { as })).stream;
  await act(`umbrella-leads/${lead}/screen`, { outcome: 'RELEVANT' }, 'inspector');
  await act(`umbrella-leads/${lead}/open-verification`, {}, 'disciplineLeader');
  const person = await registeredPerson(api);
  const filing = { investigationNumber: 'I-900001', leads: [], ownInitiative: 'found on inspection', principalKind: 'OTHER_CORRUPTION', groups: [], cases: [] };
  const investigation = await act('umbrella-investigations', filing, 'disciplineLeader');
  await act(`umbrella-investigations/${investigation}/open-person`, { person, rankBand: 'STAFF' }, 'disciplineLeader');
}

describe('a district with three leads beside districts with many', () => {
  const wanted = { '370202': 3, '370203': 9, '370283': 10 };
  let small: TestApi;

  /** So many leads of each district, whose verification was opened in time for the release of October 2018, and nothing of an investigation. */
  function fewLeads(): PlayedCommand[] {
    const all = disciplined().filter(({ act, recordedAt }) => act.occurredOn <= '2018-10-08' && recordedAt < '2018-11-01');
    const left = new Map(Object.entries(wanted));
    const chosen = new Set<string>();
    for (const { stream, type, actor } of all) {
      const more = type === 'OpenVerification' ? (left.get(actor.district) ?? 0) : 0;
      if (more === 0) continue;
      left.set(actor.district, more - 1);
      chosen.add(stream);
    }
    const first = ['ReceiveLead', 'ScreenLead', 'OpenVerification'];
    return all.filter(({ stream, type }) => type === 'RegisterPerson' || type === 'IdentifyGroup' || (chosen.has(stream) && first.includes(type)));
  }

  beforeAll(async () => {
    small = await TestApi.start();
    await importCommands(small.ledger, [demoOpening(newStreamId('ledger', OPENED_AT, 'a test')), ...fewLeads()]);
    await small.catchUp();
  }, 120_000);
  afterAll(() => small.stop());

  it('is not what is left of the city when the others are taken away', async () => {
    const value = async (district: string | undefined, as: Who) =>
      valueIn(responses.Figures.parse((await small.get(`/v1/figures?asOf=2018-10-08${district ? `&district=${district}` : ''}`, { as })).body).figures, 'F14');
    const shown = new Map<string, number>();
    for (const district of districtCodes) shown.set(district, (await value(district, 'supervisor')) ?? NaN);
    for (const [district, n] of [...shown]) if (Number.isNaN(n)) shown.delete(district);
    const total = await value(undefined, 'supervisor');
    expect(await Promise.all(Object.keys(wanted).map((district) => value(district, 'inspector')))).toEqual(Object.values(wanted));
    expect(attack([{ total: total as number, shown }], districtCodes, THRESHOLD)).toEqual([]);
    expect([total, [...shown]]).toEqual([22, [['370203', 9]]]);
  });
});
