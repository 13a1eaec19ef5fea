import type { CrimeGroupEvent } from '../crime-group/crime-group-messages.ts';
import type { CriminalCaseEvent } from '../criminal-case/criminal-case-messages.ts';
import { type EventId, type StreamId, versionOfEvent } from '../kernel/identifiers.ts';
import type { PersonEvent } from '../person/person-messages.ts';
import type { SuspectEvent } from '../suspect/suspect-messages.ts';
import type { Relations, Stream, Told } from './history.ts';

type DomainEvent = CriminalCaseEvent | PersonEvent | SuspectEvent | CrimeGroupEvent;
type DataOf<T> = Extract<DomainEvent, { type: T }>['data'];
type Fields = { readonly [T in DomainEvent['type']]?: readonly (keyof DataOf<T>)[] };

/** What counting is told: these events, with these fields. Everything else in the ledger is passed over. */
const told = {
  CaseFiled: ['district'],
  CaseScopeClassified: ['scope'],
  CaseScopeReclassified: ['scope'],
  CaseCracked: [],
  CrackRevoked: [],
  CaseTransferred: ['scope', 'toDistrict'],
  CaseWithdrawn: [],
  CaseReopened: [],
  CasesMerged: ['survivor'],
  IdentitiesMerged: ['survivor'],
  IdentitiesSplit: ['survivor'],
  SuspectOpened: ['person', 'case'],
  CriminalDetentionImposed: ['district'],
  DetentionAnnulled: [],
  GroupRegistered: ['district'],
  GroupClassified: ['tier', 'stage'],
  GroupReclassified: ['tier', 'stage'],
  GroupDismantled: [],
  GroupsMerged: [],
  GroupTransferred: ['scope', 'toDistrict'],
  GroupWithdrawn: [],
  GroupAdjudicated: ['finding'],
} as const satisfies Fields;

/**
 * How told events refer to other streams: person → suspect → case, an absorbed case → its survivor, and the identities of one person → each other.
 * Merges are told in the stream of the absorbed one. Each field named here must be told above.
 */
export const relations = {
  SuspectOpened: { about: ['person'], follows: ['case'] },
  CasesMerged: { follows: ['survivor'] },
  IdentitiesMerged: { about: ['survivor'], follows: ['survivor'] },
  IdentitiesSplit: { about: ['survivor'], follows: ['survivor'] },
} as const satisfies Relations & { readonly [T in keyof typeof told]?: { readonly [K in 'about' | 'follows']?: readonly (typeof told)[T][number][] } };

export type ToldType = keyof typeof told;
type Narrowed<D> = { readonly [F in keyof D]: D[F] extends StreamId ? Stream : D[F] };
export type ToldData<T extends ToldType> = Narrowed<Pick<DataOf<T>, (typeof told)[T][number] & keyof DataOf<T>>>;
export type ToldOf<T extends ToldType> = T extends ToldType ? Told<T, ToldData<T>> : never;
/** A void names the version of what it voids: that is always in the void's own stream. */
export type ToldVoid = Told<'RecordVoided', { readonly target: number }>;
export type ToldEvent = ToldOf<ToldType> | ToldVoid;

/** Event types that counting has any interest in. */
export const toldTypes: readonly string[] = [...Object.keys(told), 'RecordVoided'];

type Named = { readonly about?: readonly string[]; readonly follows?: readonly string[] };
const streamFields = new Map(
  Object.entries(relations).map(([type, { about = [], follows = [] }]: [string, Named]) => [type, [...new Set([...about, ...follows])]]),
);

/** The streams that an event refers to and whose numbers it takes to tell it. */
export const namedStreams = (type: string, data: unknown): readonly StreamId[] =>
  (streamFields.get(type) ?? []).map((field) => (data as Readonly<Record<string, StreamId>>)[field] as StreamId);

/** A recorded event as counting is told it. `place` says where it stands; `numberOf` knows the number of every stream it names. */
export function tell(place: Omit<Told, 'data'>, data: unknown, numberOf: (stream: StreamId) => Stream): ToldEvent {
  const fields: readonly string[] | undefined = told[place.type as ToldType];
  const streams = streamFields.get(place.type);
  const all = data as Readonly<Record<string, unknown>>;
  const narrow: Record<string, unknown> = {};
  if (place.type === 'RecordVoided') narrow['target'] = versionOfEvent(all['target'] as EventId);
  else if (fields === undefined) throw new Error(`${place.type} is not told to counting`);
  else for (const field of fields) if (all[field] !== undefined) narrow[field] = streams?.includes(field) ? numberOf(all[field] as StreamId) : all[field];
  return { ...place, data: narrow } as ToldEvent; // its shape follows from the table above
}
