import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type CivilDate, type Reach, Rejection, type StreamId, addDays, heads, lineOf } from '@casetrail/domain';
import { Ledger, LoadedStreams } from '@casetrail/ledger';
import { Views } from '@casetrail/readmodel';
import {
  type Begun,
  type TieAct,
  type TieCommand,
  type TieKind,
  type TieRow,
  type TieVerdict,
  beginTie,
  changeTie,
  organsOf,
  tieAnswered,
  tieById,
} from '@casetrail/runtime';
import type { Access } from '../http/access.ts';
import { Problem } from '../http/problem.ts';
import { ACCESS } from '../tokens.ts';
import { canSee, decidesAbout, isShown } from '../view/sight.ts';
import { decidesOn, oversees } from './say.ts';
import { tieAsAnswered } from './tie-answer.ts';

const DAY = 86_400_000;

export type TieOutcome = { readonly tie: Answer<'Tie'>; readonly isRepeated: boolean };
type Issued = Omit<TieCommand, 'by'> & { readonly reach: Reach };
type Asked =
  | { readonly kind: 'BREAK_GLASS'; readonly record: StreamId }
  | { readonly kind: 'ACCESS'; readonly record: StreamId; readonly until: CivilDate }
  | { readonly kind: 'CONFLICT'; readonly record: StreamId; readonly user: string };

/** Takes access in an emergency, asks for it, or declares a conflict of interest. */
export class BeginTie extends Command<TieOutcome> {
  constructor(
    readonly issued: Issued,
    readonly asked: Asked,
  ) {
    super();
  }
}

@CommandHandler(BeginTie)
export class BeginTieHandler implements ICommandHandler<BeginTie> {
  constructor(
    private readonly ledger: Ledger,
    private readonly views: Views,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  async execute({ issued: { reach, ...command }, asked }: BeginTie): Promise<TieOutcome> {
    const { pool } = this.access;
    const answered = await tieAnswered(pool, command);
    return outcomeOf(answered ?? (await beginTie(pool, { ...command, by: reach.actor }, await this.#begun(asked, reach))));
  }

  async #begun(asked: Asked, reach: Reach): Promise<Begun> {
    const { kind, record } = asked;
    const { user } = reach.actor;
    const { breakGlassFor, reviewWithin } = this.access.granting;
    const now = Date.now();
    if (asked.kind === 'CONFLICT') {
      if (asked.user !== user) await this.#assertMayDeclare(asked.user, record, reach);
      return { kind, record, user: asked.user };
    }
    if (await isShown(this.ledger, record, reach)) throw new Problem('access/not-needed');
    if (asked.kind === 'ACCESS') return { kind, record, user, ...this.#termOf(asked.until, now) };
    // What is not opened by this is not there: sealed, hidden by a conflict, or indeed unknown.
    if (!(await this.#canSee(record, { ...reach, opened: [record] }))) throw new Problem('record/is-unknown');
    return { kind, record, user, validUntil: new Date(now + breakGlassFor), dueAt: new Date(now + reviewWithin) };
  }

  /** Whether there is such a record is not asked: whoever asks must not learn it. */
  #termOf(until: CivilDate, now: number): { readonly validUntil: Date; readonly dueAt: Date } {
    const { longest, decideWithin } = this.access.granting;
    const end = Date.parse(`${addDays(until, 1)}T00:00:00+08:00`);
    if (end <= now || end > now + (longest + 1) * DAY) throw new Problem('access/too-long', undefined, { details: { days: longest } });
    return { validUntil: new Date(end), dueAt: new Date(Math.min(end, now + decideWithin)) };
  }

  /** A head of an organ in charge of the record, or of one that the other acts for and that has to do with the record. */
  async #assertMayDeclare(other: string, record: StreamId, reach: Reach): Promise<void> {
    const { role, org } = reach.actor;
    if (!heads.includes(role))
      throw new Rejection('role/not-allowed', `${role} may declare a conflict of their own: those of others are for ${heads.join(' or ')}.`);
    if (await decidesAbout(this.ledger, record, reach)) return;
    const line = lineOf(org);
    const isTheirHead = (await organsOf(this.access.pool, other)).some((one) => line.includes(one));
    if (!isTheirHead || !(await this.#canSee(record, { ...reach, opened: [] }))) throw new Problem('record/is-unknown');
  }

  async #canSee(record: StreamId, reach: Reach): Promise<boolean> {
    const streams = new LoadedStreams(this.ledger);
    await streams.load([record]);
    return canSee(streams, record, reach);
  }
}

type Change = { readonly kind: TieKind; readonly id: string; readonly act: TieAct; readonly finding?: string; readonly ifChanges: number | undefined };

/** Decides on what somebody else asked for, reviews what somebody else took, or ends what holds. */
export class ChangeTie extends Command<TieOutcome> {
  constructor(
    readonly issued: Issued,
    readonly change: Change,
  ) {
    super();
  }
}

@CommandHandler(ChangeTie)
export class ChangeTieHandler implements ICommandHandler<ChangeTie> {
  constructor(
    private readonly ledger: Ledger,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  async execute({ issued: { reach, ...command }, change }: ChangeTie): Promise<TieOutcome> {
    const { pool } = this.access;
    const answered = await tieAnswered(pool, command);
    if (answered) return outcomeOf(answered);
    const tie = await tieById(pool, change.id);
    if (tie?.kind !== change.kind || !(await this.#mayChange(tie, change.act, reach))) throw new Problem('access/is-unknown');
    return outcomeOf(await changeTie(pool, { ...command, by: reach.actor }, { ...change, tie: change.id }));
  }

  /** Whether it is for them at all. That nobody decides on their own is seen to by the statement that would. */
  async #mayChange(tie: TieRow, act: TieAct, reach: Reach): Promise<boolean> {
    if (tie.begunBy.user === reach.actor.user) return true;
    return (act === 'REVIEW' && oversees(reach)) || decidesOn(tie, this.ledger, reach);
  }
}

function outcomeOf({ verdict, tie }: TieVerdict): TieOutcome {
  switch (verdict) {
    case 'done':
    case 'repeated':
      return { tie: tieAsAnswered(tie), isRepeated: verdict === 'repeated' };
    case 'reused':
      throw new Problem('idempotency/key-reused');
    case 'unknown':
      throw new Problem('access/is-unknown');
    case 'stale':
      throw new Problem('request/stale-version', `It was changed ${tie.changes} times.`, { details: { version: tie.changes } });
    case 'own':
      throw new Problem('access/second-person-required');
    case 'not-possible':
      throw new Problem('access/not-possible', undefined, { details: { state: tie.state } });
  }
}
