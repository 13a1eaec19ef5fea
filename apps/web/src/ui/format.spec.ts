import { areSameWords } from './format.ts';

describe('a frozen text printed again', () => {
  it('is the same where its punctuation was narrower', () =>
    expect(areSameWords('逮捕152件367人，含宣告无罪（3人）。', '逮捕152件367人,含宣告无罪(3人)。')).toBe(true));
  it.each([undefined, '', '逮捕152件368人。', '逮捕152件367人'])('is another where a word or a number is: %s', (text) =>
    expect(areSameWords(text, '逮捕152件367人。')).toBe(false),
  );
});
