import { random } from '@casetrail/domain/testing';

export type Chance = ReturnType<typeof random>;
/** The same numbers for the same seed. */
export const chanceFrom = random;

/** The same things in another order, every order as likely as any other. */
export function shuffled<T>(things: readonly T[], chance: Pick<Chance, 'int'>): T[] {
  const order = [...things];
  for (let i = order.length - 1; i > 0; i--) {
    const other = chance.int(i + 1);
    [order[i], order[other]] = [order[other] as T, order[i] as T];
  }
  return order;
}
