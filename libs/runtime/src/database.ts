import pg from 'pg';
import type { DataSource, DataSourceOptions, EntitySchema, MigrationInterface } from 'typeorm';
import type { Config } from './config.ts';

/** The rights a process takes on in the database. The owner keeps those of its login: it migrates. */
export type DatabaseRole = 'owner' | 'api' | 'worker' | 'auditor';
export type Migration = new () => MigrationInterface;

const SECOND = 1000;
/** How long a role may keep others waiting, in milliseconds; 0 is without end. A rebuild takes as long as it takes, a request does not. */
const limits = {
  owner: { statement_timeout: 0, lock_timeout: 0, idle_in_transaction_session_timeout: 0 },
  api: { statement_timeout: 10 * SECOND, lock_timeout: 5 * SECOND, idle_in_transaction_session_timeout: 10 * SECOND },
  worker: { statement_timeout: 0, lock_timeout: 30 * SECOND, idle_in_transaction_session_timeout: 300 * SECOND },
  auditor: { statement_timeout: 300 * SECOND, lock_timeout: 5 * SECOND, idle_in_transaction_session_timeout: 60 * SECOND },
} as const satisfies Record<DatabaseRole, unknown>;

const rightsAndLimits = (role: DatabaseRole) => ({
  ...limits[role],
  ...(role !== 'owner' && { options: `-c role=casetrail_${role}` }),
  application_name: `casetrail-${role}`,
  connectionTimeoutMillis: 10 * SECOND,
  keepAlive: true,
});

type Opening = {
  readonly max: number;
  /** Told when the server drops a connection. The pool opens another one when it needs it. */
  readonly onError: (error: Error) => void;
  /** How long a statement may take here, in milliseconds, where that is not as usual for the role. */
  readonly statementWithin?: number;
  /** How long it may wait for a lock, likewise. */
  readonly lockWithin?: number;
  /** Sends statements on while others are under way on the same connection. Nothing may be copied or read by a cursor there. */
  readonly isPipelined?: boolean;
};

/** A connection that is lost between two statements of a transaction has nobody else to tell, and would end the process. */
const connection = (role: DatabaseRole, { onError, statementWithin, lockWithin }: Pick<Opening, 'onError' | 'statementWithin' | 'lockWithin'>) => ({
  ...rightsAndLimits(role),
  ...(statementWithin !== undefined && { statement_timeout: statementWithin }),
  ...(lockWithin !== undefined && { lock_timeout: lockWithin }),
  onConnect: (client: pg.ClientBase) => void client.on('error', onError),
});

type Reach = Pick<Config, 'databaseUrl'>;

/** How a thread opens a connection of its own, with the rights and the time limits of one role: plain data. */
export const connectionOf = ({ databaseUrl }: Reach, role: DatabaseRole): pg.ClientConfig => ({ connectionString: databaseUrl, ...rightsAndLimits(role) });

/** Opens a pool of connections that have the rights and the time limits of one role. */
export function openPool({ databaseUrl }: Reach, role: DatabaseRole, opening: Opening): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: opening.max, pipeline: opening.isPipelined === true, ...connection(role, opening) });
  return pool.on('error', opening.onError);
}

/** Opens TypeORM on views, with the rights and the time limits of one role. The schema is changed by migrations alone. */
export function openDataSource({ databaseUrl }: Reach, role: DatabaseRole, entities: EntitySchema[], opening: Opening): Promise<DataSource> {
  return dataSource({
    type: 'postgres',
    url: databaseUrl,
    poolSize: opening.max,
    poolErrorHandler: opening.onError,
    entities,
    extra: connection(role, opening),
  });
}

/** TypeORM takes long to load: whoever does without it does not load it. */
async function dataSource(options: DataSourceOptions): Promise<DataSource> {
  const { DataSource } = await import('typeorm');
  return new DataSource(options).initialize();
}

const MIGRATION_LOCK = 4_272_838_601;

/** Brings the schema up to date, as the login of the URL, and prepares the queues. Whoever starts at the same time waits. Returns the names of what was applied. */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const onError = () => undefined; // the statement under way fails too, and tells
  const client = new pg.Client({ connectionString: url, ...connection('owner', { onError }) });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const source = await dataSource({ type: 'postgres', url, migrations: [...migrations], extra: connection('owner', { onError }) });
    try {
      const applied = await source.runMigrations({ transaction: 'each' });
      const { prepareQueues } = await import('./queues.ts'); // nobody else needs BullMQ who needs a database
      await prepareQueues(client);
      return applied.map(({ name }) => name);
    } finally {
      await source.destroy();
    }
  } finally {
    await client.end();
  }
}
