import type { Pool } from 'pg';
import type { ExportRequest } from '@casetrail/contracts';
import type { Actor, StreamId } from '@casetrail/domain';
import { LookNotRecorded } from '@casetrail/runtime';

/** An export as it is recorded: who has the file, what for, and what exactly it was. */
export type ExportRecord = {
  readonly id: string;
  readonly fingerprint: Buffer;
  readonly madeAt: Date;
  readonly actor: Actor;
  readonly request: ExportRequest;
  readonly requestId: string;
  /** The records in the file. */
  readonly shown: readonly StreamId[];
  readonly rows: number;
  readonly shownFrom: number;
  readonly shownTo: number;
  readonly sha256: Buffer;
};
type Recorded = Pick<ExportRecord, 'fingerprint' | 'madeAt' | 'rows' | 'shownFrom' | 'shownTo' | 'sha256'>;

/** What an id was used for before, if it was. */
export async function exportOf(pool: Pool, id: string): Promise<Recorded | undefined> {
  const { rows } = await pool.query<Recorded & { shownFrom: string; shownTo: string }>({
    name: 'exports.of',
    text: 'select fingerprint, made_at as "madeAt", rows, shown_from as "shownFrom", shown_to as "shownTo", sha256 from access.exports where id = $1',
    values: [id],
  });
  const row = rows[0];
  return row && { ...row, shownFrom: Number(row.shownFrom), shownTo: Number(row.shownTo) };
}

/**
 * Records an export and, in the same transaction, the look that it is. False: somebody was faster with the same id, and nothing was recorded.
 * @throws LookNotRecorded: then there is no file
 */
export async function recordExport(pool: Pool, record: ExportRecord): Promise<boolean> {
  const { id, fingerprint, madeAt, actor, request, requestId, rows, shown, shownFrom, shownTo, sha256 } = record;
  const { format, purpose, recipient, ...asked } = request;
  const detail = { export: id, format, recipient, rows, sha256: sha256.toString('hex'), asked, shown };
  const { rowCount } = await pool
    .query({
      name: 'exports.record',
      text: `with made as (
          insert into access.exports (id, fingerprint, made_at, user_name, role, org, district, what, asked, format, purpose, recipient, rows, shown_from, shown_to, sha256)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict (id) do nothing returning id)
        select access.record_look($4, $5, $6, $7, 'export.write', null, $11, $17, 'SHOWN', $18) from made`,
      values: [
        ...[id, fingerprint, madeAt, actor.user, actor.role, actor.org, actor.district],
        ...[asked.what, JSON.stringify(asked), format, purpose, recipient ?? null, rows, shownFrom, shownTo, sha256, JSON.stringify(detail), requestId],
      ],
    })
    .catch((error: unknown) => {
      throw new LookNotRecorded(error);
    });
  return rowCount === 1;
}
