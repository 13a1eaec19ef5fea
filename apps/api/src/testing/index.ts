import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Pool } from 'pg';
import { type Answer, responses } from '@casetrail/contracts';
import { type Actor, type CivilDate, addDays, civilDateAt } from '@casetrail/domain';
import { Ledger, Seal, execute, ledgerMigrations } from '@casetrail/ledger';
import { testDatabase } from '@casetrail/ledger/testing';
import { Figures, Views, projectFigures, projectViews, readModelMigrations, viewEntities } from '@casetrail/readmodel';
import {
  type Edge,
  type Granting,
  type Issuer,
  type Logger,
  accessMigrations,
  createLogger,
  developmentTokens,
  openDataSource,
  openPool,
  openVaultKeys,
  searchWordHasher,
  usualEdge,
  usualGranting,
} from '@casetrail/runtime';
import { DestroyedKeys, Vault, destroyDue, vaultMigrations } from '@casetrail/vault';
import { createApi } from '../api.ts';
import type { SignIn } from '../console/console.controller.ts';
import { accessIn } from '../http/access.ts';
import { identify } from '../http/identify.ts';

const org = 'psb-370202';
const district = '370202';
/** Who acts in the tests: each user has a token. */
export const actors = {
  investigator: { user: 'inv-1', role: 'POLICE_INVESTIGATOR', org, district },
  colleague: { user: 'inv-2', role: 'POLICE_INVESTIGATOR', org, district },
  leader: { user: 'lead-1', role: 'POLICE_LEADER', org, district },
  deputy: { user: 'lead-2', role: 'POLICE_LEADER', org, district },
  cityLeader: { user: 'lead-city', role: 'POLICE_LEADER', org: 'psb-370200', district: '370200' },
  procurator: { user: 'proc-1', role: 'PROCURATOR', org: 'pp-370202', district },
  chiefProcurator: { user: 'proc-chief', role: 'CHIEF_PROCURATOR', org: 'pp-370202', district },
  cityProcurator: { user: 'proc-city', role: 'CHIEF_PROCURATOR', org: 'pp-370200', district: '370200' },
  clerk: { user: 'clerk-1', role: 'COURT_CLERK', org: 'court-370202', district },
  judge: { user: 'judge-1', role: 'JUDGE', org: 'court-370202', district },
  secondJudge: { user: 'judge-2', role: 'JUDGE', org: 'court-370202', district },
  inspector: { user: 'insp-1', role: 'DISCIPLINE_INSPECTOR', org: 'ccdi-370200', district: '370200' },
  disciplineLeader: { user: 'disc-lead-1', role: 'DISCIPLINE_LEADER', org: 'ccdi-370200', district: '370200' },
  department: { user: 'dept-1', role: 'DEPARTMENT_OFFICER', org: 'jus-370202', district },
  secondDepartment: { user: 'dept-2', role: 'DEPARTMENT_OFFICER', org: 'jus-370202', district },
  reporter: { user: 'rep-1', role: 'INDICATOR_REPORTER', org: 'stat-370202', district },
  secondReporter: { user: 'rep-2', role: 'INDICATOR_REPORTER', org: 'stat-370202', district },
  statistician: { user: 'stat-1', role: 'STATISTICIAN', org: 'office-370200', district: '370200' },
  publisher: { user: 'publ-1', role: 'PUBLISHER', org: 'office-370200', district: '370200' },
  reconciler: { user: 'stat-2', role: 'STATISTICIAN', org: 'office-370200', district: '370200' },
  cityJudge: { user: 'judge-city', role: 'JUDGE', org: 'court-370200', district: '370200' },
  cityDepartment: { user: 'dept-city', role: 'DEPARTMENT_OFFICER', org: 'dept-market-370200', district: '370200' },
  cityJustice: { user: 'justice-city', role: 'DEPARTMENT_OFFICER', org: 'jus-370200', district: '370200' },
  commission: { user: 'plc-1', role: 'SUPERVISOR', org: 'plc-370200', district: '370200' },
  supervisor: { user: 'sup-1', role: 'SUPERVISOR', org: 'plc-370200', district: '370200' },
  dataProtection: { user: 'dpo-1', role: 'DATA_PROTECTION_OFFICER', org: 'office-370200', district: '370200' },
  secondDataProtection: { user: 'dpo-2', role: 'DATA_PROTECTION_OFFICER', org: 'office-370200', district: '370200' },
  elsewhere: { user: 'inv-elsewhere', role: 'POLICE_INVESTIGATOR', org: 'psb-370203', district: '370203' },
  leaderElsewhere: { user: 'lead-elsewhere', role: 'POLICE_LEADER', org: 'psb-370203', district: '370203' },
  auditor: { user: 'audit-1', role: 'AUDITOR', org: 'office-370200', district: '370200' },
} as const satisfies Record<string, Actor>;
export type Who = keyof typeof actors;

export const today = (): CivilDate => civilDateAt(new Date());
/** A day so many days ago: fewer than 30 are in time. */
export const ago = (days: number): CivilDate => addDays(today(), -days);

type Sent = { readonly as?: Who | undefined; readonly key?: string; readonly headers?: Readonly<Record<string, string>> };
export type Answered = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: any; readonly text: string }; // eslint-disable-line @typescript-eslint/no-explicit-any -- each test knows what it asked for

/** Nobody asks too often. */
export const uncounted: Edge = { ...usualEdge, rates: { reads: 0, writes: 0, strangers: 0, searches: 0, reveals: 0, exports: 0 } };

type Starting = {
  /** Where what happens is said; by default nowhere. */
  readonly log?: Logger;
  readonly oidc?: Issuer;
  readonly edge?: Edge;
  readonly granting?: Granting;
  readonly signIn?: SignIn;
  /** A folder with a console in it. */
  readonly console?: string;
};

/** An api of its own for one spec file, on a database of its own. */
export class TestApi {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly ledger: Ledger,
    readonly worker: Pool,
    readonly owner: Pool,
    private readonly tokens: Readonly<Record<Who, string>>,
    readonly tokenFor: (actor: Actor) => Promise<string>,
    private readonly drop: () => Promise<void>,
  ) {}

  /** What is not about how often one may ask is not counted. */
  static async start({
    log = createLogger('api-test', { logLevel: 'silent' }),
    oidc,
    edge = uncounted,
    granting = usualGranting,
    signIn,
    console,
  }: Starting = {}): Promise<TestApi> {
    const database = await testDatabase([...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations]);
    const home = mkdtempSync(join(tmpdir(), 'casetrail-api-'));
    const config = { developmentTokens: { keyFile: join(home, 'token.key'), allowed: true }, oidc };
    const development = developmentTokens(config);
    const onError = () => undefined; // a test may drop the connections
    const pools: Pool[] = [];
    const open = (role: 'api' | 'worker' | 'owner', max: number) => {
      const pool = openPool({ databaseUrl: database.url }, role, { max, onError });
      pools.push(pool);
      return pool;
    };
    const pool = open('api', 8);
    const looks = open('api', 4);
    const ledger = new Ledger(pool);
    const source = await openDataSource({ databaseUrl: database.url }, 'api', viewEntities, { max: 4, onError });
    const vault = { keyFile: join(home, 'vault.key'), oldKeyFile: undefined, destroyedKeysFile: join(home, 'destroyed-keys') };
    const { wrapper, hashes } = openVaultKeys({ vault, idHashKeyFile: join(home, 'id-hash.key'), isProduction: false });
    const destroyedKeys = new DestroyedKeys(vault.destroyedKeysFile);
    const app = await createApi({
      ledger,
      figures: new Figures(pool),
      views: new Views(source),
      seal: new Seal(pool),
      verifyToken: identify(config, pool),
      access: accessIn(looks, searchWordHasher({ searchHashKeyFile: join(home, 'search-hash.key'), isProduction: false }), granting),
      vault: new Vault(open('api', 4), wrapper, hashes),
      destroyDue: () => destroyDue(pool, destroyedKeys),
      log,
      edge,
      signIn,
      console,
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const tokens = Object.fromEntries(
      await Promise.all(Object.entries(actors).map(async ([who, actor]) => [who, await development.issueToken(actor)])),
    ) as Record<Who, string>;
    return new TestApi(app, ledger, open('worker', 2), open('owner', 2), tokens, development.issueToken, async () => {
      await app.close();
      await source.destroy();
      await Promise.all(pools.filter((one) => !one.ended).map((one) => one.end()));
      await database.drop();
      rmSync(home, { recursive: true });
    });
  }

  stop(): Promise<void> {
    return this.drop();
  }

  async send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD',
    url: string,
    payload: string | Buffer | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answered> {
    const { statusCode, headers: answered, payload: text } = await this.app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
    const isJson = /^application\/(problem\+)?json/.test(String(answered['content-type']));
    return { status: statusCode, headers: answered, body: isJson && text ? JSON.parse(text) : undefined, text };
  }

  async get(url: string, { as = 'auditor', headers = {} }: Sent = {}): Promise<Answered> {
    return this.send('GET', url, undefined, { ...this.bearer(as), ...headers });
  }

  async post(url: string, body: unknown, { as = 'leader', key = randomUUID(), headers = {} }: Sent = {}): Promise<Answered> {
    return this.send('POST', url, JSON.stringify(body), { ...this.bearer(as), 'content-type': 'application/json', 'idempotency-key': key, ...headers });
  }

  bearer(as: Who): Record<string, string> {
    return { authorization: `Bearer ${this.tokens[as]}` };
  }

  /** Anybody, in any office. */
  async bearerOf(actor: Actor): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.tokenFor(actor)}` };
  }

  /** Posts what must be accepted, and checks the receipt against the contract. */
  async recorded(url: string, body: unknown, sent: Sent = {}): Promise<Answer<'Receipt'>> {
    const answer = await this.post(url, body, sent);
    if (answer.status !== 201 && answer.status !== 202) throw new Error(`${url} answered ${answer.text}`);
    return responses.Receipt.parse(answer.body);
  }

  /** Lets the read models catch up, as the worker does. */
  async catchUp(): Promise<void> {
    while (await projectFigures(this.worker, 1000));
    while (await projectViews(this.worker, 1000));
  }

  async openLedger(kind: 'live' | 'demo' = 'live'): Promise<void> {
    await execute(this.ledger, {
      id: randomUUID(),
      type: 'OpenLedger',
      stream: 'ledger-01ARZ3NDEKTSV4RRFFQ69G5FAV' as never,
      data: { kind, city: '370200' },
      act: { occurredOn: today() },
      actor: { user: 'system', role: 'SYSTEM', org: 'casetrail', district: '370200' },
    });
  }
}

/** What a problem answers, checked against the contract. */
export function problemIn({ body, headers, status }: Answered): Answer<'Problem'> {
  const problem = responses.Problem.parse(body);
  if (problem.status !== status || headers['x-request-id'] !== problem.requestId)
    throw new Error(`the answer and its body differ: ${JSON.stringify({ status, problem })}`);
  if (!String(headers['content-type']).startsWith('application/problem+json')) throw new Error(`not a problem: ${String(headers['content-type'])}`);
  return problem;
}
