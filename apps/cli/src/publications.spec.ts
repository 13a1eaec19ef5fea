import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  Ledger,
  canonicalJson,
  leafHash,
  leafOf,
  memoryIn,
  newSigningKey,
  openCheckpoint,
  provesInclusion,
  sealOnce,
  signerOf,
  verifierOf,
} from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { type FigureReceipt, Figures } from '@casetrail/readmodel';

type Ran = { readonly code: number; readonly out: string; readonly err: string };
const root = resolve(__dirname, '../../..');
const signer = signerOf(newSigningKey('casetrail.test/370200'));
let home: string;
let database: TestDatabase;

/** Runs the command line as a user would, in a shell of its own. */
const casetrail = (args: string): Promise<Ran> =>
  new Promise((done) => {
    const env = { ...process.env, DATABASE_URL: database.url, CASETRAIL_HOME: home };
    execFile('sh', ['-c', `node apps/cli/bin/casetrail.mjs ${args}`], { cwd: root, maxBuffer: 1e8, env }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });
/** As the worker does it within seconds. */
const seal = () => sealOnce(database.pool('worker', 1), { signer, memory: memoryIn(join(home, 'last-checkpoint')) });
const asOf = '2020-04-08';

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'casetrail-'));
  database = await testDatabase([]);
  await casetrail('migrate');
});
afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true });
});

describe('casetrail demo publish', () => {
  let first: string;
  let second: string;

  it('is for demo ledgers alone', async () => {
    expect(await casetrail('publications')).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is published yet') });
    expect(await casetrail('demo publish')).toMatchObject({ code: 1, err: expect.stringContaining('This is no demo ledger.') });
    expect((await casetrail('demo publish --as-of yesterday')).code).toBe(2);
  });
  it('plays the whole life of a publication, by other persons at every step', async () => {
    await casetrail('demo scenario own-request');
    await seal();
    const { code, out, err } = await casetrail(`demo publish --as-of ${asOf}`);
    expect([code, err]).toEqual([0, '']);
    first = /^(publication-\w+) {2}drafted/.exec(out)?.[1] as string;
    const told = await new Ledger(database.pool('auditor', 1)).load([first as never]);
    const { events } = told.get(first as never)!;
    expect(events.map(({ type }) => type)).toEqual([
      ...['PublicationDrafted', 'FiguresComputed', 'FiguresComputed', 'PublicationReconciled'],
      ...Array<string>(8).fill('PublicationCertified'),
      'PublicationPublished',
    ]);
    expect(new Set(events.map(({ actor }) => actor.user)).size).toBe(11);
  });
  it('restates the publication of the same day, if there is one', async () => {
    await seal();
    const { out } = await casetrail('demo publish');
    second = /^(publication-\w+) {2}drafted/.exec(out)?.[1] as string;
    expect(out).toContain(`it restates ${first}`);
    const { out: listed } = await casetrail('publications');
    expect(listed.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(new RegExp(`^${second} {2}as of ${asOf} {2}published on `)),
      expect.stringMatching(new RegExp(`^${first} {2}as of ${asOf} {2}restated on .* by ${second}$`)),
    ]);
  });
  it('is shown with the figures and their roots', async () => {
    const { out } = await casetrail(`publication show ${first}`);
    const shown = JSON.parse((await casetrail(`publication show ${first} --json`)).out) as {
      figures: { figure: string; value: number; root: string }[];
      position: number;
    };
    const { values } = await new Figures(database.pool('api', 1)).values({ asOf: asOf as never, knownAt: { position: shown.position } });
    expect(shown.figures).toHaveLength(43);
    for (const { figure, value, root: made } of shown.figures) {
      expect(value).toBe(values[figure as 'F01']);
      expect(out).toMatch(new RegExp(`^${figure} +${value} {2}${made.replace(/[+/]/g, '\\$&')} `, 'm'));
    }
    const paper = await casetrail(`publication show ${first} --format md`);
    for (const said of [first, 'Published on', 'the police; the procuratorates', 'Signed exception']) expect(paper.out).toContain(said);
    expect(await casetrail('publication show publication-1')).toMatchObject({ code: 1, err: expect.stringContaining('There is no publication') });
  });
  it('gives receipts that the sealed ledger holds', async () => {
    await seal();
    const { out } = await casetrail(`publication receipt ${second} F34`);
    const receipt = JSON.parse(out) as FigureReceipt;
    expect(out).toBe(`${canonicalJson(receipt)}\n`);
    expect(receipt).toMatchObject({ publication: second, figure: 'F34', asOf, synthetic: true });
    const { position, recordedAt, hash, sealed } = receipt.computedIn;
    const head = openCheckpoint(sealed!.note, verifierOf(signer.verifier));
    const leaf = leafHash(leafOf({ position, recordedAt, hash: Buffer.from(hash, 'hex') }));
    const proof = sealed!.proof.map((one) => Buffer.from(one, 'base64'));
    expect(provesInclusion(proof, position - 1, head.size, leaf, head.root)).toBe(true);
    expect(await casetrail(`publication receipt ${second} F99`)).toMatchObject({ code: 1, err: expect.stringContaining('prints no figure F99') });
  });
});
