import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { CivilDate, RecordedEvent } from '@casetrail/domain';
import { Ledger, Seal, assertAppendOnly, fingerprintOf, ledgerMigrations, memoryIn, newSigningKey, sealOnce, signerOf } from '@casetrail/ledger';
import { Station, type TestDatabase, newStream, system, testDatabase } from '@casetrail/ledger/testing';
import { NotCountable, digestOf, projectFigures, projectViews, readModelMigrations, skipEvent, stopBy, tellStopped, viewsDigest } from '@casetrail/readmodel';
import { bundleIn, verify } from '@casetrail/readmodel/audit';
import { accessMigrations, migrate } from '@casetrail/runtime';
import { DestroyedKeys, vaultMigrations } from '@casetrail/vault';
import { MANIFEST, type Manifest, NEWER } from './manifest.ts';
import { drillBackup, restoreBackup } from './restore.ts';
import { writeBackup } from './write.ts';

const today = '2020-04-08' as CivilDate;
const alone = { workers: 0, destroyedKeys: new DestroyedKeys(join(tmpdir(), `casetrail-destroyed-${randomUUID()}`)) };
/** The events that are sealed: those of the audit bundle in the backup. */
const SEALED = 'events/000001.ndjson';
const signer = signerOf(newSigningKey('casetrail.test/370200'));

let home: string;
let backup: string;
let original: TestDatabase;
let ledger: Ledger;
let owner: Pool;
const fresh: TestDatabase[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'casetrail-backup-'));
  original = await setUp();
  ledger = new Ledger(original.pool('api'));
  owner = original.pool('owner');
  const worker = original.pool('worker');
  const station = new Station(ledger);
  await station.open();
  for (let i = 0; i < 5; i++) await station.detainedIn(await station.filedCase());
  const position = await poison(await station.filedCase());
  await seal();
  const stop = stopBy(await counted(worker).catch((error: unknown) => error), position - 1);
  if (!stop) throw new Error('the figures did not stop');
  await tellStopped('figures', stop, position - 1, worker);
  const statistician = { ...system, user: 'stat-1', role: 'STATISTICIAN' } as const;
  await skipEvent(worker, ledger, { projector: 'figures', position, reason: 'It names a case that was never recorded.', actor: statistician });
  await station.detainedIn(await station.filedCase());
  await counted(worker);
  backup = join(home, 'backup');
  await writeBackup(original.pool('auditor'), owner, backup, today);
}, 60_000);
afterEach(async () => {
  for (const database of fresh.splice(0)) await database.drop();
});
afterAll(async () => {
  await original.drop();
  await rm(home, { recursive: true });
});

async function setUp(): Promise<TestDatabase> {
  const database = await testDatabase([]);
  await migrate(database.url, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations]);
  return database;
}

async function target(): Promise<TestDatabase> {
  const database = await setUp();
  fresh.push(database);
  return database;
}

const memory = () => memoryIn(join(home, 'last-checkpoint'));
const seal = () => sealOnce(original.pool('worker', 1), { signer, memory: memory() });

async function counted(worker: Pool): Promise<void> {
  while (await projectViews(worker));
  for (let size = 500; ;)
    try {
      if (!(await projectFigures(worker, size))) return;
    } catch (error) {
      if (size === 1 || !(error instanceof NotCountable)) throw error;
      size = 1;
    }
}

/** Records what no decider would: a merger with a case that is not there. */
async function poison(stream: RecordedEvent['stream']): Promise<number> {
  const { no, events } = (await ledger.load([stream])).get(stream) ?? { no: 0, events: [] };
  const event = { type: 'CasesMerged', data: { survivor: newStream('criminal_case') } };
  const recorded = { ...event, stream, version: events.length + 1, schema: 1, occurredOn: today, actor: system, secrecy: 'CASE', correlation: 'test' } as const;
  const read = [{ stream, no, version: events.length }];
  const verdict = await ledger.append({ commandId: randomUUID(), fingerprint: fingerprintOf(event), events: [recorded], read });
  return verdict.verdict === 'recorded' ? verdict.lastPosition : 0;
}

/** A copy of the backup that a test may damage. */
async function damaged(damage: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(home, randomUUID());
  await cp(backup, folder, { recursive: true });
  await damage(folder);
  return folder;
}

async function edit(folder: string, name: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(join(folder, name), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing was changed in ${name}`);
  await writeFile(join(folder, name), after);
}
const editManifest = (folder: string, change: (manifest: Manifest) => void): Promise<void> =>
  edit(folder, MANIFEST, (text) => {
    const manifest = JSON.parse(text) as Manifest;
    change(manifest);
    return JSON.stringify(manifest);
  });
/** Lets the manifest say that a file was like this from the beginning. */
async function coverUp(folder: string, name: string): Promise<void> {
  const content = await readFile(join(folder, name));
  await editManifest(folder, ({ files }) => void (files[name] = { bytes: content.length, sha256: sha256(content) }));
}
const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

/** One event told otherwise, with the hash that fits. */
const rewritten = (line: string): string => {
  const bytes = /"event":(.*)\}$/.exec(line)?.[1] ?? '';
  const other = bytes.replace('"district":"370202"', '"district":"370203"');
  return line.replace(bytes, other).replace(sha256(bytes), sha256(other));
};
const onLine = (number: number, change: (line: string) => string) => (text: string) => {
  const lines = text.split('\n');
  return lines.map((line, i) => (i === number - 1 ? change(line) : line)).join('\n');
};

async function heldIn(database: TestDatabase): Promise<string> {
  const { rows } = await database.pool('owner', 1).query<{ held: string }>(
    `select concat_ws(' ', (select count(*) from ledger.events), (select count(*) from ledger.streams), (select count(*) from ledger.commands), (select count(*) from seal.tiles),
       (select count(*) from seal.checkpoints), (select count(*) from seal.keys), (select count(*) from counting.fact), (select count(*) from counting.cube),
       (select count(*) from views.criminal_case), (select position from counting.checkpoint), (select position from views.checkpoint)) as held`,
  );
  return rows[0]?.held ?? '';
}
const EMPTY = '0 0 0 0 0 0 0 0 0 0 0';

async function databases(): Promise<string[]> {
  return (await owner.query<{ datname: string }>("select datname from pg_database where datname like 'casetrail_drill%'")).rows.map(({ datname }) => datname);
}

describe('a backup', () => {
  it('is restored to the same ledger, the same figures and the same views', async () => {
    const database = await target();
    const { manifest, compared, differences } = await restoreBackup(backup, database.url, alone);
    expect(manifest.ledger.position).toBe((await ledger.head()).position);
    expect(compared).toBeGreaterThan(80);
    expect(differences).toEqual([]);

    const restored = database.pool('owner', 1);
    expect(await digestOf(restored)).toEqual(await digestOf(owner));
    expect(await viewsDigest(restored)).toEqual(await viewsDigest(owner));
    for (const table of ['ledger.events', 'ledger.streams', 'ledger.commands', 'seal.checkpoints', 'seal.keys']) {
      const content = async (pool: Pool) => (await pool.query<{ row: string }>(`select t::text as row from ${table} t order by 1`)).rows;
      expect({ table, rows: await content(restored) }).toEqual({ table, rows: await content(owner) });
    }
    const root = await new Seal(database.pool('auditor', 1)).root(manifest.ledger.position);
    expect(root.toString('base64')).toBe(manifest.ledger.root);
  });

  it('is a ledger that goes on: it is protected, remembers its commands, and is sealed by the same signer', async () => {
    const database = await target();
    const { manifest } = await restoreBackup(backup, database.url, alone);
    const restored = new Ledger(database.pool('api'));
    await assertAppendOnly(database.pool('api'));
    const { rows } = await owner.query<{ id: string; fingerprint: Buffer; last_position: string }>('select * from ledger.commands where last_position = 2');
    const [command] = rows;
    const again = { commandId: command?.id ?? '', fingerprint: command?.fingerprint ?? Buffer.alloc(0), events: [], read: [] };
    expect(await restored.append(again)).toMatchObject({ verdict: 'repeated', lastPosition: 2 });

    await new Station(restored).filedCase();
    expect((await restored.head()).position).toBe(manifest.ledger.position + 2);
    const worker = database.pool('worker', 1);
    const ownMemory = join(home, randomUUID());
    await cp(join(home, 'last-checkpoint'), ownMemory);
    expect(await sealOnce(worker, { signer, memory: memoryIn(ownMemory) })).toMatchObject({ size: manifest.ledger.position + 2, isSigned: true });
  });

  it('covers what is not sealed yet, too', async () => {
    const { ledger: backedUp, sealed } = JSON.parse(await readFile(join(backup, MANIFEST), 'utf8')) as Manifest;
    expect(sealed).toBeGreaterThan(0);
    expect(backedUp.position).toBeGreaterThan(sealed);
  });

  it('holds the totals of today and of the newest day that was published', async () => {
    const database = await target();
    const other = new Ledger(database.pool('api'));
    await new Station(other).open();
    const stream = newStream('publication');
    const said = { stream, schema: 1, occurredOn: today, actor: system, secrecy: 'PUBLIC', correlation: 'test' } as const;
    const events = [
      { ...said, version: 1, type: 'PublicationDrafted', data: { asOf: '2019-12-31' } },
      { ...said, version: 2, type: 'PublicationPublished', data: {} },
    ];
    await other.append({ commandId: randomUUID(), fingerprint: fingerprintOf(stream), events, read: [{ stream, no: 0, version: 0 }] });
    const { sealed, summary } = await writeBackup(database.pool('auditor', 1), database.pool('owner', 1), join(home, randomUUID()), today);
    expect([sealed, summary.totals.map(({ asOf }) => asOf)]).toEqual([0, [today, '2019-12-31']]);
  });

  it('is an audit bundle, too', async () => {
    const { sealed } = JSON.parse(await readFile(join(backup, MANIFEST), 'utf8')) as Manifest;
    expect(await verify(() => bundleIn(backup))).toMatchObject({ holds: true, checkpoint: { origin: signer.name, size: sealed } });
  });

  it('is not written over another one, nor of an empty ledger', async () => {
    await expect(writeBackup(original.pool('auditor', 1), owner, backup, today)).rejects.toThrow(/is there already/);
    const empty = (await target()).pool('auditor', 1);
    await expect(writeBackup(empty, owner, join(home, 'of-nothing'), today)).rejects.toThrow('The ledger is empty');
    expect(await readdir(home)).not.toContain('of-nothing');
  });
});

describe('a backup that was damaged', () => {
  it.each<[string, (folder: string) => Promise<void>, RegExp]>([
    [
      'by an event that was edited',
      (folder) =>
        edit(
          folder,
          SEALED,
          onLine(7, (line) => line.replace('"secrecy":"CASE"', '"secrecy":"OPEN"')),
        ),
      /events\/000001\.ndjson was changed[^]*event at position 7 was changed: it does not have its hash/,
    ],
    ['by an event that was edited together with its hash', (folder) => edit(folder, SEALED, onLine(2, rewritten)), /events\/000001\.ndjson was changed/],
    [
      'and covered up in the manifest: the root tells',
      async (folder) => {
        await edit(folder, SEALED, onLine(2, rewritten));
        await coverUp(folder, SEALED);
      },
      /The events are not those that were backed up: the root over them is/,
    ],
    [
      'by an event that is missing',
      (folder) => edit(folder, SEALED, (text) => text.split('\n').toSpliced(3, 1).join('\n')),
      /event at position 4 is missing: the one at 5 stands in its place/,
    ],
    ['by two events that changed places', (folder) => edit(folder, SEALED, (text) => text.replace(/^(.*\n)(.*\n)/, '$2$1')), /event at position 1 is missing/],
    ['by a file that was cut off', (folder) => truncate(join(folder, SEALED), 2000), /events\/000001\.ndjson was cut off: it has 2000 bytes, not \d+/],
    ['by a file of commands that was cut off', (folder) => truncate(join(folder, 'commands.copy'), 100), /commands\.copy was cut off/],
    ['by a missing file', (folder) => rm(join(folder, 'commands.copy')), /commands\.copy is missing/],
    ['by missing events', (folder) => rm(join(folder, NEWER)), /newer\.ndjson is missing/],
    [
      'by newer events that were cut off',
      (folder) => truncate(join(folder, NEWER), 100),
      /newer\.ndjson was cut off[^]*The event at position \d+ was cut off or changed/,
    ],
    ['by missing files of events', (folder) => rm(join(folder, SEALED)), /events\/000001\.ndjson is missing/],
    ['by a file of the bundle that was cut off', (folder) => truncate(join(folder, 'rules.json'), 10), /rules\.json was cut off/],
    ['by a missing manifest', (folder) => rm(join(folder, MANIFEST)), /holds no backup\.json: it is no backup/],
    ['by a manifest that was cut off', (folder) => truncate(join(folder, MANIFEST), 300), /backup\.json was cut off or changed/],
    [
      'by a manifest of another form',
      (folder) => edit(folder, MANIFEST, (text) => text.replace('casetrail-backup/v1', 'casetrail-backup/v9')),
      /backup\.json is not of this version/,
    ],
    [
      'by a checkpoint that was changed',
      async (folder) => {
        await edit(folder, 'checkpoints.ndjson', (text) => text.replace('casetrail.test/370200\\n', 'casetrail.test/370300\\n'));
        await coverUp(folder, 'checkpoints.ndjson');
      },
      /checkpoint of \d+ events is not signed by any key/,
    ],
    [
      'by a checkpoint that is missing',
      async (folder) => {
        await writeFile(join(folder, 'checkpoints.ndjson'), '');
        await coverUp(folder, 'checkpoints.ndjson');
      },
      /newest checkpoint, of \d+ events, is missing/,
    ],
    [
      'by a command that is missing',
      async (folder) => {
        await edit(folder, 'commands.copy', (text) => text.replace(/^.*\n/, ''));
        await coverUp(folder, 'commands.copy');
      },
      /commands\.copy holds \d+ commands, not \d+/,
    ],
  ])('%s is refused, and nothing of it arrives', async (_, damage, reason) => {
    const database = await target();
    const folder = await damaged(damage);
    await expect(restoreBackup(folder, database.url, alone)).rejects.toThrow(reason);
    expect(await heldIn(database)).toBe(EMPTY);
  });

  it('and signed for by nobody is refused, whatever else was changed with it', async () => {
    const database = await target();
    const folder = await damaged(async (copy) => {
      await edit(copy, SEALED, onLine(2, rewritten));
      await coverUp(copy, SEALED);
    });
    const message = await restoreBackup(folder, database.url, alone).catch((error: Error) => error.message);
    const root = /the root over them is (\S+), not/.exec(String(message))?.[1] ?? '';
    await editManifest(folder, (manifest) => void (manifest.ledger.root = root));
    await expect(restoreBackup(folder, database.url, alone)).rejects.toThrow(/The first \d+ events are not those that were signed/);
    expect(await heldIn(database)).toBe(EMPTY);
  });

  it('in what only the database can tell leaves it empty', async () => {
    const database = await target();
    const folder = await damaged(async (copy) => {
      await edit(copy, 'commands.copy', (text) => text.replace(/\t2\t2\t/, '\t2\t1\t'));
      await coverUp(copy, 'commands.copy');
    });
    await expect(restoreBackup(folder, database.url, alone)).rejects.toThrow(/The commands account for \d+ events, not \d+/);
    expect(await heldIn(database)).toBe(EMPTY);
  });

  it('whose totals are not what they were leaves the database empty and protected, and another one can be restored', async () => {
    const database = await target();
    const folder = await damaged((copy) => editManifest(copy, ({ summary }) => void ((summary.totals[0]?.values ?? {})['F05'] = 4711)));
    const { differences } = await restoreBackup(folder, database.url, alone);
    expect(differences).toEqual([{ asOf: today, figure: 'F05', was: 4711, is: expect.any(Number) }]);
    expect(await heldIn(database)).toBe(EMPTY);
    await assertAppendOnly(database.pool('api', 1));
    expect((await restoreBackup(backup, database.url, alone)).differences).toEqual([]);
  });
});

describe('a database that is no target', () => {
  it('holds something already', async () => {
    const { position } = await ledger.head();
    await expect(restoreBackup(backup, original.url, alone)).rejects.toThrow(`The database is not empty: it holds ${position} rows in ledger.events,`);
    expect(await ledger.head()).toMatchObject({ position });
  });
  it('is not set up', async () => {
    const database = await testDatabase([]);
    fresh.push(database);
    await expect(restoreBackup(backup, database.url, alone)).rejects.toThrow('The database is not set up yet');
  });
  it('is not up to date', async () => {
    const database = await testDatabase(ledgerMigrations);
    fresh.push(database);
    await expect(restoreBackup(backup, database.url, alone)).rejects.toThrow(/The database is not up to date \(Counting\d+ is missing\)/);
  });
});

describe('a drill', () => {
  it('says how long each step takes, and leaves no database behind', async () => {
    const steps: string[] = [];
    const { differences } = await drillBackup(backup, original.url, {
      ...alone,
      onStep: ({ what, took }) => void (took >= 0 && steps.push(what)),
    });
    expect(differences).toEqual([]);
    expect(steps).toEqual([
      'make a database',
      'look at the database',
      'verify the backup',
      'load and verify the ledger',
      'destroy erased keys again',
      'count the figures',
      'write the views',
      'compare the totals',
    ]);
    expect(await databases()).toEqual([]);
  });
  it('of a damaged backup leaves none behind either', async () => {
    const folder = await damaged((copy) => truncate(join(copy, SEALED), 2000));
    await expect(drillBackup(folder, original.url, alone)).rejects.toThrow(/was cut off/);
    expect(await databases()).toEqual([]);
  });
});
