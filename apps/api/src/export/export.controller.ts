import { Controller, HttpCode, Inject, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { exportRefusal, exportRequest } from '@casetrail/contracts';
import { fingerprintOf } from '@casetrail/ledger';
import { officeName } from '@casetrail/runtime';
import { commandIdOf } from '../command/write-request.ts';
import { lookRecorded, reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { Problem } from '../http/problem.ts';
import type { Rates } from '../http/rates.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeExport } from '../openapi/describe.ts';
import { RATES } from '../tokens.ts';
import { WriteExport } from './export.command.ts';

export const exportTypes = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' } as const;

@Controller('/v1/exports')
export class ExportController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(RATES) private readonly rates: Rates,
  ) {}

  @Post()
  @HttpCode(200)
  @Policy('export.write')
  @describeExport(Object.values(exportTypes).map((type) => type.split(';')[0] as string))
  async write(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const reach = reachIn(request);
    const id = commandIdOf(reach.actor.user, request);
    noQuery(request);
    const { body = {} } = request;
    const refusal = exportRefusal(body);
    if (refusal) throw new Problem(refusal);
    const asked = valid(exportRequest, body);
    await this.rates.exporting(request);
    const fingerprint = fingerprintOf({ method: request.method, path: request.url, office: officeName(reach.actor), body: asked });
    const { file, record, isRepeated } = await this.commands.execute(new WriteExport({ id, fingerprint, reach, request: asked, requestId: request.id }));
    if (!isRepeated) lookRecorded(request);
    const at = record.madeAt.toISOString().replace(/[-:]|\.\d+/g, '');
    void reply.headers({
      'content-disposition': `attachment; filename="casetrail-${asked.what}-${at}.${asked.format}"`,
      'repr-digest': `sha-256=:${record.sha256.toString('base64')}:`, // RFC 9530
      'casetrail-export': record.id,
      'casetrail-rows': String(record.rows),
      ...(isRepeated && { 'idempotent-replayed': 'true' }),
    });
    return new StreamableFile(file, { type: exportTypes[asked.format], length: file.length });
  }
}
