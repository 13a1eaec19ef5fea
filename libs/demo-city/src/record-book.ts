import {
  type Act,
  type Actor,
  type ArrestReviewCommand,
  type AssetCommand,
  type Category,
  type CheckExceptionCommand,
  type CivilDate,
  type CorrectionKind,
  type CourtDocketCommand,
  type CrimeGroupCommand,
  type CriminalCaseCommand,
  type Day,
  type EventId,
  type HearingCommand,
  type IndicatorCommand,
  type InvestigationCommand,
  type LeadCommand,
  type MajorProjectCommand,
  type MechanismCommand,
  type PersonCommand,
  type ProblemCommand,
  type ProsecutionCommand,
  type RecommendationCommand,
  type RectificationPlanCommand,
  type RegisterCommand,
  type StreamId,
  type SuspectCommand,
  approverOf,
  correctionKindOf,
  dateOf,
  deciderOf,
  eventIdOf,
  ruleOf,
} from '@casetrail/domain';
import type { Chance } from './chance.ts';
import { type Team, city, officer, otherOf, system } from './officers.ts';
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

/** What is on record: the first event that the act told on its own stream, and its moment, for whatever relies on it. */
export type Told<C extends Category = Category> = { readonly stream: StreamId<C>; readonly on: Day; readonly at: number; version?: number };
/** A record to be voided: what an act told first, or what it told `further` events later on the same stream. */
export type Target = Told | { readonly of: Told; readonly further: number };
export type { Team } from './officers.ts';

type Voiding = { readonly type: 'VoidRecords'; readonly data: { readonly targets: readonly Target[] } };
export type DomainCommand =
  | CriminalCaseCommand
  | PersonCommand
  | SuspectCommand
  | CrimeGroupCommand
  | ArrestReviewCommand
  | ProsecutionCommand
  | CourtDocketCommand
  | AssetCommand
  | LeadCommand
  | InvestigationCommand
  | RecommendationCommand
  | RectificationPlanCommand
  | MechanismCommand
  | ProblemCommand
  | RegisterCommand
  | IndicatorCommand
  | HearingCommand
  | MajorProjectCommand
  | CheckExceptionCommand
  | Voiding;
export type Entry = DomainCommand & {
  readonly on: Day;
  readonly team: Team;
  /** What must be on record before. */
  readonly after?: readonly Told[];
  /** Not recorded before this moment: an act with a time of day. */
  readonly from?: number;
  /** Days until the record, instead of the team's usual ones. */
  readonly lag?: number;
  /** The city level acts, or the product itself: nobody decides that a term has run out. */
  readonly by?: 'CITY' | 'SYSTEM';
  /** The other one of the pair acts, where the rule asks for a second person. */
  readonly second?: boolean;
  /** How many events it tells on its own stream, where that is not one. */
  readonly own?: number;
  /** The streams that it is listed in, one event each. */
  readonly lists?: readonly StreamId[];
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
        const before = versions.get(stream) ?? 0;
        versions.set(stream, before + events);
        if (told) told.version = before + 1;
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
    const by = ruleOf(decider, type)?.by ?? [];
    const actors: Team = entry.second ? { ...team, pair: otherOf(team.pair) } : team;
    const kind = correctionKindOf(decider, command, occurredOn, today);
    if (kind === undefined) {
      const told: Told<C> = { stream, on: entry.on, at };
      const actor = entry.by === 'SYSTEM' ? system : entry.by === 'CITY' ? officer(by, city(actors), 'senior') : officer(by, actors);
      this.#lines.push({
        at,
        command: { id: this.#chance.uuid(), stream, ...command, act, actor, recordedAt: instantOf(at) },
        effects: effectsOf(told, entry),
      });
      return told;
    }

    const asking = officer(by, actors);
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
        actor: asking,
        recordedAt: instantOf(at),
      },
      effects: [{ stream: correction, events: 1 }],
      ...(voiding && { voiding }),
    });
    const approvedAt = this.#officeHours(at + Math.round((0.6 + 1.2 * this.#chance.next()) * DAY));
    const told: Told<C> = { stream, on: entry.on, at: approvedAt };
    const second: Team = { ...actors, pair: otherOf(actors.pair) };
    this.#lines.push({
      at: approvedAt,
      command: {
        id: this.#chance.uuid(),
        stream: correction,
        type: 'ApproveCorrection',
        data: {},
        act: { occurredOn: civilDateOf(dayAt(approvedAt)) },
        actor: officer([approverOf[asking.role] ?? asking.role], entry.by === 'CITY' ? city(second) : second, 'senior'),
        recordedAt: instantOf(approvedAt),
      },
      effects: [{ stream: correction, events: 1 }, ...effectsOf(told, entry)],
    });
    return told;
  }
}

/** Which streams a command writes to: its own, and those it is listed in. */
function effectsOf(told: Told, { type, data, own = 1, lists = [] }: Entry): Effect[] {
  const events = type === 'VoidRecords' ? data.targets.length : own;
  const listed = type === 'OpenSuspect' ? [data.case, data.person] : type === 'LinkGroup' ? [data.group] : lists;
  return [{ stream: told.stream, told, events }, ...listed.map((stream): Effect => ({ stream, events: 1 }))];
}

function withTargets(data: object, { targets }: Voiding['data']): object {
  const { proposal, ...request } = data as { proposal: { data: object } };
  const versions = targets.map((target) => {
    const { stream, version = 0 } = 'of' in target ? target.of : target;
    return { stream, version: version + ('of' in target ? target.further : 0) };
  });
  const named = versions.sort((a, b) => a.version - b.version).map(({ stream, version }): EventId => eventIdOf(stream, version));
  return { ...request, proposal: { ...proposal, data: { targets: named } } };
}
