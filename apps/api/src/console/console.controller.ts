import { Controller, Get, Inject, Req } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { Answer } from '@casetrail/contracts';
import {
  type ActionName,
  type InTwoLanguages,
  actionOf,
  actions,
  areas,
  civilDate,
  clockNames,
  clocks,
  districtCodes,
  districts,
  figures,
  ledgerEvents,
  organisations,
  owners,
  ruleSetNames,
} from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Publications } from '@casetrail/readmodel';
import { actorOf } from '../http/access.ts';
import { Policy, Public } from '../http/policy.ts';
import { noQuery } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { SIGN_IN } from '../tokens.ts';

export type SignIn = Answer<'ConsoleSettings'>['signIn'];

/** What things are called, so that the console need not say it a second time. */
const named = (names: Readonly<Record<string, InTwoLanguages>>) => Object.entries(names).map(([id, { zh, en }]) => ({ id, name: { zh, en } }));
const words = {
  districts: districtCodes.map((id) => ({ id, name: districts[id] })),
  areas: named(areas),
  owners: named(owners),
  ruleSets: [...ruleSetNames],
  inFen: figures.filter(({ print }) => print.as === 'money').map(({ id }) => id),
  clocks: clockNames.map((id) => ({ id, ...clocks[id] })),
};

const GOOD_FOR_MS = 2000;

/** What the console begins with. */
export class ConsoleSettings extends Query<Answer<'ConsoleSettings'>> {}

@QueryHandler(ConsoleSettings)
export class ConsoleSettingsHandler implements IQueryHandler<ConsoleSettings> {
  #foundAt = 0;
  #found!: Promise<Answer<'ConsoleSettings'>>;

  constructor(
    private readonly ledger: Ledger,
    private readonly publications: Publications,
    @Inject(SIGN_IN) private readonly signIn: SignIn,
  ) {}

  /** Anybody may ask, and many do at once: what was found is good for a moment. */
  execute(): Promise<Answer<'ConsoleSettings'>> {
    if (Date.now() - this.#foundAt < GOOD_FOR_MS) return this.#found;
    this.#foundAt = Date.now();
    this.#found = this.#find();
    this.#found.catch(() => (this.#foundAt = 0));
    return this.#found;
  }

  async #find(): Promise<Answer<'ConsoleSettings'>> {
    return {
      signIn: this.signIn,
      ...words,
      synthetic: (await this.ledger.kind()) === 'demo',
      paper: (await this.#newestPaper()) ?? (await this.#lastDay()),
    };
  }

  async #newestPaper(): Promise<Answer<'ConsoleSettings'>['paper']> {
    const { items } = await this.publications.list({ limit: 50 });
    const newest = items.find(({ state }) => state.status === 'published');
    if (!newest?.computed || !newest.state.asOf) return null;
    const { position, ruleSet } = newest.computed.figures;
    return { asOf: newest.state.asOf, position, ruleSet, publication: newest.id };
  }

  /** What the ledger records of itself is no act: with it, an old ledger would be shown as of today. */
  async #lastDay(): Promise<Answer<'ConsoleSettings'>['paper']> {
    const { rows } = await this.ledger.pool.query<{ day: string | null }>('select max(occurred_on)::text as day from ledger.events where type <> all ($1)', [
      Object.keys(ledgerEvents),
    ]);
    return rows[0]?.day ? { asOf: civilDate.parse(rows[0].day) } : null;
  }
}

@Controller('/v1')
export class ConsoleController {
  constructor(private readonly queries: QueryBus) {}

  @Get('console/settings')
  @Public()
  @describeRead({
    tag: 'Console',
    summary: 'What the console must know before anybody has signed in',
    response: 'ConsoleSettings',
    problems: ['request/invalid', 'request/too-many', 'service/database-unavailable'],
    isPublic: true,
  })
  settings(@Req() request: FastifyRequest): Promise<Answer<'ConsoleSettings'>> {
    noQuery(request);
    return this.queries.execute(new ConsoleSettings());
  }

  @Get('me')
  @Policy('organisations.read')
  @describeRead({ tag: 'Console', summary: 'Who asks, in which office, and what that office may ask for', response: 'Me' })
  me(@Req() request: FastifyRequest): Answer<'Me'> {
    noQuery(request);
    const { user, role, org, district } = actorOf(request);
    const may = (Object.keys(actions) as ActionName[]).filter((name) => actionOf(name).by.includes(role));
    return { user, role, org, orgName: organisations.get(org)?.name ?? { zh: org, en: org }, district, may };
  }
}
