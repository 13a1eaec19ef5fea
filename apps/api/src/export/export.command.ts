import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import type { ExportRequest } from '@casetrail/contracts';
import type { Reach } from '@casetrail/domain';
import { CommandIdReused, Ledger } from '@casetrail/ledger';
import { Views } from '@casetrail/readmodel';
import { type Edge, officeName } from '@casetrail/runtime';
import { Problem } from '../http/problem.ts';
import { EDGE } from '../tokens.ts';
import { csvOf } from './csv.ts';
import { type ExportRecord, exportOf, recordExport } from './register.ts';
import { type Exported, exported } from './source.ts';
import { xlsxOf } from './xlsx.ts';

export type ExportedFile = { readonly file: Buffer; readonly record: ExportRecord; readonly isRepeated: boolean };

/** A list as a file. The same id is the same export, however often it is asked for. */
export class WriteExport extends Command<ExportedFile> {
  constructor(
    readonly issued: { readonly id: string; readonly fingerprint: Buffer; readonly reach: Reach; readonly request: ExportRequest; readonly requestId: string },
  ) {
    super();
  }
}

@CommandHandler(WriteExport)
export class WriteExportHandler implements ICommandHandler<WriteExport> {
  constructor(
    private readonly queries: QueryBus,
    private readonly ledger: Ledger,
    private readonly views: Views,
    @Inject(EDGE) private readonly edge: Edge,
  ) {}

  /** The file is made in full, its hash is recorded, and only then does it leave: whoever finds one can ask whose it is. */
  async execute({ issued }: WriteExport): Promise<ExportedFile> {
    const { request, reach, ...its } = issued;
    const from = { queries: this.queries, views: this.views, reach };
    const before = await exportOf(this.ledger.pool, issued.id);
    if (before && !before.fingerprint.equals(issued.fingerprint)) throw new CommandIdReused(issued.id);
    const read = await exported(request, this.edge.exportRows, from);
    const { madeAt, shownFrom, shownTo } = before ?? { madeAt: new Date(), shownFrom: read.shownFrom, shownTo: read.shownTo };
    const made = { ...its, request, actor: reach.actor, madeAt, shownFrom, shownTo, shown: read.shown, rows: read.table.rows.length };
    const file = await fileOf(read, made, (await this.ledger.kind()) === 'demo');
    const record = { ...made, sha256: createHash('sha256').update(file).digest() };
    if (before) {
      if (!before.sha256.equals(record.sha256)) throw new Problem('export/moved-on');
      return { file, record, isRepeated: true };
    }
    return (await recordExport(this.ledger.pool, record)) ? { file, record, isRepeated: false } : this.execute(new WriteExport(issued));
  }
}

/** What a file says of itself: who, when, in which office, what for, and where the ledger stood. It names nobody else. */
function fileOf({ table, isSuppressed }: Exported, made: Omit<ExportRecord, 'sha256'>, isDemo: boolean): Buffer | Promise<Buffer> {
  const { id, madeAt, actor, request, rows, shownFrom, shownTo } = made;
  const details = {
    ...(isDemo && { data: 'synthetic data 虚构演示数据' }),
    export: id,
    'made at': madeAt.toISOString(),
    by: actor.user,
    office: officeName(actor),
    purpose: request.purpose,
    'ledger position': shownFrom === shownTo ? String(shownFrom) : `${shownFrom} to ${shownTo}`,
    rows,
    ...(isSuppressed && { withheld: 'there is more than is told: it would single somebody out' }),
  };
  const watermark = Object.entries(details)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
  if (request.format === 'xlsx') return xlsxOf(table, watermark, details);
  return csvOf(table, `for programs, not for spreadsheets; ${watermark}`);
}
