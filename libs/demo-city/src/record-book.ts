import {
  type Act,
  type Actor,
  type Category,
  type CivilDate,
  type CorrectionKind,
  type CrimeGroupCommand,
  type CriminalCaseCommand,
  type Day,
  type District,
  type EventId,
  type PersonCommand,
  type StreamId,
  type SuspectCommand,
  CITY_LEVEL,
  correctionKindOf,
  dateOf,
  deciderOf,
  eventIdOf,
  ruleOf,
} from '@casetrail/domain';
import type { Chance } from './chance.ts';
import { recording } from './plan.ts';

/** A command as it was issued: who asked for what, and when the ledger learned of it. */
export type PlayedCommand = {
  /** A UUID. */
  readonly id: string;
  readonly stream: StreamId;
  readonly type: string;
  readonly data: object;
  readonly act: Act;
  readonly actor: Actor;
  /** In Asia/Shanghai, with milliseconds. Never decreases along the city. */
  readonly recordedAt: string;
};

/** What is on record: the event and its moment, for whatever relies on it. */
export type Told<C extends Category = Category> = { readonly stream: StreamId<C>; readonly on: Day; readonly at: number; version?: number };
/** Who handles a matter: one of the pairs of an organ, and how slow its paperwork is, in days. */
export type Team = { readonly org: string; readonly district: District; readonly pair: 1 | 2; readonly lag: number };

type Voiding = { readonly type: 'VoidRecords'; readonly data: { readonly targets: readonly Told[] } };
export type DomainCommand = CriminalCaseCommand | PersonCommand | SuspectCommand | CrimeGroupCommand | Voiding;
export type Entry = DomainCommand & {
  readonly on: Day;
  readonly team: Team;
  /** What must be on record before. */
  readonly after?: readonly Told[];
  /** Not recorded before this moment: an act with a time of day. */
  readonly from?: number;
  /** Days until the record, instead of the team's usual ones. */
  readonly lag?: number;
  readonly by?: 'CITY';
  readonly act?: Omit<Act, 'occurredOn'>;
  readonly reason?: NonNullable<Act['reason']>;
};

type Line = { readonly at: number; readonly command: PlayedCommand; readonly effects: readonly Effect[]; readonly voiding?: Voiding['data'] };
type Effect = { readonly stream: StreamId; readonly told?: Told; readonly events: number };

/** Leaves room for what an act waits for, before it comes too late. */
const MOST_ORDINARY_DAYS = 24;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SHANGHAI = 8 * 60 * MINUTE;
const EPOCH = Date.UTC(2000, 0, 1);

/** The moment of an hour of a day in Shanghai, to the minute. */
export const momentOf = (day: Day, hours: number): number => EPOCH + day * DAY + Math.round(hours * 60) * MINUTE - SHANGHAI;
export const dayAt = (moment: number): Day => Math.floor((moment + SHANGHAI - EPOCH) / DAY);
const digits = (value: number, length: number) => String(value).padStart(length, '0');
export function instantOf(moment: number): string {
  const day = dayAt(moment);
  const time = moment + SHANGHAI - EPOCH - day * DAY;
  const minutes = Math.floor(time / MINUTE);
  return `${civilDateOf(day)}T${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}:${digits(Math.floor(time / 1000) % 60, 2)}.${digits(time % 1000, 3)}+08:00`;
}

/** The few hundred dates of these years, each written once. */
const dates: CivilDate[] = [];
export const civilDateOf = (day: Day): CivilDate => (dates[day] ??= dateOf(day));

const reasons: Readonly<Record<CorrectionKind, string>> = {
  K1: 'TYPING_ERROR',
  K2: 'DECIDED_WRONGLY',
  K3: 'CIRCUMSTANCES',
  K4: 'RECLASSIFIED',
  K5: 'JOINDER',
  K6: 'SEVERANCE',
  K7: 'JURISDICTION',
  K8: 'JURISDICTION',
  K9: 'REMAND',
  K10: 'LATE_ENTRY',
  K11: 'IDENTITY',
  K12: 'PERSONAL_DATA',
};

/**
 * Writes down what happened, each act when a clerk of its team would get to it and never before what it relies on. What the domain calls a
 * correction, and whatever comes more than 30 days late, is asked for by one person and approved by another a day or two later.
 */
export class RecordBook {
  readonly #lines: Line[] = [];
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Opens a stream with its first act. */
  open<C extends Category>(category: C, entry: Entry): Told<C> {
    const at = this.#recordedAt(entry);
    return this.#write(`${category}-${this.#chance.ulid(at)}` as unknown as StreamId<C>, at, entry); // the brand is the category just written
  }

  tell<C extends Category>(stream: StreamId<C>, entry: Entry): Told<C> {
    return this.#write(stream, this.#recordedAt(entry), entry);
  }

  /** A lag for an act that nothing else waits for: usual, or too late for the ordinary way. */
  leafLag(on: Day, last: Day): { readonly lag?: number } {
    if (!this.#chance.happens(recording.lateShare)) return {};
    const [least, most] = recording.lateDays;
    const lag = Math.round(least + (most - least) * this.#chance.next() ** 2);
    return on + lag < last ? { lag } : {};
  }

  teamLag(): number {
    return Math.min(recording.mostDays, recording.medianDays * Math.exp(recording.sigma * this.#chance.normal()));
  }

  /** All commands in the order of their recording, with the targets of voids named. */
  commands(): PlayedCommand[] {
    const versions = new Map<StreamId, number>();
    const sorted = [...this.#lines].sort((a, b) => a.at - b.at);
    for (const { effects } of sorted)
      for (const { stream, told, events } of effects) {
        const version = (versions.get(stream) ?? 0) + events;
        versions.set(stream, version);
        if (told) told.version = version;
      }
    return sorted.map(({ command, voiding }) => (voiding ? { ...command, data: withTargets(command.data, voiding) } : command));
  }

  #recordedAt({ on, team, lag, after = [], from = 0 }: Entry): number {
    const chance = this.#chance;
    const days = lag ?? Math.min(MOST_ORDINARY_DAYS, Math.round(team.lag * Math.exp(0.3 * chance.normal())));
    const relied = after.reduce((last, told) => Math.max(last, told.at + chance.between(60, 300) * 1000), 0);
    return this.#officeHours(Math.max(momentOf(on + days, 8.5 + 9 * chance.next()), from + chance.between(20, 90) * MINUTE, relied));
  }

  #officeHours(at: number): number {
    const day = dayAt(at);
    const moment = at < momentOf(day, 8) ? momentOf(day, 8.2) : at > momentOf(day, 21) ? momentOf(day + 1, 8.2) : at;
    return moment + this.#chance.between(0, 59_999);
  }

  #write<C extends Category>(stream: StreamId<C>, at: number, entry: Entry): Told<C> {
    const { type, team } = entry;
    const decider = deciderOf(stream);
    const occurredOn = civilDateOf(entry.on);
    const today = civilDateOf(dayAt(at));
    const voiding = type === 'VoidRecords' ? (entry.data as Voiding['data']) : undefined;
    const command = { type, data: voiding ? { targets: [] } : entry.data };
    const act = { occurredOn, ...entry.act };
    const byInvestigator = ruleOf(decider, type)?.by.includes('POLICE_INVESTIGATOR') ?? false;
    const kind = correctionKindOf(decider, command, occurredOn, today);
    if (kind === undefined) {
      const told: Told<C> = { stream, on: entry.on, at };
      const actor = entry.by === 'CITY' ? officer('lead', city(team)) : byInvestigator ? officer('inv', team) : officer('lead', team);
      this.#lines.push({
        at,
        command: { id: this.#chance.uuid(), stream, ...command, act, actor, recordedAt: instantOf(at) },
        effects: effectsOf(told, entry),
      });
      return told;
    }

    const correction = `correction-${this.#chance.ulid(at)}` as StreamId<'correction'>;
    const reason = entry.reason ?? { code: reasons[kind] };
    const proposal = { stream, ...command, act };
    this.#lines.push({
      at,
      command: {
        id: this.#chance.uuid(),
        stream: correction,
        type: 'RequestCorrection',
        data: { kind, proposal, reason },
        act: { occurredOn: today },
        actor: officer(byInvestigator ? 'inv' : 'lead', team),
        recordedAt: instantOf(at),
      },
      effects: [{ stream: correction, events: 1 }],
      ...(voiding && { voiding }),
    });
    const approvedAt = this.#officeHours(at + Math.round((0.6 + 1.2 * this.#chance.next()) * DAY));
    const told: Told<C> = { stream, on: entry.on, at: approvedAt };
    const second: Team = { ...team, pair: team.pair === 1 ? 2 : 1 };
    this.#lines.push({
      at: approvedAt,
      command: {
        id: this.#chance.uuid(),
        stream: correction,
        type: 'ApproveCorrection',
        data: {},
        act: { occurredOn: civilDateOf(dayAt(approvedAt)) },
        actor: officer('lead', entry.by === 'CITY' ? city(second) : second),
        recordedAt: instantOf(approvedAt),
      },
      effects: [{ stream: correction, events: 1 }, ...effectsOf(told, entry)],
    });
    return told;
  }
}

const city = (team: Team): Team => ({ ...team, org: `psb-${CITY_LEVEL}`, district: CITY_LEVEL });

/** `inv-370202-1`: the first investigator of that organ. */
function officer(kind: 'inv' | 'lead', { org, district, pair }: Team): Actor {
  return { user: `${kind}-${org.slice('psb-'.length)}-${pair}`, role: kind === 'inv' ? 'POLICE_INVESTIGATOR' : 'POLICE_LEADER', org, district };
}

/** Which streams a command writes to: its own, and those it is listed in. */
function effectsOf(told: Told, { type, data }: DomainCommand): Effect[] {
  const own: Effect = { stream: told.stream, told, events: type === 'VoidRecords' ? data.targets.length : 1 };
  if (type === 'OpenSuspect') return [own, { stream: data.case, events: 1 }, { stream: data.person, events: 1 }];
  return type === 'LinkGroup' ? [own, { stream: data.group, events: 1 }] : [own];
}

function withTargets(data: object, { targets }: Voiding['data']): object {
  const { proposal, ...request } = data as { proposal: { data: object } };
  const named = targets.toSorted((a, b) => (a.version ?? 0) - (b.version ?? 0)).map(({ stream, version }): EventId => eventIdOf(stream, version ?? 0));
  return { ...request, proposal: { ...proposal, data: { targets: named } } };
}
