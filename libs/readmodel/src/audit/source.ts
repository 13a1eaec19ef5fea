import type { TileAt } from '@casetrail/ledger';

/** A tile of hashes. */
export type HashTile = TileAt & { readonly level: number };

/** What a database keeps beside the bytes of an event, for its queries. They are copies, and must be faithful ones. */
export type Copies = {
  readonly version: number;
  readonly type: string;
  readonly occurredOn: string;
  /** The stream's number, and the name that `ledger.streams` has for it. */
  readonly streamNo: number;
  readonly stream: string | undefined;
  /** The recorded time has a fraction of a millisecond, which a ledger never gives. */
  readonly isFinerThanMilliseconds: boolean;
};

/** An event as it is kept: nothing of it is believed yet. `hash` is in hexadecimal digits. */
export type StoredLine = {
  readonly position: number;
  readonly recordedAt: string;
  readonly hash: string;
  readonly bytes: Buffer;
  readonly copies?: Copies;
  /** The file that it is read from. */
  readonly path?: string;
};

/** What is verified: a bundle in a folder, or a database. */
export type AuditSource = {
  readonly origin: string;
  /** The public key that has signed the checkpoint, as the source itself names it, and keys that signed earlier ones. */
  readonly key: string;
  readonly formerKeys: readonly string[];
  /** How many events there are meant to be. */
  readonly size: number;
  readonly checkpoint: () => Promise<string>;
  /** Other checkpoints that are kept, by size. */
  readonly checkpoints: () => AsyncIterable<{ readonly size: number; readonly note: string; readonly path: string; readonly root?: Buffer }>;
  readonly tile: (at: HashTile) => Promise<Buffer | undefined>;
  readonly nameOfTile: (at: HashTile) => string;
  /** The events in their order, from the first one, in batches. Afresh at each call. @throws NotHolding where a line is none */
  readonly events: () => AsyncIterable<readonly StoredLine[]>;
  /** What is kept of a publication in a file of its own; undefined where there are no such files. */
  readonly publication?: (id: string) => Promise<string | undefined>;
  /** Checks what only this kind of source has. @throws NotHolding */
  readonly checkRest: (publications: readonly string[]) => Promise<void>;
};
