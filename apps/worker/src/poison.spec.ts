import { randomUUID } from 'node:crypto';
import type { CivilDate, RecordedEvent, StreamId } from '@casetrail/domain';
import { fingerprintOf } from '@casetrail/ledger';
import { Station, newStream, system } from '@casetrail/ledger/testing';
import { NotCountable, NotProjectable } from '@casetrail/readmodel';
import { Rebuilding } from './testing/rebuilding.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import { until } from './testing/until.ts';

const unknown = { type: 'CaseEnchanted', data: {} };
const astray = { type: 'CasesMerged', data: { survivor: newStream('criminal_case') } };

describe('an event that cannot be projected', () => {
  let site: Site;
  let station: Station;
  beforeEach(async () => {
    site = await Site.prepare('PostgreSQL', 0);
    station = new Station(site.ledger);
    await station.open();
  }, SETTING_UP);
  afterEach(() => site.clear());

  /** Appends to a stream what no decider would. Returns its position. */
  async function poison(stream: StreamId, event: typeof unknown | typeof astray): Promise<number> {
    const { no, events } = (await site.ledger.load([stream])).get(stream) ?? { no: 0, events: [] };
    const read = [{ stream, no, version: events.length }];
    const recorded: RecordedEvent = {
      ...event,
      stream,
      version: events.length + 1,
      schema: 1,
      occurredOn: '2020-04-01' as CivilDate,
      actor: system,
      secrecy: 'CASE',
      correlation: 'test',
    };
    const verdict = await site.ledger.append({ commandId: randomUUID(), fingerprint: fingerprintOf(event), events: [recorded], read });
    if (verdict.verdict !== 'recorded') throw new Error(verdict.verdict);
    return verdict.lastPosition;
  }

  it.each([
    { stopped: 'views', other: 'figures', event: unknown, failure: NotProjectable, reason: /CaseEnchanted .* is not known here/ },
    { stopped: 'figures', other: 'views', event: astray, failure: NotCountable, reason: /names criminal_case-\w+, which is not there/ },
  ] as const)('stops $stopped right before it, and only them, and the worker says so', async ({ stopped, other, event, failure, reason }) => {
    const file = await station.filedCase();
    const position = await poison(await station.filedCase(), event);
    await station.detainedIn(file);
    const worker = await site.startWorker();
    await site.projected(other, (await site.ledger.head()).position);
    expect(await worker.says(reason)).toMatchObject({ level: 'error', projector: stopped, position, err: { type: failure.name } });

    await site.wakeOnAppend();
    for (let i = 0; i < 3; i++) {
      await station.detainedIn(file);
      await site.projected(other, (await site.ledger.head()).position);
    }
    expect(await site.checkpoints()).toMatchObject({ [stopped]: position - 1 });
    expect(worker.linesOf(reason)).toHaveLength(1); // not at every attempt
    expect(worker.isRunning).toBe(true);
  });

  it('stops a rebuild by the workers, and the plan says why', async () => {
    await poison(await station.filedCase(), astray);
    await site.startWorker();
    const rebuilding = new Rebuilding(site);
    await rebuilding.begin(['figures']);
    const trouble = await until('the plan says why', async () => (await rebuilding.plan('figures'))?.troubles[0]);
    expect(trouble).toMatch(/names criminal_case-\w+, which is not there/);
    await until('nothing of it is queued any more', async () => (await rebuilding.pending()).length === 0);
    expect(await rebuilding.isFinished(['figures'])).toBe(false);
    await rebuilding.close();
  });
});
