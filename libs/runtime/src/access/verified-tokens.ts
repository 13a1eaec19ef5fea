import { hash } from 'node:crypto';

/** What a valid token says, and until when it is valid, in milliseconds since 1970. */
export type Verified<T> = { readonly says: T; readonly until: number };

/** A key that the issuer takes back is forgotten after so long here, besides what the keys themselves are kept for. */
const LONGEST = 60_000;
const MOST = 10_000;

/**
 * Verifies a token once, and takes its word for a minute and never beyond its end: checking a signature costs more than a request. Kept is the hash of a token, with
 * what it says; what was refused is not kept. What somebody may do is no part of a token, and is asked of the database every time.
 */
export function verifiedOnce<T>(verify: (token: string) => Promise<Verified<T>>, now: () => number = Date.now): (token: string) => Promise<T> {
  const known = new Map<string, Verified<T>>();
  return async (token) => {
    const name = hash('sha256', token, 'base64');
    const found = known.get(name);
    if (found && now() < found.until) return found.says;
    known.delete(name);
    const { says, until } = await verify(token);
    known.set(name, { says, until: Math.min(until, now() + LONGEST) });
    if (known.size > MOST) known.delete(known.keys().next().value as string); // whose word was taken longest ago
    return says;
  };
}
