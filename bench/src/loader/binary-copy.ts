import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** PostgreSQL's binary format of COPY: https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = Buffer.from([0xff, 0xff]);
const CHUNK = 1 << 18;
/** It counts from the first day of 2000: days for a date, microseconds for a time. */
const EPOCH = Date.UTC(2000, 0, 1);
const DAY = 86_400_000;
const MICROSECONDS = 1000n;

/** Writes rows into a table. Each field is written by the type of its column, in the order of the columns. */
export class BinaryCopy {
  readonly #stream: Writable;
  readonly #columns: number;
  #buffer = Buffer.allocUnsafe(2 * CHUNK);
  #length = 0;

  constructor(db: pg.ClientBase, table: string, columns: readonly string[]) {
    this.#stream = db.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin (format binary)`));
    this.#columns = columns.length;
    this.#raw(HEADER);
  }

  row(): this {
    this.#room(2);
    this.#length = this.#buffer.writeInt16BE(this.#columns, this.#length);
    return this;
  }

  bigint(value: number): this {
    this.#field(8);
    this.#length = this.#buffer.writeBigInt64BE(BigInt(value), this.#length);
    return this;
  }

  int(value: number): this {
    this.#field(4);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
    return this;
  }

  /** A civil date. */
  date(day: string): this {
    return this.int((Date.parse(day) - EPOCH) / DAY);
  }

  time(moment: number): this {
    this.#field(8);
    this.#length = this.#buffer.writeBigInt64BE(BigInt(moment - EPOCH) * MICROSECONDS, this.#length);
    return this;
  }

  /** Text in UTF-8, for a column of text or of bytes. */
  text(value: string): this {
    const bytes = Buffer.byteLength(value);
    this.#field(bytes);
    this.#length += this.#buffer.write(value, this.#length);
    return this;
  }

  bytes(value: Buffer): this {
    this.#field(value.length);
    this.#raw(value);
    return this;
  }

  /** Hands on what has come together, and waits while the server is behind. To be called now and then. */
  async drain(): Promise<void> {
    if (this.#length < CHUNK) return;
    await this.#flush();
  }

  async end(): Promise<void> {
    this.#raw(END);
    await this.#flush();
    const finished = once(this.#stream, 'finish');
    this.#stream.end();
    await finished;
  }

  async #flush(): Promise<void> {
    const full = this.#buffer.subarray(0, this.#length);
    this.#buffer = Buffer.allocUnsafe(2 * CHUNK);
    this.#length = 0;
    if (!this.#stream.write(full)) await once(this.#stream, 'drain');
  }

  #field(bytes: number): void {
    this.#room(4 + bytes);
    this.#length = this.#buffer.writeInt32BE(bytes, this.#length);
  }

  #raw(bytes: Buffer): void {
    this.#room(bytes.length);
    this.#length += bytes.copy(this.#buffer, this.#length);
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const wider = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, this.#length + bytes));
    this.#buffer.copy(wider, 0, 0, this.#length);
    this.#buffer = wider;
  }
}
