import { type Day, dayOf } from '@casetrail/domain';
import type { ArrestFile, CaseFile, Part } from './cast.ts';
import type { Chance } from './chance.ts';
import { type ArrestLeaves, justice, justiceShares, passingArrests } from './justice-plan.ts';
import { type Quarter, SILENCE, custodyShares, quarters } from './plan.ts';

/** Days in which an arrest can be asked for: on one day of each quarter it is decided by the end of that quarter. */
export type Window = { readonly from?: Day; readonly to?: Day };

const LAST = dayOf(SILENCE);
const bounds = quarters.map(({ id, from, to }, i) => {
  const before = quarters[i - 1];
  const growth = (figure: 'F06' | 'F07') => justice[id][figure] - (before ? justice[before.id][figure] : 0);
  return { id, from: dayOf(from), to: dayOf(to), persons: growth('F07'), files: growth('F06') };
});
/** The quarter in which an arrest is decided that is asked for on that day, if it is one quarter: within eight days. */
const quarterOf = (day: Day) => bounds.find(({ from, to }) => day >= from - 1 && day <= to - 7);
const detainedOn = ({ detainedOn: on }: Part): Day => on as Day;

/** Casts the arrests: as many persons and files as the plan has for each quarter, what passes through it, and those outside organised crime. */
export class ArrestCasting {
  readonly #chance: Chance;
  /** How many persons a quarter still has room for. */
  readonly #left = new Map<Quarter, number>(bounds.map(({ id, persons }) => [id, persons]));

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Whether the person can be arrested in time: detained long enough before, and the plan has room. */
  canArrest(part: Part, window: Window): boolean {
    return this.#days([part], window).length > 0;
  }

  /** Arrests as many of these parts of a case as the plan has room for, in files of those whose arrests can be asked for on one day. */
  arrest(file: CaseFile, parts: readonly Part[], window: Window = {}): readonly Part[] {
    const arrested: Part[] = [];
    let rest = parts.toSorted((a, b) => detainedOn(a) - detainedOn(b));
    while (rest.length > 0) {
      const together = rest.filter((part) => detainedOn(part) + 2 <= detainedOn(rest[0] as Part) + 30);
      while (together.length > 0 && this.#days(together, window).length === 0) together.pop();
      const days = together.length > 0 ? this.#days(together, window) : [];
      if (days.length > 0) {
        const requestedOn = this.#chance.pick(days);
        this.#open({ file, parts: together, requestedOn, isOrganised: true });
        const { id } = quarterOf(requestedOn) as (typeof bounds)[number];
        this.#left.set(id, (this.#left.get(id) as number) - together.length);
        arrested.push(...together);
      }
      rest = rest.slice(Math.max(1, together.length));
    }
    return arrested;
  }

  /** Fills the quarters up with persons who are not charged, and comes to as many files as planned. */
  fill(files: readonly CaseFile[]): void {
    for (const { id, from, to } of bounds)
      for (const least of [3, 2, 1])
        for (const file of this.#chance.shuffled(files)) {
          const window = { from: from - 1, to: to - 7 };
          const left = this.#left.get(id) as number;
          if (left < least || file.charge) continue;
          const parts = free(file).filter((part) => this.canArrest(part, window));
          const together = parts.slice(0, Math.min(left, 4));
          if (together.length >= least && this.#days(together, window).length > 0) this.arrest(file, together, window);
        }
    for (const { id, files: planned } of bounds) {
      if (this.#left.get(id) !== 0) throw new Error(`nobody is left to be arrested in ${id}`);
      const opened = files
        .flatMap(({ arrests }) => arrests)
        .filter(({ requestedOn, isOrganised, leaves }) => isOrganised && !leaves && quarterOf(requestedOn)?.id === id);
      if (opened.length > planned) throw new Error(`${id} has ${opened.length} arrest files, and ${planned} are planned`);
      for (let more = planned - opened.length; more > 0; more--) opened.push(this.#split(opened.reduce((a, b) => (b.parts.length > a.parts.length ? b : a))));
    }
  }

  /** Files that leave the figures again. */
  pass(files: readonly CaseFile[]): void {
    for (const { leaves, quarter, approved } of passingArrests) {
      const { from, to } = bounds.find(({ id }) => id === quarter) as (typeof bounds)[number];
      const window = { from, to: to - 45 };
      const file = this.#chance.pick(files.filter((one) => one.arrests.length === 0 && one.charge === undefined && this.#fits(free(one), approved, window)));
      const parts = free(file).slice(0, approved);
      const requestedOn = this.#chance.pick(requestDays(parts, window));
      this.#open({ file, parts, requestedOn, isOrganised: true, leaves, leavesOn: requestedOn + this.#chance.between(12, 35) });
    }
  }

  /** What the police ask for in other cases: the procuratorate does not take these for organised crime, and disapproves some. */
  ordinary(file: CaseFile): void {
    const chance = this.#chance;
    if (file.leaves) return;
    const asked = free(file).filter(({ lateDays }) => lateDays === undefined && chance.happens(custodyShares.arrestRequested));
    let rest = asked.toSorted((a, b) => detainedOn(a) - detainedOn(b));
    while (rest.length > 0) {
      const first = rest[0] as Part;
      const together = rest.filter((part) => detainedOn(part) + 2 <= detainedOn(first) + 14);
      const days = requestDays(together, { to: LAST - 40 }).slice(0, chance.happens(custodyShares.extendedTo30) ? 30 : 6);
      if (days.length > 0) this.#open({ file, parts: together, requestedOn: chance.pick(days), isOrganised: false });
      rest = rest.slice(together.length);
    }
  }

  #fits = (parts: readonly Part[], count: number, window: Window) => parts.length >= count && requestDays(parts.slice(0, count), window).length > 0;

  #days(parts: readonly Part[], window: Window): Day[] {
    return requestDays(parts, window).filter((day) => {
      const quarter = quarterOf(day);
      return quarter !== undefined && (this.#left.get(quarter.id) as number) >= parts.length;
    });
  }

  #open(of: Pick<ArrestFile, 'file' | 'parts' | 'requestedOn' | 'isOrganised'> & { readonly leaves?: ArrestLeaves; readonly leavesOn?: Day }): ArrestFile {
    const chance = this.#chance;
    const openedOn = of.requestedOn + 1;
    const opened: ArrestFile = { ...of, openedOn };
    for (const part of of.parts) {
      const decidedOn = openedOn + chance.between(1, 6);
      const isApproved = of.isOrganised || !(part.mustEnd || chance.happens(custodyShares.arrestRefused));
      const endsOn = decidedOn + (chance.happens(justiceShares.endsInFirstTerm) ? chance.between(20, 57) : chance.between(62, 140));
      part.arrest = { file: opened, decidedOn, isApproved, ...(of.leaves !== 'REVOKED' && { endsOn }) };
    }
    of.file.arrests.push(opened);
    return opened;
  }

  #split(opened: ArrestFile): ArrestFile {
    if (opened.parts.length < 2) throw new Error('too few persons for so many arrest files');
    const parts = opened.parts.splice(Math.ceil(opened.parts.length / 2));
    const other: ArrestFile = { ...opened, parts };
    for (const part of parts) if (part.arrest) part.arrest = { ...part.arrest, file: other };
    opened.file.arrests.push(other);
    return other;
  }
}

/** The parts that nothing is decided about yet. */
export const free = ({ parts }: CaseFile): Part[] =>
  parts.filter(({ detainedOn: on, leaves, arrest, freed, charge, earlier }) => on !== undefined && !leaves && !arrest && !freed && !charge && !earlier);

/** The days on which the arrest of all of them can be asked for (CPL 91: within 30 days), in order. */
function requestDays(parts: readonly Part[], { from = 0, to = Infinity }: Window): Day[] {
  const days = parts.map(detainedOn);
  const first = Math.max(from, ...days.map((day) => day + 2));
  const last = Math.min(to, ...days.map((day) => day + 30));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
