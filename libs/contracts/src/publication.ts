import { z } from 'zod';
import { act, checkException, civilDate, eventId, figuresComputed, instant, owner, publication, roles } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';
import { paging } from './paging.ts';

export const checkExceptionRoutes = aggregateRoutes(checkException, 'Check exceptions', '/v1/check-exceptions', {
  ExplainCheck: [null, 'Explain why a cross-check of the figures fails'],
  SignException: ['sign', 'Sign what somebody else explained: it no longer stops a publication'],
  RevokeException: ['revoke', 'Revoke the exception'],
  ...voiding,
});

/** A step of a publication is of today unless it says otherwise. No figure is ever sent: the server computes them. */
export const publicationRoutes = aggregateRoutes(
  publication,
  'Publications',
  '/v1/publications',
  {
    DraftPublication: [null, 'Draft a publication of the figures on a day'],
    ComputePublication: ['compute', 'Compute its figures at the newest signed checkpoint, with their proofs and the text of the paper'],
    ReconcilePublication: ['reconcile', 'Reconcile the figures: every cross-check holds or is explained'],
    CertifyPublication: ['certify', "Certify an agency's figures"],
    PublishPublication: ['publish', 'Publish it: from then on nothing changes it'],
    WithdrawPublication: ['withdraw', 'Withdraw it before it is published'],
  },
  { bodies: { ComputePublication: z.strictObject({}) }, act: { ...act.shape, occurredOn: act.shape.occurredOn.optional() } },
);

export const publicationsQuery = z.strictObject(paging);
export const publishedPaperQuery = z.strictObject({ format: z.enum(['json', 'md', 'html']).optional(), lang: z.enum(['zh', 'en']).optional() });
export const proofQuery = z.strictObject({ event: eventId.describe('The event asked about, {stream}@{version}') });

const count = z.int().nonnegative();
const position = z.int().positive();
const base64 = z.string().describe('32 bytes in Base64');
const { ledger, figures, annex, checks, exceptions, months, text, ruleSet } = figuresComputed.shape;

/** Of a figure of the discipline organs, everybody else is not told of how many events it is made, nor their root: both would tell that one more was recorded. */
const madeOf = {
  events: figures.element.shape.events.optional().describe('Left out where it is not disclosed'),
  root: figures.element.shape.root
    .optional()
    .describe('RFC 6962: the root of the tree over the events that its rule has read, in ledger order. Left out where it is not disclosed'),
};
const publicationRow = z.strictObject({
  id: z.string(),
  version: position,
  status: z.enum(['drafted', 'computed', 'reconciled', 'certified', 'published', 'restated', 'withdrawn']),
  asOf: civilDate,
  ruleSet,
  restates: z.string().optional().describe('The publication that it replaces'),
  restatedBy: z.string().optional().describe('The publication that has replaced it'),
  draftedOn: civilDate,
  publishedOn: civilDate.optional(),
  ledger: ledger.optional().describe('The signed checkpoint that its figures were computed at'),
  certified: z.strictObject({ by: count, of: count }).describe('How many of the agencies that own its figures have certified them'),
});
export const publications = z.strictObject({ items: z.array(publicationRow), next: z.string().nullable() });
export const publicationFile = z.strictObject({
  publication: publicationRow,
  synthetic: z.boolean().optional(),
  figures: z
    .array(figures.element.extend(madeOf))
    .describe('What it prints, each with the root of the tree over the events that make it. None before they are computed'),
  months,
  annex,
  checks,
  exceptions,
  comparedWith: z.string().optional().describe('The earlier publication that cumulative figures must not fall below'),
  certification: z.array(
    z.strictObject({ agency: owner, name: z.strictObject({ zh: z.string(), en: z.string() }), certifiedOn: civilDate.optional(), org: z.string().optional() }),
  ),
  withdrawn: z.strictObject({ on: civilDate, ground: z.string() }).optional(),
  next: z
    .array(z.strictObject({ command: z.string(), by: z.array(z.enum(roles)), agency: owner.optional(), check: z.string().optional() }))
    .describe('What is to be done next, and by whom'),
});
export const publishedPaper = z.strictObject({
  publication: z.string(),
  asOf: civilDate,
  ruleSet,
  synthetic: z.boolean(),
  language: z.enum(['zh', 'en']),
  paragraphs: text.shape.zh,
  values: z.record(z.string(), count),
  months,
  annex,
  checks,
  exceptions,
  foot: z.strictObject({
    ledger,
    publishedOn: civilDate.optional().describe('Left out: it is not published'),
    certifiedBy: z.array(owner),
  }),
});

const sealed = z
  .strictObject({ index: count, origin: z.string(), size: position, root: base64, proof: z.array(base64), note: z.string().describe('The signed checkpoint') })
  .describe('The proof that the event is in the ledger, in the first signed checkpoint that has it. None until it is sealed');
const inEvent = z.strictObject({ event: z.string(), position, recordedAt: instant, hash: z.string(), sealed: sealed.optional() });
const published = figures.element.shape;
export const figureReceipt = z.strictObject({
  publication: z.string(),
  publishedOn: civilDate,
  asOf: civilDate,
  ruleSet,
  figure: published.figure,
  rule: published.rule.describe('The figure whose counting rule the rule set chose'),
  version: published.version,
  ledger,
  value: published.value,
  units: published.units,
  ...madeOf,
  synthetic: z.boolean(),
  computedIn: inEvent,
  publishedIn: inEvent,
});

const proven = {
  index: count,
  position,
  recordedAt: instant,
  hash: z.string().describe('The SHA-256 of the event, which the leaf holds'),
  leaf: base64.describe('The hash of the leaf'),
  proof: z.array(base64).describe('RFC 6962: the inclusion proof, from the leaf up'),
};
const tree = { publication: z.string(), figure: z.string(), event: z.string(), size: count, root: base64 };
export const figureProof = z.discriminatedUnion('isInside', [
  z.strictObject({ isInside: z.literal(true), ...tree, ...proven }),
  z.strictObject({
    isInside: z.literal(false),
    ...tree,
    at: position.describe('Where the event stands in the ledger'),
    before: z.strictObject(proven).optional().describe('The last leaf before it: none where the tree begins after it'),
    after: z.strictObject(proven).optional().describe('The next leaf after it: none where the tree ends before it'),
  }),
]);
