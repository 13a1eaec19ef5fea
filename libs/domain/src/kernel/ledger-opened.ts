import { z } from 'zod';
import type { Decider } from './decider.ts';
import type { Message, MessagesOf } from './envelope.ts';
import { statisticians } from './organs.ts';
import { refuseIf } from './rejection.ts';

/** Who keeps a read model up to date: each may leave an event out that it cannot take. Stored: never rename. */
export const projectorNames = ['figures', 'views'] as const;
export type ProjectorName = (typeof projectorNames)[number];

const skipped = z.strictObject({
  projector: z.enum(projectorNames),
  position: z.int().min(2).describe('The ledger position of the event that is left out; what opened the ledger never is'),
  reason: z.string().trim().min(10).max(500).describe('Why, in words for whoever reads it in years. No personal data'),
});

const looksAnchored = z.strictObject({
  size: z.int().positive().describe('How many looks there were, counted in the order of their numbers'),
  root: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .describe('RFC 6962, over those looks'),
});

/**
 * The first event of a ledger fixes what it is. A demo ledger may be told when it recorded; a live one never. Later ones say which events a read model
 * leaves out for good, by whose decision and why: a rebuild leaves out the same; and what the looks were that had been recorded by then, so that the seal of
 * the ledger covers them. Stored: never rename.
 */
export const ledgerEvents = {
  LedgerOpened: z.strictObject({ kind: z.enum(['live', 'demo']), city: z.literal('370200') }),
  EventSkipped: skipped,
  LooksAnchored: looksAnchored,
};
export type LedgerKind = 'live' | 'demo';
export type LedgerEvent = MessagesOf<typeof ledgerEvents>;
type DataOf<T extends LedgerEvent['type']> = Extract<LedgerEvent, { type: T }>['data'];
type LedgerCommand =
  Message<'OpenLedger', DataOf<'LedgerOpened'>> | Message<'SkipEvent', DataOf<'EventSkipped'>> | Message<'AnchorLooks', DataOf<'LooksAnchored'>>;

type LedgerState = {
  readonly status: 'unknown' | 'open';
  readonly kind?: LedgerKind;
  readonly skipped: readonly Omit<DataOf<'EventSkipped'>, 'reason'>[];
  /** The looks that were anchored last. */
  readonly looks?: DataOf<'LooksAnchored'>;
};
const isSkipped = ({ skipped }: LedgerState, { projector, position }: DataOf<'EventSkipped'>) =>
  skipped.some((one) => one.projector === projector && one.position === position);

export const ledgerOpening: Decider<LedgerState, LedgerCommand, LedgerEvent> = {
  category: 'ledger',
  noun: 'ledger',
  initialState: { status: 'unknown', skipped: [] },
  commands: { OpenLedger: ledgerEvents.LedgerOpened, SkipEvent: skipped, AnchorLooks: looksAnchored },
  events: ledgerEvents,
  rules: {
    OpenLedger: { by: ['SYSTEM'], from: { status: ['unknown'] }, emits: ['LedgerOpened'], holds: ({ kind }, state) => kind === state.kind },
    SkipEvent: { by: statisticians, from: { status: ['open'] }, emits: ['EventSkipped'], holds: (data, state) => isSkipped(state, data) },
    AnchorLooks: {
      by: ['SYSTEM'],
      from: { status: ['open'] },
      emits: ['LooksAnchored'],
      holds: ({ size, root }, { looks }) => looks?.size === size && looks.root === root,
    },
  },
  decide: {
    OpenLedger: (data) => [{ type: 'LedgerOpened', data }],
    SkipEvent: (data) => [{ type: 'EventSkipped', data }],
    AnchorLooks: (data, { looks }) => {
      refuseIf(looks !== undefined && data.size <= looks.size, 'ledger/looks-anchored-further', `${looks?.size} looks are anchored already.`);
      return [{ type: 'LooksAnchored', data }];
    },
  },
  evolve: {
    LedgerOpened: (state, { kind }) => ({ ...state, status: 'open', kind }),
    EventSkipped: (state, { projector, position }) => ({ ...state, skipped: [...state.skipped, { projector, position }] }),
    LooksAnchored: (state, looks) => ({ ...state, looks }),
  },
};
