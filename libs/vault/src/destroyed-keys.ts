import * as fs from 'node:fs';
import { dirname } from 'node:path';
import type { Pool } from 'pg';
import { z } from 'zod';
import { type EventId, type PersonId, eventId, instant, streamOfEvent } from '@casetrail/domain';

/** A key that was destroyed: whose, by which event, and when that was recorded. */
export type Destruction = { readonly person: PersonId; readonly event: EventId; readonly recordedAt: string };

const line = z.strictObject({ event: eventId.refine((id) => id.startsWith('person-'), 'must be an event of a person'), recordedAt: instant });

/** The list of destroyed keys cannot be trusted: whoever goes on might bring one back. */
export class BadList extends Error {}

/**
 * Keys that were destroyed, remembered in a file outside the database: a backup from before brings a key back, and this does not let it. Lines are only
 * ever added, and are on the disk before anything is destroyed.
 */
export class DestroyedKeys {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws BadList where a line is none, but for one that was not finished when the machine failed: nothing is destroyed before its line is whole */
  list(): readonly Destruction[] {
    return this.#content()
      .split('\n')
      .flatMap((text, i) => {
        if (text === '' || isUnfinished(text)) return [];
        const { data } = line.safeParse(jsonOf(text));
        if (!data) throw new BadList(`${this.#path}: line ${i + 1} is no destroyed key.`);
        return [{ person: streamOfEvent(data.event) as PersonId, ...data }];
      });
  }

  /** Adds those that are not in it; returns when the disk has them. Several processes may do so. */
  add(destructions: readonly Destruction[]): void {
    const known = new Set(this.list().map(({ event }) => event));
    const fresh = destructions.filter(({ event }) => !known.has(event));
    if (fresh.length === 0) return;
    fs.mkdirSync(dirname(this.#path), { recursive: true });
    const begins = /(^|\n)$/.test(this.#content()) ? '' : '\n';
    const file = fs.openSync(this.#path, 'a', 0o600);
    try {
      fs.writeSync(file, begins + fresh.map(({ event, recordedAt }) => `${JSON.stringify({ event, recordedAt })}\n`).join(''));
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
  }

  #content(): string {
    return fs.existsSync(this.#path) ? fs.readFileSync(this.#path, 'utf8') : '';
  }
}

const BEGINNING = '{"event":"person-';
const isUnfinished = (text: string): boolean => !text.endsWith('}') && (text.startsWith(BEGINNING) || BEGINNING.startsWith(text));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Row = { readonly person: PersonId; readonly event: EventId; readonly recorded_at: Date };
const destructionOf = ({ person, event, recorded_at }: Row): Destruction => ({ person, event, recordedAt: recorded_at.toISOString() });

/**
 * Destroys the keys that the ledger has decided to destroy and that are still there: those just decided, and those that came back with a backup. The list
 * knows them first. Returns whose they were.
 */
export async function destroyDue(pool: Pool, list: DestroyedKeys): Promise<readonly PersonId[]> {
  const { rows } = await pool.query<Row>('select person, event, recorded_at from vault.due()');
  if (rows.length === 0) return [];
  list.add(rows.map(destructionOf));
  for (const { person } of rows) await pool.query('select vault.destroy($1)', [person]);
  return rows.map(({ person }) => person);
}

/**
 * What is on the list and is backed by no act in the ledger: of a ledger restored from before, or forged. Whoever can write to the list can have keys destroyed, as
 * whoever can write to the disk can destroy the vault; nothing on it opens, brings back or keeps anything. So it is acted on, and said.
 */
export async function unbackedIn(pool: Pool, list: DestroyedKeys): Promise<readonly EventId[]> {
  const { rows } = await pool.query<{ event: EventId }>(
    `select l.event from unnest($1::text[]) with ordinality l(event, i)
      where not exists (select 1 from ledger.streams s join ledger.events e on e.stream = s.no
                         where s.id = split_part(l.event, '@', 1) and e.version = split_part(l.event, '@', 2)::int and e.type in ('PersonKeyDestroyed', 'RecordSealed'))
      order by i`,
    [list.list().map(({ event }) => event)],
  );
  return rows.map(({ event }) => event);
}

/**
 * Before anybody may ask: destroys what is due, and again every key on the list that is there although it was destroyed, also where the ledger itself
 * is from an older backup and does not know. As far as the ledger reaches, it decides, and not the list. What other machines have destroyed gets onto the list here.
 */
export async function destroyAgain(pool: Pool, list: DestroyedKeys): Promise<readonly PersonId[]> {
  const destroyed = await destroyDue(pool, list);
  const { rows } = await pool.query<Row>('select person, event, recorded_at from vault.destroyed');
  list.add(rows.map(destructionOf));
  const listed = list.list();
  const { rows: again } = await pool.query<{ event: EventId }>(
    'select l.event from unnest($1::text[], $2::timestamptz[]) l(event, at) where vault.destroy_again(l.event, l.at)',
    [listed.map(({ event }) => event), listed.map(({ recordedAt }) => recordedAt)],
  );
  return [...new Set([...destroyed, ...again.map(({ event }) => streamOfEvent(event) as PersonId)])];
}
