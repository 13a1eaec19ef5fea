import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { RecordedEvent } from '../kernel/envelope.ts';
import { leaders, police } from '../kernel/organs.ts';
import type { District } from '../kernel/districts.ts';
import type { CaseId, GroupId, SuspectId } from '../kernel/identifiers.ts';
import { notBefore } from '../kernel/guards.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { crimeGroup } from '../crime-group/crime-group.ts';
import { prosecution } from '../prosecution/prosecution.ts';
import { isMeasured, suspect } from '../suspect/suspect.ts';
import { type CriminalCaseCommand, type CriminalCaseEvent, type Scope, criminalCaseCommands, criminalCaseEvents } from './criminal-case-messages.ts';

export type CriminalCase = {
  readonly status:
    'unknown' | 'reported' | 'filing_refused' | 'filed' | 'investigating' | 'concluded' | 'transferred' | 'closed' | 'withdrawn' | 'merged' | 'transferred_out';
  readonly district?: District;
  readonly reportedOn?: CivilDate;
  readonly reportedBy?: string;
  readonly filedOn?: CivilDate;
  /** When it was last cracked, un-cracked or reopened; withdrawn; classified; moved to another place; transferred for prosecution. What changes one of these comes on that day or later. */
  readonly crackOn?: CivilDate;
  readonly withdrawnOn?: CivilDate;
  readonly scopeOn?: CivilDate;
  readonly placeOn?: CivilDate;
  readonly transferredOn?: CivilDate;
  readonly caseNumber?: string;
  readonly leadAgency?: string;
  readonly prosecutionNumber?: string;
  readonly scope?: Scope;
  readonly isCracked: boolean;
  readonly groups: readonly GroupId[];
  readonly suspects: readonly SuspectId[];
  readonly mergedInto?: CaseId;
};

type Status = CriminalCase['status'];
/** Under way: after filing, before the file leaves the police. */
const underWay: readonly Status[] = ['filed', 'investigating', 'concluded'];
const onFile: readonly Status[] = [...underWay, 'transferred', 'closed'];

/** A criminal case of the police (刑事案件): one case number, one 起. CPL 2018 arts 109–115, 162–163; MPS Procedural Provisions 2020 arts 174–190. */
export const criminalCase: Decider<CriminalCase, CriminalCaseCommand, CriminalCaseEvent> = {
  category: 'criminal_case',
  noun: 'case',
  initialState: { status: 'unknown', isCracked: false, groups: [], suspects: [] },
  commands: criminalCaseCommands,
  events: criminalCaseEvents,

  rules: {
    AcceptReport: { by: police, from: { status: ['unknown'] }, emits: ['ReportAccepted'] },
    FileCase: {
      by: leaders,
      from: { status: ['reported'] },
      emits: ['CaseFiled'],
      holds: ({ caseNumber }, file) => file.status === 'filed' && file.caseNumber === caseNumber,
    },
    RefuseFiling: { by: leaders, from: { status: ['reported'] }, emits: ['FilingRefused'], holds: (_, { status }) => status === 'filing_refused' },
    StartInvestigation: { by: leaders, from: { status: ['filed'] }, emits: ['InvestigationStarted'] },
    ClassifyScope: { by: leaders, from: { status: onFile }, emits: ['CaseScopeClassified'], holds: ({ scope }, file) => file.scope === scope },
    ReclassifyScope: {
      by: police,
      from: { status: onFile },
      emits: ['CaseScopeReclassified'],
      correction: 'K4',
      holds: ({ scope }, file) => file.scope === scope,
    },
    CrackCase: { by: leaders, from: { status: ['investigating'] }, emits: ['CaseCracked'], holds: (_, file) => file.isCracked },
    RevokeCrack: { by: police, from: { status: ['investigating', 'concluded'] }, emits: ['CrackRevoked'], correction: 'K2' },
    LinkGroup: { by: police, from: { status: underWay }, emits: ['CaseLinkedToGroup'], holds: ({ group }, file) => file.groups.includes(group) },
    MergeCase: {
      by: police,
      from: { status: underWay },
      emits: ['CasesMerged'],
      correction: 'K5',
      holds: ({ survivor }, file) => file.mergedInto === survivor,
    },
    SplitCase: { by: police, from: { status: underWay }, emits: ['CaseSplit'], correction: 'K6' },
    TransferCase: {
      by: police,
      from: { status: [...underWay, 'transferred_out'] },
      emits: ['CaseTransferred'],
      correction: ({ scope }) => (scope === 'DISTRICT' ? 'K8' : 'K7'),
    },
    CorrectCaseNumber: {
      by: police,
      from: { status: onFile },
      emits: ['CaseNumberCorrected'],
      correction: 'K1',
      holds: ({ caseNumber }, file) => file.caseNumber === caseNumber,
    },
    WithdrawCase: { by: police, from: { status: underWay }, emits: ['CaseWithdrawn'], correction: 'K2', holds: (_, { status }) => status === 'withdrawn' },
    ReopenCase: { by: leaders, from: { status: ['withdrawn'] }, emits: ['CaseReopened'] },
    ConcludeInvestigation: {
      by: leaders,
      from: { status: ['investigating'] },
      emits: ['InvestigationConcluded'],
      holds: (_, { status }) => status === 'concluded',
    },
    TransferForProsecution: {
      by: leaders,
      from: { status: ['concluded'] },
      emits: ['TransferredForProsecution'],
      holds: ({ prosecutionNumber }, file) => file.status === 'transferred' && file.prosecutionNumber === prosecutionNumber,
    },
    CloseCase: { by: leaders, from: { status: ['transferred'] }, emits: ['CaseClosed'], holds: (_, { status }) => status === 'closed' },
  },

  decide: {
    AcceptReport: (data) => [{ type: 'ReportAccepted', data }],
    FileCase: (data, file, context) => {
      refuseIf(context.actor.user === file.reportedBy, 'criminal-case/own-report', 'Who accepted the report may not decide on filing it (MPS 178).');
      notBefore(file.reportedOn, context, 'criminal-case/before-report');
      return [{ type: 'CaseFiled', data: { ...data, district: districtOf(file) } }];
    },
    RefuseFiling: (data, file, context) => {
      refuseIf(context.actor.user === file.reportedBy, 'criminal-case/own-report', 'Who accepted the report may not decide on filing it (MPS 178).');
      notBefore(file.reportedOn, context, 'criminal-case/before-report');
      return [{ type: 'FilingRefused', data }];
    },
    StartInvestigation: (data, file, context) => afterFiling(file, context, [{ type: 'InvestigationStarted', data }]),
    ClassifyScope: (data, file, context) => {
      refuseIf(file.scope !== undefined, 'criminal-case/already-classified', `The case is classified ${file.scope}: to change that, reclassify it.`);
      return afterFiling(file, context, [{ type: 'CaseScopeClassified', data }]);
    },
    ReclassifyScope: (data, file, context) => {
      if (file.scope === undefined) refuse('criminal-case/not-classified', 'The case has no classification yet: classify it first.');
      notBefore(file.scopeOn, context, 'criminal-case/before-classification');
      return afterFiling(file, context, [{ type: 'CaseScopeReclassified', data: { ...data, from: file.scope } }]);
    },
    CrackCase: (data, file, context) => {
      for (const id of data.suspects) ownSuspect(id, context);
      notBefore(file.crackOn, context, 'criminal-case/before-crack');
      return afterFiling(file, context, [{ type: 'CaseCracked', data }]);
    },
    RevokeCrack: (data, file, context) => {
      refuseIf(!file.isCracked, 'criminal-case/not-cracked', 'The case is not cracked.');
      notBefore(file.crackOn, context, 'criminal-case/before-crack');
      return afterFiling(file, context, [{ type: 'CrackRevoked', data }]);
    },
    LinkGroup: ({ group }, file, context) => {
      const { status, mergedInto } = context.state(crimeGroup, group);
      refuseIf(status === 'unknown', 'crime-group/is-unknown', 'There is no such crime group.');
      refuseIf(status === 'merged', 'crime-group/is-merged', `That group was merged into ${mergedInto}: name that one.`, { survivor: mergedInto });
      refuseIf(status === 'withdrawn', 'crime-group/is-withdrawn', 'That group is withdrawn.');
      return [
        ...afterFiling(file, context, [{ type: 'CaseLinkedToGroup', data: { group } } as const]),
        { on: group, type: 'GroupCaseListed', data: { case: context.self } },
      ];
    },
    MergeCase: (data, file, context) => {
      refuseIf(data.survivor === context.self, 'criminal-case/merged-with-itself', 'A case cannot be merged into itself.');
      const survivor = context.state(criminalCase, data.survivor);
      refuseIf(
        !underWay.includes(survivor.status),
        'criminal-case/survivor-not-open',
        `The surviving case is ${survivor.status.replaceAll('_', ' ')}: it must be open.`,
      );
      refuseIf(
        survivor.district !== file.district && data.designation === undefined,
        'criminal-case/other-jurisdiction',
        'Cases of two districts are merged under designated jurisdiction only (MPS 184): name the designation.',
      );
      notBefore(survivor.filedOn, context, 'criminal-case/before-filing');
      return afterFiling(file, context, [{ type: 'CasesMerged', data }]);
    },
    SplitCase: ({ children }, file, context) => {
      const ids = children.map(() => context.newId('criminal_case'));
      const filed = children.map((child, i) => ({
        on: ids[i] as CaseId,
        type: 'CaseFiled',
        data: { ...child, leadAgency: file.leadAgency, district: districtOf(file), splitFrom: context.self },
      }));
      return [...afterFiling(file, context, [{ type: 'CaseSplit', data: { children: ids } } as const]), ...filed];
    },
    TransferCase: ({ scope, toAgency, toDistrict }, file, context) => {
      const isOut = file.status === 'transferred_out';
      refuseIf(
        isOut !== (scope === 'CITY_IN'),
        'criminal-case/transfer-direction',
        isOut ? 'The case has left the city: it can only come back.' : 'The case is in the city: it cannot come in.',
      );
      refuseIf(scope === 'DISTRICT' && toDistrict === file.district, 'criminal-case/same-district', 'The case is already there.');
      notBefore(file.placeOn, context, 'criminal-case/before-transfer');
      const data = { scope, fromAgency: file.leadAgency ?? '', toAgency, ...(toDistrict && { toDistrict }) };
      return afterFiling(file, context, [{ type: 'CaseTransferred', data }]);
    },
    CorrectCaseNumber: ({ caseNumber }, file) => [{ type: 'CaseNumberCorrected', data: { from: file.caseNumber ?? '', to: caseNumber } }],
    WithdrawCase: (data, file, context) => {
      const held = file.suspects.filter((id) => isMeasured(context.state(suspect, id)));
      refuseIf(held.length > 0, 'criminal-case/suspects-under-measure', 'Release the suspects before the case is withdrawn (MPS 187).', { suspects: held });
      notBefore(file.crackOn, context, 'criminal-case/before-crack');
      return afterFiling(file, context, [{ type: 'CaseWithdrawn', data }]);
    },
    ReopenCase: (data, file, context) => {
      notBefore(file.withdrawnOn, context, 'criminal-case/before-withdrawal');
      return afterFiling(file, context, [{ type: 'CaseReopened', data }]);
    },
    ConcludeInvestigation: (data, file, context) => afterFiling(file, context, [{ type: 'InvestigationConcluded', data }]),
    TransferForProsecution: (data, file, context) => {
      for (const id of data.suspects) ownSuspect(id, context);
      return afterFiling(file, context, [{ type: 'TransferredForProsecution', data }]);
    },
    CloseCase: (data, file, context) => {
      notBefore(file.transferredOn, context, 'criminal-case/before-transfer-for-prosecution');
      return [{ type: 'CaseClosed', data }];
    },
  },

  evolve: {
    ReportAccepted: (file, { district }, event) => ({ ...file, status: 'reported', district, reportedOn: event.occurredOn, reportedBy: event.actor.user }),
    CaseFiled: (file, { caseNumber, leadAgency, district }, event) => ({
      ...file,
      status: 'filed',
      caseNumber,
      leadAgency,
      district,
      filedOn: event.occurredOn,
    }),
    FilingRefused: (file) => ({ ...file, status: 'filing_refused' }),
    InvestigationStarted: (file) => ({ ...file, status: 'investigating' }),
    CaseScopeClassified: (file, { scope }, { occurredOn }) => ({ ...file, scope, scopeOn: occurredOn }),
    CaseScopeReclassified: (file, { scope }, { occurredOn }) => ({ ...file, scope, scopeOn: occurredOn }),
    CaseSuspectListed: (file, { suspect }) => ({ ...file, suspects: [...file.suspects, suspect] }),
    CaseCracked: (file, _, { occurredOn }) => ({ ...file, isCracked: true, crackOn: occurredOn }),
    CrackRevoked: (file, _, { occurredOn }) => ({ ...file, isCracked: false, crackOn: occurredOn }),
    CaseLinkedToGroup: (file, { group }) => ({ ...file, groups: [...file.groups, group] }),
    CasesMerged: (file, { survivor }) => ({ ...file, status: 'merged', mergedInto: survivor }),
    CaseSplit: (file) => file,
    CaseTransferred: (file, { scope, toAgency, toDistrict }, { occurredOn }) =>
      toDistrict === undefined
        ? { ...file, status: 'transferred_out', leadAgency: toAgency, placeOn: occurredOn }
        : { ...file, status: scope === 'CITY_IN' ? 'investigating' : file.status, leadAgency: toAgency, district: toDistrict, placeOn: occurredOn },
    CaseNumberCorrected: (file, { to }) => ({ ...file, caseNumber: to }),
    CaseWithdrawn: (file, _, { occurredOn }) => ({ ...file, status: 'withdrawn', isCracked: false, withdrawnOn: occurredOn }),
    CaseReopened: (file, _, { occurredOn }) => ({ ...file, status: 'filed', crackOn: occurredOn }),
    InvestigationConcluded: (file) => ({ ...file, status: 'concluded' }),
    TransferredForProsecution: (file, { prosecutionNumber }, { occurredOn }) => ({
      ...file,
      status: 'transferred',
      prosecutionNumber,
      transferredOn: occurredOn,
    }),
    CaseClosed: (file) => ({ ...file, status: 'closed' }),
  },

  relies: {
    CaseFiled: notByReporter,
    FilingRefused: notByReporter,
    CaseScopeClassified: ({ scope }) => scope === undefined,
    CaseScopeReclassified: ({ scope }, { from }) => scope === from,
    CaseCracked: ({ isCracked }) => !isCracked,
    CrackRevoked: ({ isCracked }) => isCracked,
    CaseTransferred: ({ status }, { scope }) => (status === 'transferred_out') === (scope === 'CITY_IN'),
  },
  stands: (file, context) => {
    const before = context.state(criminalCase, context.self);
    const here = before.suspects.filter((id) => context.state(suspect, id).case === context.self);
    const left = here.filter(
      (id) => file.filedOn === undefined || !file.suspects.includes(id) || (file.status === 'withdrawn' && isMeasured(context.state(suspect, id))),
    );
    refuseIf(left.length > 0, 'correction/relied-on', 'There are suspects in this case who rely on what would be voided.', { reliedOnBy: left });
    const files = before.suspects.flatMap((id) => context.state(suspect, id).prosecutions).filter((id) => context.state(prosecution, id).case === context.self);
    refuseIf(
      files.length > 0 && file.transferredOn === undefined,
      'correction/relied-on',
      'The procuratorate has opened a file on what the police transferred (CPL 162): that comes first.',
      { reliedOnBy: [...new Set(files)] },
    );
  },
};

/** MPS 178: who took the report does not decide on filing it. */
function notByReporter({ reportedBy }: CriminalCase, _: unknown, { actor }: RecordedEvent): boolean {
  return actor.user !== reportedBy;
}

function districtOf(file: CriminalCase): District {
  return file.district ?? refuse('criminal-case/no-district', 'The case has no district.');
}

function afterFiling<D>(file: CriminalCase, context: Context, events: readonly D[]): readonly D[] {
  notBefore(file.filedOn, context, 'criminal-case/before-filing');
  return events;
}

function ownSuspect(id: SuspectId, context: Context): void {
  const { case: file } = context.state(suspect, id);
  refuseIf(file !== context.self, 'criminal-case/not-a-suspect-here', `${id} is not a suspect in this case.`, { suspect: id });
}
