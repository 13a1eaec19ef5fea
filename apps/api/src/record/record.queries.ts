import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import type { Reach, StreamId } from '@casetrail/domain';
import type { Page, RecordCategory, RecordFilters } from '@casetrail/readmodel';
import { ViewReader } from '../view/view-reader.ts';

/** The file of any record that has no screen of its own. */
export class ReadRecord extends Query<Answer<'RecordFile'>> {
  constructor(
    readonly id: StreamId,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ReadRecord)
export class ReadRecordHandler extends ViewReader implements IQueryHandler<ReadRecord> {
  execute({ id, reach }: ReadRecord): Promise<Answer<'RecordFile'>> {
    return this.found(id, reach, this.views.seenBy(reach).record(id));
  }
}

/** Records of one category. */
export class ListRecords extends Query<Answer<'Records'>> {
  constructor(
    readonly category: RecordCategory,
    readonly filters: RecordFilters,
    readonly page: Page,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ListRecords)
export class ListRecordsHandler extends ViewReader implements IQueryHandler<ListRecords> {
  execute({ category, filters, page, reach }: ListRecords): Promise<Answer<'Records'>> {
    return this.listed(this.views.seenBy(reach).recordList(category, filters, page));
  }
}

export const recordQueries = [ReadRecordHandler, ListRecordsHandler];
