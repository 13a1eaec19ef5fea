import { PostgresServer } from '@casetrail/campaigns/processes';
import pg from 'pg';

/** So many writers at once must each get a connection; everything else is as PostgreSQL comes. */
const CONNECTIONS = 300;

/** The embedded PostgreSQL on a folder of its own, written durably. */
export async function startServer(folder: string): Promise<PostgresServer> {
  const server = await PostgresServer.start(folder);
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(`alter system set max_connections = ${CONNECTIONS}`);
  await client.end();
  await server.stop();
  await server.restart();
  return server;
}
