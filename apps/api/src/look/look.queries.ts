import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import type { CivilDate, PersonId, Reach, StreamId } from '@casetrail/domain';
import { Views, knownAs } from '@casetrail/readmodel';
import { type LookDayAt, type LookFilter, flagsOf, listLooks, reviewsWaiting, summariseLooks } from '@casetrail/runtime';
import type { Access } from '../http/access.ts';
import { ACCESS } from '../tokens.ts';

type Part = { readonly after: number | undefined; readonly limit: number };
type Asked = Omit<LookFilter, 'records'> & { readonly person?: PersonId | undefined; readonly record?: StreamId | undefined };

/** Who looked at what, the newest first. */
export class ListLooks extends Query<Answer<'Looks'>> {
  constructor(
    readonly asked: Asked,
    readonly part: Part,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ListLooks)
export class ListLooksHandler implements IQueryHandler<ListLooks> {
  constructor(
    private readonly views: Views,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  async execute({ asked: { person, record, words, ...filter }, part: { after, limit }, reach }: ListLooks): Promise<Answer<'Looks'>> {
    const records = person ? await knownAs(this.views.seenBy(reach), person) : record ? [record] : undefined;
    const hashed = words === undefined ? undefined : this.access.hashWords(words);
    const found = await listLooks(this.access.pool, { ...filter, records, words: hashed }, after, limit + 1);
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? String(items.at(-1)?.id) : null };
  }
}

/** What each user looked at, day by day, and what is conspicuous about it. */
export class SummariseLooks extends Query<Answer<'LooksSummary'>> {
  constructor(
    readonly days: { readonly from: CivilDate; readonly to: CivilDate; readonly user: string | undefined },
    readonly after: LookDayAt | undefined,
    readonly limit: number,
  ) {
    super();
  }
}

@QueryHandler(SummariseLooks)
export class SummariseLooksHandler implements IQueryHandler<SummariseLooks> {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  async execute({ days: { from, to, user }, after, limit }: SummariseLooks): Promise<Answer<'LooksSummary'>> {
    const { pool, granting } = this.access;
    const found = await summariseLooks(pool, { from, to, user }, after, limit + 1);
    const days = found.slice(0, limit).map((day) => ({ ...day, flags: flagsOf(day, granting.flags) }));
    const last = found.length > limit ? days.at(-1) : undefined;
    return { from, to, flags: granting.flags, reviews: await reviewsWaiting(pool), days, next: last ? `${last.day} ${last.user}` : null };
  }
}
