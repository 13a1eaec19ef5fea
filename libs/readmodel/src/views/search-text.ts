/** One spelling for what people type in several: full and half width, upper and lower case, with spaces or without. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

function pairsOf(text: string): string[] {
  const letters = [...text];
  return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
}

/**
 * What a row is found by. The pairs of neighbouring letters are indexed: words of two characters, usual in Chinese, are too short for trigrams,
 * which besides see no Chinese letters in a database with the locale C.
 */
export function searchable(parts: readonly (string | null | undefined)[]): { readonly searchText: string; readonly searchPairs: readonly string[] } {
  const texts = parts.flatMap((part) => (part ? [plain(part)] : []));
  return { searchText: texts.join('\n'), searchPairs: [...new Set(texts.flatMap(pairsOf))].sort() };
}

/** What somebody looks for, in the same spelling. A single letter has no pair: it is looked for row by row. */
export function soughtFor(text: string): { readonly text: string; readonly pairs: readonly string[] } {
  const sought = plain(text);
  return { text: sought, pairs: [...new Set(pairsOf(sought))] };
}
