import {
  type CivilDate,
  type ComputedFigures,
  type EventId,
  type Owner,
  type Publication,
  type PublicationEvent,
  type PublicationId,
  type RecordedEvent,
  apply,
  categories,
  eventIdOf,
  publication,
} from '@casetrail/domain';
import { parseBytes } from '@casetrail/ledger';
import type { Pool } from 'pg';
import { InvalidCursor } from '../views/page.ts';

/** An event of a publication with its place in the ledger. */
export type Placed = { readonly id: EventId; readonly position: number; readonly recordedAt: string; readonly hash: Buffer };
type Happened = Placed & { readonly occurredOn: CivilDate };
/** A publication as the ledger tells it. */
export type PublicationFile = {
  readonly id: PublicationId;
  readonly version: number;
  readonly state: Publication;
  readonly drafted: Happened;
  /** The figures as they were computed last, byte for byte what was stored. */
  readonly computed?: Happened & { readonly figures: ComputedFigures };
  /** The certifications of these figures. */
  readonly certified: readonly (Happened & { readonly agency: Owner; readonly org: string })[];
  readonly published?: Happened;
  readonly withdrawn?: Happened & { readonly ground: string };
};
export type PublicationsPage = { readonly items: readonly PublicationFile[]; readonly next: string | null };

const isPublication = `no % 32 = ${categories.publication}`;
/** $1 the number of a stream before which to look, $2 how many. */
const newest = { name: 'publications.newest', text: `select no from ledger.streams where ${isPublication} and no < $1 order by no desc limit $2` };
const named = { name: 'publications.named', text: `select no from ledger.streams where ${isPublication} and id = $1` };
const told = {
  name: 'publications.told',
  text: `select stream, position, version, recorded_at, hash, bytes from ledger.events where stream = any($1::bigint[]) order by stream desc, version`,
};
/** $1 a day, $2 a position: what was published by then for that day or an earlier one. */
const before = {
  name: 'publications.before',
  text: `select s.no, p.position, convert_from(d.bytes, 'UTF8')::json -> 'data' ->> 'asOf' as as_of from ledger.streams s
         join ledger.events d on d.stream = s.no and d.version = 1 join ledger.events p on p.stream = s.no and p.type = 'PublicationPublished'
         where s.${isPublication} and p.position <= $2 and convert_from(d.bytes, 'UTF8')::json -> 'data' ->> 'asOf' <= $1
         order by as_of desc, p.position desc limit 1`,
};

/** $1 a day, $2 how many events the ledger had, $3 the rule set: whether figures of this point have been published, and not withdrawn since. */
const published = {
  name: 'publications.published',
  text: `select exists (select from ledger.streams s
           join ledger.events d on d.stream = s.no and d.version = 1 join ledger.events p on p.stream = s.no and p.type = 'PublicationPublished'
           join lateral (select bytes from ledger.events where stream = s.no and type = 'FiguresComputed' order by version desc limit 1) c on true
         where s.${isPublication} and convert_from(d.bytes, 'UTF8')::json -> 'data' ->> 'asOf' = $1 and convert_from(d.bytes, 'UTF8')::json -> 'data' ->> 'ruleSet' = $3
           and convert_from(c.bytes, 'UTF8')::json #>> '{data,ledger,size}' = $2
           and not exists (select from ledger.events w where w.stream = s.no and w.type = 'PublicationWithdrawn')) as found`,
};

const MOST_ON_A_PAGE = 200;
const USUAL = 50;
const BEYOND = '9223372036854775807';

type Row = { stream: string; position: string; version: number; recorded_at: Date; hash: Buffer; bytes: Buffer };

/** Reads publications from the ledger itself: they are few, and what they say must be what is stored. */
export class Publications {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async one(id: PublicationId): Promise<PublicationFile | undefined> {
    const { rows } = await this.#pool.query<{ no: string }>({ ...named, values: [id] });
    return (await this.#files(rows.map(({ no }) => no)))[0];
  }

  /** The newest first. @throws InvalidCursor */
  async list({ after, limit = USUAL }: { readonly after?: string | undefined; readonly limit?: number | undefined } = {}): Promise<PublicationsPage> {
    if (after !== undefined && !/^[1-9]\d{0,17}$/.test(after)) throw new InvalidCursor();
    const size = Math.min(Math.max(1, limit), MOST_ON_A_PAGE);
    const { rows } = await this.#pool.query<{ no: string }>({ ...newest, values: [after ?? BEYOND, size + 1] });
    const shown = rows.slice(0, size).map(({ no }) => no);
    return { items: await this.#files(shown), next: rows.length > size ? (shown.at(-1) as string) : null };
  }

  /** The newest publication of a day or an earlier one, of those that were published when the ledger was at a position. */
  async newestBefore(asOf: CivilDate, position: number): Promise<PublicationFile | undefined> {
    const { rows } = await this.#pool.query<{ no: string }>({ ...before, values: [asOf, position] });
    return (await this.#files(rows.map(({ no }) => no)))[0];
  }

  /** Whether the figures of a day, as known at a position under a rule set, are those of a publication that stands. */
  async isPublished(asOf: CivilDate, position: number, ruleSet: string): Promise<boolean> {
    const { rows } = await this.#pool.query<{ found: boolean }>({ ...published, values: [asOf, String(position), ruleSet] });
    return rows[0]?.found === true;
  }

  async #files(numbers: readonly string[]): Promise<PublicationFile[]> {
    if (numbers.length === 0) return [];
    const { rows } = await this.#pool.query<Row>({ ...told, values: [numbers] });
    return numbers.flatMap((no) => fileOf(rows.filter(({ stream }) => stream === no)));
  }
}

type Event = RecordedEvent<PublicationEvent>;

function fileOf(rows: readonly Row[]): PublicationFile[] {
  const events = rows.map((row) => {
    const event = parseBytes(row.bytes) as Event;
    const { stream, version, occurredOn } = event;
    const placed = { id: eventIdOf(stream, version), position: Number(row.position), recordedAt: row.recorded_at.toISOString(), hash: row.hash, occurredOn };
    return { event, placed };
  });
  const [drafted] = events;
  if (!drafted) return [];
  const last = (type: Event['type']) => events.findLast(({ event }) => event.type === type);
  const [computed, published, withdrawn] = [last('FiguresComputed'), last('PublicationPublished'), last('PublicationWithdrawn')];
  const certified = events.filter(({ event, placed }) => event.type === 'PublicationCertified' && placed.position > (computed?.placed.position ?? 0));
  return [
    {
      id: drafted.event.stream as PublicationId,
      version: events.length,
      state: events.reduce((state: Publication, { event }) => apply(publication as never, state as never, event), publication.initialState),
      drafted: drafted.placed,
      ...(computed && { computed: { ...computed.placed, figures: computed.event.data as ComputedFigures } }),
      certified: certified.map(({ event, placed }) => ({ ...placed, agency: (event.data as { agency: Owner }).agency, org: event.actor.org })),
      ...(published && { published: published.placed }),
      ...(withdrawn && { withdrawn: { ...withdrawn.placed, ground: (withdrawn.event.data as { ground: string }).ground } }),
    },
  ];
}

/** The figures that a publication has printed. */
export const printedValues = ({ figures }: ComputedFigures): Readonly<Record<string, number>> =>
  Object.fromEntries(figures.map(({ figure, value }) => [figure, value]));
