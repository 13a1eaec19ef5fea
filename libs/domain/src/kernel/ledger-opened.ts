import { z } from 'zod';
import type { Decider } from './decider.ts';
import type { Message, MessagesOf } from './envelope.ts';
import { statisticians } from './organs.ts';

/** Who keeps a read model up to date: each may leave an event out that it cannot take. Stored: never rename. */
export const projectorNames = ['figures', 'views'] as const;
export type ProjectorName = (typeof projectorNames)[number];

const skipped = z.strictObject({
  projector: z.enum(projectorNames),
  position: z.int().min(2).describe('The ledger position of the event that is left out; what opened the ledger never is'),
  reason: z.string().trim().min(10).max(500).describe('Why, in words for whoever reads it in years. No personal data'),
});

/**
 * The first event of a ledger fixes what it is. A demo ledger may be told when it recorded; a live one never. Later ones say which events a read model
 * leaves out for good, by whose decision and why: a rebuild leaves out the same. Stored: never rename.
 */
export const ledgerEvents = {
  LedgerOpened: z.strictObject({ kind: z.enum(['live', 'demo']), city: z.literal('370200') }),
  EventSkipped: skipped,
};
export type LedgerKind = 'live' | 'demo';
export type LedgerEvent = MessagesOf<typeof ledgerEvents>;
type DataOf<T extends LedgerEvent['type']> = Extract<LedgerEvent, { type: T }>['data'];
type LedgerCommand = Message<'OpenLedger', DataOf<'LedgerOpened'>> | Message<'SkipEvent', DataOf<'EventSkipped'>>;

type LedgerState = { readonly status: 'unknown' | 'open'; readonly kind?: LedgerKind; readonly skipped: readonly Omit<DataOf<'EventSkipped'>, 'reason'>[] };
const isSkipped = ({ skipped }: LedgerState, { projector, position }: DataOf<'EventSkipped'>) =>
  skipped.some((one) => one.projector === projector && one.position === position);

export const ledgerOpening: Decider<LedgerState, LedgerCommand, LedgerEvent> = {
  category: 'ledger',
  noun: 'ledger',
  initialState: { status: 'unknown', skipped: [] },
  commands: { OpenLedger: ledgerEvents.LedgerOpened, SkipEvent: skipped },
  events: ledgerEvents,
  rules: {
    OpenLedger: { by: ['SYSTEM'], from: { status: ['unknown'] }, emits: ['LedgerOpened'], holds: ({ kind }, state) => kind === state.kind },
    SkipEvent: { by: statisticians, from: { status: ['open'] }, emits: ['EventSkipped'], holds: (data, state) => isSkipped(state, data) },
  },
  decide: {
    OpenLedger: (data) => [{ type: 'LedgerOpened', data }],
    SkipEvent: (data) => [{ type: 'EventSkipped', data }],
  },
  evolve: {
    LedgerOpened: (state, { kind }) => ({ ...state, status: 'open', kind }),
    EventSkipped: (state, { projector, position }) => ({ ...state, skipped: [...state.skipped, { projector, position }] }),
  },
};
