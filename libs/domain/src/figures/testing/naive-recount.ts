import { CAMPAIGN_START, type FigureId } from '../figure.ts';
import { personsCounter } from './naive-identities.ts';
import { recountOrgans } from './naive-organs.ts';
import type { LoggedEvent } from './random-log.ts';

/** `F05|370202` is a district's value, `F05|` the whole city's. */
export type Totals = ReadonlyMap<string, number>;

export type Entry = { position: number; id: string; stream: string; type: string; on: string; data: Record<string, string> };
/** What the recount has at hand: the records that stand, in their order in time, and the ways to look at them and to count. */
export type Recount = {
  readonly alive: readonly Entry[];
  readonly asOf: string;
  /** The records of some types on a stream up to the day, and up to any other day. */
  readonly about: (stream: string, ...types: string[]) => readonly Entry[];
  readonly aboutOn: (day: string, stream: string, ...types: string[]) => readonly Entry[];
  readonly streamsWith: (type: string) => readonly string[];
  /** The position at which a stream began. */
  readonly age: ReadonlyMap<string, number>;
  readonly add: (figure: FigureId, amount: number, ...places: (string | undefined)[]) => void;
  /** Each person once in every district, and once in the city. */
  readonly addPersons: (figure: FigureId, found: readonly { readonly person: string; readonly district: string }[]) => void;
  readonly organised: (scope: string | undefined) => boolean;
  /** The scope of a case on the day, or of the case it was merged into. */
  readonly inScope: (file: string) => boolean;
  /** The oldest of the identities that are one person. */
  readonly labelOf: (person: string) => string;
};

/**
 * The deliberately naive recount: for one date and one position, strike out what was voided, replay the rest, look at the end.
 * It shares nothing with the counting rules but the shape of an event, and is slow on purpose.
 */
export function naiveRecount(log: readonly LoggedEvent[], asOf: string, knownAt: number): Totals {
  const told = log
    .filter(({ position }) => position <= knownAt)
    .map(({ position, event }): Entry => ({
      position,
      id: `${event.stream}@${event.version}`,
      stream: event.stream,
      type: event.type,
      on: event.occurredOn,
      data: event.data as never,
    }));
  const isDead = (entry: Entry): boolean => told.some((other) => other.type === 'RecordVoided' && other.data['target'] === entry.id && !isDead(other));
  const alive = told.filter((entry) => entry.type !== 'RecordVoided' && !isDead(entry)).sort((a, b) => a.on.localeCompare(b.on) || a.position - b.position);
  const aboutOn = (day: string, stream: string, ...types: string[]) =>
    alive.filter((entry) => entry.on <= day && entry.stream === stream && types.includes(entry.type));
  const about = (stream: string, ...types: string[]) => aboutOn(asOf, stream, ...types);
  const streamsWith = (type: string) => [...new Set(alive.filter((entry) => entry.type === type).map(({ stream }) => stream))];
  const age = new Map<string, number>();
  for (const { event, position } of log) if (!age.has(event.stream)) age.set(event.stream, position);

  const totals = new Map<string, number>();
  const add = (figure: FigureId, amount: number, ...places: (string | undefined)[]) => {
    for (const key of places.map((place) => `${figure}|${place}`)) if (amount !== 0) totals.set(key, (totals.get(key) ?? 0) + amount);
  };
  const organised = (scope: string | undefined) => scope === 'MAFIA' || scope === 'EVIL';

  const classification = (file: string) => about(file, 'CaseScopeClassified', 'CaseScopeReclassified').at(-1)?.data['scope'];
  /** On that day; a merged case follows the one it was merged into. */
  const inScope = (file: string, seen: readonly string[] = []): boolean => {
    const survivor = about(file, 'CasesMerged').at(-1)?.data['survivor'];
    return survivor !== undefined && survivor !== file && !seen.includes(survivor) ? inScope(survivor, [...seen, file]) : organised(classification(file));
  };

  for (const file of streamsWith('CaseFiled')) {
    if (about(file, 'CaseFiled').length === 0 || about(file, 'CasesMerged').length > 0) continue;
    const crack = about(file, 'CaseCracked', 'CrackRevoked', 'CaseWithdrawn', 'CaseReopened').at(-1);
    if (crack?.type !== 'CaseCracked' || crack.on < CAMPAIGN_START) continue;
    if (about(file, 'CaseWithdrawn', 'CaseReopened').at(-1)?.type === 'CaseWithdrawn') continue;
    const where = about(file, 'CaseFiled', 'CaseTransferred').at(-1)?.data;
    const district = where?.['district'] ?? where?.['toDistrict'];
    if (district && organised(classification(file))) add('F04', 1, district, '');
  }

  for (const group of streamsWith('GroupRegistered')) {
    if (about(group, 'GroupRegistered').length === 0 || about(group, 'GroupsMerged', 'GroupWithdrawn').length > 0) continue;
    if (!about(group, 'GroupDismantled').some(({ on }) => on >= CAMPAIGN_START)) continue;
    const byPolice = about(group, 'GroupClassified', 'GroupReclassified').findLast(({ data }) => data['stage'] === 'POLICE');
    const tier = about(group, 'GroupAdjudicated').at(-1)?.data['finding'] ?? byPolice?.data['tier'];
    const where = about(group, 'GroupRegistered', 'GroupTransferred').at(-1)?.data;
    const district = where?.['district'] ?? where?.['toDistrict'];
    const figure = ({ MAFIA_TYPE: 'F01', EVIL_FORCE_GROUP: 'F02', EVIL_FORCE_GANG: 'F03', EVIL_RELATED_JOINT_CRIME: 'F03' } as const)[tier ?? ''];
    if (!figure || !district) continue;
    add(figure, 1, district, '');
    add('F01-all', 1, district, '');
  }

  const { addPersons, labelOf } = personsCounter(alive, age, add);

  const detained: { person: string; district: string }[] = [];
  for (const { stream, data } of alive.filter(({ type }) => type === 'SuspectOpened')) {
    const acts = about(stream, 'DetentionAnnulled', 'CriminalDetentionImposed').filter(({ type, on }) => type === 'DetentionAnnulled' || on >= CAMPAIGN_START);
    const first = acts[acts.findLastIndex(({ type }) => type === 'DetentionAnnulled') + 1];
    if (!first || !inScope(data['case'] as string)) continue;
    const district = first.data['district'] as string;
    add('F05-times', 1, district, '');
    detained.push({ person: data['person'] as string, district });
  }
  addPersons('F05', detained);
  recountOrgans({ alive, asOf, about, aboutOn, streamsWith, age, add, addPersons, organised, inScope, labelOf });
  return totals;
}
