import { type Category, type CivilDate, type RecordedEvent, type StreamId, categoryOf, eventIdOf, streamNumber } from '@casetrail/domain';
import type { LoggedEvent } from '@casetrail/domain/testing';

/** A ledger written by hand, event by event, for specs that read as sentences. */
export class Book {
  readonly log: LoggedEvent[] = [];

  stream<C extends Category>(category: C, n: number): StreamId<C> {
    return `${category}-${String(n).padStart(26, '0')}` as StreamId<C>;
  }

  /** Something happened on a day, and was recorded then, or on the day given. Returns its position. */
  tell(on: string, stream: StreamId, type: string, data: object = {}, recordedOn = on): number {
    const position = this.log.length + 1;
    const mine = this.log.filter(({ event }) => event.stream === stream);
    const event = {
      stream,
      version: mine.length + 1,
      type,
      schema: 1,
      occurredOn: on as CivilDate,
      secrecy: 'INTERNAL',
      correlation: 'test',
      data,
      actor: { user: 'tester', role: 'SYSTEM', org: 'test', district: '370200' },
    } satisfies RecordedEvent as LoggedEvent['event'];
    this.log.push({
      position,
      streamNo: mine[0]?.streamNo ?? streamNumber(position, categoryOf(stream)),
      recordedAt: new Date(`${recordedOn}T12:00:00+08:00`),
      event,
    });
    return position;
  }

  void(position: number, recordedOn: string): number {
    const { event } = this.log[position - 1] as LoggedEvent;
    return this.tell(recordedOn, event.stream, 'RecordVoided', { target: eventIdOf(event.stream, event.version) });
  }

  /** A case in scope of the campaign. */
  file(n: number, on: string, district = '370202'): StreamId<'criminal_case'> {
    const file = this.stream('criminal_case', n);
    this.tell(on, file, 'CaseFiled', { district });
    this.tell(on, file, 'CaseScopeClassified', { scope: 'EVIL' });
    return file;
  }

  register(n: number, on: string): StreamId<'person'> {
    const person = this.stream('person', n);
    this.tell(on, person, 'PersonRegistered');
    return person;
  }

  /** A suspect who is detained. Returns the position of the detention. */
  detain(n: number, person: StreamId<'person'>, file: StreamId<'criminal_case'>, on: string, { district = '370202', recordedOn = on } = {}): number {
    const suspect = this.stream('suspect', n);
    this.tell(on, suspect, 'SuspectOpened', { person, case: file }, recordedOn);
    return this.tell(on, suspect, 'CriminalDetentionImposed', { district }, recordedOn);
  }
}
