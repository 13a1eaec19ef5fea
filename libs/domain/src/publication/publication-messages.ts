import { z } from 'zod';
import { correctionKinds } from '../correction/correction-messages.ts';
import { type Owner, owners } from '../figures/figure.ts';
import { ruleSetNames } from '../figures/figures.ts';
import { areas } from '../figures/sentences.ts';
import { civilDate } from '../kernel/civil-date.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { month, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const inTwoLanguages = z.strictObject({ zh: z.string(), en: z.string() });
const count = z.int().nonnegative();
const name = z.string().min(1).max(60);
const ruleSet = z.enum(ruleSetNames);
/** SHA-256 in Base64. */
const root = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in Base64');
const adjustment = z.enum([...correctionKinds, 'REPEAT']);
export const owner = z.enum(keysOf<Owner>(owners));

/** A printed figure as it was counted: by which rule, and from which events: how many units and events, and the root of the tree over the events. */
const publishedFigure = z.strictObject({
  figure: name,
  /** The figure whose counting rule the rule set chose for it. */
  rule: name,
  version: z.int().positive(),
  owner,
  value: count,
  units: count,
  events: count,
  root,
});
const annexRow = z.strictObject({
  id: name,
  name: inTwoLanguages,
  owner: inTwoLanguages,
  rule: name,
  measureWord: z.string(),
  /** Null: of a sealed figure no step is disclosed. */
  gross: z.int().nullable(),
  adjustments: z.partialRecord(adjustment, z.int()),
  personTimes: count.optional(),
  net: count.nullable(),
  of: count.optional(),
  interval: z.strictObject({ min: count, max: count }).optional(),
});
const paragraph = z.strictObject({ id: name, area: z.enum(keysOf(areas)).optional(), text: z.string() });

/** All that a paper prints, as it was counted. Nothing of it is ever worked out again: not even its sentences. */
export const figuresComputed = z.strictObject({
  /** The signed checkpoint that the figures were counted at. */
  ledger: z.strictObject({ origin: z.string().min(1).max(200), size: z.int().positive(), root }),
  position: z.int().positive(),
  ruleSet,
  /** The versions of all counting rules. */
  rules: z.string(),
  /**
   * For which release day the sealed figures are printed, and where they were counted. Left out: they are as of the paper's day, at its position, as they
   * were printed before there were releases.
   */
  released: z.strictObject({ releasedOn: civilDate, asOf: civilDate, position: count }).optional(),
  /** Whether the ledger is one of a demonstration. */
  synthetic: z.boolean(),
  figures: z.array(publishedFigure),
  /** Every figure, those too that only explain, divide or check a printed one. */
  values: z.record(z.string(), count),
  months: z.array(z.strictObject({ month, numerator: count, denominator: count })),
  steps: z.array(z.strictObject({ figure: name, gross: z.int().nullable(), lines: z.array(z.strictObject({ kind: adjustment.optional(), net: z.int() })) })),
  annex: z.array(annexRow),
  checks: z.array(z.strictObject({ name, says: inTwoLanguages, left: z.int(), relation: z.enum(['=', '≤']), right: z.int(), holds: z.boolean() })),
  /** The signed exceptions that explain the checks that fail. */
  exceptions: z.array(z.strictObject({ check: name, exception: streamId('check_exception') })),
  /** The publication that the cumulative figures were compared with. */
  previous: streamId('publication').optional(),
  text: z.strictObject({ zh: z.array(paragraph), en: z.array(paragraph) }),
});

const draft = { asOf: civilDate, restates: streamId('publication').optional() };

/** A paper is drafted, computed, reconciled, certified by every owner of its figures and published: by different persons. */
export const publicationCommands = {
  DraftPublication: z.strictObject({ ...draft, ruleSet: ruleSet.optional() }),
  ComputePublication: figuresComputed,
  ReconcilePublication: z.strictObject({}),
  CertifyPublication: z.strictObject({ agency: owner }),
  PublishPublication: z.strictObject({}),
  WithdrawPublication: z.strictObject({ ground: text }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const publicationEvents = {
  PublicationDrafted: z.strictObject({ ...draft, ruleSet }),
  FiguresComputed: figuresComputed,
  PublicationReconciled: publicationCommands.ReconcilePublication,
  PublicationCertified: publicationCommands.CertifyPublication,
  PublicationPublished: publicationCommands.PublishPublication,
  PublicationWithdrawn: publicationCommands.WithdrawPublication,
  /** Told on the publication that another one has replaced. */
  PublicationRestated: z.strictObject({ by: streamId('publication') }),
};

export type PublicationCommand = MessagesOf<typeof publicationCommands>;
export type PublicationEvent = MessagesOf<typeof publicationEvents>;
export type ComputedFigures = z.infer<typeof figuresComputed>;
