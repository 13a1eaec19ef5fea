import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Actor, CivilDate, IdentityNumber, PersonId, PersonalField, Purpose, SealedVersions } from '@casetrail/domain';
import type { KeyedHashes } from './keyed-hashes.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import { KEY_BYTES, type Place, Unreadable, type Value, open, seal } from './sealing.ts';

/** What the vault holds of a person, in the clear. Nothing that has one of these writes it anywhere. */
export type PersonalData = {
  readonly name?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly idNumber?: string | undefined;
  readonly bornOn?: CivilDate | undefined;
  readonly address?: string | undefined;
};

/** Who looks, and as part of which request. */
export type Looker = { readonly actor: Actor; readonly requestId: string };
export type Look = Looker & { readonly purpose: Purpose; /** What was asked for, without any value. */ readonly detail?: Readonly<Record<string, unknown>> };
type Outcome = 'SHOWN' | 'NOTHING' | 'REFUSED';
/** Whose number it is. `token`: what events say in its place. `entry`: to be settled. */
export type Claim = { readonly person: PersonId; readonly token: string; readonly isNew: boolean; readonly entry: string };
/** What was sealed, as an event is to name it. `entry`: to be settled. */
export type Sealed = { readonly versions: SealedVersions; readonly entry: string };
/** `isErased`: something that was asked for cannot be read any more, and that is recorded. */
export type Revealed = { readonly personalData: PersonalData; readonly isErased: boolean };

/** The person's key was destroyed while something was entered. */
export class KeyDestroyed extends Error {}

type OpenedRow = {
  readonly field: PersonalField;
  readonly version: number;
  readonly sealed: Buffer | null;
  readonly wrapped: Buffer | null;
  readonly wrapped_by: string | null;
  readonly destroyed_at: Date | null;
};
const who = ({ actor: { user, role, org, district } }: Looker): string[] => [user, role, org, district];

/** Names, identity numbers, birth dates and addresses, sealed under one key for each person. Reads nothing without leaving a look behind. */
export class Vault {
  readonly #pool: Pool;
  readonly #wrapper: KeyWrapper;
  readonly hashes: KeyedHashes;

  constructor(pool: Pool, wrapper: KeyWrapper, hashes: KeyedHashes) {
    this.#pool = pool;
    this.#wrapper = wrapper;
    this.hashes = hashes;
  }

  /**
   * Takes a number for somebody, unless it is somebody's already: however many ask at once, it is one person's.
   * `insteadOf`: a person who was found to have another number, and is to lose this one.
   */
  async claim(id: IdentityNumber, wanted: PersonId, looker: Looker, insteadOf?: PersonId): Promise<Claim> {
    const { rows } = await this.#pool.query<{ person: PersonId; token: string; is_new: boolean; entry: string }>(
      'select * from vault.claim($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [this.hashes.blind(id), wanted, randomBytes(32).toString('hex'), insteadOf ?? null, ...who(looker), looker.requestId],
    );
    const [{ person, token, is_new: isNew, entry }] = rows as [(typeof rows)[number]];
    return { person, token, isNew, entry };
  }

  /**
   * Seals what is there as a new version of each field. It is valid when an event names it.
   * @throws KeyDestroyed where nothing may be entered any more
   */
  async seal(person: PersonId, data: PersonalData): Promise<Sealed> {
    const entries = Object.entries(data).filter((entry): entry is [PersonalField, Value] => entry[1] !== undefined);
    try {
      const { wrapped, wrappedBy } = await this.#wrapper.wrap(randomBytes(KEY_BYTES), person);
      const { rows } = await this.#pool.query<{ wrapped: Buffer; wrapped_by: string; version: number; entry: string }>(
        'select * from vault.prepare($1, $2, $3)',
        [person, wrapped, wrappedBy],
      );
      const [prepared] = rows as [(typeof rows)[number]];
      const key = await this.#wrapper.unwrap({ wrapped: prepared.wrapped, wrappedBy: prepared.wrapped_by }, person);
      const { version, entry } = prepared;
      await this.#pool.query('select vault.store($1, $2, $3, $4)', [
        person,
        version,
        entries.map(([field]) => field),
        entries.map(([field, value]) => seal(key, { person, field, version }, value)),
      ]);
      return { versions: Object.fromEntries(entries.map(([field]) => [field, version])), entry };
    } catch (error) {
      throw (error as { code?: string }).code === 'VA001' ? new KeyDestroyed('The key was destroyed.', { cause: error }) : error;
    }
  }

  /** Takes away what was entered for an act and is named by no event, once it is known what became of that act. What is not settled, the workers sweep. */
  async settle(entries: readonly string[]): Promise<void> {
    await this.#pool.query('select vault.settle($1)', [entries]);
  }

  /**
   * Opens versions of fields, after the look is recorded.
   * @throws Unreadable where something cannot be read although nobody has decided so: an alarm
   */
  async reveal(person: PersonId, versions: SealedVersions, look: Look): Promise<Revealed> {
    const rows = await this.#look(person, versions, look, 'SHOWN');
    const opened = await Promise.all(rows.map(async (row) => [row.field, await this.#open({ person, field: row.field, version: row.version }, row)] as const));
    return {
      personalData: Object.fromEntries(opened.filter(([, value]) => value !== undefined)),
      isErased: opened.some(([, value]) => value === undefined),
    };
  }

  /** Records a look at which nothing is shown. */
  async refuse(person: PersonId, look: Look, outcome: Exclude<Outcome, 'SHOWN'>): Promise<void> {
    await this.#look(person, {}, look, outcome);
  }

  /** Whose number it is. Exact, and never without a look. */
  async find(id: IdentityNumber, look: Look): Promise<Pick<Claim, 'person' | 'token'> | undefined> {
    const { rows } = await this.#pool.query<Pick<Claim, 'person' | 'token'>>('select * from vault.find($1, $2, $3, $4, $5, $6, $7, $8)', [
      this.hashes.blind(id),
      ...who(look),
      'personal-data.find',
      look.purpose,
      look.requestId,
    ]);
    return rows[0];
  }

  async #look(person: PersonId, versions: SealedVersions, look: Look, outcome: Outcome): Promise<readonly OpenedRow[]> {
    const asked = Object.entries(versions).filter((entry): entry is [PersonalField, number] => entry[1] !== undefined);
    const { rows } = await this.#pool.query<OpenedRow>('select * from vault.open($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', [
      person,
      asked.map(([field]) => field),
      asked.map(([, version]) => version),
      ...who(look),
      'personal-data.reveal',
      look.purpose,
      JSON.stringify(look.detail ?? {}),
      outcome,
      look.requestId,
    ]);
    return rows;
  }

  async #open(place: Place, { sealed, wrapped, wrapped_by: wrappedBy, destroyed_at: destroyedAt }: OpenedRow): Promise<Value | undefined> {
    if (sealed && wrapped && wrappedBy) return open(await this.#wrapper.unwrap({ wrapped, wrappedBy }, place.person), place, sealed);
    if (destroyedAt) return undefined;
    throw new Unreadable(place, 'missing');
  }
}
