import type { ClientBase } from 'pg';
import { checkpointText, signNote } from '@casetrail/ledger';
import { type Dice, type Expected, type Known, retouched, timeChanged } from './bundle-tamperings.ts';

/** Changes a sealed ledger of so many events, as a superuser who has switched off its guards, in the transaction that is open. */
export type DatabaseTampering = (db: ClientBase, size: number, dice: Dice, known: Known) => Promise<Expected | undefined>;

const one = (code: Expected['codes'][number], position?: number): Expected => ({ codes: [code], ...(position !== undefined && { position }) });
const at = (size: number, dice: Dice) => 1 + dice.int(size);

/** Moves the events from a position on by some places: no two may share one at any moment. */
async function move(db: ClientBase, from: number, by: number): Promise<void> {
  await db.query('update ledger.events set position = -position where position >= $1', [from]);
  await db.query('update ledger.events set position = -position + $1 where position < 0', [by]);
}

/** A stream that no decider began, for an event to be in. */
const FORGED = 9_007_199_254_740_000;
async function forge(db: ClientBase, position: number): Promise<void> {
  await db.query(
    `insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes)
     select $1, $2, 1, occurred_on, recorded_at, type, bytes from ledger.events where position <> $1 order by abs(position - $1) limit 1`,
    [position, FORGED],
  );
  const { rows } = await db.query<{ bytes: Buffer }>('select bytes from ledger.events where position = $1', [position]);
  const bytes = Buffer.from((rows[0] as { bytes: Buffer }).bytes.toString().replace(/"version":\d+/, '"version":77777'));
  await db.query('update ledger.events set bytes = $2 where position = $1', [position, bytes]);
}

export const databaseTamperings: Readonly<Record<string, DatabaseTampering>> = {
  'the bytes of an event': async (db, size, dice) => {
    const position = at(size, dice);
    const { rows } = await db.query<{ bytes: Buffer }>('select bytes from ledger.events where position = $1', [position]);
    await db.query('update ledger.events set bytes = $2 where position = $1', [position, retouched((rows[0] as { bytes: Buffer }).bytes, dice)]);
    return one('event/edited', position);
  },
  'a recorded time': async (db, size, dice) => {
    const position = at(size, dice);
    const milliseconds = (1 + dice.int(100_000)) * (dice.int(2) === 0 ? 1 : -1);
    await db.query("update ledger.events set recorded_at = recorded_at + $2 * interval '1 millisecond' where position = $1", [position, milliseconds]);
    const { rows } = await db.query<{ recorded_at: Date }>(
      'select recorded_at from ledger.events where position in ($1::bigint - 1, $1::bigint + 1) order by position',
      [position],
    );
    return timeChanged(position, rows.length === 2 ? rows[0]?.recorded_at.toISOString() : undefined, rows[1]?.recorded_at.toISOString());
  },
  'less than a millisecond of a recorded time': async (db, size, dice) => {
    const position = at(size, dice);
    await db.query("update ledger.events set recorded_at = recorded_at + interval '0.4 milliseconds' where position = $1", [position]);
    return one('event/copy-differs', position);
  },
  'the copy of the type': async (db, size, dice) => {
    const position = at(size, dice);
    await db.query("update ledger.events set type = case type when 'CaseFiled' then 'CaseCracked' else 'CaseFiled' end where position = $1", [position]);
    return one('event/copy-differs', position);
  },
  'the copy of the day': async (db, size, dice) => {
    const position = at(size, dice);
    await db.query('update ledger.events set occurred_on = occurred_on + $2::int where position = $1', [position, 1 + dice.int(300)]);
    return one('event/copy-differs', position);
  },
  'the copy of the version': async (db, size, dice) => {
    const position = at(size, dice);
    await db.query('update ledger.events set version = version + 1000 where position = $1', [position]);
    return one('event/copy-differs', position);
  },
  'the stream that an event is put in': async (db, size, dice) => {
    const position = at(size, dice);
    await db.query(
      'update ledger.events e set stream = coalesce((select no from ledger.streams s where s.no <> e.stream order by random() limit 1), 1), version = 1000 + version where position = $1',
      [position],
    );
    return { codes: ['event/copy-differs', 'stream/differs'], position };
  },
  'an event deleted': async (db, size, dice) => {
    const position = at(size, dice);
    await db.query('delete from ledger.events where position = $1', [position]);
    return position === size ? one('events/truncated', size) : one('event/deleted', position);
  },
  'an event deleted, and the others renumbered': async (db, size, dice) => {
    const position = at(size, dice);
    await db.query('delete from ledger.events where position = $1', [position]);
    await move(db, position + 1, -1);
    return position === size ? one('events/truncated', size) : one('event/deleted', position);
  },
  'an event inserted, and the others renumbered': async (db, size, dice) => {
    const position = at(size, dice);
    await move(db, position, 1);
    await forge(db, position);
    return position === size ? { codes: ['event/inserted', 'event/edited'], position } : one('event/inserted', position);
  },
  'an event in front of the first one': async (db, _, dice) => {
    await forge(db, -dice.int(100));
    return one('event/inserted', 1);
  },
  'two events exchanged': async (db, size, dice) => {
    const [a, b] = [at(size, dice), at(size, dice)];
    if (a === b) return undefined;
    await db.query(
      'update ledger.events set position = case position when $1::bigint then -1::bigint else -2::bigint end where position in ($1::bigint, $2::bigint)',
      [a, b],
    );
    await db.query('update ledger.events set position = case position when -1 then $2::bigint else $1::bigint end where position < 0', [a, b]);
    return one('event/reordered', Math.min(a, b));
  },
  'the last events taken away': async (db, size, dice) => {
    const rest = Math.max(0, size - 1 - dice.int(5));
    await db.query('delete from ledger.events where position > $1', [rest]);
    return one('events/truncated', rest + 1);
  },
  'the name of a stream': async (db, _, dice) => {
    const { rows } = await db.query<{ id: string }>('select id from ledger.streams order by no');
    const { id } = dice.pick(rows);
    await db.query('update ledger.streams set id = $2 where id = $1', [id, `${id.slice(0, -26)}${'Z'.repeat(26)}`]);
    return one('stream/differs');
  },
  'a stream left out': async (db, _, dice) => {
    const { rows } = await db.query<{ id: string }>('select id from ledger.streams order by no');
    await db.query('delete from ledger.streams where id = $1', [dice.pick(rows).id]);
    return one('stream/differs');
  },
  'a stream without events': async (db) => {
    await db.query("insert into ledger.streams (id, no) values ('person-00000000000000000000000000', $1)", [FORGED]);
    return one('stream/differs');
  },
  'a tile edited': async (db, _, dice) => {
    const { rows } = await db.query<{ level: number; index: string; hashes: Buffer }>('select level, index, hashes from seal.tiles order by level, index');
    const { level, index, hashes } = dice.pick(rows);
    hashes[dice.int(hashes.length)]! ^= 1 << dice.int(8);
    await db.query('update seal.tiles set hashes = $3 where level = $1 and index = $2', [level, index, hashes]);
    return one('tile/edited');
  },
  'a tile cut short': async (db, _, dice) => {
    const { rows } = await db.query<{ level: number; index: string; hashes: Buffer }>('select level, index, hashes from seal.tiles order by level, index');
    const { level, index, hashes } = dice.pick(rows);
    await db.query('update seal.tiles set hashes = $3 where level = $1 and index = $2', [level, index, hashes.subarray(0, dice.int(hashes.length))]);
    return one('tile/truncated');
  },
  'a tile left out': async (db, _, dice) => {
    const { rows } = await db.query<{ level: number; index: string }>('select level, index from seal.tiles order by level, index');
    const { level, index } = dice.pick(rows);
    await db.query('delete from seal.tiles where level = $1 and index = $2', [level, index]);
    return one('tile/missing');
  },
  'the root beside a checkpoint': async (db, _, dice) => {
    const { rows } = await db.query<{ size: string; root: Buffer }>('select size, root from seal.checkpoints order by size');
    const { size, root } = dice.pick(rows);
    root[dice.int(root.length)]! ^= 1 + dice.int(255);
    await db.query('update seal.checkpoints set root = $2 where size = $1', [size, root]);
    return one('checkpoint/wrong-root');
  },
  'the text of a checkpoint': async (db, _, dice) => {
    const { rows } = await db.query<{ size: string; note: string }>('select size, note from seal.checkpoints order by size');
    const { size, note } = dice.pick(rows);
    await db.query('update seal.checkpoints set note = $2 where size = $1', [size, note.replace(`\n${size}\n`, `\n${Number(size) + 1}\n`)]);
    return one('checkpoint/forged-signature');
  },
  'the size beside a checkpoint': async (db, size, dice) => {
    const { rows } = await db.query<{ size: string }>(
      'select size from seal.checkpoints where size < $1 and size + 1 not in (select size from seal.checkpoints) order by size',
      [size],
    );
    if (rows.length === 0) return undefined;
    await db.query('update seal.checkpoints set size = size + 1 where size = $1', [dice.pick(rows).size]);
    return one('checkpoint/wrong-size');
  },
  'the newest checkpoint taken away, and it was kept': async (db, size, _, { notes }) => {
    if (notes.size < 2) return undefined;
    await db.query('delete from seal.checkpoints where size = $1', [size]);
    return { codes: ['checkpoint/shorter-than-kept'], options: { kept: notes.get(size) as string } };
  },
  'a checkpoint of a history that never was, signed with the key itself': async (db, size, dice, { signer }) => {
    const { rows } = await db.query<{ size: number }>(
      'select n as size from generate_series(1, $1::int) n where n not in (select size from seal.checkpoints)',
      [size - 1],
    );
    if (rows.length === 0) return undefined;
    const { size: other } = dice.pick(rows);
    const root = Buffer.from(Array.from({ length: 32 }, () => dice.int(256)));
    await db.query('insert into seal.checkpoints (size, root, note) values ($1, $2, $3)', [
      other,
      root,
      signNote(checkpointText({ origin: signer.name, size: other, root }), signer),
    ]);
    return one('checkpoint/wrong-root');
  },
};
