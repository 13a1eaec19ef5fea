import { type CivilDate, type Day, dayOf } from '../kernel/civil-date.ts';
import { type Counted, type Figure, type Histories, once } from './figure.ts';
import type { Stream } from './history.ts';
import { lastTold } from './projects-assessed.ts';
import { type Span, FOREVER } from './spans.ts';
import type { ToldType } from './told-events.ts';

const reads = ['HearingScheduled', 'AppearanceDeclared', 'AdministrativeHearingHeld', 'AppearanceCorrected'] as const satisfies readonly ToldType[];
/** The month that the paper names. */
const OCTOBER: readonly [first: Day, last: Day] = [dayOf('2019-10-01' as CivilDate), dayOf('2019-10-31' as CivilDate)];
const ALWAYS: readonly [first: Day, last: Day] = [0, FOREVER];

type Which = 'all' | 'attended' | 'declared';
/** A hearing counts from the day it was held; whether an official came is what the court last recorded, at every date. */
function countHearing(unit: Stream, histories: Histories, which: Which, [first, last]: readonly [Day, Day]): Span<Counted>[] {
  const events = histories.of(unit);
  const held = events.find((event) => event.type === 'AdministrativeHearingHeld');
  const district = lastTold(events, 'HearingScheduled')?.data.district;
  if (!held || !district || held.on < first || held.on > last) return [];
  const seen = which === 'declared' ? lastTold(events, 'AppearanceDeclared') : lastTold(events, 'AdministrativeHearingHeld', 'AppearanceCorrected');
  if (which !== 'all' && (seen === undefined || seen.data.official === 'NONE')) return [];
  return [{ from: held.on, to: FOREVER, since: held.position, until: 0, value: once(district) }];
}

const hearings = (declared: Pick<Figure, 'id' | 'code' | 'name' | 'rule' | 'print'>, which: Which, months = ALWAYS): Figure => ({
  ...declared,
  unit: 'hearing',
  measureWord: '件',
  owner: 'justice',
  area: 'A6',
  kind: 'rate',
  fact: 'flow',
  version: 1,
  reads,
  count: (unit, histories) => countHearing(unit, histories, which, months),
});

const held = { zh: '每月公开开庭审理的行政案件', en: 'administrative cases heard in open session in the month' };
/** F42, month by month: the differences between the ends of the months. */
export const hearingsAttended = hearings(
  {
    id: 'F42',
    code: 42,
    name: { zh: '行政机关负责人出庭应诉率', en: 'court-appearance rate of responsible officials' },
    print: { as: 'monthly-rate', of: 'F42-of' },
    rule: {
      zh: `${held.zh}中，行政机关正职、副职负责人或者其他参与分管的负责人出庭的比率；以法院记录为准，更正自开庭之日起替换。`,
      en: `Of the ${held.en}, those with the principal, a deputy or another official in charge present, as the court recorded it; a correction replaces the record from the day of the hearing (SPC interpretation of the Administrative Litigation Law 2018, art. 128).`,
    },
  },
  'attended',
);
export const hearingsHeld = hearings(
  {
    id: 'F42-of',
    code: 642,
    name: { zh: '开庭审理的行政案件', en: 'administrative cases heard' },
    print: { as: 'exact' },
    rule: { zh: `${held.zh}。`, en: `The ${held.en}.` },
  },
  'all',
);
export const appearancesDeclared = hearings(
  {
    id: 'F42-declared',
    code: 742,
    name: { zh: '行政机关事先报称负责人出庭的案件', en: 'administrative cases heard for which an official was declared' },
    print: { as: 'exact' },
    rule: { zh: `${held.zh}中，行政机关事先报称负责人将出庭的案件。`, en: `Of the ${held.en}, those for which the organ had declared an official.` },
  },
  'declared',
);
export const hearingsAttendedInOctober = hearings(
  {
    id: 'F43',
    code: 43,
    name: { zh: '2019年10月行政机关负责人出庭应诉率', en: 'court-appearance rate of responsible officials in October 2019' },
    print: { as: 'rate', of: 'F43-of' },
    rule: { zh: 'F42在2019年10月的值。', en: 'F42 in October 2019.' },
  },
  'attended',
  OCTOBER,
);
export const hearingsHeldInOctober = hearings(
  {
    id: 'F43-of',
    code: 643,
    name: { zh: '2019年10月开庭审理的行政案件', en: 'administrative cases heard in October 2019' },
    print: { as: 'exact' },
    rule: { zh: '2019年10月公开开庭审理的行政案件。', en: 'Administrative cases heard in open session in October 2019.' },
  },
  'all',
  OCTOBER,
);
