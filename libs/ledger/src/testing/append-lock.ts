import pg from 'pg';
import type { TestDatabase } from './index.ts';

/** The lock every append takes, held by a test: appends wait for as long as it pleases. */
export class AppendLock {
  readonly #client: pg.Client;

  static async hold({ url }: TestDatabase): Promise<AppendLock> {
    const client = new pg.Client(url);
    await client.connect();
    await client.query('select pg_advisory_lock(4272838600)');
    return new AppendLock(client);
  }

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** The server processes of the appends that wait, once there are this many besides those that were known before. */
  async waiting(count: number, before: readonly number[] = []): Promise<number[]> {
    for (;;) {
      const { rows } = await this.#client.query<{ pid: number }>(
        "select pid from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database()) and pid <> all($1)",
        [before],
      );
      if (rows.length >= count) return rows.map(({ pid }) => pid);
    }
  }

  async terminate(pids: readonly number[]): Promise<void> {
    await this.#client.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [pids]);
  }

  async release(): Promise<void> {
    await this.#client.end();
  }
}
