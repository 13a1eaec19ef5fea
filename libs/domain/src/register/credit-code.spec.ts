import { creditCodeCheckCharacter, isCreditCode } from './credit-code.ts';

describe('a unified social credit code', () => {
  // the worked example that accompanies GB 32100-2015, then made-up firms of a division that does not exist
  it.each([
    ['91350100M000100Y4', '3'],
    ['91999900MA0000001', '9'],
    ['91999900MA0000018', '0'],
    ['91999900MA0000008', 'Y'],
  ])('%s is checked by %s', (first17, check) => {
    expect(creditCodeCheckCharacter(first17)).toBe(check);
    expect(isCreditCode(first17 + check)).toBe(true);
  });
  it('is not any other last character', () => {
    const others = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].filter((last) => last !== '3');
    expect(others.filter((last) => isCreditCode(`91350100M000100Y4${last}`))).toEqual([]);
  });
  it('shows one character mistyped, and two neighbours exchanged', () => {
    const code = '91350100M000100Y43';
    const mistyped = [...code].map((character, i) => code.slice(0, i) + (character === '7' ? '8' : '7') + code.slice(i + 1));
    expect(mistyped.filter(isCreditCode)).toEqual([]);
    expect(isCreditCode('19350100M000100Y43')).toBe(false);
    expect(isCreditCode('91350100M001000Y43')).toBe(false);
  });
  it.each(['', '9', '91350100M000100Y433', '91350100M000100Y4', '91350100m000100y43', '91350100I000100Y43', '91350100M000100Y4 '])('is not %j', (code) =>
    expect(isCreditCode(code)).toBe(false),
  );
});
