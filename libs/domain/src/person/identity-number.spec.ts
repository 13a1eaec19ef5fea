import fc from 'fast-check';
import type { CivilDate } from '../kernel/civil-date.ts';
import { checkCharacterOf, parseIdentityNumber } from './identity-number.ts';

const today = '2020-04-08' as CivilDate;
const parse = (text: string) => parseIdentityNumber(text, today);
const withCheck = (digits: string) => digits + checkCharacterOf(digits);
/** The worked example of GB 11643-1999. */
const fromTheStandard = '11010519491231002X';

describe('a resident identity number', () => {
  it('tells the date of birth', () => expect(parse(fromTheStandard)).toEqual({ number: fromTheStandard, bornOn: '1949-12-31' }));
  it('is read as people write it', () => expect(parse(' １１０１０５ 19491231 002x ').number).toBe(fromTheStandard));
  it.each(['', '110105491231002', '110105194912310021X', '01010519491231002X', '1101051949123100XX', 'passport G1234567'])('is not %j', (text) =>
    expect(() => parse(text)).toThrow('17 digits'),
  );
  it('is refused when its check character is another', () => expect(() => parse('110105194912310021')).toThrow('check character'));
  it.each(['11010520190229001', '11010519491331001', '11010500000000001', '11010520200409001'])('is refused when nobody was born then: %s', (digits) =>
    expect(() => parse(withCheck(digits))).toThrow('date of birth'),
  );
  it('may be of someone who was born today', () => expect(parse(withCheck('11010520200408001')).bornOn).toBe(today));
  it('is not repeated in the error', () =>
    expect(() => parse('110105194912310021')).toThrow(expect.objectContaining({ message: expect.not.stringContaining('19491231') })));

  it('shows every single wrong digit', () =>
    fc.assert(
      fc.property(fc.nat(16), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(fromTheStandard[at]) + by) % 10;
        expect(() => parse(fromTheStandard.slice(0, at) + digit + fromTheStandard.slice(at + 1))).toThrow();
      }),
    ));
});
