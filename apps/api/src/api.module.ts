import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Ledger } from '@casetrail/ledger';
import { Figures, Views } from '@casetrail/readmodel';
import type { Logger } from '@casetrail/runtime';
import { CorrectionController, correctionHandlers } from './correction/correction.controller.ts';
import { CrimeGroupController, crimeGroupHandlers } from './crime-group/crime-group.controller.ts';
import { CriminalCaseController, criminalCaseHandlers } from './criminal-case/criminal-case.controller.ts';
import { FigureController } from './figure/figure.controller.ts';
import { figureQueries } from './figure/figure.queries.ts';
import { HealthController, ReadinessHandler } from './health/health.controller.ts';
import { AuthenticationGuard, type VerifyToken } from './http/authentication.guard.ts';
import { ProblemPagesController } from './http/problem-pages.controller.ts';
import { LedgerController, LedgerEventsHandler } from './ledger/ledger.controller.ts';
import { type HashIdentity, PersonController, personHandlers } from './person/person.controller.ts';
import { SuspectController, suspectHandlers } from './suspect/suspect.controller.ts';
import { HASH_IDENTITY, LOGGER, VERIFY_TOKEN } from './tokens.ts';

/** What the api works with. Its start opens them, and closes them after it. */
export type ApiParts = {
  readonly ledger: Ledger;
  readonly figures: Figures;
  readonly views: Views;
  readonly verifyToken: VerifyToken;
  readonly hashIdentity: HashIdentity;
  readonly log: Logger;
};

@Module({})
export class ApiModule {
  static register({ ledger, figures, views, verifyToken, hashIdentity, log }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CriminalCaseController,
        PersonController,
        SuspectController,
        CrimeGroupController,
        CorrectionController,
        FigureController,
        LedgerController,
        HealthController,
        ProblemPagesController,
      ],
      providers: [
        { provide: Ledger, useValue: ledger },
        { provide: Figures, useValue: figures },
        { provide: Views, useValue: views },
        { provide: VERIFY_TOKEN, useValue: verifyToken },
        { provide: HASH_IDENTITY, useValue: hashIdentity },
        { provide: LOGGER, useValue: log },
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        ...criminalCaseHandlers,
        ...personHandlers,
        ...suspectHandlers,
        ...crimeGroupHandlers,
        ...correctionHandlers,
        ...figureQueries,
        LedgerEventsHandler,
        ReadinessHandler,
      ],
    };
  }
}
