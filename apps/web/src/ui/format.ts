/** A hash as far as an eye compares it. */
export const shortHash = (hash: string): string => (hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-6)}` : hash);

/** Whether two texts say the same, word for word. How wide a punctuation mark is printed says nothing. */
export const areSameWords = (one: string | undefined, other: string): boolean => one?.normalize('NFKC') === other.normalize('NFKC');

/** The record that an event is of: what stands before the version. */
export const streamOf = (event: string): string => event.slice(0, event.lastIndexOf('@'));
export const versionOf = (event: string): number => Number(event.slice(event.lastIndexOf('@') + 1));

/** An id as far as a person needs it: the category and the end of it. */
export const shortId = (id: string): string => id.replace(/^([a-z_]+)-[0-9A-Z]+([0-9A-Z]{6})$/, '$1-…$2');

/** The end of an id, for where its kind is said in words. */
export const endOf = (id: string): string => `…${id.slice(-6)}`;

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

/** What kind of record an id is of. */
export const categoryOf = (id: string): string => id.slice(0, id.lastIndexOf('-'));

type Named = { readonly id: string };
/** What a page calls a record: what people call it, or the end of its id. */
export const caseName = (one: Named & { readonly caseNumber: string | null; readonly reportNumber: string | null }): string =>
  one.caseNumber ?? one.reportNumber ?? shortId(one.id);
export const groupName = (one: Named & { readonly code: string | null; readonly alias: string | null }): string => one.code ?? one.alias ?? shortId(one.id);
/** A thing by what it is, a file by its number. */
export const recordName = ({ id, label, number }: Named & { readonly label: string | null; readonly number: string | null }): string =>
  (categoryOf(id) === 'asset' ? (label ?? number) : (number ?? label)) ?? shortId(id);
/** A person is called by the pseudonym, where it is told. */
export const maskedName = (person: string, identity: { readonly pseudonym: string } | null): string => identity?.pseudonym ?? shortId(person);

/** Fen as they are kept, in yuan as they are read: 123450 is 1,234.50. */
export const inYuan = (fen: string): string => {
  const whole = fen.padStart(3, '0');
  return `${BigInt(whole.slice(0, -2)).toLocaleString('en')}.${whole.slice(-2)}`;
};
