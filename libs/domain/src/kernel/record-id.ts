import type { Category, StreamId } from './identifiers.ts';

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of the record that a natural key names: the same key always leads to the same record, so nothing is registered twice. The hash is lent
 * by the caller. Stored: never make it otherwise.
 */
export function recordIdFrom<C extends Category>(category: C, key: readonly string[], sha256: (text: string) => Uint8Array): StreamId<C> {
  const bytes = sha256(JSON.stringify([category, ...key].map((part) => part.normalize('NFC'))));
  let time = '';
  for (let i = 0, rest = bytes.subarray(0, 6).reduce((value, byte) => value * 256 + byte, 0); i < 10; i++, rest = Math.floor(rest / 32))
    time = BASE32.charAt(rest % 32) + time;
  const tail = [...bytes.subarray(6, 22)].reverse().map((byte) => BASE32.charAt(byte >> 3));
  return `${category}-${time}${tail.join('')}` as unknown as StreamId<C>; // the brand is the category just written
}
