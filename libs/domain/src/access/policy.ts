import { deciders } from '../deciders.ts';
import { ruleOf } from '../kernel/decider.ts';
import { type Role, roles } from '../kernel/envelope.ts';
import { type Category, categories } from '../kernel/identifiers.ts';
import { chiefProcurators, court, discipline, judges, police, procurators } from '../kernel/organs.ts';

/** The one table of who may do what, and with whose records: data, which `decideAccess` reads and GET /v1/policy shows. */

/** Records by whom they are for: those about persons and their cases, investigations of officials, corrections of either, and what whoever holds an office may read. */
export type Kind = 'case' | 'sealed' | 'correction' | 'open';
const kinds: Partial<Record<Category, Kind>> = {
  criminal_case: 'case',
  person: 'case',
  suspect: 'case',
  crime_group: 'case',
  correction: 'correction',
  arrest_review: 'case',
  prosecution: 'case',
  court_docket: 'case',
  asset: 'case',
  umbrella_lead: 'sealed',
  umbrella_investigation: 'sealed',
  investigated_person: 'sealed',
};
export const kindOf = (category: Category): Kind => kinds[category] ?? 'open';
export const isSealed = (category: Category): boolean => kindOf(category) === 'sealed';
const everyCategory = Object.keys(categories) as Category[];
export const categoriesOf = (kind: Kind): readonly Category[] => everyCategory.filter((category) => kindOf(category) === kind);

/** How far somebody sees: own organ and those below it on its line; the other organs of the same districts, too; or the whole city. */
export type Distance = 'line' | 'district' | 'city';
const far = (distance: Distance, ...of: readonly Role[]): Partial<Record<Role, Distance>> => Object.fromEntries(of.map((role) => [role, distance]));

/** Everybody who can hold an office. */
const people = roles.filter((role) => role !== 'SYSTEM');

/** Who reads what (domain: the upper line sees the lower line; the commission sees statuses and no names; discipline streams are closed to all other organs). */
export const reading: Readonly<Record<Kind, Partial<Record<Role, Distance>>>> = {
  case: { ...far('district', ...police, ...procurators, ...court, ...discipline, 'SUPERVISOR'), ...far('city', 'AUDITOR', 'DATA_PROTECTION_OFFICER') },
  sealed: far('line', ...discipline),
  /** The statistician sees what a correction would change before anybody certifies it. What a sealed record's correction says is as sealed as the record. */
  correction: {
    ...far('district', ...police, ...procurators, ...court, ...discipline, 'SUPERVISOR', 'DEPARTMENT_OFFICER', 'INDICATOR_REPORTER', 'PUBLISHER'),
    ...far('city', 'STATISTICIAN', 'AUDITOR', 'DATA_PROTECTION_OFFICER'),
  },
  open: far('city', ...people),
};
const readersOf = (kind: Kind): readonly Role[] => Object.keys(reading[kind]) as Role[];
const handlers: readonly Role[] = readersOf('case').filter((role) => !['SUPERVISOR', 'AUDITOR', 'DATA_PROTECTION_OFFICER'].includes(role));

/** Whoever leads an organ: approves, grants access, and reviews. */
export const heads: readonly Role[] = ['POLICE_LEADER', ...chiefProcurators, ...judges, 'DISCIPLINE_LEADER', 'SUPERVISOR'];

/** Who reads no cases and is told, of time limits, those of what their own organ is to answer: recommendations that are addressed to it, and nothing else. */
export const owing: readonly Role[] = ['DEPARTMENT_OFFICER'];

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
  'figures.read': { by: people },
  /** The units and events behind a figure, by their ids and of the whole city. What an id opens, `reading` decides. */
  'facts.read': { by: people, isRecorded: true },
  'publications.read': { by: people },
  'seal.read': { by: people },
  'policy.read': { by: people },
  'organisations.read': { by: people },
  'records.list': { by: people, isRecorded: true },
  'records.read': { by: people, isRecorded: true },
  'cases.list': { by: readersOf('case'), isRecorded: true },
  'cases.read': { by: readersOf('case'), isRecorded: true },
  'time-limits.list': { by: [...readersOf('case'), ...owing], isRecorded: true },
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
  'looks.mine': { by: people, isRecorded: true },
  'access.request': { by: handlers, isRecorded: true },
  'access.decide': { by: heads, isRecorded: true },
  'access.break-glass': { by: handlers, isRecorded: true },
  'access.review': { by: [...heads, 'AUDITOR', 'DATA_PROTECTION_OFFICER'], isRecorded: true },
  'access.conflict': { by: people, isRecorded: true },
  'access.end': { by: people, isRecorded: true },
  'access.read': { by: people, isRecorded: true },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;
export const actionOf = (name: ActionName): Action => actions[name];

/** What ties a named user to a record, besides the office: a conflict of interest (回避), access that was granted, or taken in an emergency. */
export type TieKind = 'CONFLICT' | 'ACCESS' | 'BREAK_GLASS';
/** What a tie does to the record it is to and to what is about that record. `opens`: for reading, to whoever may read records of the kind at all. */
export const tying: Readonly<Record<TieKind, 'hides' | 'opens'>> = { CONFLICT: 'hides', ACCESS: 'opens', BREAK_GLASS: 'opens' };

/** Who may issue the commands of an aggregate, as its transition table says. */
const commandsOf = (category: Category): Readonly<Record<string, readonly Role[]>> => {
  const decider = deciders[category];
  const names = [...Object.keys(decider.rules), 'VoidRecords'].filter((name) => ruleOf(decider, name) !== undefined);
  return Object.fromEntries(names.map((name) => [name, ruleOf(decider, name)?.by.filter((role) => role !== 'SYSTEM') ?? []]));
};

/** All of it as plain data. Whatever it says changes its hash; `version` goes up where what the words mean changes. */
export const policy = {
  version: 1,
  /** Of each decision, in this order: the first that fails answers. */
  order: [
    'role: who does not have one of the roles is refused (403)',
    'sealed: records of the kind "sealed", and corrections of them, are for who reads that kind; the record of a person that was sealed by law opens for nobody (404)',
    'tie: what a conflict of interest hides is not there (404)',
    'distance: what is out of reach is not there (404), unless a tie opens it for reading',
    'charge: who reaches a record and whose organ is neither in charge of it nor above the organ that is may not act on it (403)',
  ],
  kinds: Object.fromEntries(everyCategory.map((category) => [category, kindOf(category)])) as Readonly<Record<Category, Kind>>,
  distances: {
    line: 'records that concern the own organ, or one below it on its line',
    district: 'also those that concern another organ of the same district; for an organ of the city level: of every district',
    city: 'all',
  },
  reading,
  owing,
  ties: tying,
  actions: actions as Readonly<Record<ActionName, Action>>,
  commands: Object.fromEntries(everyCategory.filter((category) => category !== 'ledger').map((category) => [category, commandsOf(category)])) as Readonly<
    Partial<Record<Category, Readonly<Record<string, readonly Role[]>>>>
  >,
} as const;
export type AccessPolicy = typeof policy;
