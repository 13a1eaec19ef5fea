import { TILE_WIDTH, readCheckpointText } from '@casetrail/ledger';
import type { ClientBase } from 'pg';
import { NotHolding } from './finding.ts';
import type { AuditSource, HashTile, StoredLine } from './source.ts';

const LINES_AT_ONCE = 2000;
const HASH_BYTES = 32;
/** Before everything that a position can be: whoever adds an event at position 0 is seen. */
const BEFORE_ALL = '-9223372036854775808';

type EventRow = {
  position: string;
  recorded_at: Date;
  finer: boolean;
  hash: Buffer;
  bytes: Buffer;
  version: number;
  type: string;
  occurred_on: string;
  stream: string;
  name: string | null;
};

/** The settings keep a plan that suits an empty table from serving a full one. */
export const SNAPSHOT =
  'begin isolation level repeatable read read only; set local enable_hashjoin = off; set local enable_mergejoin = off; set local jit = off';

/**
 * The ledger in a database, as one snapshot has it (see SNAPSHOT): up to its newest checkpoint, or the one of some size.
 * @throws NotHolding where there is no such checkpoint
 */
export async function ledgerIn(db: ClientBase, asked?: number): Promise<AuditSource & { readonly head: number }> {
  const { rows: signed } = await db.query<{ size: string; root: Buffer; note: string }>(
    'select size, root, note from seal.checkpoints where $1::bigint is null or size <= $1 order by size desc limit 1',
    [asked ?? null],
  );
  const { rows: keys } = await db.query<{ verifier: string }>('select verifier from seal.keys order by since');
  const size = Number(signed[0]?.size ?? 0);
  const key = keys.at(-1)?.verifier;
  if (!signed[0] || !key || (asked !== undefined && size !== asked)) {
    const near = size > 0 ? `; the one before it is of size ${size}` : '';
    throw new NotHolding({
      code: 'seal/missing',
      message: asked === undefined ? 'The ledger is not sealed yet: a worker signs its first checkpoint.' : `No checkpoint of size ${asked} was signed${near}.`,
    });
  }
  const { rows: heads } = await db.query<{ head: string }>('select coalesce(max(position), 0) as head from ledger.events');
  const { note, root } = signed[0];
  const nameOfTile = ({ level, index }: HashTile) => `seal.tiles (${level}, ${index})`;

  return {
    origin: key.slice(0, key.indexOf('+')),
    key,
    formerKeys: keys.slice(0, -1).map(({ verifier }) => verifier),
    size,
    head: Number(heads[0]?.head),
    checkpoint: async () => note,
    async *checkpoints() {
      const { rows } = await db.query<{ size: string; root: Buffer; note: string }>(
        'select size, root, note from seal.checkpoints where size < $1 order by size',
        [size],
      );
      for (const row of rows) yield { size: Number(row.size), root: row.root, note: row.note, path: `seal.checkpoints (${row.size})` };
    },
    tile: async ({ level, index, width }) => {
      const { rows } = await db.query<{ hashes: Buffer }>({
        name: 'audit.tile',
        text: 'select hashes from seal.tiles where level = $1 and index = $2',
        values: [level, index],
      });
      const hashes = rows[0]?.hashes;
      // A row grows: what came after the checkpoint is not of its tree.
      return hashes && hashes.length % HASH_BYTES === 0 && hashes.length <= TILE_WIDTH * HASH_BYTES ? hashes.subarray(0, width * HASH_BYTES) : hashes;
    },
    nameOfTile,
    async *events() {
      for (let after = BEFORE_ALL; ;) {
        const { rows } = await db.query<EventRow>({
          name: 'audit.events',
          text: `select e.position, e.recorded_at, e.recorded_at <> date_trunc('milliseconds', e.recorded_at) as finer, e.hash, e.bytes, e.version, e.type,
                   e.occurred_on::text, e.stream, s.id as name
                 from ledger.events e left join ledger.streams s on s.no = e.stream where e.position > $1 and e.position <= $2 order by e.position limit $3`,
          values: [after, size, LINES_AT_ONCE],
        });
        if (rows.length === 0) return;
        yield rows.map(lineOf);
        after = rows.at(-1)?.position ?? after;
      }
    },
    checkRest: async () => {
      if (!readCheckpointText(note.slice(0, note.lastIndexOf('\n\n') + 1)).root.equals(root)) {
        const path = `seal.checkpoints (${size})`;
        throw new NotHolding({ code: 'checkpoint/wrong-root', message: `${path} keeps another root than the one that was signed.`, path });
      }
      const { rows } = await db.query<{ id: string; no: string }>(
        `select s.id, s.no from ledger.streams s where not exists (select from ledger.events e where e.stream = s.no and e.version = 1) order by s.no limit 1`,
      );
      if (rows[0]) throw new NotHolding({ code: 'stream/differs', message: `ledger.streams names ${rows[0].id} under ${rows[0].no}, which has no events.` });
    },
  };
}

const lineOf = ({ position, recorded_at, finer, hash, bytes, version, type, occurred_on, stream, name }: EventRow): StoredLine => ({
  position: Number(position),
  recordedAt: recorded_at instanceof Date ? recorded_at.toISOString() : String(recorded_at), // infinity is no date
  hash: hash.toString('hex'),
  bytes,
  copies: { version, type, occurredOn: occurred_on, streamNo: Number(stream), stream: name ?? undefined, isFinerThanMilliseconds: finer },
});
