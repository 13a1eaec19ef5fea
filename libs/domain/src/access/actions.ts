import { type Role, roles } from '../kernel/envelope.ts';
import { heads, reading } from './reach.ts';

const people = roles.filter((role) => role !== 'SYSTEM');
const readersOf = (kind: keyof typeof reading): readonly Role[] => Object.keys(reading[kind]) as Role[];
const handlers: readonly Role[] = readersOf('case').filter((role) => !['SUPERVISOR', 'AUDITOR', 'DATA_PROTECTION_OFFICER'].includes(role));

type Action = {
  readonly by: readonly Role[];
  /** Whoever does it leaves a look behind. */
  readonly isRecorded?: true;
  /** The statement that shows something records the look itself, with what it is for: not the route besides. */
  readonly recordsItself?: true;
};

/**
 * Everything that can be asked for besides the commands of the aggregates (whose deciders say who may issue them): who may, and whether it is recorded. A route
 * names one of these, or it is not served.
 */
export const actions = {
  'office.read': { by: people },
  'figures.read': { by: people },
  'facts.read': { by: people, isRecorded: true },
  'publications.read': { by: people },
  'seal.read': { by: people },
  'records.list': { by: people, isRecorded: true },
  'records.read': { by: people, isRecorded: true },
  'cases.list': { by: readersOf('case'), isRecorded: true },
  'cases.read': { by: readersOf('case'), isRecorded: true },
  'sealed.list': { by: readersOf('sealed'), isRecorded: true },
  'sealed.read': { by: people, isRecorded: true },
  'corrections.list': { by: readersOf('correction'), isRecorded: true },
  'corrections.read': { by: readersOf('correction'), isRecorded: true },
  'history.read': { by: people, isRecorded: true },
  'ledger.read': { by: ['AUDITOR'], isRecorded: true },
  'personal-data.reveal': { by: handlers, isRecorded: true, recordsItself: true },
  'personal-data.find': { by: handlers, isRecorded: true, recordsItself: true },
  'export.write': { by: people, isRecorded: true },
  'looks.read': { by: ['AUDITOR', 'DATA_PROTECTION_OFFICER'], isRecorded: true },
  'access.request': { by: handlers, isRecorded: true },
  'access.decide': { by: heads, isRecorded: true },
  'access.break-glass': { by: handlers, isRecorded: true },
  'access.review': { by: [...heads, 'AUDITOR', 'DATA_PROTECTION_OFFICER'], isRecorded: true },
  'access.read': { by: people, isRecorded: true },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;
export const actionOf = (name: ActionName): Action => actions[name];
