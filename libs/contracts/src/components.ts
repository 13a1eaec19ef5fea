import type { z } from 'zod';
import { document } from '@casetrail/domain';
import type { AggregateRoutes } from './command-routes.ts';
import { correctionRoutes } from './correction.ts';
import { crimeGroupRoutes } from './crime-group.ts';
import { criminalCaseRoutes } from './criminal-case.ts';
import { fact, facts, figureAlone, figureValue, figures, ledgerLine, waterfall, whitePaper } from './figure.ts';
import { health, live } from './health.ts';
import { personRoutes } from './person.ts';
import { problem, problemKind, problemKinds } from './problem.ts';
import { receipt } from './receipt.ts';
import { suspectRoutes } from './suspect.ts';

/** Every aggregate that has routes. */
export const aggregates: readonly AggregateRoutes[] = [criminalCaseRoutes, personRoutes, suspectRoutes, crimeGroupRoutes, correctionRoutes];

/** What answers look like, by the name the documentation gives it. */
export const responses = {
  Receipt: receipt,
  Problem: problem,
  ProblemKind: problemKind,
  ProblemKinds: problemKinds,
  Figures: figures,
  Figure: figureAlone,
  FigureValue: figureValue,
  Facts: facts,
  Fact: fact,
  Waterfall: waterfall,
  WhitePaper: whitePaper,
  LedgerLine: ledgerLine,
  Health: health,
  Live: live,
} as const;
export type ResponseName = keyof typeof responses;

/** Every schema of the API by name: the answers, and the body of each command under the command's name. */
export const components: Readonly<Record<string, z.ZodType>> = {
  ...responses,
  Document: document,
  ...Object.fromEntries(aggregates.flatMap(({ commands }) => commands.map(({ command, body }) => [command, body]))),
};
