import type { CivilDate, RecordedEvent } from '@casetrail/domain';

/** A deliberately plain recount of what is counted outside the cases, over the records that stand: a second opinion beside the product's figures. */
type Data = Readonly<Record<string, string>>;
const dataOf = (event: RecordedEvent | undefined): Data => (event?.data ?? {}) as Data;

function streamsUntil(events: readonly RecordedEvent[], asOf: CivilDate, category: string): Map<string, RecordedEvent[]> {
  // the sort is stable: what happened on one day keeps the order of its recording
  const until = events
    .filter(({ stream, occurredOn }) => stream.startsWith(`${category}-`) && occurredOn <= asOf)
    .sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0));
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of until) {
    const history = streams.get(event.stream);
    if (history) history.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
}

/** The value of each series of a key: by district. A correction replaces its cell at every date. */
export function indicatorAt(events: readonly RecordedEvent[], asOf: CivilDate, key: string, fact: 'stock' | 'flow'): Map<string, number> {
  const cells = new Map<string, number>();
  for (const event of events)
    if (event.type === 'IndicatorReported' || event.type === 'IndicatorCorrected') {
      const { period, value } = event.data as { period: string; value: number };
      cells.set(`${event.stream} ${period}`, value);
    }
  const values = new Map<string, number>();
  for (const [stream, history] of streamsUntil(events, asOf, 'indicator')) {
    const series = dataOf(history.find(({ type }) => type === 'IndicatorDefined'));
    if (series.key !== key) continue;
    const periods = history
      .filter(({ type }) => type === 'IndicatorCertified')
      .map((event) => dataOf(event).period ?? '')
      .sort();
    const counted = fact === 'stock' ? periods.slice(-1) : periods.filter((period) => period.startsWith('2019'));
    values.set(
      series.district ?? '',
      counted.reduce((sum, period) => sum + (cells.get(`${stream} ${period}`) ?? 0), 0),
    );
  }
  return values;
}
export const total = (values: ReadonlyMap<string, number>): number => [...values.values()].reduce((sum, value) => sum + value, 0);

const beginnings = ['SupervisorAppointed', 'OfficerListed', 'EnterpriseListed', 'LiaisonEstablished', 'InstitutionOpened', 'AdviserEngaged'];

/** The beginnings of the register entries that are in force. */
export function registersAt(events: readonly RecordedEvent[], asOf: CivilDate) {
  const active = new Map<string, RecordedEvent>();
  for (const [stream, history] of streamsUntil(events, asOf, 'register_entry')) {
    const begun = history.find(({ type }) => beginnings.includes(type));
    const renewed = history.findLast(({ type }) => type === 'RegisterEntryRenewed');
    const until = dataOf(renewed ?? begun).until ?? '9999-12-31';
    if (begun && asOf <= until && !history.some(({ type }) => type === 'RegisterEntryEnded')) active.set(stream, begun);
  }
  const all = [...active.values()];
  const liaisons = all.filter(({ type }) => type === 'LiaisonEstablished').map(dataOf);
  const linked = (side: 'officer' | 'enterprise') => new Set(liaisons.map((data) => data[side] ?? '').filter((id) => active.has(id))).size;
  const institutions = (level: string) => all.filter((event) => dataOf(event).level === level);
  return {
    F31: all.filter(({ type }) => type === 'SupervisorAppointed').length,
    F32: linked('officer'),
    F33: linked('enterprise'),
    F34: institutions('CITY_CENTRE').length,
    F35: new Set(institutions('DISTRICT_CENTRE').map((event) => dataOf(event).district)).size,
    F36: institutions('STATION').length,
    F37: new Set(all.filter(({ type }) => type === 'AdviserEngaged').map((event) => dataOf(event).communityCode)).size,
    liaisons: liaisons.length,
  };
}

/** City-level projects that needed an assessment and were decided in the paper's year, and those of them that had it before. */
export function projectsAt(events: readonly RecordedEvent[], asOf: CivilDate): { readonly assessed: number; readonly decided: number } {
  const required = new Map<string, boolean>();
  for (const event of events)
    if (['MajorProjectRegistered', 'RequirementCorrected'].includes(event.type))
      required.set(event.stream, (event.data as { requiresAssessment: boolean }).requiresAssessment);
  let assessed = 0;
  let decided = 0;
  for (const [stream, history] of streamsUntil(events, asOf, 'major_project')) {
    const decision = history.find((event) => event.type === 'ProjectDecided' && dataOf(event).decision !== 'DEFERRED');
    if (!required.get(stream) || dataOf(history[0]).level !== 'CITY' || !decision?.occurredOn.startsWith('2019')) continue;
    decided++;
    if (history.some(({ type, occurredOn }) => type === 'RiskAssessmentCompleted' && occurredOn < decision.occurredOn)) assessed++;
  }
  return { assessed, decided };
}

/** Hearings held until a day, those attended by an official, and those for which one had been announced. */
export function hearingsAt(events: readonly RecordedEvent[], asOf: CivilDate): { readonly attended: number; readonly held: number; readonly declared: number } {
  const came = new Map<string, string>();
  const announced = new Map<string, string>();
  for (const event of events) {
    const { official = '' } = dataOf(event);
    if (['AdministrativeHearingHeld', 'AppearanceCorrected'].includes(event.type)) came.set(event.stream, official);
    if (event.type === 'AppearanceDeclared') announced.set(event.stream, official);
  }
  const held = [...streamsUntil(events, asOf, 'hearing')].filter(([, history]) => history.some(({ type }) => type === 'AdministrativeHearingHeld'));
  return {
    held: held.length,
    attended: held.filter(([stream]) => came.get(stream) !== 'NONE').length,
    declared: held.filter(([stream]) => (announced.get(stream) ?? 'NONE') !== 'NONE').length,
  };
}
