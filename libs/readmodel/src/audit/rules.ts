import { figures, printedIds, ruleSetNames, ruledBy, rulesInForce } from '@casetrail/domain';
import { asJson } from './bundle-format.ts';

/** The counting rules of this program: their version, and what a bundle says of them. */
export function countingRules(): { readonly version: string; readonly text: string } {
  const ruleSets = Object.fromEntries(ruleSetNames.map((name) => [name, Object.fromEntries(printedIds.map((id) => [id, ruledBy(name, id)]))]));
  const declared = figures.map(({ id, version, name, rule, unit, owner }) => ({ id, version, unit, owner, name, rule }));
  return { version: rulesInForce, text: asJson({ version: rulesInForce, ruleSets, figures: declared }) };
}
