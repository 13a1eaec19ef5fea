import {
  type Actor,
  type IdentityNumber,
  type AnyDecider,
  type Person,
  type PersonId,
  type Reach,
  Rejection,
  type StreamId,
  civilDateAt,
  parseIdentityNumber,
  person,
  personalFields,
  refusePersonalData,
} from '@casetrail/domain';
import { type Ledger, LoadedStreams, canonicalJson, newStreamId } from '@casetrail/ledger';
import { type Claim, KeyDestroyed, type PersonalData, type Sealed, type Vault } from '@casetrail/vault';
import type { Asking, Understood } from '../command/command-controller.ts';
import { unknownRecord } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';
import { canActOn } from '../view/sight.ts';
import { failingClosed } from './fail-closed.ts';

type Data = Understood['data'];
type Given = { readonly command: string; readonly record: PersonId | undefined; readonly actor: Actor; readonly asking: Asking };
/** Takes the number; the second time instead of whom it was found not to belong to. */
type Claiming = (insteadOf?: PersonId) => Promise<Claim>;

/** A person as the ledger has them now. */
export async function personAt(ledger: Ledger, id: StreamId): Promise<Person> {
  const streams = new LoadedStreams(ledger);
  await streams.load([id]);
  return streams.world.state(person as AnyDecider, id) as Person;
}

const isPersonal = (field: string) => (personalFields as readonly string[]).includes(field);

/** Takes personal data out of a command before anything else sees them, and puts the versions in their place under which the vault keeps them. */
export class EnteredData {
  constructor(
    private readonly ledger: Ledger,
    private readonly vault: Vault,
  ) {}

  async understood(fields: Data, given: Given): Promise<Understood> {
    const parts = Object.entries(fields);
    const data = Object.fromEntries(parts.filter(([field]) => !isPersonal(field)));
    const personal = Object.fromEntries(parts.filter(([field]) => isPersonal(field))) as PersonalData;
    if (Object.keys(personal).length === 0) return { data };
    const entries: string[] = [];
    const settle = () => this.vault.settle(entries).catch(() => undefined); // then a worker does it
    try {
      return { ...(await this.#entered(data, personal, given, entries)), settle };
    } catch (error) {
      await settle();
      throw error;
    }
  }

  /** `entries`: gets what is to be settled. */
  async #entered(data: Data, personal: PersonalData, { command, record, actor, asking }: Given, entries: string[]): Promise<Understood> {
    const asked = { ...data, personalData: this.vault.hashes.fingerprint(canonicalJson(personal)) };
    const number = identityNumber(personal, asking.now);
    const before = record && (await personAt(this.ledger, record));
    if (record && (before?.status === 'unknown' || !(await canActOn(this.ledger, record, asking.reach)))) throw unknownRecord('person');
    if (before) refusePersonalData(before);

    const wanted = record ?? newStreamId('person', asking.now, asking.commandId);
    const looker = { actor, requestId: asking.requestId };
    const claim: Claiming = async (insteadOf) => {
      const claimed = await failingClosed(this.vault.claim(number as IdentityNumber, wanted, looker, insteadOf));
      entries.push(claimed.entry);
      return claimed;
    };
    const claimed = number && (await this.#claimed(claim, wanted, record !== undefined, asking.reach));
    const subject = claimed?.person ?? wanted;
    const named = { ...data, ...(claimed && { idHash: claimed.token }) };
    if (await this.#isThere(command, subject, claimed, asking.commandId)) return { data: named, asked, begins: subject };
    const { versions: personalData, entry } = await this.#seal(subject, { ...personal, ...(number && { idNumber: number.number }) });
    entries.push(entry);
    return { data: { ...named, personalData }, asked, begins: subject };
  }

  /** Whose number it is. Somebody who was found to have another one since does not keep it. */
  async #claimed(claim: Claiming, wanted: PersonId, isRegistered: boolean, reach: Reach): Promise<Claim> {
    const claimed = await claim();
    if (claimed.person === wanted) return claimed;
    if (reach.closed.includes(claimed.person)) throw new Rejection('person/number-of-another', 'The identity number is that of another person.');
    const { idHash } = await personAt(this.ledger, claimed.person);
    if (idHash !== undefined && idHash !== claimed.token) return claim(claimed.person);
    if (isRegistered)
      throw new Rejection('person/number-of-another', `The identity number is that of ${claimed.person}: record that the two are one person.`, {
        person: claimed.person,
      });
    return claimed;
  }

  /** Whether the command will record nothing: then nothing is sealed either. */
  async #isThere(command: string, subject: PersonId, claimed: Claim | undefined, commandId: string): Promise<boolean> {
    if ((await this.ledger.recordedCommands([commandId])).has(commandId)) return true;
    if (!claimed || command === 'CorrectPersonData') return false;
    return (await personAt(this.ledger, subject)).idHash === claimed.token;
  }

  async #seal(subject: PersonId, personal: PersonalData): Promise<Sealed> {
    try {
      return await this.vault.seal(subject, personal);
    } catch (error) {
      if (error instanceof KeyDestroyed) throw new Rejection('person/key-destroyed', 'The personal data of this person were erased: none are taken any more.');
      throw error;
    }
  }
}

function identityNumber({ idNumber, bornOn }: PersonalData, now: Date): IdentityNumber | undefined {
  const today = civilDateAt(now);
  const wrong = (path: string, code: string, message: string) => invalid([{ path, code, message }]);
  if (bornOn !== undefined && bornOn > today) throw wrong('bornOn', 'in-future', 'is after today');
  const number = idNumber === undefined ? undefined : readIdentityNumber(idNumber);
  if (number && bornOn !== undefined && number.bornOn !== bornOn) throw wrong('bornOn', 'contradictory', 'is not the date that the identity number holds');
  return number;
}

/** @throws Problem request/invalid for what cannot be one */
export function readIdentityNumber(text: string): IdentityNumber {
  try {
    return parseIdentityNumber(text, civilDateAt(new Date()));
  } catch (error) {
    throw invalid([{ path: 'idNumber', code: 'invalid-format', message: (error as Error).message }]);
  }
}
