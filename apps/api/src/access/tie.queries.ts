import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type Reach, heads } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { type TieKind, type TieRow, listTies, tieById } from '@casetrail/runtime';
import type { Access } from '../http/access.ts';
import { Problem } from '../http/problem.ts';
import { ACCESS } from '../tokens.ts';
import { decidesOn, oversees } from './say.ts';
import { tieAt } from './tie-answer.ts';

const AT_ONCE = 200;
const USUAL = 50;

type Part = { readonly after: number | undefined; readonly limit: number | undefined };

/** What somebody has a say in: what they began themselves, and what is for them to decide, to review, or to oversee. */
export class ListTies extends Query<Answer<'Ties'>> {
  constructor(
    readonly kind: TieKind,
    readonly isAwaiting: boolean,
    readonly part: Part,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ListTies)
export class ListTiesHandler implements IQueryHandler<ListTies> {
  constructor(
    private readonly ledger: Ledger,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  async execute({ kind, isAwaiting, part: { after, limit = USUAL }, reach }: ListTies): Promise<Answer<'Ties'>> {
    const { user, role } = reach.actor;
    const mayDecide = heads.includes(role);
    const of = mayDecide || oversees(reach) ? undefined : user;
    const found: TieRow[] = [];
    for (let before = after; found.length <= limit;) {
      const some = await listTies(this.access.pool, { kind, of, isWaiting: isAwaiting }, before, AT_ONCE);
      for (const tie of some) if (await this.#isFor(tie, isAwaiting, reach)) found.push(tie);
      before = some.at(-1)?.seq;
      if (some.length < AT_ONCE) break;
    }
    const items = found.slice(0, limit);
    return { items: items.map((tie) => tieAt(tie, Date.now())), next: found.length > limit ? String(items.at(-1)?.seq) : null };
  }

  async #isFor(tie: TieRow, isAwaiting: boolean, reach: Reach): Promise<boolean> {
    if (tie.begunBy.user === reach.actor.user) return !isAwaiting; // nobody's own is theirs to decide
    if (oversees(reach)) return !isAwaiting || tie.kind === 'BREAK_GLASS';
    return heads.includes(reach.actor.role) && decidesOn(tie, this.ledger, reach);
  }
}

export class ReadTie extends Query<Answer<'Tie'>> {
  constructor(
    readonly kind: TieKind,
    readonly id: string,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ReadTie)
export class ReadTieHandler implements IQueryHandler<ReadTie> {
  constructor(
    private readonly ledger: Ledger,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  async execute({ kind, id, reach }: ReadTie): Promise<Answer<'Tie'>> {
    const tie = await tieById(this.access.pool, id);
    const isTold = tie?.kind === kind && (tie.begunBy.user === reach.actor.user || oversees(reach) || (await decidesOn(tie, this.ledger, reach)));
    if (!tie || !isTold) throw new Problem('access/is-unknown');
    return tieAt(tie, Date.now());
  }
}
