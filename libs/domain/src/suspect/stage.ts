import { docketsOf, verdictOn } from '../court-docket/chain.ts';
import { isJudgment } from '../court-docket/conclusions.ts';
import type { CourtDocket } from '../court-docket/court-docket.ts';
import type { Context } from '../kernel/decider.ts';
import type { SuspectId } from '../kernel/identifiers.ts';
import { isStanding, partsOf } from '../prosecution/standing.ts';

/** How far the proceedings have come, and so what a person may be called: nobody is convicted before an effective judgment (CPL 12). */
export type Stage = 'suspect' | 'under_review' | 'defendant' | 'judged' | 'convicted' | 'acquitted' | 'not_prosecuted';

/** The stage of a suspect, read from the files of the procuratorate and the court that name them. */
export function stageOf(id: SuspectId, context: Pick<Context, 'state'>): Stage {
  const dockets = docketsOf(id, context).map(({ docket }) => docket);
  const effective = dockets.findLast(({ status }) => status === 'effective' || status === 'retrial_ordered'); // in force until a retrial's judgment is
  if (effective) return outcomeOf(effective, id, context);
  const last = dockets.at(-1);
  if (last === undefined || last.conclusion?.kind === 'WITHDRAWAL_ALLOWED') return withProcuratorate(id, context);
  const isOnAppeal = last.instance === 'APPEAL' && last.conclusion === undefined; // the judgment is there until it is varied or sent back
  return isOnAppeal || isJudgment(last) || last.conclusion?.kind === 'TERMINATION' ? 'judged' : 'defendant';
}

function outcomeOf(docket: CourtDocket, id: SuspectId, context: Pick<Context, 'state'>): Stage {
  const found = verdictOn(id, docket, context)?.verdict;
  if (found === 'GUILTY') return 'convicted';
  return found === 'NOT_GUILTY' ? 'acquitted' : 'judged';
}

function withProcuratorate(id: SuspectId, context: Pick<Context, 'state'>): Stage {
  const parts = partsOf(id, context);
  const current = parts.findLast(isStanding);
  if (current) return current.party.outcome === 'indicted' ? 'defendant' : 'under_review';
  return parts.at(-1)?.party.outcome === 'not_prosecuted' ? 'not_prosecuted' : 'suspect';
}
