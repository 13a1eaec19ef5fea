import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Command, Option } from 'commander';
import {
  type Actor,
  CITY_LEVEL,
  type Category,
  type CivilDate,
  type Owner,
  RULE_SET,
  type Role,
  type StreamId,
  certifiers,
  civilDateAt,
  owners,
} from '@casetrail/domain';
import { Ledger, Seal, execute, newStreamId } from '@casetrail/ledger';
import { Figures, Publications, computeFigures, projectFigures } from '@casetrail/readmodel';
import type { Pool } from 'pg';
import { readDate } from './arguments.ts';
import { withPool } from './database.ts';

const LAST_DAY = '2020-04-08' as CivilDate;
const BATCH = 5000;
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 200;

const person = (role: Role, organ: string, name: string): Actor => ({ user: `demo-${name}`, role, org: `${organ}-${CITY_LEVEL}`, district: CITY_LEVEL });
const [statistician, reconciler] = [person('STATISTICIAN', 'office', 'statistics-1'), person('STATISTICIAN', 'office', 'statistics-2')];
const [signatory, publisher] = [person('SUPERVISOR', 'plc', 'signatory-1'), person('PUBLISHER', 'office', 'publication-1')];
/** The organ that certifies for each agency, by the first part of its id. */
const organs: Readonly<Record<Owner, string>> = {
  police: 'psb',
  procuratorate: 'pp',
  court: 'court',
  discipline: 'ccdi',
  campaign_office: 'plc',
  departments: 'dept',
  political_legal: 'plc',
  justice: 'jus',
};
const certifierOf = (agency: Owner): Actor => person(certifiers[agency][0] as Role, organs[agency], `${agency.replaceAll('_', '-')}-1`);

export function publishCommand(): Command {
  return new Command('publish')
    .description('publish the figures of a demo ledger: drafted, computed, reconciled, certified by every agency and published, each by other persons')
    .addOption(new Option('--as-of <date>', 'the figures on this date').argParser(readDate).default(LAST_DAY))
    .action(({ asOf }: { asOf: CivilDate }) => withPool('worker', (worker) => withPool('api', (api) => publish(new Ledger(api), worker, asOf))));
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);

async function publish(ledger: Ledger, worker: Pool, asOf: CivilDate): Promise<void> {
  if ((await ledger.kind()) !== 'demo') throw new Error('This is no demo ledger. What a live one publishes takes real persons: see POST /v1/publications.');
  const figures = new Figures(ledger.pool);
  const publications = new Publications(ledger.pool);
  while (await projectFigures(worker, BATCH));
  await sealedTo(ledger, (await ledger.head()).position);

  const older = await publications.newestBefore(asOf, Number.MAX_SAFE_INTEGER);
  const restates = older?.state.asOf === asOf ? older.id : undefined;
  const id = await act(ledger, statistician, 'publication', 'DraftPublication', { asOf, ...(restates && { restates }) });
  out(`${id}  drafted, the figures as of ${asOf}${restates ? `; it restates ${restates}` : ''}`);

  const signed = new Map<string, StreamId>();
  const sources = { ledger, figures, publications, exceptions: async () => signed };
  const compute = async () => {
    const computed = await computeFigures(sources, { asOf, ruleSet: RULE_SET });
    await act(ledger, statistician, id, 'ComputePublication', computed);
    return computed;
  };
  const computed = await compute();
  out(`${statistician.user}  computed at the signed checkpoint of ${computed.ledger.size} events, root ${computed.ledger.root}`);
  const failing = computed.checks.filter(({ holds }) => !holds);
  for (const { name, left, relation, right } of failing) {
    const exception = await act(ledger, statistician, 'check_exception', 'ExplainCheck', { check: name, asOf, explanation: 'The demonstration is like that.' });
    await act(ledger, signatory, exception, 'SignException', {});
    signed.set(name, exception);
    out(`${signatory.user}  signed an exception from ${name}: ${left} ${relation} ${right} does not hold`);
  }
  if (failing.length > 0) await compute();

  await act(ledger, reconciler, id, 'ReconcilePublication', {});
  out(`${reconciler.user}  reconciled: ${computed.checks.length} cross-checks`);
  for (const agency of [...new Set(computed.figures.map(({ owner }) => owner))]) {
    const by = certifierOf(agency);
    await act(ledger, by, id, 'CertifyPublication', { agency });
    out(`${by.user}  certified for ${owners[agency].en}`);
  }
  await act(ledger, publisher, id, 'PublishPublication', {});
  out(`${publisher.user}  published: casetrail publication show ${id}`);
}

/** One step by one person, today. A category stands for a new record. */
async function act<C extends Category>(ledger: Ledger, actor: Actor, on: C | StreamId<C>, type: string, data: object): Promise<StreamId<C>> {
  const now = new Date();
  const id = randomUUID();
  const stream = on.includes('-') ? (on as StreamId<C>) : newStreamId(on as C, now, id);
  await execute(ledger, { id, stream, type, data, act: { occurredOn: civilDateAt(now) }, actor }, now);
  return stream;
}

/** Waits until the ledger is sealed that far: the worker does it within seconds. */
async function sealedTo(ledger: Ledger, position: number): Promise<void> {
  const seal = new Seal(ledger.pool);
  for (const until = Date.now() + PATIENCE_MS; ; await wait(LOOK_AGAIN_MS)) {
    const { size, refusal } = await seal.status();
    if (size >= position) return;
    if (refusal !== undefined) throw new Error(`The ledger is not sealed any more: ${refusal}`);
    if (Date.now() > until) throw new Error(`The ledger has ${position} events and is sealed to ${size}: a worker seals it. Is "npm start" running?`);
  }
}
