import { type Answer, responses } from '@casetrail/contracts';
import { type StepName, stepNamed } from '@casetrail/domain';
import type { TestApi, Who } from './index.ts';

/** What each step of a waterfall amounts to. A person counted repeatedly is no step of its own: no event did it. */
export function stepsIn({ lines }: Answer<'Waterfall'>): ReadonlyMap<StepName, number> {
  const steps = new Map<StepName, number>();
  for (const { kind, type = '', net } of lines) if (kind !== 'REPEAT') steps.set(stepNamed(kind, type), (steps.get(stepNamed(kind, type)) ?? 0) + net);
  return steps;
}

/** What a step opens to, page by page, added up. */
export async function sumOfStep(api: TestApi, figure: string, step: StepName, query: string, as?: Who): Promise<number> {
  let sum = 0;
  for (let after = '', isFirst = true; isFirst || after; isFirst = false) {
    const { body } = await api.get(`/v1/figures/${figure}/facts?step=${step}&limit=200&${query}${after && `&after=${after}`}`, { ...(as && { as }) });
    const page = responses.Facts.parse(body);
    sum += page.facts.reduce((total, { amount }) => total + amount, 0);
    after = page.next ?? '';
  }
  return sum;
}
