import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { nestLogger } from '@casetrail/runtime';
import { ApiModule, type ApiParts } from './api.module.ts';
import { consoleFiles, serveConsole } from './http/console-files.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { openRates } from './http/rates.ts';
import { createServer } from './http/server.ts';
import { serveDocumentation } from './openapi/document.ts';

/** Makes the api of what it works with. It listens when its `listen` is called; whoever made the parts closes them after it. */
export async function createApi(parts: ApiParts): Promise<NestFastifyApplication> {
  const { adapter, served } = createServer(parts.edge);
  const fastify = adapter.getInstance() as unknown as FastifyInstance; // Nest's type of it names no logger
  const files = parts.console === undefined ? undefined : consoleFiles(parts.console);
  if (files) serveConsole(fastify, files, parts.signIn?.issuer);
  else if (parts.console !== undefined) parts.log.warn({ folder: parts.console }, 'the console is not built, and not served');
  const rates = await openRates(fastify, parts.edge.rates);
  const logger = nestLogger(parts.log.child({}, { level: 'warn' })); // Nest tells every route it maps
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.register(parts, rates), adapter, { bodyParser: false, abortOnError: false, logger });
  app.useGlobalFilters(new ProblemFilter(parts.log, served));
  serveDocumentation(app);
  return app;
}
