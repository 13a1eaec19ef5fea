import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CivilDate, civilDateAt, figures } from '@casetrail/domain';
import { Ledger, memoryIn, newSigningKey, sealOnce, signerOf } from '@casetrail/ledger';
import type { TestDatabase } from '@casetrail/ledger/testing';
import { Figures, OfflineTrace } from '@casetrail/readmodel';
import { type Ran, demoCity, inShell } from './testing/casetrail.ts';

const signer = signerOf(newSigningKey('casetrail.test/370200'));
let database: TestDatabase;
let home: string;
let bundle: string;

const casetrail = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  inShell(args.join(' '), { DATABASE_URL: database.url, CASETRAIL_HOME: home, ...env });
const NOWHERE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

beforeAll(async () => {
  database = await demoCity();
  home = await mkdtemp(join(tmpdir(), 'casetrail-audit-'));
  bundle = join(home, 'bundle');
}, 300_000);
afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true });
});

describe('"casetrail audit"', () => {
  it.each(['audit', 'audit export', 'audit verify'])('explains "%s"', async (command) => {
    const { code, out } = await casetrail([...command.split(' '), '--help']);
    expect([code, out]).toEqual([0, expect.stringContaining(`Usage: casetrail ${command}`)]);
  });
  it.each([
    ['nothing to verify', ['audit', 'verify'], /name a folder, or say --database/],
    ['two things at once', ['audit', 'verify', 'bundle', '--database'], /name a folder, or say --database/],
    ['a kept checkpoint that is not there', ['audit', 'verify', 'bundle', '--checkpoint', '/nowhere/at/all'], /cannot be read/],
    ['no folder to write to', ['audit', 'export'], /required option '--out/],
  ])('answers %s with exit code 2', async (_, args, message) => {
    const { code, err } = await casetrail(args);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });
  it('says that nothing is sealed yet', async () => {
    const { code, err } = await casetrail(['audit', 'export', '--out', bundle]);
    expect([code, err]).toEqual([1, expect.stringContaining('not sealed yet')]);
    expect((await casetrail(['audit', 'verify', '--database'])).code).toBe(2);
  }, 60_000);
});

describe('the demo city', () => {
  beforeAll(async () => {
    const worker = database.pool('worker', 1);
    while ((await sealOnce(worker, { signer, memory: memoryIn(join(home, 'signed')) })).events > 0);
  }, 60_000);

  it('is exported while it is live, and verified where there is no database', async () => {
    const exported = await casetrail(['audit', 'export', '--out', bundle]);
    expect([exported.code, exported.out]).toEqual([0, `Key: ${signer.verifier}\n`]);
    const { code, out } = await casetrail(['audit', 'verify', bundle, '--key', signer.verifier], NOWHERE);
    expect([code, out]).toEqual([0, expect.stringMatching(/events are those that were sealed, in their order[^]*It holds\.\n$/)]);
    const json = JSON.parse((await casetrail(['audit', 'verify', bundle, '--json'], NOWHERE)).out) as object;
    expect(json).toMatchObject({ holds: true, exitCode: 0, checkpoint: { origin: signer.name } });
    expect((await casetrail(['audit', 'export', '--out', bundle])).err).toContain('is there already, and is not empty');
  }, 120_000);

  it('is verified in the database itself', async () => {
    const { code, out } = await casetrail(['audit', 'verify', '--database']);
    expect([code, out]).toEqual([0, expect.stringContaining('It holds')]);
  }, 120_000);

  it('with one letter changed does not hold, and what is no bundle cannot be verified', async () => {
    const file = join(bundle, 'events/000001.ndjson');
    const text = await readFile(file, 'utf8');
    const lines = text.split('\n');
    lines[4711] = (lines[4711] as string).replace('"schema":1', '"schema":2');
    await writeFile(file, lines.join('\n'));
    const { code, out } = await casetrail(['audit', 'verify', bundle], NOWHERE);
    expect([code, out]).toEqual([1, expect.stringMatching(/event\/edited, events\/000001.ndjson, position 4712\nIt does NOT hold\.\n$/)]);
    expect((await casetrail(['audit', 'verify', home], NOWHERE)).code).toBe(2);
  }, 120_000);

  it('has the same figures and events behind them, counted from the events alone', async () => {
    const pool = database.pool('api', 1);
    const [ledger, read] = [new Ledger(pool), new Figures(pool)];
    const trace = new OfflineTrace();
    for (let after = 0; ;) {
      const events = await ledger.read(after, 5000);
      if (events.length === 0) break;
      for (const event of events) trace.tell(event);
      after = events.at(-1)?.position ?? after;
    }
    const counted = trace.count();
    const { position: head } = await ledger.head();
    for (const [asOf, position] of [
      ['2020-04-08', head],
      ['2019-06-30', Math.floor(head / 2)],
    ] as const) {
      const asked = { asOf: asOf as CivilDate, knownAt: { position } };
      const { values, months } = await read.paper(asked);
      const paper = counted.paper({ asOf: asked.asOf, position });
      expect({ ...paper.values }).toEqual({ ...values });
      expect(paper.months).toEqual(months);
    }
    const frozen = await read.publication({ asOf: '2020-04-08' as CivilDate, position: head, ruleSet: 'v1' }, civilDateAt(new Date()));
    const printed = figures.slice(0, frozen.contributions.length);
    expect(
      printed
        .map(({ id }) => counted.contributions(id, { asOf: '2020-04-08' as CivilDate, position: head }))
        .map(({ units, positions }) => [units, positions.length]),
    ).toEqual(frozen.contributions.map(({ units, events }) => [units, events]));
  }, 120_000);
});
