import { type CivilDate, parseIdentityNumber } from '@casetrail/domain';
import { keyedHashes } from './keyed-hashes.ts';

const parse = (text: string) => parseIdentityNumber(text, '2020-04-08' as CivilDate);

describe('a keyed hash', () => {
  const of = (key: string) => keyedHashes(Buffer.from(key.repeat(32), 'hex'));
  const someone = parse('11010519491231002X'); // the worked example of GB 11643-1999
  it('is the same whoever computes it with the same key', () => expect(of('ab').blind(parse('110105 19491231 002x'))).toEqual(of('ab').blind(someone)));
  it('is another with another key', () => expect(of('ac').blind(someone)).not.toEqual(of('ab').blind(someone)));
  it('is not the same in a fingerprint', () =>
    expect(of('ab').fingerprint(`CN-RESIDENT-ID:${someone.number}`)).not.toBe(of('ab').blind(someone).toString('hex')));
});
