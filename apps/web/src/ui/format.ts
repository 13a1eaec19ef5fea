/** A hash as far as an eye compares it. */
export const shortHash = (hash: string): string => (hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-6)}` : hash);

/** Whether two texts say the same, word for word. How wide a punctuation mark is printed says nothing. */
export const areSameWords = (one: string | undefined, other: string): boolean => one?.normalize('NFKC') === other.normalize('NFKC');

/** The record that an event is of: what stands before the version. */
export const streamOf = (event: string): string => event.slice(0, event.lastIndexOf('@'));
export const versionOf = (event: string): number => Number(event.slice(event.lastIndexOf('@') + 1));

/** An id as far as a person needs it: the category and the end of it. */
export const shortId = (id: string): string => id.replace(/^([a-z_]+)-[0-9A-Z]+([0-9A-Z]{6})$/, '$1-…$2');

type Words = { readonly number: (value: number | null) => string; readonly say: (words: { readonly zh: string; readonly en: string }) => string };
type Printed = {
  readonly value: number | null;
  readonly of?: number | undefined;
  readonly printed: { readonly zh: string; readonly en: string };
};

/** Amounts of money are counted in fen, and shown in yuan. */
export const isMoney = ({ printed }: Pick<Printed, 'printed'>): boolean => printed.zh.endsWith('元');

/** A value in a table: a count bare, a rate or an amount of money as the paper prints it. */
export const shownValue = (figure: Printed, { number, say }: Words): string =>
  figure.value !== null && (figure.of !== undefined || isMoney(figure)) ? say(figure.printed) : number(figure.value);
