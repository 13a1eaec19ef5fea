import type { z } from 'zod';
import { type AnyDecider, type Category, type Decider, type Message, type Role, act, commandSchema, reason, ruleOf } from '@casetrail/domain';

/** One command over HTTP: `POST /v1/criminal-cases/{id}/crack`, or, where it begins a new record, `POST` on the collection or a named part of it. */
export type CommandRoute = {
  /** The command's name in the domain: CrackCase. */
  readonly command: string;
  readonly method: 'POST';
  /** The whole path, `{id}` standing for the record's id. */
  readonly path: string;
  /** The last part of the path; undefined where the command begins a new record. */
  readonly verb: string | undefined;
  readonly summary: string;
  /** Who may issue it. */
  readonly by: readonly Role[];
  /** What it may record: a reader calls the command by that. */
  readonly emits: readonly string[];
  /** Always a correction, which a second person decides on. Any other act becomes one when it is recorded late, or when what it says makes it one. */
  readonly isCorrection: boolean;
  /** The names of the command's own fields in the body; all others belong to the act. */
  readonly fields: readonly string[];
  readonly body: z.ZodObject;
};

/** The HTTP surface of one aggregate. */
export type AggregateRoutes = {
  readonly category: Category;
  /** What a reader of the documentation calls its records. */
  readonly tag: string;
  readonly path: string;
  readonly commands: readonly CommandRoute[];
};

/**
 * A command's place and what it does in a few words. The place is a verb under the record's id; or, where the command begins a new record, null for the
 * collection itself, and a part of the collection where there are several beginnings.
 */
type Described = readonly [place: string | null | { readonly begins: string }, summary: string];
type Options = {
  /** Commands whose body is not simply the command's own fields. */
  readonly bodies?: Readonly<Record<string, z.ZodObject>>;
  /** Commands that are a correction or an ordinary act, depending on what they say. */
  readonly sometimesCorrections?: readonly string[];
  /** What each body says of the act, where that is not what every act says. */
  readonly act?: z.ZodRawShape;
};

/** Requested by the route of the act itself: see `correction` in the receipt. */
type WithoutRoute = 'RequestCorrection';

/** Lays out the routes of an aggregate: one for each of its commands, and one that voids wrong records. */
export function aggregateRoutes<S, C extends Message, E extends Message>(
  decider: Decider<S, C, E>,
  tag: string,
  path: string,
  commands: Readonly<Record<Exclude<C['type'], WithoutRoute>, Described>> & { readonly VoidRecords?: Described },
  { bodies = {}, sometimesCorrections = [], act: actFields = act.shape }: Options = {},
): AggregateRoutes {
  const routes = Object.entries<Described>(commands).map(([command, [place, summary]]): CommandRoute => {
    const rule = ruleOf(decider as AnyDecider, command);
    const own = bodies[command] ?? (commandSchema(decider as AnyDecider, command) as z.ZodObject);
    const isCorrection = rule?.correction !== undefined && !sometimesCorrections.includes(command);
    const said = Object.entries({ ...actFields, ...(isCorrection && { reason }) }).filter(([field]) => !(field in own.shape));
    return {
      command,
      method: 'POST',
      path: place === null ? path : typeof place === 'string' ? `${path}/{id}/${place}` : `${path}/${place.begins}`,
      verb: typeof place === 'string' ? place : undefined,
      summary,
      by: rule?.by ?? [],
      emits: rule?.emits ?? [],
      isCorrection,
      fields: Object.keys(own.shape),
      body: own.safeExtend(Object.fromEntries(said)),
    };
  });
  return { category: decider.category, tag, path, commands: routes };
}

export const voiding = { VoidRecords: ['void', 'Take wrong records out of the history'] } as const;

/** Takes a body apart: the command's own fields, and what it says of the act. */
export function partsOf({ fields }: CommandRoute, body: Readonly<Record<string, unknown>>): { data: Record<string, unknown>; act: Record<string, unknown> } {
  const entries = Object.entries(body);
  return {
    data: Object.fromEntries(entries.filter(([field]) => fields.includes(field))),
    act: Object.fromEntries(entries.filter(([field]) => !fields.includes(field))),
  };
}
