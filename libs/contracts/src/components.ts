import type { z } from 'zod';
import { document } from '@casetrail/domain';
import { accessRequestBody, breakGlassBody, conflictBody, reviewBody, tie, tieReasonBody, ties } from './access.ts';
import { arrestReviewRoutes } from './arrest-review.ts';
import { assetRoutes } from './asset.ts';
import type { AggregateRoutes } from './command-routes.ts';
import { acts, consoleSettings, liveState, me } from './console.ts';
import { correctionRoutes, corrections } from './correction.ts';
import { courtDocketRoutes } from './court-docket.ts';
import { crimeGroupFile, crimeGroupRoutes, crimeGroups } from './crime-group.ts';
import { criminalCaseFile, criminalCaseRoutes, criminalCases } from './criminal-case.ts';
import {
  appearanceReport,
  bulletin,
  correctionEffect,
  countedPerson,
  fact,
  facts,
  figureAlone,
  figureValue,
  figures,
  preview,
  waterfall,
  whitePaper,
} from './figure.ts';
import { difference, differenceUnits } from './difference.ts';
import { exportRequest } from './export.ts';
import { health, live } from './health.ts';
import { hearingRoutes } from './hearing.ts';
import { history, historyStep, ledgerLine } from './history.ts';
import { indicatorRoutes } from './indicator.ts';
import { findBody, personFile, personFound, personRoutes, personalDataShown, revealBody } from './person.ts';
import { accessPolicy, organisation, organisations } from './policy.ts';
import { problem, problemKind, problemKinds } from './problem.ts';
import { prosecutionRoutes } from './prosecution.ts';
import { checkExceptionRoutes, figureProof, figureReceipt, publicationFile, publicationRoutes, publications, publishedPaper } from './publication.ts';
import { receipt } from './receipt.ts';
import { recordFile, recordRow, records } from './record.ts';
import { look, looks, looksSummary } from './looks.ts';
import { mechanismRoutes, problemRoutes, recommendationRoutes, rectificationPlanRoutes } from './rectification.ts';
import { registerEntryRoutes } from './register.ts';
import { majorProjectRoutes } from './risk-assessment.ts';
import { correctionRow, crimeGroupRow, criminalCaseRow, personRow, suspectRow, timelineEntry } from './rows.ts';
import { consistencyProof, inclusionProof } from './seal.ts';
import { timeLimit, timeLimits } from './time-limit.ts';
import { suspectFile, suspectRoutes } from './suspect.ts';
import { umbrellaInvestigationRoutes, umbrellaLeadRoutes } from './umbrella.ts';

/** Every aggregate that has routes. */
export const aggregates: readonly AggregateRoutes[] = [
  criminalCaseRoutes,
  personRoutes,
  suspectRoutes,
  crimeGroupRoutes,
  arrestReviewRoutes,
  prosecutionRoutes,
  courtDocketRoutes,
  assetRoutes,
  umbrellaLeadRoutes,
  umbrellaInvestigationRoutes,
  recommendationRoutes,
  rectificationPlanRoutes,
  mechanismRoutes,
  problemRoutes,
  registerEntryRoutes,
  indicatorRoutes,
  hearingRoutes,
  majorProjectRoutes,
  checkExceptionRoutes,
  publicationRoutes,
  correctionRoutes,
];

/** What answers look like, by the name the documentation gives it. */
export const responses = {
  Receipt: receipt,
  Problem: problem,
  ProblemKind: problemKind,
  ProblemKinds: problemKinds,
  CriminalCases: criminalCases,
  CriminalCase: criminalCaseRow,
  CriminalCaseFile: criminalCaseFile,
  PersonFile: personFile,
  Person: personRow,
  PersonalData: personalDataShown,
  PersonFound: personFound,
  SuspectFile: suspectFile,
  Suspect: suspectRow,
  CrimeGroups: crimeGroups,
  CrimeGroup: crimeGroupRow,
  CrimeGroupFile: crimeGroupFile,
  Records: records,
  Record: recordRow,
  RecordFile: recordFile,
  TimeLimits: timeLimits,
  TimeLimit: timeLimit,
  Corrections: corrections,
  Correction: correctionRow,
  TimelineEntry: timelineEntry,
  Figures: figures,
  Figure: figureAlone,
  FigureValue: figureValue,
  Facts: facts,
  Fact: fact,
  Waterfall: waterfall,
  Difference: difference,
  DifferenceUnits: differenceUnits,
  CountedPerson: countedPerson,
  Preview: preview,
  CorrectionEffect: correctionEffect,
  AppearanceBulletin: bulletin,
  AppearanceReport: appearanceReport,
  WhitePaper: whitePaper,
  Publications: publications,
  PublicationFile: publicationFile,
  PublishedPaper: publishedPaper,
  FigureReceipt: figureReceipt,
  FigureProof: figureProof,
  History: history,
  HistoryStep: historyStep,
  LedgerLine: ledgerLine,
  Policy: accessPolicy,
  Organisations: organisations,
  Organisation: organisation,
  InclusionProof: inclusionProof,
  ConsistencyProof: consistencyProof,
  ConsoleSettings: consoleSettings,
  Me: me,
  Acts: acts,
  LiveState: liveState,
  Looks: looks,
  Look: look,
  LooksSummary: looksSummary,
  Ties: ties,
  Tie: tie,
  Health: health,
  Live: live,
} as const;
export type ResponseName = keyof typeof responses;
/** An answer as a program gives it. */
export type Answer<N extends ResponseName> = Unchanging<z.infer<(typeof responses)[N]>>;
type Unchanging<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer U)[]
      ? readonly Unchanging<U>[]
      : { readonly [K in keyof T]: Unchanging<T[K]> };

/** What is sent about access to records. */
export const tieBodies = {
  BreakGlass: breakGlassBody,
  RequestAccess: accessRequestBody,
  DeclareConflict: conflictBody,
  ReviewBreakGlass: reviewBody,
  TieReason: tieReasonBody,
} as const;
export type TieBodyName = keyof typeof tieBodies;

/** Every schema of the API by name: the answers, and the body of each command under the command's name. */
export const components: Readonly<Record<string, z.ZodType>> = {
  ...responses,
  Document: document,
  RevealPersonalData: revealBody,
  FindPerson: findBody,
  Export: exportRequest,
  ...tieBodies,
  ...Object.fromEntries(aggregates.flatMap(({ commands }) => commands.map(({ command, body }) => [command, body]))),
};
