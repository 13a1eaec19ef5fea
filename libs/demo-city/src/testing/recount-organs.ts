import type { CivilDate, RecordedEvent } from '@casetrail/domain';
import { standing } from './recount.ts';

/** A deliberately plain recount of F13 to F22, unit by unit: a second opinion beside the product's figures. */
export type OrganFigure = 'F13' | 'F14' | 'F15' | 'F16' | 'F17' | 'F18' | 'F19' | 'F20' | 'F21' | 'F22';

export const dataOf = (event: RecordedEvent) => event.data as Record<string, string>;
type History = readonly RecordedEvent[];
const last = (history: History, ...types: string[]) => history.findLast(({ type }) => types.includes(type));
const dataOfLast = (history: History, type: string): Partial<Record<string, string>> => last(history, type)?.data ?? {};
const has = (history: History, ...types: string[]) => history.some(({ type }) => types.includes(type));

export function byStream(events: History): Map<string, RecordedEvent[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return streams;
}

/** Up to a date, by the date; what happened on one day keeps the order of its recording. */
const until = (history: History, asOf: CivilDate): RecordedEvent[] =>
  history.filter(({ occurredOn }) => occurredOn <= asOf).sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0));

/** What one asset counts for, in fen, if its case is one of organised crime. */
function worthOf(history: History): number {
  const taking = ['AssetSealed', 'AssetSeized', 'AssetFrozen', 'QueuedFreezeTookEffect'];
  const wrong = (event: RecordedEvent) => event.type === 'AssetMeasureLifted' && ['UNRELATED', 'UNLAWFUL'].includes(dataOf(event).ground ?? '');
  const decisive = history.findLast((event) => taking.includes(event.type) || wrong(event));
  const valued = last(history, 'AssetValued', 'AssetRevalued');
  return has(history, 'AssetIdentified') && valued && decisive && !wrong(decisive) ? Number(dataOf(valued).fen) : 0;
}

const isPursued = (history: History) => has(history, 'InvestigationFiled') && !has(history, 'InvestigationWithdrawn', 'InvestigationsMerged');
function isPrincipal(history: History): boolean {
  const decided = last(history, 'InvestigationFiled', 'PrincipalKindChanged');
  return decided !== undefined && ['SHELTERING', 'DERELICTION'].includes(dataOf(decided).principalKind ?? dataOf(decided).kind ?? '');
}

/** What one unit counts for by itself. Persons are counted as often as they are investigated. */
const counts: Readonly<Record<OrganFigure, readonly [category: string, count: (history: History, asOf: CivilDate) => number | boolean]>> = {
  F13: ['asset', worthOf],
  F14: ['umbrella_lead', (history) => has(history, 'LeadVerificationOpened') && !has(history, 'LeadsMerged', 'LeadPutOutOfScope', 'LeadReferred')],
  F15: ['umbrella_investigation', isPursued],
  F16: [
    'umbrella_investigation',
    (history) => (has(history, 'InvestigationWithdrawn') ? 0 : history.filter(({ type }) => type === 'PersonInvestigationOpened').length),
  ],
  F17: ['umbrella_investigation', (history) => isPursued(history) && isPrincipal(history)],
  F18: ['umbrella_investigation', (history) => (isPrincipal(history) ? history.filter(({ type }) => type === 'PersonInvestigationOpened').length : 0)],
  F19: ['recommendation', (history) => has(history, 'RecommendationServed') && !has(history, 'RecommendationWithdrawn')],
  F20: ['rectification_plan', (history) => has(history, 'PlanAdopted') && !has(history, 'PlanSuperseded', 'PlanAbandoned')],
  F21: ['mechanism', (history, asOf) => (dataOfLast(history, 'MechanismIssued').inForceFrom ?? '9') <= asOf && !has(history, 'MechanismRepealed')],
  F22: ['problem', (history) => last(history, 'ProblemAccepted', 'ProblemReopened')?.type === 'ProblemAccepted'],
};
const isOf = (figure: OrganFigure, stream: string) => stream.startsWith(`${counts[figure][0]}-`);

/** The streams that count for something at a date, of all that stands, with what they count for. */
export function unitsAt(live: History, figure: OrganFigure, asOf: CivilDate): ReadonlyMap<string, number> {
  const units = [...byStream(live.filter(({ stream }) => isOf(figure, stream)))].map(
    ([stream, history]) => [stream, Number(counts[figure][1](until(history, asOf), asOf))] as const,
  );
  return new Map(units.filter(([, amount]) => amount > 0));
}

/** The figure at a date: persons once each. */
export function organFigureAt(live: History, figure: OrganFigure, asOf: CivilDate): number {
  const units = unitsAt(live, figure, asOf);
  if (figure !== 'F16' && figure !== 'F18') return [...units.values()].reduce((sum, amount) => sum + amount, 0);
  const openings = live.filter(({ type, stream, occurredOn }) => type === 'PersonInvestigationOpened' && units.has(stream) && occurredOn <= asOf);
  return new Set(openings.map((event) => dataOf(event).person)).size;
}

/** By the type of event: by how much it moved the figure of a date when it was recorded, up and down. */
export function movesOf(events: History, figure: OrganFigure, asOf: CivilDate): Readonly<Record<string, number>> {
  const moves: Record<string, number> = {};
  for (const [, history] of byStream(events.filter(({ stream }) => isOf(figure, stream)))) {
    let before = 0;
    const of: Record<string, number> = {};
    history.forEach((event, i) => {
      const told = standing(history.slice(0, i + 1).map((one) => ({ event: one, recordedAt: '' })));
      const now = Number(counts[figure][1](until(told, asOf), asOf));
      of[event.type] = (of[event.type] ?? 0) + now - before;
      before = now;
    });
    for (const [type, moved] of Object.entries(of))
      if (moved !== 0) moves[`${type}${moved > 0 ? '+' : '-'}`] = (moves[`${type}${moved > 0 ? '+' : '-'}`] ?? 0) + moved;
  }
  return moves;
}

/** Cases that were ever found not to be organised crime, or left. */
export const doubtfulCases = (events: History): ReadonlySet<string> =>
  new Set(
    events
      .filter((event) => ['CaseWithdrawn', 'CasesMerged'].includes(event.type) || ['ORDINARY', 'CITY_OUT'].includes(dataOf(event).scope ?? ''))
      .map(({ stream }) => stream as string),
  );
