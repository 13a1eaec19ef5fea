import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider, Rule } from '../kernel/decider.ts';
import { CITY_LEVEL, type District } from '../kernel/districts.ts';
import { notBefore } from '../kernel/guards.ts';
import type { RegisterEntryId } from '../kernel/identifiers.ts';
import { departments } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { isCreditCode } from './credit-code.ts';
import { type RegisterCommand, type RegisterEvent, type RegisterKind, registerCommands, registerEvents } from './register-messages.ts';

export type RegisterEntry = {
  readonly status: 'unknown' | 'active' | 'ended';
  readonly kind?: RegisterKind;
  readonly district?: District;
  /** Of the supervisor, officer, institution or community; the unified social credit code of an enterprise. */
  readonly code?: string;
  readonly contractNumber?: string;
  /** The last day of an appointment or a contract. Without one it stands until it is ended. */
  readonly until?: CivilDate;
  readonly officer?: RegisterEntryId;
  readonly enterprise?: RegisterEntryId;
  readonly begunOn?: CivilDate;
  /** When it began, was last renewed or moved. What changes it comes on that day or later. */
  readonly changedOn?: CivilDate;
};

/** What a beginning says about the entry; a term may be left out. */
type Said = { readonly [Field in keyof RegisterEntry]?: RegisterEntry[Field] | undefined };
type FromWhere = Pick<Rule<RegisterEntry, never, RegisterEvent>, 'by' | 'from'>;

const begins: FromWhere = { by: departments, from: { status: ['unknown'] } };
const goesOn: FromWhere = { by: departments, from: { status: ['active'] } };
const isSame = (state: RegisterEntry, said: Said): boolean =>
  state.status === 'active' && Object.entries(said).every(([field, value]) => state[field as keyof RegisterEntry] === value);

/**
 * One entry in the registers of institutions, appointments and liaisons (公共法律服务中心、站,监督员,政法干部联系企业,法律顾问): codes and terms, no
 * names. An ended entry stays ended; what begins again is a new entry.
 */
export const registerEntry: Decider<RegisterEntry, RegisterCommand, RegisterEvent> = {
  category: 'register_entry',
  noun: 'register entry',
  secrecy: 'INTERNAL',
  initialState: { status: 'unknown' },
  commands: registerCommands,
  events: registerEvents,

  rules: {
    AppointSupervisor: { ...begins, emits: ['SupervisorAppointed'], holds: (data, state) => isSame(state, { ...data, until: data.until, kind: 'SUPERVISOR' }) },
    ListOfficer: { ...begins, emits: ['OfficerListed'], holds: (data, state) => isSame(state, { ...data, kind: 'OFFICER' }) },
    ListEnterprise: {
      ...begins,
      emits: ['EnterpriseListed'],
      holds: ({ creditCode, district }, state) => isSame(state, { code: creditCode, district, kind: 'ENTERPRISE' }),
    },
    EstablishLiaison: { ...begins, emits: ['LiaisonEstablished'], holds: (data, state) => isSame(state, data) },
    OpenInstitution: {
      ...begins,
      emits: ['InstitutionOpened'],
      holds: ({ code, level, district }, state) => isSame(state, { code, district, kind: level }),
    },
    EngageAdviser: {
      ...begins,
      emits: ['AdviserEngaged'],
      holds: ({ communityCode, contractNumber, until, district }, state) =>
        isSame(state, { code: communityCode, contractNumber, until, district, kind: 'COMMUNITY' }),
    },
    RenewRegisterEntry: { ...goesOn, emits: ['RegisterEntryRenewed'], holds: (data, state) => isSame(state, data) },
    EndRegisterEntry: { ...goesOn, emits: ['RegisterEntryEnded'], holds: (_, { status }) => status === 'ended' },
    MoveRegisterEntry: {
      ...goesOn,
      emits: ['RegisterEntryMoved'],
      correction: 'K8',
      holds: ({ toDistrict }, state) => isSame(state, { district: toDistrict }),
    },
  },

  decide: {
    AppointSupervisor: (data, _, context) => {
      notOver(data.until, context);
      return [{ type: 'SupervisorAppointed', data }];
    },
    ListOfficer: (data) => [{ type: 'OfficerListed', data }],
    ListEnterprise: (data) => {
      refuseIf(
        !isCreditCode(data.creditCode),
        'register-entry/wrong-check-character',
        `${data.creditCode} is mistyped: its last character does not check the others (GB 32100).`,
      );
      return [{ type: 'EnterpriseListed', data }];
    },
    EstablishLiaison: (data, _, context) => {
      const { officer, enterprise } = parties(data, context);
      refuseIf(officer.status !== 'active', 'register-entry/officer-not-active', `${data.officer} is no longer assigned.`);
      refuseIf(enterprise.status !== 'active', 'register-entry/enterprise-not-active', `${data.enterprise} is no longer listed.`);
      notBefore(officer.begunOn, context, 'register-entry/before-listed');
      notBefore(enterprise.begunOn, context, 'register-entry/before-listed');
      return [{ type: 'LiaisonEstablished', data: { ...data, district: enterprise.district as District } }]; // every entry has one
    },
    OpenInstitution: (data) => {
      rightLevel(data.level, data.district);
      return [{ type: 'InstitutionOpened', data }];
    },
    EngageAdviser: (data, _, context) => {
      notOver(data.until, context);
      return [{ type: 'AdviserEngaged', data }];
    },
    RenewRegisterEntry: (data, state, context) => {
      if (state.until === undefined) refuse('register-entry/has-no-term', 'This entry has no term to renew: it stands until it is ended.');
      refuseIf(data.until <= state.until, 'register-entry/not-later', `It already lasts until ${state.until}: a renewal makes that later.`);
      notOver(data.until, context);
      return since(state, context, [{ type: 'RegisterEntryRenewed', data }]);
    },
    EndRegisterEntry: (data, state, context) => since(state, context, [{ type: 'RegisterEntryEnded', data }]),
    MoveRegisterEntry: (data, state, context) => {
      rightLevel(state.kind, data.toDistrict);
      return since(state, context, [{ type: 'RegisterEntryMoved', data }]);
    },
  },

  evolve: {
    SupervisorAppointed: (_, { until, ...data }, { occurredOn }) => begun(occurredOn, { ...data, ...(until && { until }), kind: 'SUPERVISOR' }),
    OfficerListed: (_, data, { occurredOn }) => begun(occurredOn, { ...data, kind: 'OFFICER' }),
    EnterpriseListed: (_, { creditCode, district }, { occurredOn }) => begun(occurredOn, { code: creditCode, district, kind: 'ENTERPRISE' }),
    LiaisonEstablished: (_, data, { occurredOn }) => begun(occurredOn, { ...data, kind: 'LIAISON' }),
    InstitutionOpened: (_, { code, level, district }, { occurredOn }) => begun(occurredOn, { code, district, kind: level }),
    AdviserEngaged: (_, { communityCode, contractNumber, until, district }, { occurredOn }) =>
      begun(occurredOn, { code: communityCode, contractNumber, ...(until && { until }), district, kind: 'COMMUNITY' }),
    RegisterEntryRenewed: (state, { until }, { occurredOn }) => ({ ...state, until, changedOn: occurredOn }),
    RegisterEntryEnded: (state) => ({ ...state, status: 'ended' }),
    RegisterEntryMoved: (state, { toDistrict }, { occurredOn }) => ({ ...state, district: toDistrict, changedOn: occurredOn }),
  },

  relies: { RegisterEntryRenewed: (state, { until }) => state.until !== undefined && state.until < until },
  // A liaison knows its officer and its enterprise; they do not know their liaisons.
  stands: ({ officer, enterprise }, context) => {
    if (officer && enterprise) parties({ officer, enterprise }, context);
  },
};

const begun = (on: CivilDate, said: Omit<RegisterEntry, 'status'>): RegisterEntry => ({ ...said, status: 'active', begunOn: on, changedOn: on });

/** The two entries that a liaison joins. */
function parties(liaison: { readonly officer: RegisterEntryId; readonly enterprise: RegisterEntryId }, context: Context) {
  const officer = context.state(registerEntry, liaison.officer);
  const enterprise = context.state(registerEntry, liaison.enterprise);
  refuseIf(officer.kind !== 'OFFICER', 'register-entry/not-an-officer', `${liaison.officer} is not in the register of officers.`);
  refuseIf(enterprise.kind !== 'ENTERPRISE', 'register-entry/not-an-enterprise', `${liaison.enterprise} is not in the register of enterprises.`);
  return { officer, enterprise };
}

/** The city has its centre at the city level, and each district its own. */
function rightLevel(kind: RegisterKind | undefined, district: District): void {
  refuseIf(kind === 'CITY_CENTRE' && district !== CITY_LEVEL, 'register-entry/not-city-level', `The centre of the city is of the city level, ${CITY_LEVEL}.`);
  refuseIf(
    kind === 'DISTRICT_CENTRE' && district === CITY_LEVEL,
    'register-entry/not-district-level',
    'A district centre is of a district, not of the city level.',
  );
}

function notOver(until: CivilDate | undefined, { occurredOn }: Context): void {
  refuseIf(until !== undefined && until < occurredOn, 'register-entry/term-over', `A term until ${until} is over on ${occurredOn}.`);
}

function since<D>(state: RegisterEntry, context: Context, events: readonly D[]): readonly D[] {
  notBefore(state.begunOn, context, 'register-entry/before-beginning');
  notBefore(state.changedOn, context, 'register-entry/before-last-change');
  return events;
}
