import { type CivilDate, type RecordedEvent, type SuspectId, World, categoryOf, dateOf, dayOf, daysBetween, deciderOf, eventIdOf } from '@casetrail/domain';
import { demoCityCommands } from './index.ts';
import { justice, lags } from './justice-plan.ts';
import { SILENCE, quarters } from './plan.ts';
import { type PlayedEvent, play } from './testing/play.ts';
import { standing } from './testing/recount.ts';
import { type JusticeRecount, identities, isJustice, recountJustice } from './testing/recount-justice.ts';

const PAPER = '2020-04-08' as CivilDate;
let played: PlayedEvent[];
let events: RecordedEvent[];
let live: RecordedEvent[];
let personOf: (person: string) => string;
const data = (event: RecordedEvent | undefined) => (event?.data ?? {}) as Record<string, string>;
const ofType = (type: string, among: readonly RecordedEvent[] = events) => among.filter((event) => event.type === type);
const streamsOf = (found: readonly RecordedEvent[]) => new Set(found.map(({ stream }) => stream));
const isOrganised = (event: RecordedEvent) => ['MAFIA', 'EVIL'].includes(data(event).scope ?? '');

beforeAll(() => {
  played = play(demoCityCommands());
  events = played.map(({ event }) => event);
  live = standing(played);
  personOf = identities(events);
});

describe('published totals of the procuratorates and the courts', () => {
  it.each(quarters.map(({ id, to }) => ({ id, to, total: justice[id] })))('are exact at the end of $id', ({ to, total }) => {
    expect(recountJustice(live, to, personOf)).toMatchObject(total);
  });
  it('count nobody twice but in appeals', () => {
    const { F07, F07times, F09, F09times, F12, F12times } = recountJustice(live, PAPER, personOf);
    expect([F07times - F07, F09times - F09, F12times - F12]).toEqual([0, 0, 55]);
  });
});

describe('raw totals of the procuratorates and the courts', () => {
  it('are those of the waterfall for arrests', () => {
    const organised = streamsOf(ofType('ArrestReviewOpened').filter(isOrganised));
    const approved = ofType('ArrestApproved').filter(({ stream }) => organised.has(stream));
    const voided = approved.filter((event) => !live.some((one) => eventIdOf(one.stream, one.version) === eventIdOf(event.stream, event.version)));
    const reclassified = streamsOf(ofType('ArrestReviewReclassified'));
    const revoked = ofType('ArrestApprovalRevoked');
    expect([streamsOf(approved).size, streamsOf(voided).size, streamsOf(revoked).size, reclassified.size]).toEqual([156, 1, 2, 1]);
    expect([approved.length, voided.length, revoked.length, approved.filter(({ stream }) => reclassified.has(stream)).length]).toEqual([379, 4, 5, 3]);
  });
  it('are those of the waterfall for prosecutions', () => {
    const withdrawn = streamsOf(ofType('ProsecutionWithdrawn'));
    const reclassified = streamsOf(ofType('ProsecutionReclassified'));
    expect([ofType('IndictmentFiled').length, withdrawn.size, reclassified.size, ofType('ProsecutionsMerged').length]).toEqual([104, 2, 1, 1]);
    const indicted = ofType('DefendantIndicted');
    const inside = (files: ReadonlySet<string>) => indicted.filter(({ stream }) => files.has(stream)).length;
    expect([indicted.length, indicted.length - ofType('DefendantIndicted', live).length, inside(withdrawn), inside(reclassified)]).toEqual([450, 4, 7, 6]);
  });
  it('are those of the waterfall for dockets', () => {
    const accepted = ofType('DocketAccepted');
    const kinds = accepted.map((event) => `${data(event).instance}${data(event).parent ? ' after another' : ''}`);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect([accepted.length, count('FIRST'), count('APPEAL after another'), count('FIRST after another')]).toEqual([122, 104, 17, 1]);
    const withdrawn = ofType('DocketConcluded').filter((event) => data(event).kind === 'WITHDRAWAL_ALLOWED');
    expect([
      accepted.length - ofType('DocketAccepted', live).length,
      withdrawn.length,
      ofType('DocketReclassified').length,
      ofType('DocketsMerged').length,
    ]).toEqual([1, 2, 1, 1]);
    expect(recountJustice(live, PAPER, personOf)).toMatchObject({ F12times: 343 });
  });
  it('come down to the published ones one correction after the other', () => {
    const corrections: Readonly<Record<string, string>> = {
      ...{ RecordVoided: 'K1', ArrestApprovalRevoked: 'K2', ProsecutionWithdrawn: 'K2', DocketConcluded: 'K2' },
      ...{ ArrestReviewReclassified: 'K4', ProsecutionReclassified: 'K4', DocketReclassified: 'K4', ProsecutionsMerged: 'K5', DocketsMerged: 'K5' },
    };
    const recorded = played.filter(({ event }) => isJustice(event) && event.occurredOn <= PAPER);
    const known = (count: number) => recountJustice(standing(recorded.slice(0, count)), PAPER, personOf);
    const steps: Record<string, number> = {};
    recorded.forEach(({ event }, i) => {
      const kind = corrections[event.type];
      if (!kind || (event.type === 'DocketConcluded' && data(event).kind !== 'WITHDRAWAL_ALLOWED')) return;
      const [before, after] = [known(i), known(i + 1)];
      for (const figure of ['F06', 'F07', 'F08', 'F09', 'F10', 'F11', 'F12'] as const) {
        const step = `${figure} ${kind}`;
        if (after[figure] !== before[figure]) steps[step] = (steps[step] ?? 0) + after[figure] - before[figure];
      }
    });
    expect(steps).toEqual({
      ...{ 'F06 K1': -1, 'F06 K2': -2, 'F06 K4': -1, 'F07 K1': -4, 'F07 K2': -5, 'F07 K4': -3 },
      ...{ 'F08 K2': -2, 'F08 K4': -1, 'F08 K5': -1, 'F09 K1': -4, 'F09 K2': -7, 'F09 K4': -6 },
      ...{ 'F10 K1': -1, 'F10 K2': -2, 'F10 K4': -1, 'F10 K5': -1 },
    } satisfies Partial<Record<`${keyof JusticeRecount} ${string}`, number>>);
  });
});

describe('the way from the arrest to the judgment', () => {
  const firstOn = (type: string) =>
    new Map(
      ofType(type, live)
        .toReversed()
        .map((event) => [data(event).suspect ?? event.stream, event.occurredOn]),
    );

  it('leads to an indictment only for those whose arrest was approved or who are on bail', () => {
    const organised = streamsOf(ofType('ArrestReviewOpened', live).filter(isOrganised));
    const arrested = new Set(ofType('ArrestApproved', live).flatMap((event) => (organised.has(event.stream) ? [data(event).suspect] : [])));
    const bailed = streamsOf(ofType('BailImposed', live));
    const indicted = ofType('DefendantIndicted', live).map((event) => data(event).suspect as SuspectId);
    expect(indicted.filter((id) => !arrested.has(id) && !bailed.has(id))).toEqual([]);
    expect(indicted.filter((id) => arrested.has(id)).length).toBeGreaterThan(250);
  });
  it('keeps the distances of the plan', () => {
    const transferred = new Map<string, CivilDate>();
    for (const event of ofType('TransferredForProsecution', live))
      for (const id of (event.data as { suspects: string[] }).suspects) transferred.set(id, event.occurredOn);
    const approved = firstOn('ArrestApproved');
    const indicted = firstOn('DefendantIndicted');
    const toTransfer = [...indicted.keys()].flatMap((id) => {
      const [from, to] = [approved.get(id), transferred.get(id)];
      return from && to ? [daysBetween(from, to)] : [];
    });
    expect(toTransfer.filter((days) => days < lags.arrestToTransfer[0] || days > lags.arrestToTransfer[1])).toEqual([]);
    const opened = new Map(ofType('ArrestReviewOpened', live).map(({ stream, occurredOn }) => [stream, occurredOn]));
    const decisions = [...ofType('ArrestApproved', live), ...ofType('ArrestDisapproved', live)];
    expect(decisions.filter(({ stream, occurredOn }) => daysBetween(opened.get(stream) as CivilDate, occurredOn) > 7)).toEqual([]);
    const filed = new Map(ofType('IndictmentFiled', live).map(({ stream, occurredOn }) => [stream as string, occurredOn]));
    const docketed = ofType('DocketAccepted', live).flatMap((event) => {
      const on = filed.get(data(event).prosecution ?? '');
      return on ? [daysBetween(on, event.occurredOn)] : [];
    });
    expect(docketed).toHaveLength(104);
    expect(docketed.every((days) => days >= 0 && days <= 7)).toBe(true);
  });
  it('ends or extends every custody within its term', () => {
    type State = { readonly measure: string; readonly custodyWith?: string; readonly custodyUntil?: CivilDate };
    const world = new World();
    const overdue: string[] = [];
    const ends = ['Released', 'BailImposed', 'ResidentialSurveillanceImposed', 'CustodyHandedOver'];
    const isOver = ({ measure, custodyWith, custodyUntil = SILENCE }: State, on: CivilDate) =>
      measure === 'arrested' && custodyWith === 'POLICE' && on > custodyUntil;
    const suspects = events.filter(({ stream }) => categoryOf(stream) === 'suspect');
    const stateOf = (stream: RecordedEvent['stream']) => world.state(deciderOf(stream), stream) as State;
    for (const event of suspects) {
      if (!world.has(event.stream)) world.load(event.stream, []);
      if (ends.includes(event.type) && isOver(stateOf(event.stream), event.occurredOn)) overdue.push(event.stream);
      world.learn(event, deciderOf);
    }
    for (const stream of streamsOf(suspects)) if (isOver(stateOf(stream), dateOf(dayOf(SILENCE)))) overdue.push(stream);
    expect(overdue).toEqual([]);
  });
  it('lets go at once whose arrest is not approved, and who is acquitted', () => {
    const freed = new Map<string, Set<CivilDate>>();
    for (const event of live)
      if (['Released', 'BailImposed', 'ResidentialSurveillanceImposed', 'MeasureLifted'].includes(event.type))
        freed.set(event.stream, (freed.get(event.stream) ?? new Set()).add(event.occurredOn));
    const refused = [...ofType('ArrestDisapproved', live), ...ofType('ArrestApprovalRevoked', live)];
    expect(refused.filter((event) => !freed.get(data(event).suspect as string)?.has(event.occurredOn))).toEqual([]);
    const held = streamsOf(ofType('ArrestExecuted', live));
    const acquitted = ofType('VerdictRecorded', live).filter((event) => data(event).verdict === 'NOT_GUILTY');
    expect(acquitted).toHaveLength(2);
    expect(acquitted.filter((event) => held.has(data(event).suspect as SuspectId) && !freed.get(data(event).suspect as string)?.has(event.occurredOn))).toEqual(
      [],
    );
  });
});
