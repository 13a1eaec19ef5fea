import type { Pool, PoolClient } from 'pg';
import { GrowingTree, leafHash } from '@casetrail/ledger';

const AT_ONCE = 5000;
type Row = readonly (string | null)[];

/** The leaf of a look: everything that stands in its row, each as the database prints it. */
const leafOf = (row: Row): Buffer => leafHash(Buffer.from(`casetrail-look/v1\n${JSON.stringify(row)}`));

/** Sorting is by `l.id`: `id` alone would be the text that is selected here. */
const columns = `id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), user_name, role, org, district, action, subject, purpose, detail::text, outcome, request_id`;

/** A look by its number, with what it says when. */
export type LookAt = { readonly id: number; readonly at: string };

/** All looks in the order of their numbers, folded into one tree (RFC 6962). Keeps no more of them than it takes to go on. */
export class LookTree {
  readonly #pool: Pool | PoolClient;
  readonly #tree = new GrowingTree();
  #last: LookAt | undefined;

  /** @param pool with rights to read looks */
  constructor(pool: Pool | PoolClient) {
    this.#pool = pool;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The last look in the tree. */
  get last(): LookAt | undefined {
    return this.#last;
  }

  /** In hexadecimal digits. */
  root(): string {
    return this.#tree.root().toString('hex');
  }

  /** Takes looks up to a number, until there are so many; fewer, where there are not. */
  async grow(to: number, size = Infinity, signal?: AbortSignal): Promise<void> {
    while (this.size < size) {
      signal?.throwIfAborted();
      const most = Math.min(AT_ONCE, size - this.size);
      const { rows } = await this.#pool.query<Row>({
        rowMode: 'array',
        text: `select ${columns} from access.looks l where l.id > $1 and l.id <= $2 order by l.id limit $3`,
        values: [this.#last?.id ?? 0, to, most],
      } as never);
      for (const row of rows) this.#tree.add(leafOf(row));
      const last = rows.at(-1);
      if (last) this.#last = { id: Number(last[0]), at: last[1] as string };
      if (rows.length < most) return;
    }
  }
}
