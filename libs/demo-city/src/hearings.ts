import { type CivilDate, type Day, type District, CITY_LEVEL, addMonths, dayOf } from '@casetrail/domain';
import { apportion } from './calendar.ts';
import { LAST, teamOf } from './handling.ts';
import { type Desk, courtOf } from './paper-numbers.ts';
import { districtWeights } from './plan.ts';
import { CITY_COURT_WEIGHT, declarations, hearingChanges, hearings, officialShares } from './plan-services.ts';
import type { Entry, Team, Told } from './record-book.ts';

type Official = (typeof officialShares)[number][0];
type Hearing = { readonly heldOn: Day; readonly district: District; readonly isAttended: boolean };

const courts = [...districtWeights, [CITY_LEVEL, CITY_COURT_WEIGHT] as const];
const officials: readonly Official[] = apportion(officialShares, 100);
/** 2000-01-01, day 0, was a Saturday. */
const isWorkday = (day: Day): boolean => day % 7 > 1;

/** Hearings of administrative cases: scheduled by the court, often announced by the sued organ, and recorded as the court saw who came. */
export function tellHearings(desk: Desk): void {
  const held = hearings.flatMap(([month, attended, heard]) => hearingsOf(month, attended, heard, desk));
  const { seenLater, mistakenlySeen, cancelled, enteredTwice } = hearingChanges;
  const mixed = desk.chance.shuffled(held);
  const attended = mixed.filter(({ isAttended }) => isAttended);
  const corrected = new Set([...attended.slice(0, seenLater), ...mixed.filter(({ isAttended }) => !isAttended).slice(0, mistakenlySeen)]);
  for (const hearing of held) tellHearing(hearing, corrected.has(hearing), desk);
  for (const hearing of attended.slice(seenLater, seenLater + cancelled)) tellCancelled(hearing, desk);
  for (const hearing of attended.slice(-enteredTwice)) tellTwice(hearing, desk);
}

function hearingsOf(month: string, attended: number, heard: number, { chance }: Desk): Hearing[] {
  const first = dayOf(`${month}-01` as CivilDate);
  const length = dayOf(addMonths(`${month}-01` as CivilDate, 1)) - first;
  const days = Array.from({ length }, (_, day) => first + day).filter(isWorkday);
  const attendance = chance.shuffled(Array.from({ length: heard }, (_, i) => i < attended));
  return apportion(courts, heard).map((district, i) => ({ heldOn: chance.pick(days), district, isAttended: attendance[i] as boolean }));
}

function schedule({ heldOn, district }: Hearing, desk: Desk): { readonly scheduled: Told<'hearing'>; readonly team: Team } {
  const { book, chance, numbers } = desk;
  const team = teamOf('court', district, desk);
  const on = heldOn - chance.between(15, 45);
  const docketNumber = numbers.docket(district === CITY_LEVEL ? '行终' : '行初', team, on);
  const data = { docketNumber, court: courtOf(district), defendant: chance.pick(['街道办事处', '自然资源局', '住房和城乡建设局', '公安分局']), district };
  return { scheduled: book.open('hearing', { type: 'ScheduleHearing', data, on, team }), team };
}

function tellHearing(hearing: Hearing, isCorrected: boolean, desk: Desk): void {
  const { book, chance } = desk;
  const { heldOn: on, isAttended } = hearing;
  const { scheduled, team } = schedule(hearing, desk);
  const { stream } = scheduled;
  const came = isAttended ? chance.pick(officials) : 'NONE';
  const seen = !isCorrected ? came : isAttended ? 'NONE' : chance.pick(officials);
  const declared = declare(hearing, came, scheduled, desk);
  const record: Entry = { type: 'RecordHearing', data: { official: seen }, on, team, after: [scheduled, ...(declared ? [declared] : [])] };
  const held = book.tell(stream, { ...record, ...(!isCorrected && on < dayOf('2020-01-01' as CivilDate) && book.leafLag(on, LAST)) });
  if (isCorrected) book.tell(stream, { type: 'CorrectAppearance', data: { official: came }, on, team, after: [held], lag: chance.between(6, 40) });
}

/** What the sued organ says beforehand, if it says anything, is not always what then happens. */
function declare({ heldOn, district, isAttended }: Hearing, came: Official | 'NONE', scheduled: Told<'hearing'>, desk: Desk): Told | undefined {
  const { book, chance } = desk;
  const { official, nobody } = isAttended ? declarations.whereAttended : declarations.whereNot;
  const draw = chance.next();
  if (draw >= official + nobody) return undefined;
  const said = draw >= official ? 'NONE' : came === 'NONE' || chance.happens(0.1) ? chance.pick(officials) : came;
  const team = teamOf('dept', district, desk);
  const on = heldOn - chance.between(3, 12);
  return book.tell(scheduled.stream, { type: 'DeclareAppearance', data: { official: said }, on, team, after: [scheduled] });
}

function tellCancelled(hearing: Hearing, desk: Desk): void {
  const { scheduled, team } = schedule(hearing, desk);
  const on = hearing.heldOn - desk.chance.between(1, 8);
  desk.book.tell(scheduled.stream, { type: 'CancelHearing', data: { ground: '原告撤回起诉' }, on, team, after: [scheduled] });
}

/** The same hearing under a docket number that was mistyped: taken out again. */
function tellTwice(hearing: Hearing, desk: Desk): void {
  const { book, chance } = desk;
  const { scheduled, team } = schedule(hearing, desk);
  const { heldOn } = hearing;
  const held = book.tell(scheduled.stream, { type: 'RecordHearing', data: { official: 'PRINCIPAL' }, on: heldOn, team, after: [scheduled] });
  const on = heldOn + chance.between(5, 25);
  const reason = { code: 'DUPLICATE_ENTRY' };
  book.tell(scheduled.stream, { type: 'VoidRecords', data: { targets: [scheduled, held] }, on, team, after: [held], reason });
}
