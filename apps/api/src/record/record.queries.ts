import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type Actor, type StreamId, categoryOf } from '@casetrail/domain';
import type { Page, RecordCategory, RecordFilters } from '@casetrail/readmodel';
import { unknownRecord } from '../http/problem.ts';
import { areSealed, isHidden, sightOf } from '../view/sight.ts';
import { ViewReader } from '../view/view-reader.ts';

/** The file of any record that has no screen of its own. */
export class ReadRecord extends Query<Answer<'RecordFile'>> {
  constructor(
    readonly id: StreamId,
    readonly actor: Actor,
  ) {
    super();
  }
}

@QueryHandler(ReadRecord)
export class ReadRecordHandler extends ViewReader implements IQueryHandler<ReadRecord> {
  async execute({ id, actor }: ReadRecord): Promise<Answer<'RecordFile'>> {
    if (isHidden(categoryOf(id), actor)) throw unknownRecord(categoryOf(id));
    return this.found(id, this.views.record(id, sightOf(actor)));
  }
}

/** Records of one category. */
export class ListRecords extends Query<Answer<'Records'>> {
  constructor(
    readonly category: RecordCategory,
    readonly filters: RecordFilters,
    readonly page: Page,
    readonly actor: Actor,
  ) {
    super();
  }
}

@QueryHandler(ListRecords)
export class ListRecordsHandler extends ViewReader implements IQueryHandler<ListRecords> {
  async execute({ category, filters, page, actor }: ListRecords): Promise<Answer<'Records'>> {
    if (isHidden(category, actor)) throw areSealed();
    return this.listed(this.views.recordList(category, filters, page, sightOf(actor)));
  }
}

export const recordQueries = [ReadRecordHandler, ListRecordsHandler];
