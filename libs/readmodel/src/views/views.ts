import type { CivilDate, Reach, StreamId } from '@casetrail/domain';
import type { DataSource } from 'typeorm';
import { correctionEntity } from './correction-row.ts';
import { crimeGroupEntity, groupMemberEntity } from './crime-group-row.ts';
import { criminalCaseEntity } from './criminal-case-row.ts';
import { personEntity } from './person-row.ts';
import { timeline } from './reading.ts';
import { recordEntity } from './record-row.ts';
import { SERVING } from './schema.ts';
import { SeenViews } from './seen-views.ts';
import { suspectEntity } from './suspect-row.ts';
import type { TimelineEntry } from './timeline.ts';

export const viewEntities = [criminalCaseEntity, suspectEntity, personEntity, crimeGroupEntity, groupMemberEntity, recordEntity, correctionEntity];

/** The read models behind the screens. What of them somebody sees depends on who that is: `seenBy`. */
export class Views {
  readonly #dataSource: DataSource;

  /** The data source knows `viewEntities`, and may read the schemas `views` and `ledger`. */
  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  seenBy(reach: Reach): SeenViews {
    return new SeenViews(this.#dataSource, reach);
  }

  /** The ledger position up to which everything is shown. */
  async position(): Promise<number> {
    const rows = await this.#dataSource.query<{ position: string }[]>(`select position from ${SERVING}.checkpoint where projector = 'views'`);
    return Number(rows[0]?.position ?? 0);
  }

  /** The histories of some streams together, in ledger order: also of records that were voided and have no file any more. */
  timeline(streams: readonly StreamId[]): Promise<readonly TimelineEntry[]> {
    return timeline(this.#dataSource.manager, streams);
  }

  /** The exceptions that two persons have signed for the cross-checks of a date: the check's name → the exception. */
  async signedExceptions(asOf: CivilDate): Promise<ReadonlyMap<string, StreamId>> {
    const signed = await this.#dataSource
      .createQueryBuilder(recordEntity, 'record')
      .where("record.category = 'check_exception' and record.status = 'signed'")
      .andWhere("record.state ->> 'asOf' = :asOf", { asOf })
      .getMany();
    return new Map(signed.map(({ id, state }) => [String(state['check']), id]));
  }
}
