import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { Ledger } from '../ledger.ts';
import { type TestDatabase, recordMany, testDatabase } from '../testing/index.ts';
import { SmallTree, leafHash } from '../tree/merkle.ts';
import { newSigningKey, openCheckpoint, signerOf, verifierOf } from '../tree/note.ts';
import { tilesOf } from '../tree/tiles.ts';
import { SealRefused, Seal, type Sealing, memoryIn, sealOnce } from './index.ts';

const APPEND_ONLY = '0A000';
const signer = signerOf(newSigningKey('casetrail.test/370200'));
const verifier = verifierOf(signer.verifier);

let home: string;
let serial = 0;
const [ofThisFile, ofOneTest]: [Site[], Site[]] = [[], []];
const drop = async (sites: Site[]) => {
  for (const { database } of sites.splice(0)) await database.drop();
};
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'casetrail-seal-'))));
afterEach(() => drop(ofOneTest));
afterAll(async () => {
  await drop(ofThisFile);
  rmSync(home, { recursive: true });
});

const newMemory = () => memoryIn(join(home, String(++serial), 'last-checkpoint'));

/** A ledger of its own, and who seals it. */
class Site {
  readonly ledger: Ledger;
  readonly seal: Seal;
  readonly worker: Pool;
  readonly owner: Pool;
  readonly sealing: Sealing;

  static async open(sealing: Partial<Sealing> = {}): Promise<Site> {
    const site = new Site(await testDatabase(), { signer, memory: newMemory(), ...sealing });
    ofOneTest.push(site);
    return site;
  }

  /** Stays until the last test of this file. */
  static async keep(): Promise<Site> {
    const site = await Site.open();
    ofThisFile.push(...ofOneTest.splice(0));
    return site;
  }

  constructor(
    readonly database: TestDatabase,
    sealing: Sealing,
  ) {
    this.ledger = new Ledger(database.pool('api'));
    this.seal = new Seal(database.pool('auditor'));
    this.worker = database.pool('worker', 2);
    this.owner = database.pool('owner', 1);
    this.sealing = sealing;
  }

  record = (count: number) => recordMany(this.ledger, count);
  sealOnce = (most?: number) => sealOnce(this.worker, this.sealing, most);

  async sealAll(most = 1000): Promise<void> {
    while ((await this.sealOnce(most)).events > 0);
  }

  /** A tree over the events themselves, made at once and in memory. */
  async naive(): Promise<SmallTree> {
    const { position } = await this.ledger.head();
    return new SmallTree((await this.seal.leaves({ from: 0, to: position })).map(leafHash));
  }

  async tiles(): Promise<string[]> {
    const { rows } = await this.worker.query<{ tile: string }>(
      "select level || '/' || index || ' ' || encode(sha256(hashes), 'hex') || ' ' || length(hashes) as tile from seal.tiles order by level, index",
    );
    return rows.map(({ tile }) => tile);
  }

  async note(): Promise<string> {
    return (await this.seal.checkpoint())?.note ?? '';
  }

  /** The same ledger as a backup would have held it when it had fewer events: another database. */
  async backup(upTo: number, sealing = this.sealing): Promise<Site> {
    const other = await Site.open(sealing);
    const copy = async (table: string, condition: string) => {
      const { rows } = await this.worker.query<{ rows: string }>(`select coalesce(json_agg(t), '[]')::text as rows from ${table} t where ${condition}`);
      const columns = table === 'ledger.events' ? '(position, stream, version, occurred_on, recorded_at, type, bytes)' : '';
      const picked = columns ? columns.slice(1, -1) : '*';
      await other.owner.query(`insert into ${table} ${columns} select ${picked} from json_populate_recordset(null::${table}, $1)`, [rows[0]?.rows]);
    };
    await copy('ledger.streams', `no / 32 <= ${upTo}`);
    await copy('ledger.events', `position <= ${upTo}`);
    await copy('seal.checkpoints', `size <= ${upTo}`);
    await copy('seal.keys', 'true');
    return other;
  }
}

const refusal = (run: Promise<unknown>) =>
  run.then(
    () => 'not refused',
    (error: Error) => (error instanceof SealRefused ? error.reason : Promise.reject(error)),
  );

describe('sealing', () => {
  let site: Site;
  beforeAll(async () => void (site = await Site.keep()));

  it('does nothing for an empty ledger', async () => {
    expect(await site.sealOnce()).toEqual({ size: 0, events: 0, isSigned: false });
    expect([await site.seal.checkpoint(), await site.seal.key()]).toEqual([undefined, undefined]);
  });

  it('signs the head of the tree of all events', async () => {
    await site.record(700);
    expect(await site.sealOnce()).toEqual({ size: 700, events: 700, isSigned: true });
    const opened = openCheckpoint(await site.note(), verifier);
    expect(opened).toEqual({ origin: signer.name, size: 700, root: (await site.naive()).root() });
    expect(await site.seal.checkpoint()).toMatchObject({ size: 700, root: opened.root, signedAt: expect.any(Date) });
    expect(await site.seal.key()).toBe(signer.verifier);
    expect(await site.sealing.memory.recall()).toBe(await site.note());
  });

  it('signs nothing where nothing is new', async () => {
    const note = await site.note();
    expect(await site.sealOnce()).toEqual({ size: 700, events: 0, isSigned: false });
    expect(await site.note()).toBe(note);
  });

  it('takes a backlog in parts, with a checkpoint after each', async () => {
    await site.record(900);
    await site.sealAll(400);
    for (const size of [700, 1100, 1500, 1600]) expect(await site.seal.checkpointAt(size)).toMatchObject({ size, root: (await site.naive()).root(size) });
    expect(await site.seal.checkpointAt(1300)).toBeUndefined();
  });

  it('keeps exactly the tiles that a tree of this size has', async () => {
    const stored = await Promise.all([...tilesOf(1600)].map(async (tile) => [tile, (await site.seal.tile(tile.level, tile.index))?.length]));
    expect(stored).toEqual([...tilesOf(1600)].map((tile) => [tile, tile.width * 32]));
    expect(await site.tiles()).toHaveLength(stored.length);
  });

  it('proves every leaf it is asked for in every tree it is asked for, and that each tree begins with each smaller one', async () => {
    const tree = await site.naive();
    for (const size of [1, 2, 255, 256, 257, 511, 700, 1024, 1537, 1600]) {
      expect(await site.seal.root(size)).toEqual(tree.root(size));
      for (const index of [0, 1, 200, 255, 256, 699, size - 1].filter((i) => i < size))
        expect([size, index, await site.seal.inclusion(index, size)]).toEqual([size, index, tree.inclusion(index, size)]);
      for (const old of [1, 3, 255, 256, 700, size].filter((n) => n <= size))
        expect([size, old, await site.seal.consistency(old, size)]).toEqual([size, old, tree.consistency(old, size)]);
    }
    await expect(site.seal.inclusion(1600, 1600)).rejects.toThrow(RangeError);
    await expect(site.seal.consistency(1600, 1601)).rejects.toThrow(RangeError);
    await expect(site.seal.inclusion(0, 100_000)).rejects.toThrow(RangeError);
  });

  it('knows how far it has come', async () => {
    expect(await site.seal.status()).toEqual({ size: 1600, head: 1600, lag: 0, signedAt: expect.any(Date) });
    await site.record(1);
    expect(await site.seal.status()).toMatchObject({ size: 1600, head: 1601, lag: expect.any(Number) });
    expect((await site.seal.status()).lag).toBeGreaterThan(0);
  });
});

it('gives the same tiles and the same root whatever is recorded between the runs, and however many a run takes', async () => {
  const history = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 6 });
  const site = await Site.open();
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      for (const [recorded, most] of steps) {
        await site.record(recorded);
        await site.sealOnce(most);
      }
      await site.sealAll(77);
      const tree = await site.naive();
      expect(await site.seal.root(tree.size)).toEqual(tree.root());
      const tiles = await site.tiles();
      await site.owner.query('truncate seal.tiles'); // they can be made again, and in one run
      await site.sealAll(100_000);
      expect(await site.tiles()).toEqual(tiles);
    }),
    { numRuns: 12 },
  );
}, 120_000);

describe('a run that breaks off', () => {
  /** A memory that hears of a checkpoint and then lets the connection of the run be killed: what was signed is not stored. */
  const killing = (site: Site): Sealing => ({
    signer,
    memory: {
      recall: () => site.sealing.memory.recall(),
      async remember(note) {
        await site.sealing.memory.remember(note);
        await site.owner.query(
          "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
        );
      },
    },
  });
  const broken = async (site: Site, most?: number) => {
    const heard = () => undefined;
    const worker = site.database.pool('worker', 1).on('error', heard);
    worker.on('connect', (client) => client.on('error', heard));
    await expect(sealOnce(worker, killing(site), most)).rejects.toThrow(/terminat|connection|ECONNRESET/i);
  };

  it('between its memory and the commit is caught up with, and signs the same again', async () => {
    const site = await Site.open();
    await site.record(300);
    await site.sealOnce();
    await site.record(300);
    await broken(site);
    const remembered = await site.sealing.memory.recall();
    expect([(await site.seal.checkpoint())?.size, openCheckpoint(remembered ?? '', verifier).size]).toEqual([300, 600]);
    expect(await site.sealOnce()).toEqual({ size: 600, events: 300, isSigned: true });
    expect(await site.note()).toBe(remembered);
  });

  it('is caught up with also when the ledger has grown since, and when all tiles are lost', async () => {
    const site = await Site.open();
    await site.record(900);
    await broken(site, 800);
    await site.owner.query('truncate seal.tiles');
    await site.record(10);
    expect(await site.sealOnce(500)).toEqual({ size: 500, events: 500, isSigned: false }); // less than what was signed already
    expect(await site.sealOnce(500)).toEqual({ size: 910, events: 410, isSigned: true });
    expect(openCheckpoint(await site.note(), verifier).root).toEqual((await site.naive()).root());
  });
});

describe('a signer refuses', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.keep();
    await site.record(500);
    await site.sealOnce();
    await site.record(100);
    await site.sealOnce();
  });
  const everythingStored = async (of: Site) => [await of.note(), await of.tiles(), await of.sealing.memory.recall()];

  it('a ledger that was restored from an older backup', async () => {
    const older = await site.backup(500);
    const before = await everythingStored(older);
    expect(await refusal(older.sealOnce())).toBe('ledger-is-shorter');
    await expect(older.sealOnce()).rejects.toThrow('The ledger has 500 events, and 600 were signed');
    expect(await everythingStored(older)).toEqual(before);
  });

  it('one that went on otherwise after it was restored', async () => {
    const other = await site.backup(550);
    await other.record(200);
    expect(await refusal(other.sealOnce())).toBe('root-differs');
    await expect(other.sealOnce()).rejects.toThrow('The first 600 events are not those that were signed');
    expect((await other.seal.checkpoint())?.size).toBe(500);
  });

  it('one that is as long as what was signed, and another one', async () => {
    const other = await Site.open({ memory: site.sealing.memory });
    await other.record(600);
    expect(await refusal(other.sealOnce())).toBe('root-differs');
    expect(await other.seal.checkpoint()).toBeUndefined();
  });

  it('a tree whose tiles were changed since, also where its memory is older than the newest checkpoint or empty', async () => {
    for (const memory of [site.sealing.memory, newMemory()]) {
      const changed = await site.backup(600, { signer, memory });
      const spoilt = changed.owner;
      await sealOnce(changed.worker, { signer, memory: newMemory() });
      await spoilt.query("update seal.tiles set hashes = overlay(hashes placing '\\x00000000'::bytea from 40) where level = 1");
      await changed.record(5);
      expect(await refusal(changed.sealOnce())).toBe('root-differs');
    }
  });

  it('a ledger from which an event is gone', async () => {
    const gap = await site.backup(600);
    await gap.owner.query('alter table ledger.events disable trigger append_only; delete from ledger.events where position = 321');
    expect(await refusal(gap.sealOnce())).toBe('event-is-missing');
  });

  it('with the memory of another key', async () => {
    const other = signerOf(newSigningKey(signer.name));
    const takenOver = await site.backup(600, { signer: other, memory: site.sealing.memory });
    expect(await refusal(takenOver.sealOnce())).toBe('memory-is-of-another-key');
  });

  it('to go on after a new key has taken over', async () => {
    const other = signerOf(newSigningKey('casetrail.test/370200/2'));
    const takenOver = await site.backup(600, { signer: other, memory: newMemory() });
    await takenOver.record(1);
    await takenOver.sealAll();
    expect(openCheckpoint(await takenOver.note(), verifierOf((await takenOver.seal.key()) ?? ''))).toMatchObject({ origin: other.name, size: 601 });
    expect(await refusal(sealOnce(takenOver.worker, site.sealing))).toBe('key-was-replaced');
  });
});

it('two at once make one tree, each with a memory of its own', async () => {
  const site = await Site.open();
  const second: Sealing = { signer, memory: newMemory() };
  for (let round = 0; round < 25; round++)
    await Promise.all([site.record(90), site.sealOnce(50), sealOnce(site.worker, second, 60), site.sealOnce(70), sealOnce(site.worker, second, 10)]);
  await site.sealAll();
  const tree = await site.naive();
  expect(tree.size).toBe(25 * 90);
  const { rows } = await site.worker.query<{ size: string; root: Buffer; note: string }>('select size, root, note from seal.checkpoints');
  for (const { size, root, note } of rows) {
    expect([size, root]).toEqual([size, tree.root(Number(size))]);
    expect(openCheckpoint(note, verifier)).toEqual({ origin: signer.name, size: Number(size), root });
  }
  expect(rows.some(({ size }) => Number(size) === tree.size)).toBe(true);
  expect(await site.sealOnce()).toMatchObject({ size: tree.size, events: 0 });
  expect(await sealOnce(site.worker, second)).toMatchObject({ size: tree.size, events: 0 });
});

describe('what was signed', () => {
  const changes = [
    "update seal.checkpoints set note = 'x'",
    'delete from seal.checkpoints',
    'truncate seal.checkpoints',
    "insert into seal.checkpoints (size, root, note) select size, root, 'x' from seal.checkpoints on conflict (size) do update set note = excluded.note",
    "update seal.keys set verifier = 'x'",
    'delete from seal.keys',
  ];
  let site: Site;
  beforeAll(async () => {
    site = await Site.keep();
    await site.record(3);
    await site.sealOnce();
  });
  const outcome = (db: Pool, statement: string) =>
    db.query(statement).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    );

  it.each(changes)('nobody may %s', async (statement) => {
    for (const role of ['api', 'worker', 'auditor'] as const) expect([role, await outcome(site.database.pool(role, 1), statement)]).toEqual([role, '42501']);
    expect(await outcome(site.owner, statement)).toBe(APPEND_ONLY);
  });
  it.each([
    "insert into seal.checkpoints values (9, '', '', now())",
    "insert into seal.tiles values (0, 9, '')",
    "insert into seal.refusals values ('x', 'x')",
  ])('only a worker may %s', async (statement) => {
    for (const role of ['api', 'auditor'] as const) expect([role, await outcome(site.database.pool(role, 1), statement)]).toEqual([role, '42501']);
  });
});
