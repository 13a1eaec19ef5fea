import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '@casetrail/domain';
import { fingerprintOf } from '../execute.ts';
import type { Entry, Ledger } from '../ledger.ts';
import { investigator, newStream, report } from './station.ts';

const AT_ONCE = 1000;

/** Records many reports, past the deciders: something to seal. */
export async function recordMany(ledger: Ledger, count: number): Promise<void> {
  for (let left = count; left > 0; left -= AT_ONCE) await ledger.appendAll(Array.from({ length: Math.min(left, AT_ONCE) }, () => reportEntry()));
}

/** A report to be appended past the deciders; `change` spoils the event, `entry` what is said of it. */
export function reportEntry(change: object = {}, entry: Partial<Entry> = {}): Entry {
  const stream = newStream('criminal_case');
  const event = {
    stream,
    version: 1,
    type: 'ReportAccepted',
    schema: 1,
    occurredOn: '2020-04-01',
    actor: investigator,
    secrecy: 'CASE',
    correlation: 'test',
    data: report,
    ...change,
  } as RecordedEvent;
  return { commandId: randomUUID(), fingerprint: fingerprintOf(stream), events: [event], read: [{ stream, no: 0, version: 0 }], ...entry };
}
