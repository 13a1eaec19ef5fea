import { randomUUID } from 'node:crypto';
import type { Actor, CaseId, Category, CivilDate, CorrectionId, LedgerKind, PersonId, StreamId, SuspectId } from '@casetrail/domain';
import { type IssuedCommand, type Receipt, execute, newStreamId } from '../execute.ts';
import type { Ledger } from '../ledger.ts';

export const investigator: Actor = { user: 'inv-1', role: 'POLICE_INVESTIGATOR', org: 'psb-370202', district: '370202' };
export const leader: Actor = { user: 'lead-1', role: 'POLICE_LEADER', org: 'psb-370202', district: '370202' };
export const secondLeader: Actor = { user: 'lead-2', role: 'POLICE_LEADER', org: 'psb-370202', district: '370202' };
export const system: Actor = { user: 'system', role: 'SYSTEM', org: 'casetrail', district: '370200' };

/** When the station's clerks sit at their desks: 8 April 2020, ten in the morning in Qingdao. */
export const deskTime = new Date('2020-04-08T02:00:00Z');
export const newStream = <C extends Category>(category: C): StreamId<C> => newStreamId(category, deskTime, randomUUID());

type Circumstances = { id?: string; by?: Actor; occurredOn?: string; fingerprint?: Buffer; ifVersion?: number };

/** A command as a clerk would send it: by a leader of Shinan, for 1 April 2020, unless it says otherwise. */
export function request(
  stream: StreamId,
  type: string,
  data: unknown,
  { id = randomUUID(), by = leader, occurredOn = '2020-04-01', ...more }: Circumstances = {},
): IssuedCommand {
  return { id, stream, type, data, act: { occurredOn: occurredOn as CivilDate }, actor: by, ...more };
}

export const report = { reportNumber: 'JJ-1', source: 'VICTIM', district: '370202' };
export const filing = { caseNumber: 'A3702020100', offences: ['寻衅滋事罪'], leadAgency: 'psb-370202' };
export const detention = { warrantNumber: 'JL-1', at: '2020-04-01T09:00:00+08:00', ground: 'CPL82_1' };

/** A police station that works on one ledger: brings cases and suspects to where a test begins. */
export class Station {
  readonly ledger: Ledger;
  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  issue(stream: StreamId, type: string, data: unknown, circumstances: Circumstances = {}): Promise<Receipt> {
    return execute(this.ledger, request(stream, type, data, circumstances), deskTime);
  }

  async open(kind: LedgerKind = 'live'): Promise<Receipt> {
    return this.issue(newStream('ledger'), 'OpenLedger', { kind, city: '370200' }, { by: system });
  }

  async reportedCase(): Promise<CaseId> {
    const file = newStream('criminal_case');
    await this.issue(file, 'AcceptReport', report, { by: investigator });
    return file;
  }

  async filedCase(): Promise<CaseId> {
    const file = await this.reportedCase();
    await this.issue(file, 'FileCase', filing);
    return file;
  }

  async person(): Promise<PersonId> {
    const person = newStream('person');
    await this.issue(person, 'RegisterPerson', {}, { by: investigator });
    return person;
  }

  async suspectIn(file: CaseId): Promise<SuspectId> {
    const suspect = newStream('suspect');
    await this.issue(suspect, 'OpenSuspect', { person: await this.person(), case: file });
    return suspect;
  }

  async detainedIn(file: CaseId): Promise<SuspectId> {
    const suspect = await this.suspectIn(file);
    await this.issue(suspect, 'Detain', detention);
    return suspect;
  }

  /** A request for a correction, made by the investigator and waiting for a leader. */
  async requested(kind: string, stream: StreamId, type: string, data: unknown, occurredOn = '2020-04-01'): Promise<CorrectionId> {
    const correction = newStream('correction');
    const proposal = { stream, type, data, act: { occurredOn } };
    await this.issue(correction, 'RequestCorrection', { kind, proposal, reason: { code: 'TYPING_ERROR' } }, { by: investigator });
    return correction;
  }
}
