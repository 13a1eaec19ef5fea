import type { Day, District, Tier } from '@casetrail/domain';
import { ArrestCasting } from './arrest-casting.ts';
import { apportion, boundsOf, entryDays } from './calendar.ts';
import { type CaseFile, type Cast, type Group, type Human, type Part, dateFile, dateGroup } from './cast.ts';
import type { Chance } from './chance.ts';
import {
  type Quarter,
  districtWeights,
  groupReclassifications,
  groupSizes,
  lateDetentions,
  organs,
  passingCases,
  passingDetentions,
  passingGroups,
  repeats,
  shares,
} from './plan.ts';
import type { Team } from './record-book.ts';
import { TrialCasting } from './trial-casting.ts';

/** Fills the city: every published unit, what passes through it, and the persons who come back. Each step relies on those before it. */
export class Casting {
  readonly #chance: Chance;
  readonly #teamLag: () => number;
  readonly #published: readonly Group[];
  /** Groups that something more happens to. */
  readonly #taken = new Set<Group>();

  constructor(chance: Chance, teamLag: () => number) {
    this.#chance = chance;
    this.#teamLag = teamLag;
    this.#published = this.#groups();
  }

  cast(): Cast {
    this.#reclassify();
    this.#fillGroups();
    const published = this.#published.flatMap(({ files }) => files);
    const passing = passingGroups.map((planned) => this.#passingGroup(planned));
    const alone = passingCases.flatMap(({ leaves, quarters }) => quarters.map((quarter) => this.#passingCase(leaves, quarter, published)));
    this.#addSuspects(published);

    const groups = [...this.#published, ...passing].sort((a, b) => a.dismantledOn - b.dismantledOn);
    for (const group of groups) dateGroup(group, this.#chance);
    for (const file of alone) dateFile(file, this.#chance);
    const arrests = new ArrestCasting(this.#chance);
    this.#prosecute(published, alone, arrests);
    const again = this.#comeBack(published);
    this.#delayRecords(published);
    for (const file of published) arrests.ordinary(file);
    return { groups, files: [...groups.flatMap(({ files }) => files), ...alone], again };
  }

  #groups(): Group[] {
    const chance = this.#chance;
    return (['F01', 'F02', 'F03'] as const).flatMap((figure) => {
      const sizes = chance.shuffled(groupSizes.filter((size) => size.figure === figure).flatMap((size) => Array.from({ length: size.groups }, () => size)));
      const districts = chance.shuffled(apportion(districtWeights, sizes.length, figure === 'F01' ? 1 : 0));
      return entryDays(figure, chance).map((dismantledOn, i): Group => {
        const { tier, cases, persons } = sizes[i] as (typeof sizes)[number];
        return {
          team: this.#teamIn(districts[i] as District),
          dismantledOn,
          tier,
          firstTier: tier,
          size: cases,
          persons,
          files: [],
          guests: [],
          own: [],
          links: [],
        };
      });
    });
  }

  #reclassify(): void {
    for (const { quarter, from, to } of groupReclassifications) {
      const group = this.#early(quarter, to, 14);
      group.tier = to;
      group.firstTier = from;
      group.reclassifiedOn = group.dismantledOn + this.#chance.between(8, Math.min(50, boundsOf(quarter).to - group.dismantledOn));
    }
  }

  #fillGroups(): void {
    const chance = this.#chance;
    /** Sorts what belongs to the groups by when it is due, and gives it the days on which the figure grows. */
    const dealt = (days: readonly Day[], count: (group: Group) => number, before: number, after: number) =>
      this.#published
        .flatMap((group) => Array.from({ length: count(group) }, () => ({ group, due: group.dismantledOn + chance.between(-before, after) })))
        .sort((a, b) => a.due - b.due)
        .map(({ group }, i) => ({ group, day: days[i] as Day }));
    for (const { group, day } of dealt(entryDays('F04', chance), ({ size }) => size, 15, 45))
      group.files.push(this.#file({ team: group.team, group, crackedOn: day }));
    const detained = new Map<Group, number>();
    for (const { group, day } of dealt(entryDays('F05', chance), ({ persons }) => persons, 20, 15)) {
      const i = detained.get(group) ?? 0;
      detained.set(group, i + 1);
      // everyone but one for each other case belongs to the group's main case, which is the first
      const file = group.files[Math.max(0, i - group.persons + group.size)] as CaseFile;
      this.#part({ human: this.#human(), file, detainedOn: day, isMember: true });
    }
  }

  #passingGroup({ quarter, tier, leaves, cases, detained, summoned }: (typeof passingGroups)[number]): Group {
    const chance = this.#chance;
    const { from, to } = boundsOf(quarter);
    const survivor = this.#early(quarter, tier, 35);
    const dismantledOn = Math.max(from + 2, survivor.dismantledOn + (leaves === 'VOIDED' ? chance.between(1, 8) : -chance.between(0, 6)));
    const leavesOn = chance.between(dismantledOn + 20, Math.min(to, dismantledOn + 55));
    const { team } = survivor;
    const group: Group = {
      team,
      dismantledOn,
      tier,
      firstTier: tier,
      size: cases,
      persons: 0,
      leaves,
      leavesOn,
      survivor,
      files: [],
      guests: [],
      own: [],
      links: [],
    };
    const main = survivor.files[0] as CaseFile;
    main.staysOpen = true;
    for (let i = 0; i < cases; i++) {
      const crackedOn = Math.min(leavesOn - 4, dismantledOn + chance.between(0, 10));
      group.files.push(this.#file({ team, group, crackedOn, leavesOn, ...(leaves === 'MERGED' ? { leaves, survivor: main } : { leaves: 'CITY_OUT' }) }));
    }
    const moved = survivor.files
      .flatMap(({ parts }) => parts.slice(1))
      .filter(({ detainedOn = 0 }) => detainedOn <= leavesOn - 8)
      .slice(0, detained);
    if (moved.length < detained) throw new Error(`too few members of the survivor in ${quarter} were detained in time`);
    moved.forEach((part, i) => {
      part.file.parts.splice(part.file.parts.indexOf(part), 1);
      part.file = group.files[i % group.files.length] as CaseFile;
      part.file.parts.push(part);
    });
    for (let i = 0; i < summoned; i++) {
      const guest = this.#part({ human: this.#human(), file: group.files[i % group.files.length] ?? main, isMember: leaves !== 'VOIDED' });
      if (leaves === 'VOIDED') group.guests.push(guest);
    }
    return group;
  }

  #passingCase(leaves: NonNullable<CaseFile['leaves']>, quarter: Quarter, published: readonly CaseFile[]): CaseFile {
    const chance = this.#chance;
    const { from, to } = boundsOf(quarter);
    const crackedOn = chance.between(from + 5, to - 30);
    const leavesOn = chance.between(crackedOn + 6, Math.min(to, crackedOn + 60));
    const main = chance.pick(
      published.filter((file) => file.crackedOn < leavesOn && file.crackedOn > crackedOn - 60 && file.group?.reclassifiedOn === undefined),
    );
    const file = this.#file({ team: main.team, crackedOn, leaves, leavesOn });
    if (leaves === 'MERGED') {
      main.staysOpen = true;
      file.survivor = main;
    }
    for (let i = chance.between(1, 3); i > 0; i--) this.#part({ human: this.#human(), file });
    return file;
  }

  /** Suspects who are never detained, and those whose detention does not stand. */
  #addSuspects(published: readonly CaseFile[]): void {
    const chance = this.#chance;
    for (const file of published) if (chance.happens(shares.furtherSuspect)) this.#part({ human: this.#human(), file });
    for (const { leaves, quarters } of passingDetentions)
      for (const quarter of quarters) {
        const { from, to } = boundsOf(quarter);
        const file = chance.pick(published.filter(({ crackedOn }) => crackedOn >= from + 6 && crackedOn <= to - 20));
        this.#part({ human: this.#human(), file, detainedOn: file.crackedOn - chance.between(0, 5), leaves });
      }
  }

  /** Those whose arrest is approved and who are charged, in cases that nothing else is planned for. */
  #prosecute(published: readonly CaseFile[], passing: readonly CaseFile[], arrests: ArrestCasting): void {
    const survivors = new Set(passing.map(({ survivor }) => survivor));
    const fit = published.filter(({ group }) => group && !this.#taken.has(group));
    const isMember = true;
    arrests.pass(fit);
    const addSuspect = (file: CaseFile) => this.#part({ human: this.#human(), file, isMember });
    new TrialCasting(this.#chance, arrests, addSuspect).charge(fit.filter((file) => !survivors.has(file)));
    arrests.fill(fit);
  }

  /** Persons detained again, in another case and after the earlier custody has ended; some in another district, some under a second identity. */
  #comeBack(published: readonly CaseFile[]): Part[] {
    const chance = this.#chance;
    const open = published.filter(({ staysOpen, group }) => staysOpen && group?.reclassifiedOn === undefined);
    const last = boundsOf('04-08').to;
    const bringBack = (candidates: readonly Part[], fits: (earlier: Part, file: CaseFile) => boolean, isDisguised = false): Part => {
      for (;;) {
        const file = chance.pick(open);
        const day = chance.between(file.classifiedOn + 1, Math.min(last, file.crackedOn + 20));
        const fitting = candidates.filter(
          (earlier) =>
            (earlier.detainedOn as Day) <= day - 75 &&
            !earlier.mustEnd &&
            !earlier.arrest &&
            !earlier.freed &&
            earlier.file.group !== file.group &&
            earlier.human.parts.every((other) => other.file !== file) &&
            fits(earlier, file),
        );
        if (fitting.length === 0 || day > last) continue;
        const earlier = chance.pick(fitting);
        earlier.mustEnd = true;
        const human: Human = isDisguised ? { isProvisional: true, parts: [], sameAs: earlier.human } : earlier.human;
        return this.#part({ human, file, detainedOn: day, earlier, openedOn: Math.max(file.classifiedOn, day - chance.between(0, 3)) });
      }
    };
    const times = (count: number, bring: () => Part) => Array.from({ length: count }, bring);
    const once = published
      .flatMap(({ parts }) => parts)
      .filter(({ detainedOn, leaves, human }) => detainedOn !== undefined && !leaves && human.parts.length === 1);
    const districtOf = (file: CaseFile) => file.team.district;
    const elsewhere = times(repeats.elsewhere, () => bringBack(once, (earlier, file) => districtOf(earlier.file) !== districtOf(file)));
    const nearby = times(repeats.sameDistrict, () => bringBack(once, (earlier, file) => districtOf(earlier.file) === districtOf(file)));
    const third = times(repeats.thirdCase, () => bringBack([...elsewhere, ...nearby], () => true));
    const disguised = times(repeats.secondIdentity, () => bringBack(once, () => true, true));
    return [...elsewhere, ...nearby, ...third, ...disguised].sort((a, b) => (a.detainedOn as Day) - (b.detainedOn as Day));
  }

  #delayRecords(published: readonly CaseFile[]): void {
    for (const { quarter, days } of lateDetentions) {
      const { from, to } = boundsOf(quarter);
      const candidates = published
        .filter(({ staysOpen }) => staysOpen)
        .flatMap(({ parts }) => parts)
        .filter(({ earlier, mustEnd, lateDays, leaves, arrest }) => !earlier && !mustEnd && !leaves && !arrest && lateDays === undefined)
        .filter(({ detainedOn = 0 }) => detainedOn > to - (to - from) / 3 && detainedOn <= to);
      this.#chance.pick(candidates).lateDays = days;
    }
  }

  /** A published group of a tier that comes early enough in a quarter for something more to happen to it there. */
  #early(quarter: Quarter, tier: Tier, room: number): Group {
    const { from, to } = boundsOf(quarter);
    const found = this.#published.find(
      (group) =>
        !this.#taken.has(group) &&
        group.dismantledOn >= from &&
        group.dismantledOn <= to - room &&
        (group.tier === tier || (isOtherGang(group.tier) && isOtherGang(tier))),
    );
    if (!found) throw new Error(`the plan asks for a group of tier ${tier} early in ${quarter}, and there is none`);
    this.#taken.add(found);
    return found;
  }

  #teamIn(district: District): Team {
    return { ...this.#chance.pick(organs.filter((organ) => organ.district === district)), pair: this.#chance.happens(0.5) ? 1 : 2, lag: this.#teamLag() };
  }

  #human(): Human {
    return { isProvisional: this.#chance.happens(shares.provisional), parts: [] };
  }

  #file(file: Pick<CaseFile, 'team' | 'crackedOn'> & Partial<CaseFile>): CaseFile {
    return {
      parts: [],
      arrests: [],
      staysOpen: file.leaves !== undefined || !this.#chance.happens(shares.concluded),
      reportedOn: 0,
      filedOn: 0,
      classifiedOn: 0,
      ...file,
    };
  }

  #part(of: Pick<Part, 'human' | 'file'> & Partial<Part>): Part {
    const part: Part = { openedOn: 0, isMember: false, ...of };
    part.file.parts.push(part);
    part.human.parts.push(part);
    return part;
  }
}

const isOtherGang = (tier: Tier) => tier === 'EVIL_FORCE_GANG' || tier === 'EVIL_RELATED_JOINT_CRIME';
