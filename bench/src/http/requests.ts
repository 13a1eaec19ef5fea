import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppProcess, freePort, until } from '@casetrail/campaigns/processes';
import { type Actor, civilDateAt } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Station } from '@casetrail/ledger/testing';
import { developmentTokens } from '@casetrail/runtime';
import type { Benchmark, Measured } from '../benchmark.ts';
import { closedLoop } from '../load/closed-loop.ts';
import { HttpClient } from '../load/http-client.ts';
import type { Stage } from '../stage/stage.ts';

const AT_ONCE = 32;
const REPORTS = '/v1/criminal-cases';
/** Two of the api, the database, and who asks. */
const CORES_FOR_TWO = 4;
const investigator: Actor = { user: 'inv-1', role: 'POLICE_INVESTIGATOR', org: 'psb-370202', district: '370202' };

/** Commands as they come over HTTP. */
export const requests: Benchmark = {
  name: 'requests',
  what: `POST of a report over ${AT_ONCE} connections that stay open: to one api process and to two, with token, office, access, validation, idempotency key, decision and append; against a bare route of Fastify that does one insert. No worker is running.`,
  isQuick: true,
  targets: ({ cores }) => [
    { of: 'one api', metric: 'rate', against: 'bare route', atLeast: 0.6 },
    {
      of: 'two apis',
      metric: 'rate',
      against: 'one api',
      atLeast: 1.5,
      untold: cores < CORES_FOR_TWO ? `not told: ${cores} cores are too few for two apis, the database and the clients` : undefined,
    },
  ],
  open: openRequests,
};

async function openRequests(stage: Stage) {
  const database = await stage.database();
  await new Station(new Ledger(database.pool('api', 1))).open();
  const home = join(stage.folder, database.name);
  mkdirSync(home);
  const { issueToken } = developmentTokens({ developmentTokens: { keyFile: join(home, 'development-token.key'), allowed: true } });
  const authorization = `Bearer ${await issueToken(investigator)}`;
  const start = async (script: string, ready: string) => {
    const port = await freePort();
    const app = new AppProcess(script, { DATABASE_URL: database.url, CASETRAIL_HOME: home, PORT: String(port), REDIS_URL: '' }, join(home, `${port}.log`));
    const address = `http://127.0.0.1:${port}`;
    await until(`${script} answers`, () => {
      app.assertRunning();
      return fetch(`${address}${ready}`).then(
        (answer) => answer.status < 500,
        () => false,
      );
    });
    return { app, address };
  };
  const [bare, first, second] = [
    await start('bench/dist/http/bare-server.js', '/'),
    await start('apps/api/dist/main.js', '/health/ready'),
    await start('apps/api/dist/main.js', '/health/ready'),
  ];
  const day = civilDateAt(new Date());
  const report = (no: number) => JSON.stringify({ occurredOn: day, reportNumber: `R-${no}`, source: 'VICTIM', district: '370202' });
  const asked = (addresses: readonly string[], path: string, key: () => string) => () => measured(stage, addresses, path, authorization, report, key);
  const newKey = () => `idempotency-key: ${randomUUID()}\r\n`;
  return {
    variants: {
      'bare route': asked([bare.address], '/bare', () => ''),
      'one api': asked([first.address], REPORTS, newKey),
      'two apis': asked([first.address, second.address], REPORTS, newKey),
    },
    close: async () => {
      await Promise.all([bare, first, second].map(({ app }) => app.kill()));
      await database.drop();
    },
  };
}

async function measured(
  stage: Stage,
  addresses: readonly string[],
  path: string,
  authorization: string,
  body: (no: number) => string,
  headers: () => string,
): Promise<Measured> {
  const free = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, i) => HttpClient.open(addresses[i % addresses.length] as string, path, { authorization })),
  );
  const clients = [...free];
  try {
    return await closedLoop({ atOnce: AT_ONCE, seconds: stage.scale.seconds }, async (no) => {
      const client = free.pop() as HttpClient;
      await client.post(body(no), headers());
      free.push(client);
    });
  } finally {
    for (const client of clients) client.close();
  }
}
