import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Ledger, Seal } from '@casetrail/ledger';
import { Figures, Publications, Views } from '@casetrail/readmodel';
import type { Edge, Logger } from '@casetrail/runtime';
import { Vault } from '@casetrail/vault';
import { accessControllers, accessHandlers } from './access/access.controller.ts';
import { arrestReviewSlice } from './arrest-review/arrest-review.controller.ts';
import { assetSlice } from './asset/asset.controller.ts';
import { ActsController, ReadActsHandler } from './console/acts.controller.ts';
import { ConsoleController, ConsoleSettingsHandler, type SignIn } from './console/console.controller.ts';
import { CorrectionController, type DestroyDue, correctionHandlers } from './correction/correction.controller.ts';
import { courtDocketSlice } from './court-docket/court-docket.controller.ts';
import { CrimeGroupController, crimeGroupHandlers } from './crime-group/crime-group.controller.ts';
import { CriminalCaseController, criminalCaseHandlers } from './criminal-case/criminal-case.controller.ts';
import { WriteExportHandler } from './export/export.command.ts';
import { ExportController } from './export/export.controller.ts';
import { FigureController } from './figure/figure.controller.ts';
import { figureQueries } from './figure/figure.queries.ts';
import { whitePaperQueries } from './figure/white-paper.queries.ts';
import { AppearanceController } from './hearing/appearance.controller.ts';
import { appearanceQueries } from './hearing/appearance.queries.ts';
import { HistoryController, ReadHistoryHandler } from './history/history.controller.ts';
import { HealthController, ReadinessHandler } from './health/health.controller.ts';
import { hearingSlice } from './hearing/hearing.controller.ts';
import type { Access } from './http/access.ts';
import { AuthenticationGuard, type VerifyToken } from './http/authentication.guard.ts';
import { LookInterceptor } from './http/look.interceptor.ts';
import { assertPolicies } from './http/policy.ts';
import { ProblemPagesController } from './http/problem-pages.controller.ts';
import type { Rates } from './http/rates.ts';
import { indicatorSlice } from './indicator/indicator.controller.ts';
import { LiveController } from './live/live.controller.ts';
import { LiveHub } from './live/live-hub.ts';
import { LedgerController, LedgerEventsHandler } from './ledger/ledger.controller.ts';
import { SealController } from './ledger/seal.controller.ts';
import { sealQueries } from './ledger/seal.queries.ts';
import { PersonController, personHandlers } from './person/person.controller.ts';
import { PersonalDataController, personalDataHandlers } from './person/personal-data.controller.ts';
import { LookController, lookHandlers } from './look/look.controller.ts';
import { PolicyController } from './policy/policy.controller.ts';
import { prosecutionSlice } from './prosecution/prosecution.controller.ts';
import { checkExceptionSlice } from './publication/check-exception.controller.ts';
import { PublicationController, publicationHandlers } from './publication/publication.controller.ts';
import { DifferenceController } from './publication/difference.controller.ts';
import { differenceQueries } from './publication/difference.queries.ts';
import { recordQueries } from './record/record.queries.ts';
import { mechanismSlice, problemSlice, recommendationSlice, rectificationPlanSlice } from './rectification/rectification.controller.ts';
import { registerEntrySlice } from './register/register.controller.ts';
import { majorProjectSlice } from './risk-assessment/major-project.controller.ts';
import { SuspectController, suspectHandlers } from './suspect/suspect.controller.ts';
import { ListTimeLimitsHandler, TimeLimitController } from './time-limit/time-limit.controller.ts';
import { ACCESS, DESTROY_DUE, EDGE, LOGGER, RATES, SIGN_IN, VERIFY_TOKEN } from './tokens.ts';
import { umbrellaInvestigationSlice, umbrellaLeadSlice } from './umbrella/umbrella.controller.ts';

/** The aggregates that are all served and shown alike. */
const recordSlices = [
  arrestReviewSlice,
  prosecutionSlice,
  courtDocketSlice,
  assetSlice,
  umbrellaLeadSlice,
  umbrellaInvestigationSlice,
  recommendationSlice,
  rectificationPlanSlice,
  mechanismSlice,
  problemSlice,
  registerEntrySlice,
  indicatorSlice,
  hearingSlice,
  majorProjectSlice,
  checkExceptionSlice,
];

/** Everything that is served. */
export const controllers: Type[] = [
  CriminalCaseController,
  PersonController,
  PersonalDataController,
  SuspectController,
  TimeLimitController,
  CrimeGroupController,
  ...recordSlices.map(({ controller }) => controller),
  PublicationController,
  CorrectionController,
  DifferenceController,
  FigureController,
  ExportController,
  AppearanceController,
  HistoryController,
  LedgerController,
  SealController,
  LookController,
  ...accessControllers,
  PolicyController,
  ConsoleController,
  ActsController,
  LiveController,
  HealthController,
  ProblemPagesController,
];

/** What the api works with. Its start opens them, and closes them after it. */
export type ApiParts = {
  readonly ledger: Ledger;
  readonly figures: Figures;
  readonly views: Views;
  readonly seal: Seal;
  readonly verifyToken: VerifyToken;
  readonly access: Access;
  readonly vault: Vault;
  /** Destroys the keys that it has just been decided to destroy. */
  readonly destroyDue: DestroyDue;
  readonly log: Logger;
  readonly edge: Edge;
  /** Where people sign in who use the console; left out where there is no issuer. */
  readonly signIn?: SignIn | undefined;
  /** The folder of the console as it was built; left out, or empty, where it was not. */
  readonly console?: string | undefined;
};

@Module({})
export class ApiModule {
  static register({ ledger, figures, views, seal, verifyToken, access, vault, destroyDue, log, edge, signIn = null }: ApiParts, rates: Rates): DynamicModule {
    assertPolicies(controllers);
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers,
      providers: [
        { provide: Ledger, useValue: ledger },
        { provide: Seal, useValue: seal },
        { provide: Figures, useValue: figures },
        { provide: Views, useValue: views },
        { provide: Publications, useValue: new Publications(ledger.pool) },
        { provide: VERIFY_TOKEN, useValue: verifyToken },
        { provide: ACCESS, useValue: access },
        { provide: Vault, useValue: vault },
        { provide: DESTROY_DUE, useValue: destroyDue },
        { provide: LOGGER, useValue: log },
        { provide: RATES, useValue: rates },
        { provide: SIGN_IN, useValue: signIn },
        { provide: EDGE, useValue: edge },
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_INTERCEPTOR, useClass: LookInterceptor },
        ...criminalCaseHandlers,
        ...personHandlers,
        ...personalDataHandlers,
        ...suspectHandlers,
        ListTimeLimitsHandler,
        ...crimeGroupHandlers,
        ...recordSlices.flatMap(({ handlers }) => handlers),
        ...recordQueries,
        ...publicationHandlers,
        ...correctionHandlers,
        ...figureQueries,
        ...whitePaperQueries,
        WriteExportHandler,
        ...differenceQueries,
        ...appearanceQueries,
        ReadHistoryHandler,
        LedgerEventsHandler,
        ...sealQueries,
        ConsoleSettingsHandler,
        ReadActsHandler,
        LiveHub,
        ...lookHandlers,
        ...accessHandlers,
        ReadinessHandler,
      ],
    };
  }
}
