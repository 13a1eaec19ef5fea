// One throw-away PostgreSQL for a whole test run. Each spec file creates its own database on it.
import pg from 'pg';
import { startPostgres } from './postgres.mjs';

export default async function () {
  if (process.env.TEST_DATABASE_URL) return;
  const server = (globalThis.__CASETRAIL_POSTGRES__ = await startPostgres({ database: 'casetrail_test' }));
  // Roles belong to the server: were they left to the migrations, spec files that run side by side would now and then make them at the same moment.
  const client = new pg.Client(server.url);
  await client.connect();
  for (const role of ['owner', 'api', 'worker', 'auditor']) await client.query(`create role casetrail_${role} nologin`);
  await client.query('grant casetrail_owner to current_user');
  await client.end();
  Object.assign(process.env, { TEST_DATABASE_URL: server.url, TEST_DATABASE_IS_TEMPORARY: 'yes' });
}
