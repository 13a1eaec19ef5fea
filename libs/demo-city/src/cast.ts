import { type Day, type SuspectId, type Tier, dayOf } from '@casetrail/domain';
import type { Chance } from './chance.ts';
import type { AppealOutcome, ArrestLeaves, ChargeLeaves } from './justice-plan.ts';
import { type CaseLeaves, CAMPAIGN_START } from './plan.ts';
import type { Team, Told } from './record-book.ts';

/** Who and what there is in the city, and on which days it happens: decided before a word is told. What is told of it is noted here as well. */
export type Human = { readonly isProvisional: boolean; readonly parts: Part[]; readonly sameAs?: Human; told?: Told<'person'> };

/** One person's part in one case. */
export type Part = {
  readonly human: Human;
  file: CaseFile;
  readonly detainedOn?: Day;
  /** The detention does not stand. */
  readonly leaves?: 'VOIDED' | 'ANNULLED';
  openedOn: Day;
  /** The custody this one comes after. */
  readonly earlier?: Part;
  /** Custody must end: somebody waits for this person. */
  mustEnd?: boolean;
  lateDays?: number;
  isMember: boolean;
  /** Where the police let the person go, and when; a charged one waits for the trial on bail. */
  freed?: { readonly as: 'BAIL' | 'RELEASED'; readonly on: Day };
  arrest?: Arrest;
  charge?: Charge;
  opened?: Told<'suspect'>;
  /** The last act of the custody on record. */
  last?: Told;
};

/** What the procuratorate decides about the arrest of one person. Unless the person is charged, custody ends on `endsOn`. */
export type Arrest = { readonly file: ArrestFile; readonly decidedOn: Day; readonly isApproved: boolean; readonly endsOn?: Day };

/** One file of the procuratorate on arrests in one case, asked for on one day. */
export type ArrestFile = {
  readonly file: CaseFile;
  readonly parts: Part[];
  readonly requestedOn: Day;
  readonly openedOn: Day;
  /** The procuratorate, too, takes it for organised crime. */
  readonly isOrganised: boolean;
  readonly leaves?: ArrestLeaves;
  readonly leavesOn?: Day;
};

/** A case on its way through the procuratorate and the courts. */
export type Charge = {
  readonly file: CaseFile;
  readonly defendants: readonly Part[];
  /** Recorded on the indictment by mistake; transferred, and not prosecuted. */
  readonly mistaken: Part[];
  readonly spared: readonly Part[];
  readonly transferredOn: Day;
  readonly openedOn: Day;
  readonly returned?: { readonly on: Day; readonly until: Day };
  readonly indictedOn: Day;
  readonly acceptedOn: Day;
  concludedOn?: Day;
  hasAcquittal?: boolean;
  appeal?: Appeal;
  readonly leaves?: ChargeLeaves;
  readonly leavesOn?: Day;
  readonly survivor?: Charge;
  prosecution?: Told<'prosecution'>;
  docket?: Told<'court_docket'>;
};

/** `remandedOn`: the day on which the court below takes it on again. */
export type Appeal = {
  readonly acceptedOn: Day;
  readonly concludedOn?: Day;
  readonly outcome: AppealOutcome;
  readonly isProtest: boolean;
  readonly isDoubled: boolean;
  readonly remandedOn?: Day;
};

export type CaseFile = {
  readonly team: Team;
  readonly group?: Group;
  readonly crackedOn: Day;
  readonly parts: Part[];
  staysOpen: boolean;
  /** What lets it leave the figures again, and when. */
  readonly leaves?: CaseLeaves;
  readonly leavesOn?: Day;
  survivor?: CaseFile;
  readonly arrests: ArrestFile[];
  charge?: Charge;
  reportedOn: Day;
  filedOn: Day;
  classifiedOn: Day;
  filed?: Told<'criminal_case'>;
  classified?: Told;
  cracked?: Told;
};

export type Group = {
  readonly team: Team;
  readonly dismantledOn: Day;
  readonly persons: number;
  readonly size: number;
  tier: Tier;
  /** The tier it was dismantled under, where that was corrected later. */
  firstTier: Tier;
  reclassifiedOn?: Day;
  readonly leaves?: 'MERGED' | 'CITY_OUT' | 'VOIDED';
  readonly leavesOn?: Day;
  readonly survivor?: Group;
  readonly files: CaseFile[];
  /** Members known from another group's case. */
  readonly guests: Part[];
  registered?: Told<'crime_group'>;
  dismantled?: Told<'crime_group'>;
  /** Everything told of it and of its links, for a void of the whole. */
  readonly own: Told[];
  readonly links: Told<'criminal_case'>[];
};

/** `again`: the parts of persons who come back, in the order of their detention. */
export type Cast = { readonly groups: readonly Group[]; readonly files: readonly CaseFile[]; readonly again: readonly Part[] };

const START = dayOf(CAMPAIGN_START);

/** The days before a case is cracked and anyone detained in it: reported, filed, classified; suspects opened. */
export function dateFile(file: CaseFile, chance: Chance, opensBy = Infinity): void {
  const first = Math.min(file.crackedOn, opensBy, ...file.parts.map(({ detainedOn = Infinity }) => detainedOn));
  file.reportedOn = Math.max(START, first - chance.between(6, 25));
  file.filedOn = file.reportedOn + chance.between(1, 2);
  file.classifiedOn = chance.between(file.filedOn, Math.min(first - 1, file.filedOn + 8));
  file.parts.forEach((part, i) => {
    const until = Math.min(part.detainedOn ?? file.crackedOn, opensBy, i === 0 ? file.crackedOn : Infinity);
    part.openedOn = chance.between(Math.max(file.filedOn, until - 5), until);
  });
}

/** When a group is dismantled, three of its members are known and a case of theirs is filed. */
export function dateGroup(group: Group, chance: Chance): void {
  let known = 0;
  for (const file of group.files) {
    dateFile(file, chance, known < 3 ? group.dismantledOn : undefined);
    known += file.parts.filter(({ isMember }) => isMember).length;
  }
}

/** A case takes the scope of its group as it is known when the case is classified. */
export function scopeOf({ group, classifiedOn }: CaseFile): 'MAFIA' | 'EVIL' {
  const tier = group && (classifiedOn < (group.reclassifiedOn ?? Infinity) ? group.firstTier : group.tier);
  return tier === 'MAFIA_TYPE' ? 'MAFIA' : 'EVIL';
}

export const idOf = ({ opened }: Part): SuspectId => (opened as Told<'suspect'>).stream;
