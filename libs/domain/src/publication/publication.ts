import { type OrganisationType, organisations } from '../access/organisations.ts';
import { type Owner, owners, printedIds } from '../figures/figure.ts';
import { RULE_SET, type RuleSet, ruledBy } from '../figures/figures.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import { CITY_LEVEL } from '../kernel/districts.ts';
import type { Role } from '../kernel/envelope.ts';
import type { StreamId } from '../kernel/identifiers.ts';
import { notBefore } from '../kernel/guards.ts';
import { chiefProcurators, departments, disciplineLeaders, judges, leaders, publishers, statisticians, supervisors } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { checkException } from './check-exception.ts';
import { type ComputedFigures, type PublicationCommand, type PublicationEvent, publicationCommands, publicationEvents } from './publication-messages.ts';

export type PublicationId = StreamId<'publication'>;
export type Publication = {
  readonly status: 'unknown' | 'drafted' | 'computed' | 'reconciled' | 'certified' | 'published' | 'restated' | 'withdrawn';
  readonly asOf?: CivilDate;
  readonly ruleSet?: RuleSet;
  /** The publication that this one replaces, and the one that replaced it. */
  readonly restates?: PublicationId;
  readonly restatedBy?: PublicationId;
  readonly position?: number;
  /** Who owns its figures, and who certified for which of them. */
  readonly owners: readonly Owner[];
  readonly certified: Readonly<Partial<Record<Owner, string>>>;
  /** The checks that fail and that no signed exception explains, and the exceptions that explain the others. */
  readonly unexplained: readonly string[];
  readonly exceptions: ComputedFigures['exceptions'];
  readonly draftedBy?: string;
  readonly computedBy?: string;
  readonly reconciledBy?: string;
  readonly publishedOn?: CivilDate;
  /** When it last went on. What follows comes on that day or later. */
  readonly changedOn?: CivilDate;
};

/**
 * Who certifies the figures of whom. The courts have no other leading role than the judge; the campaign office is an office of the political-legal
 * commission; the justice bureau is one of the government's departments.
 */
export const certifiers: Readonly<Record<Owner, readonly Role[]>> = {
  police: leaders,
  procuratorate: chiefProcurators,
  court: judges,
  discipline: disciplineLeaders,
  campaign_office: supervisors,
  departments,
  political_legal: supervisors,
  justice: departments,
};
/** The organs that own the figures of each agency. */
const owningOrgans: Readonly<Record<Owner, OrganisationType>> = {
  police: 'PUBLIC_SECURITY',
  procuratorate: 'PROCURATORATE',
  court: 'COURT',
  discipline: 'SUPERVISION',
  campaign_office: 'POLITICAL_LEGAL_COMMISSION',
  departments: 'INDUSTRY_DEPARTMENT',
  political_legal: 'POLITICAL_LEGAL_COMMISSION',
  justice: 'JUSTICE_BUREAU',
};
const allCertifiers = [...new Set(Object.values(certifiers).flat())];
/** The owners whose certification is missing, in the order of the table of owners. */
export const uncertified = ({ owners: asked, certified }: Publication): Owner[] => asked.filter((agency) => certified[agency] === undefined);

/** What is to be done next with a publication, and by whom. */
export type NextStep = { readonly command: string; readonly by: readonly Role[]; readonly agency?: Owner; readonly check?: string };
export function nextSteps(state: Publication): readonly NextStep[] {
  const step = (command: PublicationCommand['type']): NextStep => ({ command, by: publication.rules[command].by });
  switch (state.status) {
    case 'drafted':
      return [step('ComputePublication')];
    case 'computed': {
      const failing = state.unexplained.map((check): NextStep => ({ command: 'ExplainCheck', by: checkException.rules.ExplainCheck.by, check }));
      return failing.length > 0 ? [...failing, step('ComputePublication')] : [step('ReconcilePublication')];
    }
    case 'reconciled':
      return uncertified(state).map((agency): NextStep => ({ command: 'CertifyPublication', by: certifiers[agency], agency }));
    case 'certified':
      return [step('PublishPublication')];
    default:
      return [];
  }
}

const begun = ['drafted', 'computed', 'reconciled', 'certified'] as const;
const reconciled = ['reconciled', 'certified'] as const;
const isReconciled = (status: Publication['status']) => (reconciled as readonly string[]).includes(status);

/** A white paper as it is made and published (发布): frozen from then on, and never voided. What comes to be known later is another publication's. */
export const publication: Decider<Publication, PublicationCommand, PublicationEvent> = {
  category: 'publication',
  noun: 'publication',
  secrecy: 'INTERNAL',
  initialState: { status: 'unknown', owners: [], certified: {}, unexplained: [], exceptions: [] },
  commands: publicationCommands,
  events: publicationEvents,

  rules: {
    DraftPublication: {
      by: statisticians,
      from: { status: ['unknown'] },
      emits: ['PublicationDrafted'],
      holds: ({ asOf, restates, ruleSet = RULE_SET }, state) =>
        state.status === 'drafted' && state.asOf === asOf && state.restates === restates && state.ruleSet === ruleSet,
    },
    ComputePublication: { by: statisticians, from: { status: begun }, emits: ['FiguresComputed'] },
    ReconcilePublication: {
      by: [...statisticians, ...supervisors],
      from: { status: ['computed'] },
      emits: ['PublicationReconciled'],
      holds: (_, { status }) => isReconciled(status),
    },
    CertifyPublication: {
      by: allCertifiers,
      from: { status: reconciled },
      emits: ['PublicationCertified'],
      holds: ({ agency }, { status, certified }) => isReconciled(status) && certified[agency] !== undefined,
    },
    PublishPublication: { by: publishers, from: { status: reconciled }, emits: ['PublicationPublished'] },
    WithdrawPublication: {
      by: [...statisticians, ...supervisors, ...publishers],
      from: { status: begun },
      emits: ['PublicationWithdrawn'],
      holds: (_, { status }) => status === 'withdrawn',
    },
  },

  decide: {
    DraftPublication: ({ ruleSet = RULE_SET, ...data }, _, context) => {
      notBefore(data.asOf, context, 'publication/before-as-of');
      if (data.restates) restatable(data.restates, data.asOf, context);
      return [{ type: 'PublicationDrafted', data: { ...data, ruleSet } }];
    },
    ComputePublication: (data, state, context) => {
      notBefore(state.changedOn, context, 'publication/before-draft');
      refuseIf(data.ruleSet !== state.ruleSet, 'publication/other-rule-set', `The publication is drafted under ${state.ruleSet}, not under ${data.ruleSet}.`);
      refuseIf(data.ledger.size !== data.position, 'publication/not-at-checkpoint', `Position ${data.position} is not what the checkpoint has sealed.`);
      const isWhole = data.figures.length === printedIds.length && printedIds.every((id, i) => isRuled(data, id, i));
      refuseIf(!isWhole, 'publication/figures-incomplete', 'The figures are not all that the paper prints, each by the rule that the rule set chooses.');
      signed(data.exceptions, state, context);
      return [{ type: 'FiguresComputed', data }];
    },
    ReconcilePublication: (data, state, context) => {
      const { computedBy, changedOn, unexplained, exceptions } = state;
      refuseIf(context.actor.user === computedBy, 'publication/own-figures', 'Who had the figures computed may not reconcile them.');
      notBefore(changedOn, context, 'publication/before-computation');
      refuseIf(unexplained.length > 0, 'publication/checks-fail', `Cross-checks fail that no signed exception explains: ${unexplained.join(', ')}.`, {
        checks: unexplained,
      });
      signed(exceptions, state, context);
      return [{ type: 'PublicationReconciled', data }];
    },
    CertifyPublication: (data, state, context) => {
      const { agency } = data;
      const { actor } = context;
      refuseIf(!state.owners.includes(agency), 'publication/owns-no-figure', `${owners[agency].en} own none of its figures.`);
      refuseIf(
        !certifiers[agency].includes(actor.role),
        'role/not-allowed',
        `${actor.role} may not certify for ${owners[agency].en}: this is for ${certifiers[agency].join(' or ')}.`,
      );
      refuseIf(
        organisations.get(actor.org)?.type !== owningOrgans[agency],
        'publication/other-organ',
        `${actor.org} is none of the organs that own the figures of ${owners[agency].en}.`,
      );
      refuseIf(actor.district !== CITY_LEVEL, 'publication/not-city-level', "The city's figures are certified by the organs at the city level.");
      refuseIf(makers(state).includes(actor.user), 'publication/own-work', 'Who drafted, computed or reconciled a publication may not certify it.');
      refuseIf(Object.values(state.certified).includes(actor.user), 'publication/certified-for-another', 'One person certifies for one agency.');
      notBefore(state.changedOn, context, 'publication/before-reconciliation');
      return [{ type: 'PublicationCertified', data }];
    },
    PublishPublication: (data, state, context) => {
      const missing = uncertified(state);
      refuseIf(missing.length > 0, 'publication/not-certified', `It is not certified by ${missing.map((agency) => owners[agency].en).join(', ')}.`, {
        agencies: missing,
      });
      const hands = [...makers(state), ...Object.values(state.certified)];
      refuseIf(hands.includes(context.actor.user), 'publication/own-work', 'Who had a hand in a publication before may not publish it.');
      notBefore(state.changedOn, context, 'publication/before-certification');
      signed(state.exceptions, state, context);
      const { restates, asOf } = state;
      if (restates && asOf) restatable(restates, asOf, context);
      return [
        { type: 'PublicationPublished', data },
        ...(restates ? [{ type: 'PublicationRestated', data: { by: context.self as PublicationId }, on: restates } as const] : []),
      ];
    },
    WithdrawPublication: (data, { changedOn }, context) => {
      notBefore(changedOn, context, 'publication/before-last-step');
      return [{ type: 'PublicationWithdrawn', data }];
    },
  },

  evolve: {
    PublicationDrafted: (state, { asOf, ruleSet, restates }, { actor, occurredOn }) => ({
      ...state,
      status: 'drafted',
      asOf,
      ruleSet,
      ...(restates && { restates }),
      draftedBy: actor.user,
      changedOn: occurredOn,
    }),
    FiguresComputed: ({ reconciledBy: _, ...state }, { position, figures, checks, exceptions }, { actor, occurredOn }) => ({
      ...state,
      status: 'computed',
      position,
      owners: [...new Set(figures.map(({ owner }) => owner))],
      certified: {},
      unexplained: checks.flatMap(({ name, holds }) => (holds || exceptions.some(({ check }) => check === name) ? [] : [name])),
      exceptions,
      computedBy: actor.user,
      changedOn: occurredOn,
    }),
    PublicationReconciled: (state, _, { actor, occurredOn }) => ({ ...state, status: 'reconciled', reconciledBy: actor.user, changedOn: occurredOn }),
    PublicationCertified: (state, { agency }, { actor, occurredOn }) => {
      const next = { ...state, certified: { ...state.certified, [agency]: actor.user }, changedOn: occurredOn };
      return { ...next, status: uncertified(next).length === 0 ? 'certified' : 'reconciled' };
    },
    PublicationPublished: (state, _, { occurredOn }) => ({ ...state, status: 'published', publishedOn: occurredOn, changedOn: occurredOn }),
    PublicationWithdrawn: (state, _, { occurredOn }) => ({ ...state, status: 'withdrawn', changedOn: occurredOn }),
    PublicationRestated: (state, { by }) => ({ ...state, status: 'restated', restatedBy: by }),
  },
};

const makers = ({ draftedBy, computedBy, reconciledBy }: Publication) => [draftedBy, computedBy, reconciledBy];

function isRuled({ figures, ruleSet }: ComputedFigures, id: (typeof printedIds)[number], i: number): boolean {
  const found = figures[i];
  return found?.figure === id && found.rule === ruledBy(ruleSet, id);
}

/** Refuses to replace what is not published, what another publication has replaced already, and the paper of another day. */
function restatable(restates: PublicationId, asOf: CivilDate, { self, state }: Context): void {
  const older: Publication = state(publication, restates);
  refuseIf(
    restates === self || older.status !== 'published',
    'publication/not-restatable',
    `${restates} is ${older.status}: only what is published is restated.`,
  );
  refuseIf(older.asOf !== asOf, 'publication/restates-another-day', `${restates} states the figures as of ${older.asOf}, not as of ${asOf}.`);
}

/** Refuses an exception that nobody has signed, that was revoked, or that is about another check or day. */
function signed(exceptions: ComputedFigures['exceptions'], { asOf }: Publication, context: Context): void {
  for (const { check, exception } of exceptions) {
    const found = context.state(checkException, exception);
    if (found.status !== 'signed' || found.check !== check || found.asOf !== asOf)
      refuse('publication/exception-not-signed', `${exception} is no signed exception from ${check} as of ${asOf}.`, { check });
  }
}
