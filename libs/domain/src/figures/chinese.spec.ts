import { crossChecks } from './cross-checks.ts';
import { differenceCells } from './differences.ts';
import { figures } from './figures.ts';
import { areas, paragraphs } from './sentences.ts';

/** A half-width mark next to a Chinese character, or to something that is filled in. */
const halfWidth = /[\u4e00-\u9fff}“”][,;:()]|[,;:()][\u4e00-\u9fff{“”]/;

describe('what is said in Chinese', () => {
  it.each([
    ['sentences of the paper', paragraphs.flatMap(({ parts }) => parts.map(({ zh }) => zh))],
    ['names of figures', figures.map(({ name }) => name.zh)],
    ['rules of figures', figures.map(({ rule }) => rule.zh)],
    ['cross-checks', crossChecks.map(({ says }) => says.zh)],
    ['cells of a difference', Object.values(differenceCells).map(({ zh }) => zh)],
    ['areas', Object.values(areas).map(({ zh }) => zh)],
  ])('has full-width punctuation: %s', (_, texts) => {
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter((text) => halfWidth.test(text))).toEqual([]);
  });
});
