import { type Actor, type CivilDate, addDays, civilDateAt } from '@casetrail/domain';
import { random } from '@casetrail/domain/testing';
import type { Operation, Receipt } from './client.ts';

type Random = ReturnType<typeof random>;
type Request = Pick<Operation, 'as' | 'path' | 'body'>;
type Records = { readonly cases: string[]; readonly filed: string[]; readonly persons: string[]; readonly suspects: string[]; readonly detained: string[] };

const CLIENTS = 16;
/** Records that many clients work on at the same time. */
const WANTED = 6;
const auditor: Actor = { user: 'aud-1', role: 'AUDITOR', org: 'office-370200', district: '370200' };
const officer = (role: 'POLICE_INVESTIGATOR' | 'POLICE_LEADER', no: number): Actor => ({
  user: `${role === 'POLICE_LEADER' ? 'lead' : 'inv'}-${no}`,
  role,
  org: 'psb-370202',
  district: '370202',
});

/** What each of the clients does next. It follows from the seed and from what has been answered so far. */
export class Load {
  readonly clients = CLIENTS;
  readonly #seed: number;
  readonly #random: readonly Random[];
  readonly #records: Records = { cases: [], filed: [], persons: [], suspects: [], detained: [] };
  #settled: Records = { cases: [], filed: [], persons: [], suspects: [], detained: [] };
  #serial = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = Array.from({ length: CLIENTS }, (_, no) => random(seed * 1000 + no));
  }

  /** From now on everything that was acknowledged so far must be found by whoever reads. */
  settle(): void {
    this.#settled = structuredClone(this.#records);
  }

  /** The next request of a client: one in eight reads. */
  next(no: number): Operation | { readonly as: Actor; readonly read: string } {
    const dice = this.#random[no] as Random;
    if (dice.int(8) === 0) {
      const file = this.#settled.cases.length > 0 && dice.int(2) === 0 ? dice.pick(this.#settled.cases) : undefined;
      return { as: file ? officer('POLICE_LEADER', no) : auditor, read: file ? `/v1/criminal-cases/${file}` : `/v1/figures?asOf=${today()}` };
    }
    const key = `${this.#seed}-${no}-${++this.#serial}`;
    const { as, path, body } = this.#request(dice, no, key);
    const document = { kind: 'a campaign', number: key, date: today() };
    return { key, as, path, body: { occurredOn: addDays(today(), -1), ...body, document }, reply: { kind: 'unknown', why: 'not sent yet' } };
  }

  /** Learns from a receipt what there is to work on. */
  learn({ path }: Operation, { stream }: Receipt): void {
    const { cases, filed, persons, suspects, detained } = this.#records;
    if (path === '/v1/criminal-cases') cases.push(stream);
    if (path.endsWith('/file')) filed.push(stream);
    if (path === '/v1/persons') persons.push(stream);
    if (path === '/v1/suspects') suspects.push(stream);
    if (path.endsWith('/detain')) detained.push(stream);
  }

  /** One of the youngest: others want it too. */
  #wanted(dice: Random, list: readonly string[]): string | undefined {
    return list.at(-1 - dice.int(Math.min(WANTED, Math.max(1, list.length))));
  }

  #request(dice: Random, no: number, key: string): Request {
    const investigator = officer('POLICE_INVESTIGATOR', no);
    const leader = officer('POLICE_LEADER', no);
    const report: Request = { as: investigator, path: '/v1/criminal-cases', body: { reportNumber: `R-${key}`, source: 'VICTIM', district: '370202' } };
    const register: Request = { as: investigator, path: '/v1/persons', body: { birthYear: 1960 + dice.int(40), sex: 'MALE' } };
    const act = dice.int(20);
    const file = this.#wanted(dice, act < 8 ? this.#records.cases : this.#records.filed);
    const suspect = this.#wanted(dice, act < 17 ? this.#records.suspects : this.#records.detained);
    const person = this.#wanted(dice, this.#records.persons);
    const at = `${addDays(today(), -1)}T09:00:00+08:00`;
    if (act < 3) return report;
    if (act < 5) return register;
    if (!file) return report;
    if (act < 8)
      return { as: leader, path: `/v1/criminal-cases/${file}/file`, body: { caseNumber: `A-${key}`, offences: ['extortion'], leadAgency: 'Shinan branch' } };
    const scope = dice.pick(['MAFIA', 'EVIL', 'ORDINARY']);
    if (act < 10) return { as: leader, path: `/v1/criminal-cases/${file}/classify`, body: { scope, listVersion: '2018', basis: 'for the campaign' } };
    if (act < 11) return { as: leader, path: `/v1/criminal-cases/${file}/start-investigation`, body: { investigators: [`inv-${no}`] } };
    if (!person) return register;
    if (act < 14) return { as: investigator, path: '/v1/suspects', body: { person, case: file } };
    if (!suspect) return report;
    if (act < 17) return { as: leader, path: `/v1/suspects/${suspect}/detain`, body: { warrantNumber: `D-${key}`, at, ground: 'CPL82_1' } };
    return { as: leader, path: `/v1/suspects/${suspect}/notify-rights`, body: { at, counsel: dice.int(2) === 0 } };
  }
}

const today = (): CivilDate => civilDateAt(new Date());
