import { type Day, dateOf, dayOf, detentionGrounds } from '@casetrail/domain';
import { type Charge, type Part, idOf } from './cast.ts';
import type { Desk } from './paper-numbers.ts';
import { SILENCE, custodyShares } from './plan.ts';
import { type Entry, type RecordBook, type Team, type Told, dayAt, instantOf, momentOf } from './record-book.ts';

const LAST = dayOf(SILENCE);
type Duty = 'RecordIntake' | 'NotifyFamily' | 'NotifyRights' | 'ConfirmInterrogation';

/** A person's detention in one case, inside every term of CPL 2018 arts 85–91: 24 hours for the first duties, then 3, 7 or 30 days until it ends or arrest is asked for. */
export function tellDetention(part: Part, desk: Desk): void {
  const { book, chance, numbers } = desk;
  const { file, opened, detainedOn, earlier, lateDays } = part;
  if (!opened || detainedOn === undefined) return;
  const { stream } = opened;
  const { team } = file;
  const lagOf = (on: Day) => (lateDays === undefined ? {} : { lag: Math.max(0, detainedOn + lateDays - on) });
  const at = momentOf(detainedOn, 6 + 16 * chance.next());
  const warrantNumber = numbers.police('拘', detainedOn);
  const detained = book.tell(stream, {
    type: 'Detain',
    data: { warrantNumber, at: instantOf(at), ground: chance.pick(detentionGrounds) },
    on: detainedOn,
    team,
    from: at,
    ...lagOf(detainedOn),
    after: [opened, file.classified, file.filed, earlier?.last].filter((told) => told !== undefined),
    act: { legalBasis: 'CPL 82', document: { kind: '拘留证', number: warrantNumber, date: dateOf(detainedOn) } },
  });
  const duty = (type: Duty, hours: number): Told => tellDuty(part, desk, type, at + Math.round(hours * 60) * 60_000, detained, lagOf);
  const rights = duty('NotifyRights', 0.5 + 3 * chance.next());
  const intake = duty('RecordIntake', 4 + 18 * chance.next());
  if (part.leaves === 'VOIDED') {
    const on = dayAt(intake.at) + chance.between(0, 5);
    part.last = book.tell(stream, {
      type: 'VoidRecords',
      data: { targets: [detained, rights, intake] },
      on,
      team,
      after: [rights, intake],
      reason: { code: 'WRONG_PERSON', text: '录入对象错误' },
    });
    return;
  }
  const duties = [rights, intake, duty('ConfirmInterrogation', 4 + 19 * chance.next()), duty('NotifyFamily', 3 + 20 * chance.next())];
  const next = chain(part, book, [detained, ...duties], lagOf);

  if (part.leaves === 'ANNULLED') {
    next({ type: 'Release', data: { ground: '不应当拘留' }, on: detainedOn + chance.between(1, 3), team });
    next({ type: 'AnnulDetention', data: { ground: '拘留不当' }, on: detainedOn + chance.between(4, 12), team });
    return;
  }

  const due = part.arrest?.file.requestedOn ?? part.freed?.on;
  const days = due === undefined ? anyTerm(chance.next()) : due - detainedOn;
  const others = file.parts.flatMap((other) => (other !== part && other.opened && !other.earlier ? [other.opened] : []));
  if (days > 7) {
    const ground = others.length > 0 ? 'GANG' : chance.happens(0.6) ? 'MULTIPLE' : 'ROVING';
    const on = detainedOn + chance.between(1, 3);
    next({ type: 'ExtendDetention', data: { days: 30, ground }, on, team, act: { legalBasis: 'CPL 91' }, after: ground === 'GANG' ? others.slice(0, 1) : [] });
  } else if (days > 3) {
    const granted = chance.between(days - 3, 4) as 1 | 2 | 3 | 4;
    const on = detainedOn + chance.between(1, 3);
    next({ type: 'ExtendDetention', data: { days: granted, ground: 'SPECIAL' }, on, team, act: { legalBasis: 'CPL 91' } });
  }
  const on = due ?? detainedOn + chance.between(days > 7 ? 8 : days > 3 ? 4 : 1, days);
  if (part.arrest) next({ type: 'RequestArrest', data: { fileNumber: numbers.police('提捕', on) }, on, team, act: { legalBasis: 'CPL 87' } });
  else tellFreedom(part, desk, next, on);
}

/** The first duties after a person is taken in: at the house of detention, to the family, and in the first questioning. */
export function tellDuty(part: Part, { book, chance }: Desk, type: Duty, at: number, after: Told, lagOf: LagOf = () => ({})): Told {
  const on = dayAt(at);
  const time = instantOf(at);
  const told = { on, team: part.file.team, from: at, after: [after], ...lagOf(on) };
  const stream = idOf(part);
  if (type === 'RecordIntake') return book.tell(stream, { type, data: { at: time, house: '青岛市看守所' }, ...told });
  if (type === 'NotifyRights') return book.tell(stream, { type, data: { at: time, counsel: chance.happens(0.2) }, ...told });
  return book.tell(stream, { type, data: { at: time }, ...told });
}

type LagOf = (on: Day) => { readonly lag?: number };
/** Tells the next act of a chain; nothing else waits for a leaf. */
export type Next = (entry: Entry, leaf?: boolean) => void;

/** The acts of one custody, one after the other. The last one is what the end of the custody is known by. */
export function chain(part: Part, book: RecordBook, after: readonly Told[], lagOf: LagOf = () => ({})): Next {
  let last = after;
  const isLeaf = part.file.staysOpen && !part.mustEnd && !part.leaves && part.lateDays === undefined;
  return (entry, leaf = false) => {
    const told = book.tell(idOf(part), {
      ...entry,
      after: [...last, ...(entry.after ?? [])],
      ...(leaf && isLeaf ? book.leafLag(entry.on, LAST) : lagOf(entry.on)),
    });
    last = [told];
    if (entry.type !== 'LiftMeasure') part.last = told;
  };
}

/** 换押: the custody of those who are arrested goes with the file. */
export function tellHandover(parts: readonly Part[], to: 'PROCURATORATE' | 'COURT', on: Day, team: Team, after: Told, { book }: Desk): void {
  for (const part of parts) if (part.arrest) chain(part, book, [after, ...(part.last ? [part.last] : [])])({ type: 'HandOverCustody', data: { to }, on, team });
}

/** CPL 91: three days, up to seven, or thirty. */
function anyTerm(draw: number): number {
  const { extendedTo30, extendedSpecially } = custodyShares;
  return draw < extendedTo30 ? 30 : draw < extendedTo30 + extendedSpecially ? 7 : 3;
}

/** Released, or let go on bail or under residential surveillance. */
export function tellFreedom(part: Part, { chance }: Desk, next: Next, on: Day): void {
  const { team } = part.file;
  const outcome = part.freed ? (part.freed.as === 'BAIL' ? 0 : 1) : chance.next();
  if (part.mustEnd || outcome >= custodyShares.bail + custodyShares.surveillance) next({ type: 'Release', data: { ground: '不需要继续羁押' }, on, team }, true);
  else tellBail(part, chance, next, on, outcome < custodyShares.bail);
}

/** Bail of at most twelve months, residential surveillance of at most six (CPL 79). */
function tellBail(part: Part, chance: Desk['chance'], next: Next, on: Day, isBail: boolean): void {
  const { team } = part.file;
  const awaited = part.charge && awaitedOn(part, part.charge);
  const usual = on + (isBail ? chance.between(120, 350) : chance.between(60, 170));
  const liftedOn = awaited === undefined ? usual : Math.min(on + 355, awaited);
  const lasts = liftedOn > LAST;
  if (isBail) {
    const data = chance.happens(0.4) ? { depositInFen: `${chance.between(1, 20) * 100_000}` } : { guarantor: true };
    next({ type: 'ImposeBail', data, on, team, act: { legalBasis: 'CPL 67' } }, lasts);
  } else next({ type: 'ImposeResidentialSurveillance', data: { place: 'HOME' }, on, team, act: { legalBasis: 'CPL 74' } }, lasts);
  if (!lasts) next({ type: 'LiftMeasure', data: { ground: liftedOn === awaited ? '案件办结' : '期限届满前解除' }, on: liftedOn, team }, true);
}

/** Who is charged stays on bail until the judgment, or until it is decided not to prosecute. */
function awaitedOn(part: Part, { defendants, indictedOn, concludedOn, leaves, leavesOn = 0 }: Charge): Day {
  if (!defendants.includes(part)) return indictedOn;
  return leaves === 'WITHDRAWN' ? leavesOn + 28 : (concludedOn ?? LAST + 1);
}

/** A suspect who is never detained: summoned and heard, and bailed now and then. */
export function tellSummons(part: Part, { book, chance }: Desk): void {
  const { file, opened, freed } = part;
  if (!opened) return;
  const { team } = file;
  const { stream } = opened;
  const on = part.openedOn + (freed ? 0 : chance.between(0, 2));
  const summoned = book.tell(stream, {
    type: 'SummonSuspect',
    data: { hours: chance.happens(0.3) ? 24 : 12 },
    on,
    team,
    after: [opened, ...(file.filed ? [file.filed] : [])],
  });
  part.last = book.tell(stream, { type: 'LiftMeasure', data: { ground: '传唤结束' }, on, team, after: [summoned] });
  if (!freed && (file.leaves || part.isMember || chance.happens(0.5))) return;
  let last: Told = part.last;
  const next: Next = (entry) => {
    last = book.tell(stream, { ...entry, after: [last] });
    if (entry.type === 'ImposeBail' && part.charge) part.last = last;
  };
  tellBail(part, chance, next, freed?.on ?? on + 1, true);
}
