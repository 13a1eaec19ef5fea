import type { QueryBus } from '@nestjs/cqrs';
import { type ExportRequest, exportRows } from '@casetrail/contracts';
import { type ActionName, type Reach, type StreamId, isStreamId, kindOf } from '@casetrail/domain';
import type { Views } from '@casetrail/readmodel';
import { ListCorrections } from '../correction/correction.controller.ts';
import { ListCrimeGroups } from '../crime-group/crime-group.controller.ts';
import { ListCriminalCases } from '../criminal-case/criminal-case.controller.ts';
import { askedIn } from '../figure/figure.controller.ts';
import { AllFigures, FactsOfFigure } from '../figure/figure.queries.ts';
import { assertAllowed } from '../http/authentication.guard.ts';
import { Problem } from '../http/problem.ts';
import { policies } from '../record/record-slice.ts';
import { ListRecords } from '../record/record.queries.ts';
import { type Table, tableOf } from './table.ts';

const AT_A_TIME = 200;

type Part = {
  readonly items: readonly unknown[];
  readonly next?: string | null | undefined;
  readonly position?: number;
  readonly isSuppressed?: boolean | undefined;
};
/** What is exported, and the ledger positions between which it was read. */
export type Exported = {
  readonly table: Table;
  readonly shown: readonly StreamId[];
  readonly shownFrom: number;
  readonly shownTo: number;
  /** There is more than is told: it would single somebody out. */
  readonly isSuppressed: boolean;
};
type From = { readonly queries: QueryBus; readonly views: Views; readonly reach: Reach };

/** What the list itself asks of whoever reads it: the file asks the same. */
const actionOf = (request: ExportRequest): ActionName =>
  request.what === 'records'
    ? policies[kindOf(request.category)].list
    : ({ cases: 'cases.list', groups: 'cases.list', corrections: 'corrections.list', figures: 'figures.read', facts: 'facts.read' } as const)[request.what];

/** Asks for one part of the list that a request names, by the query that also answers on the screen: a file shows whoever asks what they may see, and nothing else. */
function reading(request: ExportRequest, { queries, reach }: From): (after: string | undefined) => Promise<Part> {
  const page = (after: string | undefined) => ({ after, limit: AT_A_TIME });
  switch (request.what) {
    case 'cases':
      return (after) => queries.execute(new ListCriminalCases(request.filters ?? {}, page(after), reach));
    case 'groups':
      return (after) => queries.execute(new ListCrimeGroups(request.filters ?? {}, page(after), reach));
    case 'corrections':
      return (after) => queries.execute(new ListCorrections(request.filters ?? {}, page(after), reach));
    case 'records':
      return (after) => queries.execute(new ListRecords(request.category, request.filters ?? {}, page(after), reach));
    case 'figures':
      return async () => {
        const { figures, knownAt } = await queries.execute(new AllFigures(askedIn(request.filters ?? {}), reach));
        return { items: figures, position: knownAt.position };
      };
    case 'facts': {
      let asked = askedIn(request.filters ?? {});
      return async (after) => {
        const { facts, next, knownAt, isSuppressed } = await queries.execute(new FactsOfFigure(request.figure, asked, page(after), reach));
        asked = { ...asked, knownAt: { position: knownAt.position } }; // all parts of it as known at the same position
        return { items: facts, next, position: knownAt.position, isSuppressed };
      };
    }
  }
}

/** The records that a row is about: who was looked at is found by these. */
const shownIn = (items: readonly unknown[]): StreamId[] => [
  ...new Set(
    items.flatMap((item) => Object.entries(item as object).flatMap(([name, value]) => (['id', 'unit'].includes(name) && isStreamId(value) ? [value] : []))),
  ),
];

/** Reads a whole list. @throws Problem export/too-many-rows, Rejection role/not-allowed */
export async function exported(request: ExportRequest, most: number, from: From): Promise<Exported> {
  assertAllowed({ action: actionOf(request) }, from.reach);
  const shownFrom = await from.views.position();
  const ask = reading(request, from);
  const items: unknown[] = [];
  let part: Part = { items: [], next: undefined };
  do {
    part = await ask(part.next ?? undefined);
    items.push(...part.items);
    if (items.length > most) throw new Problem('export/too-many-rows', `The list has more than ${most} rows. Filters make it shorter. Nothing was written.`);
  } while (part.next);
  const table = tableOf(exportRows[request.what], items);
  const { position: shownTo = await from.views.position(), isSuppressed = false } = part;
  return { table, shown: shownIn(items), shownFrom: part.position ?? shownFrom, shownTo, isSuppressed };
}
