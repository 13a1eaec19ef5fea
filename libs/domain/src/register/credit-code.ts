/** The characters of a unified social credit code in the order of their values: no I, O, S, V and Z, which look like others. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The last character of a unified social credit code, from the 17 before it (GB 32100-2015: weights 3^(i-1) mod 31). */
export function creditCodeCheckCharacter(first17: string): string {
  const { sum } = [...first17].reduce(({ sum, weight }, character) => ({ sum: sum + CHARACTERS.indexOf(character) * weight, weight: (weight * 3) % 31 }), {
    sum: 0,
    weight: 1,
  });
  return CHARACTERS.charAt((31 - (sum % 31)) % 31);
}

/** Whether these are 18 characters of which the last one checks the others. */
export const isCreditCode = (code: string): boolean =>
  code.length === 18 && [...code].every((character) => CHARACTERS.includes(character)) && code.endsWith(creditCodeCheckCharacter(code.slice(0, 17)));
