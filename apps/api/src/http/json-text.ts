import type { Edge } from '@casetrail/runtime';
import type { FieldError } from './validation.ts';

/** A token of JSON. Spaces and punctuation that say nothing here are passed over. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[{}[\],]/gs;
const whole = /^-?(?:0|[1-9]\d*)$/;
const MOST_FLAWS = 50;

type Level = { readonly keys?: Set<string>; key: string | number };

/**
 * What JSON.parse would pass over in silence: a name that is there twice, of which the last one would win, and a number that would become another one,
 * or that only happens to be whole; and what is larger than anybody has to say. `text` is well-formed JSON.
 */
export function passedOverIn(text: string, limits: Edge['json']): FieldError[] {
  const flaws: FieldError[] = [];
  const levels: Level[] = [];
  const flaw = (code: string, message: string) => void flaws.push({ path: levels.map(({ key }) => key).join('.'), code, message });
  let isName = false;
  for (const [found] of text.matchAll(token)) {
    if (flaws.length >= MOST_FLAWS) break;
    const level = levels.at(-1);
    if ((found === '{' || found === '[') && levels.length >= limits.depth) {
      flaw('too-deep', `is nested deeper than ${limits.depth} levels`);
      break;
    }
    if (found.length > limits.text && found.startsWith('"')) flaw('too-long', `must be at most ${limits.text} characters`);
    if (found === '{') levels.push({ keys: new Set(), key: '' });
    else if (found === '[') levels.push({ key: 0 });
    else if (found === '}' || found === ']') levels.pop();
    else if (found === ',') {
      if (typeof level?.key === 'number' && ++level.key === limits.items) flaw('too-many', `must have at most ${limits.items} items`);
    } else if (found.startsWith('"')) {
      if (level?.keys && isName) {
        level.key = JSON.parse(found) as string;
        if (level.keys.has(level.key)) flaw('duplicate', 'is there more than once');
        if (level.keys.add(level.key).size === limits.names + 1) flaw('too-many', `must have at most ${limits.names} fields`);
        isName = false;
        continue;
      }
    } else if (!whole.test(found) || !Number.isSafeInteger(Number(found)) || found === '-0')
      flaw('not-a-whole-number', 'must be a whole number that is exact: without fraction or exponent, and below 2^53');
    isName = found === '{' || (found === ',' && levels.at(-1)?.keys !== undefined);
  }
  return flaws;
}
