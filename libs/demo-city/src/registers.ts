import { createHash } from 'node:crypto';
import {
  type Category,
  type CivilDate,
  type Day,
  type District,
  type StreamId,
  CITY_LEVEL,
  addMonths,
  creditCodeCheckCharacter,
  dayOf,
  recordIdFrom,
} from '@casetrail/domain';
import { apportion } from './calendar.ts';
import { teamOf } from './handling.ts';
import type { Desk } from './paper-numbers.ts';
import { districtWeights } from './plan.ts';
import { adviserChanges, advisers, communities, institutions, supervisors } from './plan-services.ts';
import { type Entry, type Team, type Told, civilDateOf } from './record-book.ts';

type EntryTold = Told<'register_entry'>;

/** The id of the record that a natural key names, as everyone else derives it: who registers the same thing once more finds it there. */
export const recordIdOf = <C extends Category>(category: C, ...key: readonly string[]) =>
  recordIdFrom(category, key, (text) => createHash('sha256').update(text).digest());
/** The entry of a key: the first one, or the next one after that ended. */
export const entryIdOf = (key: readonly string[], serial = 1): StreamId<'register_entry'> => recordIdOf('register_entry', ...key, String(serial));

/** A unified social credit code that nobody has: 9999 is the code of no province. */
export function creditCodeOf(serial: number, copy = 1): string {
  const first17 = `91999900${String(copy - 1).padStart(5, '0')}${String(serial).padStart(4, '0')}`;
  return `${first17}${creditCodeCheckCharacter(first17)}`;
}

export const serialCode = (prefix: string, serial: number, length = 3): string => `${prefix}-${String(serial).padStart(length, '0')}`;
export const byDistrict = (whole: number): District[] => apportion(districtWeights, whole);
/** Days from one to another, both included. In order. */
export const someDays = (from: CivilDate, to: CivilDate, count: number, { chance }: Desk): Day[] =>
  Array.from({ length: count }, () => chance.between(dayOf(from), dayOf(to))).sort((a, b) => a - b);

/** Entries made twice by mistake, and taken out again. */
export function enterTwice(stream: StreamId<'register_entry'>, entry: Entry, { book, chance }: Desk): void {
  const told = book.tell(stream, entry);
  const on = entry.on + chance.between(3, 20);
  book.tell(stream, { type: 'VoidRecords', data: { targets: [told] }, on, team: entry.team, after: [told], reason: { code: 'DUPLICATE_ENTRY' } });
}

/** The registers of appointments and institutions, and the legal advisers of the communities. */
export function tellRegisters(desk: Desk): void {
  tellSupervisors(desk);
  tellInstitutions(desk);
  tellAdvisers(desk);
}

function tellSupervisors(desk: Desk): void {
  const { book } = desk;
  let serial = 0;
  for (const { on, appointed, until, renewed, endedOn } of supervisors)
    for (let i = 0; i < appointed; i++) {
      const code = serialCode('SUP', ++serial);
      const team = teamOf('dept', CITY_LEVEL, desk);
      const data = { code, district: CITY_LEVEL, ...(until && { until }) };
      const told = book.tell(entryIdOf(['SUPERVISOR', code]), { type: 'AppointSupervisor', data, on: dayOf(on), team });
      if (renewed) book.tell(told.stream, { type: 'RenewRegisterEntry', data: { until: renewed.until }, on: dayOf(renewed.on), team, after: [told] });
      if (endedOn) book.tell(told.stream, { type: 'EndRegisterEntry', data: { ground: '因工作调整解聘' }, on: dayOf(endedOn), team, after: [told] });
    }
}

function tellInstitutions(desk: Desk): void {
  const { book, chance } = desk;
  const open = (level: 'CITY_CENTRE' | 'DISTRICT_CENTRE' | 'STATION', code: string, on: Day, team: Team, serial = 1, after: readonly Told[] = []): EntryTold =>
    book.tell<'register_entry'>(entryIdOf([level, code], serial), { type: 'OpenInstitution', data: { code, level, district: team.district }, on, team, after });
  const { cityCentre, districtCentres, stations } = institutions;
  open('CITY_CENTRE', `FWZX-${CITY_LEVEL}`, dayOf(cityCentre), teamOf('dept', CITY_LEVEL, desk));
  for (const [district] of districtWeights)
    open('DISTRICT_CENTRE', `FWZX-${district}`, chance.between(dayOf(districtCentres.from), dayOf(districtCentres.to)), teamOf('dept', district, desk));

  const places = chance.shuffled([...byDistrict(stations.open), ...byDistrict(stations.closed)]);
  const serials = new Map<District, number>();
  someDays(stations.from, stations.to, places.length, desk).forEach((on, i) => {
    const district = places[i] as District;
    const team = teamOf('dept', district, desk);
    const serial = (serials.get(district) ?? 0) + 1;
    serials.set(district, serial);
    const code = serialCode(`FWZ-${district}`, serial, 2);
    const told = open('STATION', code, on, team);
    // the first ones: they had stood for a while
    if (i >= stations.closed + stations.reopened) return;
    const endedOn = on + chance.between(260, 420);
    const ground = i < stations.closed ? '街道撤并' : '场所改造';
    const ended = book.tell(told.stream, { type: 'EndRegisterEntry', data: { ground }, on: endedOn, team, after: [told] });
    if (i >= stations.closed) open('STATION', code, endedOn + chance.between(20, 60), team, 2, [ended]);
  });
}

/** Every community has one adviser at a time: whoever takes over begins on the day on which the one before leaves. */
function tellAdvisers(desk: Desk): void {
  const { book, chance, numbers } = desk;
  const { renewed, replaced, enteredTwice } = adviserChanges;
  const places = chance.shuffled(byDistrict(communities));
  const serials = new Map<District, number>();
  const days = advisers.flatMap(({ from, to, engaged }, i) => someDays(from, to, engaged - (advisers[i - 1]?.engaged ?? 0), desk));
  days.forEach((on, i) => {
    const district = places[i] as District;
    const serial = (serials.get(district) ?? 0) + 1;
    serials.set(district, serial);
    const communityCode = serialCode(`SQ-${district}`, serial, 4);
    const team = teamOf('dept', district, desk);
    const engage = (from: Day, months: number | undefined, after: readonly Told[] = []): [StreamId<'register_entry'>, Entry] => {
      const contractNumber = numbers.paper('青法顾', from);
      const data = { communityCode, contractNumber, district, ...(months && { until: addMonths(civilDateOf(from), months) }) };
      return [entryIdOf(['COMMUNITY', communityCode, contractNumber]), { type: 'EngageAdviser', data, on: from, team, after }];
    };
    const isRenewed = i < renewed;
    const term = isRenewed ? 18 : chance.happens(0.35) ? 36 : undefined;
    const told = book.tell(...engage(on, term));
    if (isRenewed) {
      const until = addMonths(civilDateOf(on), 18);
      const renewal = { type: 'RenewRegisterEntry', data: { until: addMonths(until, 24) }, on: dayOf(until) - chance.between(5, 25) } as const;
      book.tell(told.stream, { ...renewal, team, after: [told] });
    } else if (i < renewed + replaced) {
      const endedOn = on + chance.between(200, 420);
      const ended = book.tell(told.stream, { type: 'EndRegisterEntry', data: { ground: '律师事务所变更' }, on: endedOn, team, after: [told] });
      book.tell(...engage(endedOn, undefined, [ended]));
    } else if (i % 1000 === 999 && i / 1000 < enteredTwice) enterTwice(...engage(on, undefined, [told]), desk);
  });
}
