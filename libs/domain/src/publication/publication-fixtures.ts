import { type Owner, owners } from '../figures/figure.ts';
import { RULE_SET, figureOf, figures, printedFigures, rulesInForce } from '../figures/figures.ts';
import type { Actor } from '../kernel/envelope.ts';
import { type Issue, type Said, issueOf, on, saidOf, streamNamed } from '../kernel/specify.ts';
import { checkExplained, exceptionSigned, publisher, statistician } from './check-exception-fixtures.ts';
import type { ComputedFigures, PublicationCommand, PublicationEvent } from './publication-messages.ts';
import { certifiers } from './publication.ts';

/** The paper as of 15 March 2020. */
export const thePublication = streamNamed('publication', 1);
export const theOlder = streamNamed('publication', 2);
export const reconciler: Actor = { ...statistician, user: 'stat-2' };
export const agencies = Object.keys(owners) as Owner[];
const prefixes: Readonly<Record<Owner, string>> = {
  police: 'psb',
  procuratorate: 'pp',
  court: 'court',
  discipline: 'ccdi',
  campaign_office: 'plc',
  departments: 'dept',
  political_legal: 'plc',
  justice: 'jus',
};
/** Who certifies for an agency, at the city level. */
export const certifierOf = (agency: Owner): Actor => ({
  user: `cert-${agency}`,
  role: certifiers[agency][0] as Actor['role'],
  org: `${prefixes[agency]}-370200`,
  district: '370200',
});

const root = `${'A'.repeat(43)}=`;
const check = { name: 'every-district-has-a-centre', says: { zh: '…', en: '…' }, left: 10, relation: '=', right: 10, holds: true } as const;
export const failingCheck = { ...check, name: 'f35-is-the-number-of-districts', left: 9, holds: false } as const;
export const figuresAt = (position: number, more: Partial<ComputedFigures> = {}): ComputedFigures => ({
  ledger: { origin: 'casetrail.test', size: position, root },
  position,
  ruleSet: RULE_SET,
  rules: rulesInForce,
  synthetic: true,
  figures: printedFigures.map(({ id, version, owner }) => ({ figure: id, rule: id, version, owner, value: 3, units: 3, events: 5, root })),
  values: Object.fromEntries(figures.map(({ id }) => [id, 3])),
  months: [],
  steps: [{ figure: 'F01', gross: 4, lines: [{ net: 4 }, { kind: 'K1', net: -1 }] }],
  annex: [{ id: 'F01', name: figureOf('F01').name, owner: owners.police, rule: 'F01@1', measureWord: '个', gross: 4, adjustments: { K1: -1 }, net: 3 }],
  checks: [check],
  exceptions: [],
  text: { zh: [{ id: 'police', area: 'A2', text: '3个' }], en: [{ id: 'police', area: 'A2', text: '3' }] },
  ...more,
});

const draft = { asOf: on('2020-03-15') };
const ofPublication = saidOf<PublicationEvent>(thePublication);
const ofOlder = saidOf<PublicationEvent>(theOlder);
const exception = checkExplained.stream as ComputedFigures['exceptions'][number]['exception'];
/** A check fails, and two persons have signed why. */
export const explained = { checks: [failingCheck], exceptions: [{ check: failingCheck.name, exception }] } satisfies Partial<ComputedFigures>;
export const signedException = [checkExplained, exceptionSigned];

export const drafted = ofPublication('PublicationDrafted', { ...draft, ruleSet: RULE_SET }, { by: statistician });
export const computed = ofPublication('FiguresComputed', figuresAt(100), { by: statistician });
export const computedButFailing = ofPublication('FiguresComputed', figuresAt(100, { checks: [failingCheck] }), { by: statistician });
export const computedExplained = ofPublication('FiguresComputed', figuresAt(100, explained), { by: statistician });
export const reconciled = ofPublication('PublicationReconciled', {}, { by: reconciler });
export const certified = agencies.map((agency) => ofPublication('PublicationCertified', { agency }, { by: certifierOf(agency) }));
export const published = ofPublication('PublicationPublished', {}, { by: publisher });
export const restated = ofPublication('PublicationRestated', { by: theOlder }, { by: publisher });
export const withdrawn = ofPublication('PublicationWithdrawn', { ground: 'for the test' }, { by: statistician });
/** Another publication of the same day, published before. */
export const olderPublished: readonly Said[] = [
  ofOlder('PublicationDrafted', { ...draft, ruleSet: RULE_SET }, { by: statistician }),
  ofOlder('FiguresComputed', figuresAt(50), { by: statistician }),
  ofOlder('PublicationReconciled', {}, { by: reconciler }),
  ...agencies.map((agency) => ofOlder('PublicationCertified', { agency }, { by: certifierOf(agency) })),
  ofOlder('PublicationPublished', {}, { by: publisher }),
];

const toPublication = issueOf<PublicationCommand>(thePublication);
export const publicationCommandsOf = {
  DraftPublication: toPublication('DraftPublication', draft, { by: statistician }),
  ComputePublication: toPublication('ComputePublication', figuresAt(120), { by: statistician }),
  ReconcilePublication: toPublication('ReconcilePublication', {}, { by: reconciler }),
  CertifyPublication: toPublication('CertifyPublication', { agency: 'police' }, { by: certifierOf('police') }),
  PublishPublication: toPublication('PublishPublication', {}, { by: publisher }),
  WithdrawPublication: toPublication('WithdrawPublication', { ground: 'for the test' }, { by: statistician }),
} satisfies Record<PublicationCommand['type'], Issue>;
