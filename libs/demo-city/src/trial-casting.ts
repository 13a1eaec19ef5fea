import { type Day, dayOf } from '@casetrail/domain';
import { type ArrestCasting, type Window, free } from './arrest-casting.ts';
import { boundsOf } from './calendar.ts';
import type { Appeal, CaseFile, Charge, Part } from './cast.ts';
import type { Chance } from './chance.ts';
import { type ChargeLeaves, FAST_UNTIL, acquittal, appeals, justiceShares, lags, mistakenDefendants, passingTrials, trials } from './justice-plan.ts';
import { type Quarter, SILENCE } from './plan.ts';

type Planned = {
  readonly indicted: Quarter;
  readonly concluded?: Quarter;
  readonly size: number;
  readonly leaves?: ChargeLeaves;
  readonly appeal?: (typeof appeals)[number];
  readonly indictedOn: Day;
};
type Review = Pick<Charge, 'transferredOn' | 'openedOn' | 'returned'>;

const LAST = dayOf(SILENCE);
/** From the judgment to the docket of the appeal: served, ten days to appeal, and the file sent up. */
const TO_APPEAL = [18, 30] as const;

/** Casts who is charged in which case, and when: cases of the plan's sizes, with as many of the arrested as there can be and the others on bail. */
export class TrialCasting {
  readonly #chance: Chance;
  readonly #arrests: ArrestCasting;
  readonly #addSuspect: (file: CaseFile) => Part;

  constructor(chance: Chance, arrests: ArrestCasting, addSuspect: (file: CaseFile) => Part) {
    this.#chance = chance;
    this.#arrests = arrests;
    this.#addSuspect = addSuspect;
  }

  charge(files: readonly CaseFile[]): void {
    const charges: { readonly planned: Planned; readonly charge: Charge }[] = [];
    for (const planned of this.#planned()) {
      const review = this.#review(planned);
      const file = this.#caseFor(planned, review, files) ?? fail(`no case is fit for ${planned.size} defendants indicted in ${planned.indicted}`);
      charges.push({ planned, charge: this.#charge(planned, review, file) });
    }
    const all = charges.map(({ charge }) => charge);
    for (const { leaves, quarter, defendants: size } of passingTrials) if (leaves === 'MERGED') this.#merge(all, quarter, size);
    for (const { quarter, defendants } of mistakenDefendants) {
      const { charge } =
        charges.find(({ planned }) => planned.indicted === quarter && !planned.leaves && planned.size < 5) ?? fail(`nobody is indicted in ${quarter}`);
      for (let i = 0; i < defendants; i++) {
        const part = this.#onBail(charge.file, charge.transferredOn);
        part.charge = charge;
        charge.mistaken.push(part);
      }
    }
    const acquitted = charges.find(({ planned }) => planned.concluded === acquittal && !planned.appeal && planned.size > 3);
    if (acquitted) acquitted.charge.hasAcquittal = true;
  }

  #planned(): Planned[] {
    const chance = this.#chance;
    const open = [...appeals];
    const tried = trials.flatMap(({ indicted, concluded, defendants }) =>
      defendants.map((size): Planned => {
        const i = open.findIndex((one) => one.from === concluded && one.defendants === size);
        const [appeal] = i < 0 ? [] : open.splice(i, 1);
        return { indicted, ...(concluded && { concluded }), size, indictedOn: this.#indictedOn(indicted, concluded), ...(appeal && { appeal }) };
      }),
    );
    const passing = passingTrials.flatMap(({ leaves, quarter, defendants: size }): Planned[] => {
      const { from } = boundsOf(quarter);
      return leaves === 'MERGED' ? [] : [{ indicted: quarter, size, leaves, indictedOn: from + chance.between(3, 20) }];
    });
    if (open.length > 0) fail(`no trial is planned for ${open.length} of the appeals`);
    return [...tried, ...passing].sort((a, b) => a.indictedOn - b.indictedOn);
  }

  /** Early enough for the docket to be of the same quarter, and for the judgment to be of its own; late in the first quarter, when somebody is known. */
  #indictedOn(indicted: Quarter, concluded: Quarter | undefined): Day {
    const { from, to } = boundsOf(indicted);
    const ofTrial = concluded ? Math.min(boundsOf(concluded).from - lags.trial[1], to - 12) : 0;
    const first = Math.max(indicted === '18Q1' ? to - 10 : from + 2, ofTrial);
    const last = concluded === indicted ? from + 24 : to - (indicted === '04-08' ? 4 : 8);
    return this.#chance.between(first, Math.max(first, last));
  }

  #review({ indicted, indictedOn }: Planned): Review {
    const chance = this.#chance;
    const days = ([least, most]: readonly [number, number]) => chance.between(least, most);
    if (boundsOf(indicted).to <= boundsOf(FAST_UNTIL).to) {
      const openedOn = indictedOn - days(lags.fastReview);
      return { openedOn, transferredOn: openedOn - 1 };
    }
    if (!chance.happens(justiceShares.returned)) {
      const openedOn = indictedOn - days(lags.review);
      return { openedOn, transferredOn: openedOn - chance.between(0, 2) };
    }
    const until = indictedOn - days(lags.resumed);
    const on = until - days(lags.supplement);
    const openedOn = on - days(lags.returned);
    return { openedOn, transferredOn: openedOn - chance.between(0, 2), returned: { on, until } };
  }

  /** The case whose suspects are nearest to what is planned: arrested in time, few left over, and not long ago. */
  #caseFor({ size }: Planned, { transferredOn }: Review, files: readonly CaseFile[]): CaseFile | undefined {
    const window = windowOf(transferredOn);
    let best: CaseFile | undefined;
    let bestScore = -Infinity;
    for (const file of files) {
      if (file.charge || file.arrests.length > 0 || file.crackedOn > transferredOn - 2 || file.crackedOn < transferredOn - 150) continue;
      const parts = free(file).filter(({ detainedOn = 0 }) => detainedOn <= transferredOn - 6);
      if (parts.length === 0 || file.parts.some(({ detainedOn = 0 }) => detainedOn > transferredOn - 2)) continue;
      const arrested = parts.filter((part) => this.#arrests.canArrest(part, window)).length;
      const score =
        4 * Math.min(arrested, size) + 3 * Math.min(parts.length, size) - 2 * Math.max(0, parts.length - size) - (transferredOn - file.crackedOn) / 60;
      if (score > bestScore) [best, bestScore] = [file, score];
    }
    return best;
  }

  #charge(planned: Planned, review: Review, file: CaseFile, survivor?: Charge): Charge {
    const chance = this.#chance;
    const { indicted, indictedOn, size, leaves, appeal } = planned;
    const { transferredOn } = review;
    const known = free(file).filter(({ detainedOn = 0 }) => detainedOn <= transferredOn - 6);
    const window = windowOf(transferredOn);
    const ready = known.filter((part) => leaves === undefined && this.#arrests.canArrest(part, window)).slice(0, size);
    const arrested = this.#arrests.arrest(file, ready, window);
    const others = known.filter((part) => !part.arrest).slice(0, size - arrested.length);
    const added = Array.from({ length: size - arrested.length - others.length }, () => this.#onBail(file, transferredOn));
    for (const part of free(file)) if (!others.includes(part)) part.freed = this.#freed(part, 'RELEASED', transferredOn);
    for (const part of others) part.freed = this.#freed(part, 'BAIL', transferredOn);
    const spared = chance.happens(justiceShares.notProsecuted)
      ? known.filter(({ freed }) => freed?.as === 'RELEASED' && freed.on < transferredOn).slice(0, 1)
      : [];
    const acceptedOn = indictedOn + Math.min(chance.between(...lags.docketing), boundsOf(indicted).to - indictedOn);
    const concludedOn = this.#concludedOn(planned, acceptedOn);
    const charge: Charge = {
      ...review,
      file,
      defendants: [...arrested, ...others, ...added],
      mistaken: [],
      spared,
      indictedOn,
      acceptedOn,
      ...(concludedOn !== undefined && { concludedOn }),
      ...(appeal && concludedOn !== undefined && { appeal: this.#appeal(appeal, concludedOn) }),
      hasAcquittal: appeal?.isProtest === true,
      ...(leaves && { leaves, leavesOn: acceptedOn + chance.between(survivor ? 4 : 25, survivor ? 12 : 45) }),
      ...(survivor && { survivor }),
    };
    for (const part of charge.defendants) part.charge = charge;
    file.charge = charge;
    file.staysOpen = false;
    return charge;
  }

  /** Somebody who was never detained. */
  #onBail(file: CaseFile, transferredOn: Day): Part {
    const chance = this.#chance;
    const part = this.#addSuspect(file);
    part.openedOn = chance.between(file.filedOn, Math.max(file.filedOn, Math.min(file.crackedOn, transferredOn) - 6));
    part.freed = { as: 'BAIL', on: part.openedOn + chance.between(0, 2) };
    return part;
  }

  #freed({ detainedOn = 0 }: Part, as: 'BAIL' | 'RELEASED', transferredOn: Day): NonNullable<Part['freed']> {
    const latest = as === 'BAIL' ? Math.min(detainedOn + 28, transferredOn - 3) : detainedOn + 28;
    return { as, on: this.#chance.between(detainedOn + 1, Math.max(detainedOn + 1, latest)) };
  }

  /** In the planned quarter; where none is planned, after the paper's date. */
  #concludedOn({ concluded, appeal, leaves }: Planned, acceptedOn: Day): Day | undefined {
    const chance = this.#chance;
    const [least, most] = lags.trial;
    if (leaves) return leaves === 'ORDINARY' ? acceptedOn + chance.between(110, most) : undefined;
    if (concluded === undefined) {
      const on = Math.max(boundsOf('04-08').to + chance.between(5, 60), acceptedOn + chance.between(least, most));
      return on < LAST - 22 ? on : undefined;
    }
    const { from, to } = boundsOf(concluded);
    const first = Math.max(from, acceptedOn + least - 5, appeal && appeal.accepted !== concluded ? boundsOf(appeal.accepted).from - 50 : 0);
    const last = Math.min(
      to,
      Math.max(first, acceptedOn + most),
      appeal?.accepted === concluded ? to - TO_APPEAL[1] - (appeal.concluded === concluded ? lags.appeal[0] + 8 : 0) : Infinity,
    );
    return first <= last ? chance.between(first, last) : fail(`no trial of ${concluded} has time for a judgment`);
  }

  #appeal({ accepted, concluded, outcome, isProtest, isDoubled }: (typeof appeals)[number], judgedOn: Day): Appeal {
    const chance = this.#chance;
    const { from, to } = boundsOf(accepted);
    const [least, most] = lags.appeal;
    const soonest = Math.max(from, judgedOn + TO_APPEAL[0]);
    const acceptedOn = chance.between(
      soonest,
      Math.max(soonest, Math.min(to, judgedOn + TO_APPEAL[1] + 30, concluded === accepted ? to - least - 4 : Infinity)),
    );
    const decided = concluded && boundsOf(concluded);
    const concludedOn =
      decided &&
      Math.min(decided.to - (outcome === 'REMANDED' ? 20 : 0), Math.max(decided.from + chance.between(5, 30), acceptedOn + chance.between(least, most)));
    return {
      acceptedOn,
      ...(concludedOn && { concludedOn, ...(outcome === 'REMANDED' && { remandedOn: concludedOn + chance.between(8, 16) }) }),
      outcome,
      isProtest: isProtest === true,
      isDoubled: isDoubled === true,
    };
  }

  /** Another case of the same group, charged a few days after and joined to the first. */
  #merge(charges: readonly Charge[], quarter: Quarter, size: number): void {
    const { from, to } = boundsOf(quarter);
    for (const survivor of charges) {
      if (survivor.leaves || survivor.indictedOn < from || survivor.indictedOn > to - 30 || survivor.concludedOn === undefined || survivor.concludedOn <= to)
        continue;
      const { transferredOn, openedOn, returned, file, indictedOn } = survivor;
      const other = file.group?.files.find(
        (one) => !one.charge && !one.staysOpen && !one.leaves && one.crackedOn <= transferredOn - 2 && one.arrests.length === 0,
      );
      if (!other) continue;
      delete survivor.concludedOn;
      const review = { transferredOn, openedOn, ...(returned && { returned }) };
      this.#charge({ indicted: quarter, size, leaves: 'MERGED', indictedOn: indictedOn + 3 }, review, other, survivor);
      return;
    }
    fail(`no case of ${quarter} is there to be joined to another`);
  }
}

/** The arrests that are followed by a transfer on that day, at the usual distance. */
function windowOf(transferredOn: Day): Window {
  const [least, most] = lags.arrestToTransfer;
  return { from: transferredOn - most - 2, to: transferredOn - least - 7 };
}

function fail(message: string): never {
  throw new Error(`the plan leaves no room: ${message}`);
}
