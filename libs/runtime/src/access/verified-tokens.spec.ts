import { verifiedOnce } from './verified-tokens.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A clock that is set by hand, and a verifier that counts how often it is asked. */
function verifying(until: (now: number) => number) {
  const asked: string[] = [];
  const clock = { now: 0 };
  const say = verifiedOnce(
    async (token) => {
      asked.push(token);
      if (token === 'forged') throw new Error('forged');
      return { says: `says ${token}`, until: until(clock.now) };
    },
    () => clock.now,
  );
  return { say, asked, clock };
}

describe('a token', () => {
  it('is verified once in a minute', async () => {
    const { say, asked, clock } = verifying(() => Infinity);
    for (clock.now of [0, SECOND, MINUTE - 1]) expect(await say('a')).toBe('says a');
    expect(asked).toEqual(['a']);
    clock.now = MINUTE;
    expect(await say('a')).toBe('says a');
    expect(asked).toEqual(['a', 'a']);
  });
  it('is not taken at its word after its end', async () => {
    const { say, asked, clock } = verifying(() => 10 * SECOND);
    await say('a');
    clock.now = 10 * SECOND - 1;
    await say('a');
    expect(asked).toEqual(['a']);
    clock.now = 10 * SECOND;
    await say('a');
    expect(asked).toEqual(['a', 'a']);
  });
  it('is not taken for another one', async () => {
    const { say, asked } = verifying(() => Infinity);
    expect([await say('a'), await say('b'), await say('a')]).toEqual(['says a', 'says b', 'says a']);
    expect(asked).toEqual(['a', 'b']);
  });
  it('is refused as often as it comes', async () => {
    const { say, asked } = verifying(() => Infinity);
    for (let i = 0; i < 2; i++) await expect(say('forged')).rejects.toThrow('forged');
    expect(asked).toEqual(['forged', 'forged']);
  });
  it('is forgotten where there are very many', async () => {
    const { say, asked } = verifying(() => Infinity);
    for (let i = 0; i <= 10_000; i++) await say(`token ${i}`);
    asked.length = 0;
    await say('token 10000');
    await say('token 0');
    expect(asked).toEqual(['token 0']);
  });
});
