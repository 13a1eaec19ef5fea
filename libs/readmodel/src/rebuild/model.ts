import type { ClientBase } from 'pg';

/** A piece of work that can be given to anybody: what is done (see `works`), from where to where, and what only the owner of the tables may do after it. */
export type Piece = { readonly work: string; readonly from?: number; readonly to?: number; readonly statements?: readonly string[] };
/** Pieces that can be done side by side. A phase begins when the one before it is over. */
export type Phase = { readonly name: string; readonly pieces: readonly Piece[] };
/** What a rebuild begins from: everything up to `pin`, in so many parts at least. */
export type Extent = { readonly pin: number; readonly parts: number };
export type Given = { readonly from: number; readonly to: number; readonly pin: number };
/** How many events or streams a piece has read from the ledger, and how many facts or rows' streams it has made of them. */
export type Done = { readonly read: number; readonly written: number };

/** A table as two versions of it are held against each other: cut into parts by an SQL expression, its rows in groups that are shown together. */
export type Compared = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly part: string;
  readonly group: readonly string[];
  readonly where?: string;
  /** Columns that hold numbers of streams. */
  readonly streams?: readonly string[];
};

export type ModelName = 'figures' | 'views';

/** One read model as a rebuild sees it. It is built in `<serving>_next`, and leaves `<serving>_previous` behind. */
export type Model = {
  readonly name: ModelName;
  readonly serving: string;
  /** Advisory lock: its owner is the only one who may begin, switch or end a rebuild. */
  readonly lock: number;
  /** Tables that workers write to, those among them that only building needs. */
  readonly tables: readonly string[];
  readonly create: (schema: string) => string;
  readonly grants: (schema: string) => string;
  readonly phases: (schema: string, extent: Extent) => readonly Phase[];
  readonly works: Readonly<Record<string, (db: ClientBase, schema: string, given: Given) => Promise<Done>>>;
  /** Projects at most `size` further positions, inside a transaction that is open; false when there are none up to `limit`. */
  readonly advance: (db: ClientBase, schema: string, size: number, limit?: number) => Promise<boolean>;
  /** Whether this program can go on from what is in a schema. */
  readonly isCurrent: (db: ClientBase, schema: string) => Promise<boolean>;
  readonly compared: readonly Compared[];
  /** A part, and a row, in words. */
  readonly partName: (table: string, part: string) => string;
  readonly readable: (table: string, row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
};

export const nextOf = ({ serving }: Model): string => `${serving}_next`;
export const previousOf = ({ serving }: Model): string => `${serving}_previous`;

/** Positions cut into ranges of about the same length. */
export function ranges(work: string, pin: number, pieces: number): Piece[] {
  const size = Math.max(1, Math.ceil(pin / pieces));
  return Array.from({ length: Math.ceil(pin / size) }, (_, i) => ({ work, from: i * size, to: Math.min((i + 1) * size, pin) }));
}

export async function positionOf(db: ClientBase, schema: string): Promise<number> {
  const { rows } = await db.query<{ position: string }>(`select position from ${schema}.checkpoint`);
  return Number(rows[0]?.position);
}
