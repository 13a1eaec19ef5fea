import { z } from 'zod';

/** Every kind of stream, with the number it is stored under. Stored for ever: never rename, never renumber. */
export const categories = {
  ledger: 0,
  criminal_case: 1,
  person: 2,
  suspect: 3,
  crime_group: 4,
  correction: 5,
  arrest_review: 6,
  prosecution: 7,
  court_docket: 8,
  asset: 9,
  umbrella_lead: 10,
  umbrella_investigation: 11,
  recommendation: 12,
  rectification_plan: 13,
  mechanism: 14,
  problem: 15,
  register_entry: 16,
  indicator: 17,
  hearing: 18,
  major_project: 19,
  check_exception: 20,
  publication: 21,
  investigated_person: 22,
} as const;

export type Category = keyof typeof categories;
export type StreamId<C extends Category = Category> = C extends Category ? string & z.$brand<C> : never;
export type CaseId = StreamId<'criminal_case'>;
export type PersonId = StreamId<'person'>;
export type SuspectId = StreamId<'suspect'>;
export type GroupId = StreamId<'crime_group'>;
export type CorrectionId = StreamId<'correction'>;
export type ArrestReviewId = StreamId<'arrest_review'>;
export type ProsecutionId = StreamId<'prosecution'>;
export type DocketId = StreamId<'court_docket'>;
export type AssetId = StreamId<'asset'>;
export type LeadId = StreamId<'umbrella_lead'>;
export type InvestigationId = StreamId<'umbrella_investigation'>;
export type RegisterEntryId = StreamId<'register_entry'>;
/** `<stream>@<version>`: known before the event is stored, and never reused. */
export type EventId = string & z.$brand<'event'>;

const ulid = '[0-7][0-9A-HJKMNP-TV-Z]{25}';
const anyStream = new RegExp(`^(${Object.keys(categories).join('|')})-${ulid}$`);
const streamsInText = new RegExp(`\\b(?:${Object.keys(categories).join('|')})-${ulid}(?![0-9A-Za-z])`, 'g');

/** The schema of a stream id of one category: the category, a hyphen and a ULID. */
export const streamId = <C extends Category>(category: C) =>
  z
    .string()
    .regex(new RegExp(`^${category}-${ulid}$`), `must be an id like ${category}-01ARZ3NDEKTSV4RRFFQ69G5FAV`)
    .brand<C>();

export const eventId = z
  .string()
  .regex(new RegExp(`^[a-z_]+-${ulid}@[1-9][0-9]{0,8}$`), 'must be an event id like criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV@3')
  .brand<'event'>();

export const isStreamId = (value: unknown): value is StreamId => typeof value === 'string' && anyStream.test(value);
/** Every record that a text names, also by one of its events. */
export const streamsIn = (text: string): readonly StreamId[] => [...new Set(text.match(streamsInText))] as unknown as readonly StreamId[];
export const categoryOf = (stream: StreamId): Category => stream.slice(0, stream.lastIndexOf('-')) as Category;
export const eventIdOf = (stream: StreamId, version: number): EventId => `${stream}@${version}` as EventId;
export const streamOfEvent = (event: EventId): StreamId => event.slice(0, event.lastIndexOf('@')) as StreamId;
export const versionOfEvent = (event: EventId): number => Number(event.slice(event.lastIndexOf('@') + 1));

/** Every stream id somewhere in data: what a record refers to, and what a decision on a command will most likely look at. */
export function mentioned(data: unknown): StreamId[] {
  if (isStreamId(data)) return [data];
  if (Array.isArray(data)) return data.flatMap(mentioned);
  return data !== null && typeof data === 'object' ? Object.values(data).flatMap(mentioned) : [];
}
