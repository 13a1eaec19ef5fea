import { many } from '../testing/build.ts';
import { canonical } from './canonical.ts';
import { secondCanonicalJson } from './second-implementation.ts';

const seed = Date.now() % 1_000_000;

it('canonical bytes are stable, agree with a second implementation, and differ where values do', async () => {
  const rounds = many('CAMPAIGN_VALUES', 3000);
  const { counts, violations } = await canonical({ rounds, seed });
  expect({ seed, violations }).toEqual({ seed, violations: [] });
  expect(counts).toMatchObject({ values: rounds, refused: rounds });
  expect(counts['differing']).toBeGreaterThan(rounds * 0.9);
});

it('the second implementation writes what RFC 8785 shows', () => {
  const value = { '\u20ac': 'Euro', '\r': 'CR', '\ufb33': 'Dalet', '1': -120, '\u{1f600}': ['\u000f', true], '\u0080': {}, '\u00f6': null };
  expect(secondCanonicalJson(value)).toBe('{"\\r":"CR","1":-120,"\u0080":{},"\u00f6":null,"\u20ac":"Euro","\u{1f600}":["\\u000f",true],"\ufb33":"Dalet"}');
});
