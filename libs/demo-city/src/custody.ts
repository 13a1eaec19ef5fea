import { type Day, dateOf, dayOf, detentionGrounds } from '@casetrail/domain';
import type { Part } from './cast.ts';
import type { Chance } from './chance.ts';
import { SILENCE, custodyShares } from './plan.ts';
import { type Entry, type RecordBook, type Told, dayAt, instantOf, momentOf } from './record-book.ts';

const LAST = dayOf(SILENCE);

/** A person's custody in one case, inside every term of CPL 2018 arts 85–91: 24 hours for the first duties, then 3, 7 or 30 days, 7 for the decision on arrest. */
export function tellCustody(part: Part, book: RecordBook, chance: Chance, number: (kind: string, day: Day) => string): void {
  const { file, opened, detainedOn, earlier, lateDays } = part;
  if (!opened || detainedOn === undefined) return;
  const { stream } = opened;
  const { team } = file;
  const lagOf = (on: Day) => (lateDays === undefined ? {} : { lag: Math.max(0, detainedOn + lateDays - on) });
  const at = momentOf(detainedOn, 6 + 16 * chance.next());
  const warrantNumber = number('拘', detainedOn);
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

  const duty = (type: 'RecordIntake' | 'NotifyFamily' | 'NotifyRights' | 'ConfirmInterrogation', hours: number): Told => {
    const done = at + Math.round(hours * 60) * 60_000;
    const time = instantOf(done);
    const on = dayAt(done);
    const told = { on, team, from: done, after: [detained], ...lagOf(on) };
    if (type === 'RecordIntake') return book.tell(stream, { type, data: { at: time, house: '青岛市看守所' }, ...told });
    if (type === 'NotifyRights') return book.tell(stream, { type, data: { at: time, counsel: chance.happens(0.2) }, ...told });
    return book.tell(stream, { type, data: { at: time }, ...told });
  };
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

  let last: readonly Told[] = [detained, ...duties];
  const isLeaf = file.staysOpen && !part.mustEnd && !part.leaves && lateDays === undefined;
  const next: Next = (entry, leaf = false) => {
    const told = book.tell(stream, {
      ...entry,
      after: [...last, ...(entry.after ?? [])],
      ...(leaf && isLeaf ? book.leafLag(entry.on, LAST) : lagOf(entry.on)),
    });
    last = [told];
    if (entry.type !== 'LiftMeasure') part.last = told;
  };

  if (part.leaves === 'ANNULLED') {
    next({ type: 'Release', data: { ground: '不应当拘留' }, on: detainedOn + chance.between(1, 3), team });
    next({ type: 'AnnulDetention', data: { ground: '拘留不当' }, on: detainedOn + chance.between(4, 12), team });
    return;
  }

  const others = file.parts.flatMap((other) => (other !== part && other.opened && !other.earlier ? [other.opened] : []));
  let term = 3;
  let earliest = 1;
  const length = chance.next();
  if (length < custodyShares.extendedTo30) {
    const ground = others.length > 0 ? 'GANG' : chance.happens(0.6) ? 'MULTIPLE' : 'ROVING';
    const on = detainedOn + chance.between(1, 3);
    next({ type: 'ExtendDetention', data: { days: 30, ground }, on, team, act: { legalBasis: 'CPL 91' }, after: ground === 'GANG' ? others.slice(0, 1) : [] });
    [term, earliest] = [30, 8];
  } else if (length < custodyShares.extendedTo30 + custodyShares.extendedSpecially) {
    const days = chance.pick([1, 2, 3, 4] as const);
    next({ type: 'ExtendDetention', data: { days, ground: 'SPECIAL' }, on: detainedOn + chance.between(1, 3), team, act: { legalBasis: 'CPL 91' } });
    [term, earliest] = [3 + days, 3];
  }

  let endsOn = detainedOn + chance.between(earliest, term);
  const isRefused = part.mustEnd || chance.happens(custodyShares.arrestRefused);
  if (chance.happens(custodyShares.arrestRequested)) {
    next({ type: 'RequestArrest', data: { fileNumber: number('提捕', endsOn) }, on: endsOn, team, act: { legalBasis: 'CPL 87' } }, !isRefused);
    if (!isRefused) return;
    endsOn += chance.between(2, 7);
  }
  const outcome = chance.next();
  if (part.mustEnd || outcome >= custodyShares.bail + custodyShares.surveillance) {
    next({ type: 'Release', data: { ground: '不需要继续羁押' }, on: endsOn, team }, true);
    return;
  }
  tellBail(part, chance, next, endsOn, outcome < custodyShares.bail);
}

/** Tells the next act of a chain; nothing else waits for a leaf. */
type Next = (entry: Entry, leaf?: boolean) => void;

/** Bail of at most twelve months, residential surveillance of at most six (CPL 79). */
function tellBail({ file: { team } }: Part, chance: Chance, next: Next, on: Day, isBail: boolean): void {
  const liftedOn = on + (isBail ? chance.between(120, 350) : chance.between(60, 170));
  const lasts = liftedOn > LAST;
  if (isBail) {
    const data = chance.happens(0.4) ? { depositInFen: `${chance.between(1, 20) * 100_000}` } : { guarantor: true };
    next({ type: 'ImposeBail', data, on, team, act: { legalBasis: 'CPL 67' } }, lasts);
  } else next({ type: 'ImposeResidentialSurveillance', data: { place: 'HOME' }, on, team, act: { legalBasis: 'CPL 74' } }, lasts);
  if (!lasts) next({ type: 'LiftMeasure', data: { ground: '期限届满前解除' }, on: liftedOn, team }, true);
}

/** A suspect who is never detained: summoned and heard, and bailed now and then. */
export function tellSummons(part: Part, book: RecordBook, chance: Chance): void {
  const { file, opened } = part;
  if (!opened) return;
  const { team } = file;
  const { stream } = opened;
  const on = part.openedOn + chance.between(0, 2);
  const summoned = book.tell(stream, {
    type: 'SummonSuspect',
    data: { hours: chance.happens(0.3) ? 24 : 12 },
    on,
    team,
    after: [opened, ...(file.filed ? [file.filed] : [])],
  });
  part.last = book.tell(stream, { type: 'LiftMeasure', data: { ground: '传唤结束' }, on, team, after: [summoned] });
  if (file.leaves || part.isMember || chance.happens(0.5)) return;
  let last: Told = part.last;
  const next: Next = (entry) => {
    last = book.tell(stream, { ...entry, after: [last] });
  };
  tellBail(part, chance, next, on + 1, true);
}
