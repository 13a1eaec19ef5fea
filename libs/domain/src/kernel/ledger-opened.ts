import { z } from 'zod';
import type { Decider } from './decider.ts';
import type { Message, MessagesOf } from './envelope.ts';

/** The first event of a ledger fixes what it is. A demo ledger may be told when it recorded; a live one never. Stored: never rename. */
export const ledgerEvents = {
  LedgerOpened: z.strictObject({ kind: z.enum(['live', 'demo']), city: z.literal('370200') }),
};
export type LedgerKind = 'live' | 'demo';
export type LedgerEvent = MessagesOf<typeof ledgerEvents>;
type OpenLedger = Message<'OpenLedger', LedgerEvent['data']>;

export const ledgerOpening: Decider<{ readonly status: 'unknown' | 'open'; readonly kind?: LedgerKind }, OpenLedger, LedgerEvent> = {
  category: 'ledger',
  noun: 'ledger',
  initialState: { status: 'unknown' },
  commands: { OpenLedger: ledgerEvents.LedgerOpened },
  events: ledgerEvents,
  rules: { OpenLedger: { by: ['SYSTEM'], from: { status: ['unknown'] }, emits: ['LedgerOpened'], holds: ({ kind }, state) => kind === state.kind } },
  decide: { OpenLedger: (data) => [{ type: 'LedgerOpened', data }] },
  evolve: { LedgerOpened: (_, { kind }) => ({ status: 'open', kind }) },
};
