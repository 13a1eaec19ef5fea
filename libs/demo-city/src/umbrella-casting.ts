import { CITY_LEVEL, type Day, type UmbrellaKind } from '@casetrail/domain';
import { boundsOf, daysIn, daysOf } from './calendar.ts';
import type { Chance } from './chance.ts';
import { START, anyDistrict, teamOf } from './handling.ts';
import type { Desk } from './paper-numbers.ts';
import { type Quarter, quarters } from './plan.ts';
import {
  type InquiryLeaves,
  type LeadLeaves,
  cityShare,
  foundSheltering,
  inquiries,
  leadTotals,
  leadsOpen,
  leadsToInvestigation,
  overlaps,
  passingInquiries,
  passingLeads,
  screenedOut,
} from './plan-organs.ts';
import type { Team, Told } from './record-book.ts';

/** Somebody under investigation. Whom a lead names is registered with it. */
export type Official = { told?: Told<'person'> };
export type LeadOutcome = 'UNFOUNDED' | 'TALK_OR_INQUIRY' | 'TO_INVESTIGATION' | 'SHELVED';
export type Lead = {
  team: Team;
  readonly receivedOn: Day;
  /** Without it the lead is sorted out at the screening. */
  readonly openedOn?: Day;
  closed?: { readonly on: Day; readonly as: LeadOutcome };
  readonly leaves?: LeadLeaves;
  readonly leavesOn?: Day;
  readonly survivor?: Lead;
  inquiry?: Inquiry;
  told?: Told<'umbrella_lead'>;
  verified?: Told<'umbrella_lead'>;
};
export type Inquiry = {
  readonly kind: UmbrellaKind;
  readonly filedOn: Day;
  team: Team;
  readonly leads: Lead[];
  readonly persons: readonly Official[];
  /** Somebody whom another investigation is about already. */
  readonly known: Official[];
  /** The day on which other corruption was found to be this kind. */
  readonly foundOn?: Day;
  readonly leaves?: InquiryLeaves;
  readonly leavesOn?: Day;
  /** What it is merged into, or repeats. */
  readonly survivor?: Inquiry;
  /** Not reviewed before this day: another one is merged into it. */
  reviewedFrom?: Day;
  told?: Told<'umbrella_investigation'>;
};

const PAPER = boundsOf('04-08').to;
/** From the opening of a lead's verification to the investigation, in days. */
const TO_FILING = [20, 90] as const;

/** Casts the leads and investigations of the plan, with the leads that each investigation follows. */
export class UmbrellaCasting {
  readonly #desk: Desk;
  readonly #chance: Chance;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#chance = desk.chance;
  }

  cast(): { readonly leads: readonly Lead[]; readonly inquiries: readonly Inquiry[] } {
    const published = daysOf(leadTotals, this.#chance).map((openedOn) => this.#lead(openedOn));
    const cast = inquiries.flatMap(({ quarter, persons }) => this.#inquiriesOf(quarter, persons));
    const passing = passingInquiries.map((planned) => this.#passingInquiry(planned, cast));
    const all = [...cast, ...passing].sort((a, b) => a.filedOn - b.filedOn);
    this.#link(published.slice(0, -leadsOpen), all);
    this.#overlap(cast);
    this.#close(published);
    const passingOnes = passingLeads.flatMap(({ leaves, quarters: of }) => of.map((quarter) => this.#passingLead(leaves, quarter, published)));
    const out = Array.from({ length: screenedOut }, () => this.#screenedOut());
    return { leads: [...published, ...passingOnes, ...out].sort((a, b) => a.receivedOn - b.receivedOn), inquiries: all };
  }

  #team(): Team {
    return teamOf('ccdi', anyDistrict(this.#chance, cityShare), this.#desk);
  }

  #lead(openedOn: Day): Lead {
    return { team: this.#team(), receivedOn: Math.max(START, openedOn - this.#chance.between(3, 14)), openedOn };
  }

  #inquiriesOf(quarter: Quarter, persons: (typeof inquiries)[number]['persons']): Inquiry[] {
    const chance = this.#chance;
    const planned = chance.shuffled((Object.keys(persons) as UmbrellaKind[]).flatMap((kind) => persons[kind].map((size) => ({ kind, size }))));
    const changed = foundSheltering.includes(quarter) ? planned.find(({ kind, size }) => kind === 'SHELTERING' && size === 3) : undefined;
    const { to } = boundsOf(quarter);
    return daysIn(quarter, planned.length, chance).map((day, i): Inquiry => {
      const one = planned[i] as (typeof planned)[number];
      const filedOn = this.#filingDay(quarter, one === changed ? Math.min(day, to - 45) : day);
      const foundOn = one === changed ? filedOn + chance.between(25, 40) : undefined;
      return { ...this.#inquiry(one.kind, filedOn, one.size), ...(foundOn !== undefined && { foundOn }) };
    });
  }

  /** Its persons are opened in the quarter as well, and in the first one it comes after the first leads. */
  #filingDay(quarter: Quarter, day: Day): Day {
    const { from, to } = boundsOf(quarter);
    const first = quarter === quarters[0].id ? to - 14 : from;
    return Math.max(first, Math.min(day, to - 3));
  }

  #inquiry(kind: UmbrellaKind, filedOn: Day, size: number): Inquiry {
    return { kind, filedOn, team: this.#team(), leads: [], persons: Array.from({ length: size }, () => ({})), known: [] };
  }

  #passingInquiry({ leaves, quarter, persons }: (typeof passingInquiries)[number], published: readonly Inquiry[]): Inquiry {
    const chance = this.#chance;
    const { from, to } = boundsOf(quarter);
    const others = published.filter(({ kind, foundOn }) => kind === 'OTHER_CORRUPTION' && foundOn === undefined);
    if (leaves === 'VOIDED') {
      const repeated = others.find((one) => one.persons.length === persons && one.filedOn >= from && one.filedOn <= to);
      if (!repeated) throw new Error(`no investigation of ${quarter} is there to be recorded twice`);
      const filedOn = repeated.filedOn + 2;
      return { ...repeated, filedOn, team: teamOf('ccdi', CITY_LEVEL, this.#desk), leaves, leavesOn: filedOn + chance.between(8, 18), survivor: repeated };
    }
    const filedOn = chance.between(from + 12, to - 40);
    const leavesOn = filedOn + chance.between(20, 36);
    if (leaves === 'WITHDRAWN') return { ...this.#inquiry('OTHER_CORRUPTION', filedOn, persons), leaves, leavesOn };
    const survivor = chance.pick(others.filter((one) => one.filedOn < filedOn && one.filedOn > filedOn - 60));
    survivor.reviewedFrom = leavesOn + 40;
    return { ...this.#inquiry('OTHER_CORRUPTION', filedOn, persons), leaves, leavesOn, survivor };
  }

  /** Each investigation follows a lead that was opened in time, some a second one; where there is none, it is of the organ's own initiative. */
  #link(leads: readonly Lead[], all: readonly Inquiry[]): void {
    const chance = this.#chance;
    let left = leadsToInvestigation;
    const follow = (inquiry: Inquiry) => {
      const [least, most] = TO_FILING;
      const { filedOn } = inquiry;
      const fit = leads.filter(({ openedOn = 0, inquiry: taken }) => !taken && openedOn <= filedOn - least && openedOn >= filedOn - most);
      const near = fit.filter(({ team }) => inquiry.leads.length > 0 && team.district === inquiry.team.district);
      if (fit.length === 0 || left === 0) return;
      const lead = chance.pick(near.length > 0 ? near : fit);
      if (inquiry.leads.length === 0) inquiry.team = { ...inquiry.team, org: lead.team.org, district: lead.team.district };
      lead.inquiry = inquiry;
      lead.closed = { on: Math.max((lead.openedOn as Day) + 8, filedOn - chance.between(1, 9)), as: 'TO_INVESTIGATION' };
      inquiry.leads.push(lead);
      left--;
    };
    const own = all.filter(({ leaves }) => leaves !== 'VOIDED');
    for (const inquiry of own) follow(inquiry);
    for (let round = 0; left > 0 && round < 3; round++) for (const inquiry of chance.shuffled(own)) if (left > 0) follow(inquiry);
    if (left > 0) throw new Error(`${left} leads come too late for any investigation`);
  }

  /** One of other corruption is about somebody, too, who is under investigation for sheltering or dereliction since an earlier quarter. */
  #overlap(published: readonly Inquiry[]): void {
    const chance = this.#chance;
    for (const quarter of overlaps) {
      const { from, to } = boundsOf(quarter);
      const principal = published.filter(
        ({ kind, foundOn, filedOn }) => kind !== 'OTHER_CORRUPTION' && foundOn === undefined && filedOn < from && filedOn > from - 200,
      );
      const later = published.filter(
        ({ kind, filedOn, persons, known }) => kind === 'OTHER_CORRUPTION' && persons.length === 1 && known.length === 0 && filedOn >= from && filedOn <= to,
      );
      chance.pick(later).known.push(chance.pick(chance.pick(principal).persons));
    }
  }

  /** All but the newest are closed by the paper's date; of those, some after it. */
  #close(published: readonly Lead[]): void {
    const chance = this.#chance;
    published.forEach((lead, i) => {
      const { openedOn = 0 } = lead;
      const isNew = i >= published.length - leadsOpen;
      if (lead.closed || (isNew && chance.happens(0.6))) return;
      const as = chance.pick(['UNFOUNDED', 'UNFOUNDED', 'UNFOUNDED', 'TALK_OR_INQUIRY', 'SHELVED'] as const);
      const on = openedOn + chance.between(20, 90);
      lead.closed = { on: isNew ? Math.max(PAPER + chance.between(2, 60), on) : Math.min(on, PAPER - chance.between(1, 9)), as };
    });
  }

  #passingLead(leaves: LeadLeaves, quarter: Quarter, published: readonly Lead[]): Lead {
    const chance = this.#chance;
    const { from, to } = boundsOf(quarter);
    const lead = this.#lead(chance.between(from + 2, to - 25));
    const { openedOn = 0 } = lead;
    const leavesOn = chance.between(openedOn + 8, Math.min(to, openedOn + 60));
    const earlier = published.filter((other) => other.receivedOn <= openedOn && other.receivedOn > openedOn - 120);
    return { ...lead, leaves, leavesOn, ...(leaves === 'MERGED' && { survivor: chance.pick(earlier) }) };
  }

  #screenedOut(): Lead {
    return { team: this.#team(), receivedOn: this.#chance.between(boundsOf('18Q2').from, PAPER) };
  }
}
