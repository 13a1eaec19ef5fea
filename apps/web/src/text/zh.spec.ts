import { eventName } from './event-names.ts';
import { zh } from './zh.ts';

/** A half-width mark next to a Chinese character. */
const halfWidth = /[\u4e00-\u9fff“”][,;:()?!]|[,;:()?!][\u4e00-\u9fff“”]/;

/** Every text, however deep; of one with gaps, what is said around them. */
function textsIn(texts: unknown): string[] {
  if (typeof texts === 'string') return [texts];
  if (typeof texts === 'function') return [...String(texts).matchAll(/`([^`]*)`|'([^']*)'/g)].map(([, around = '', plain = '']) => around + plain);
  return Object.values(texts as object).flatMap(textsIn);
}

it('the console speaks Chinese with full-width punctuation', () => {
  const texts = [...textsIn(zh), eventName('CaseFiled', 'zh')];
  expect(texts.length).toBeGreaterThan(400);
  expect(texts.filter((text) => halfWidth.test(text))).toEqual([]);
});
