import { createHmac } from 'node:crypto';
import type { Config } from '../config.ts';
import { readKey } from '../key-file.ts';

/** Turns words that somebody typed into what may be kept of them. */
export type HashWords = (words: string) => string;

/**
 * Makes the keyed hash (HMAC-SHA-256) under which words are kept that somebody searched for: they may be a name. The same words have the same hash, however they
 * are spaced and cased, so whoever has the key can ask who searched for a name; without it, nobody can tell what was searched for.
 */
export function searchWordHasher({ searchHashKeyFile, isProduction }: Pick<Config, 'searchHashKeyFile' | 'isProduction'>): HashWords {
  const key = readKey(searchHashKeyFile, !isProduction);
  return (words) => {
    const plain = words.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
    return `hmac:${createHmac('sha256', key).update(`SEARCH-WORDS:${plain}`).digest('hex')}`;
  };
}
