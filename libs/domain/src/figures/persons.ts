import type { District } from '../kernel/districts.ts';
import { type Counted, type Declared, type Figure, type FigureId, type Histories, type PersonFigureId, countedOnce } from './figure.ts';
import type { Stream } from './history.ts';
import { type Span, joined } from './spans.ts';
import type { ToldEvent, ToldOf, ToldType } from './told-events.ts';

type Decision = ToldOf<'IdentitiesMerged' | 'IdentitiesSplit'>;
type Mark = ToldOf<'IdentityMatchMarked' | 'IdentityMatchCleared'>;
/** The last word on one pair of identities: what was decided, and whether a match was marked since. */
type Bond = { readonly decision?: Decision; readonly mark?: Mark };
/** Which of the matches somebody has noted are taken to be one person. */
type Belief = 'decided' | 'all-right' | 'all-wrong';

const isDecision = (event: ToldEvent): event is Decision => event.type === 'IdentitiesMerged' || event.type === 'IdentitiesSplit';
const isMark = (event: ToldEvent): event is Mark => event.type === 'IdentityMatchMarked' || event.type === 'IdentityMatchCleared';

const isMerged = ({ decision }: Bond): boolean => decision?.type === 'IdentitiesMerged';
/** Merged until somebody knows better. */
const isMergedUnsurely = ({ decision }: Bond): boolean => decision?.type === 'IdentitiesMerged' && decision.data.certainty === 'UNSURE';
/** Counted as two, and marked. A decision settles every mark before it. */
const isMarked = (bond: Bond): boolean =>
  bond.mark?.type === 'IdentityMatchMarked' && !isMerged(bond) && (bond.decision === undefined || bond.decision.position < bond.mark.position);
const isUnsure = (bond: Bond): boolean => isMarked(bond) || isMergedUnsurely(bond);

const isOne: Readonly<Record<Belief, (bond: Bond) => boolean>> = {
  decided: isMerged,
  'all-right': (bond) => isMerged(bond) || isMarked(bond),
  'all-wrong': (bond) => isMerged(bond) && !isMergedUnsurely(bond),
};

type Bonds = ReadonlyMap<Stream, Bond>;
const none: Bonds = new Map();
/** The bonds of one identity. Identity is a matter of knowledge, not of date: a decision holds at every date, from its position on. */
function bondsOf(identity: Stream, histories: Histories): Bonds {
  let bonds: Map<Stream, Bond> | undefined;
  for (const event of histories.of(identity)) {
    if (!isDecision(event) && !isMark(event)) continue;
    const other = event.stream !== identity ? event.stream : isDecision(event) ? event.data.survivor : event.data.other;
    bonds ??= new Map();
    const bond = bonds.get(other) ?? {};
    if (isDecision(event)) {
      if ((bond.decision?.position ?? 0) < event.position) bonds.set(other, { ...bond, decision: event });
    } else if ((bond.mark?.position ?? 0) < event.position) bonds.set(other, { ...bond, mark: event });
  }
  return bonds ?? none;
}

/** All identities taken to be one person. Two are one if the last that was told about the pair says so; which of them survives is of no importance. */
function identitiesOf(person: Stream, histories: Histories, belief: Belief): readonly Stream[] {
  const found = [person];
  for (const one of found) for (const [other, bond] of bondsOf(one, histories)) if (!found.includes(other) && isOne[belief](bond)) found.push(other);
  return found;
}

/** Whether any match of this person, or of who may be this person, is still marked unsure. */
const isAffected = (person: Stream, histories: Histories): boolean =>
  identitiesOf(person, histories, 'all-right').some((one) => [...bondsOf(one, histories).values()].some(isUnsure));

/** When a person counts, and in which district, by the events about all identities of theirs. Spans may overlap. */
export type SpansOfPerson = (identities: readonly Stream[], histories: Histories) => readonly Span<District>[];
/** What holds of a person because it holds of any one identity. */
export const ofEach =
  <V>(spansOf: (identity: Stream, histories: Histories) => readonly Span<V>[]) =>
  (identities: readonly Stream[], histories: Histories): readonly Span<V>[] =>
    identities.flatMap((identity) => spansOf(identity, histories));

export const readsOfIdentities = ['IdentitiesMerged', 'IdentitiesSplit', 'IdentityMatchMarked', 'IdentityMatchCleared'] as const satisfies readonly ToldType[];

/** A person counts under the oldest identity, once in each district, for all identities together. */
function countPerson(spansOf: SpansOfPerson, belief: Belief, person: Stream, histories: Histories): readonly Span<Counted>[] {
  const identities = identitiesOf(person, histories, belief);
  if (identities.some((other) => other < person)) return [];
  return onceInEachDistrict(spansOf(identities, histories));
}

function onceInEachDistrict(spans: readonly Span<District>[]): readonly Span<Counted>[] {
  if (spans.length === 0) return [];
  if (spans.length === 1) return spans.map(countedOnce);
  const districts = [...new Set(spans.map(({ value }) => value))];
  return districts.flatMap((district) => joined(spans.filter(({ value }) => value === district)).map(countedOnce));
}

type Person = Omit<Declared, 'unit'> & { readonly reads: readonly ToldType[]; readonly spansOf: SpansOfPerson };

/** A figure of distinct persons. */
export const countOfPersons = ({ reads, spansOf, ...declared }: Person): Figure => ({
  ...declared,
  unit: 'person',
  reads: [...new Set([...reads, ...readsOfIdentities])],
  count: (person, histories) => countPerson(spansOf, 'decided', person, histories),
});

/**
 * A figure of distinct persons, and what it would be if the identity matches that are still marked unsure were all right or all wrong. Only persons
 * whom such a match touches are counted for that, three times: as they count now (`-unsure`), and as they would.
 */
export function personFigures(declared: Person & { readonly id: PersonFigureId }): readonly Figure[] {
  const { id, code, name, rule, companion: _, ...shared } = declared;
  const variant = (suffix: 'unsure' | 'if-right' | 'if-wrong', offset: number, belief: Belief, zh: string, en: string): Figure => ({
    ...countOfPersons({
      ...shared,
      id: `${id}-${suffix}` as FigureId,
      code: code + offset,
      name: { zh: `${name.zh}（${zh}）`, en: `${name.en}: ${en}` },
      rule: { zh: `仅计身份比对存疑的人：${zh}。`, en: `Only persons whose identity match is marked unsure: ${en}.` },
    }),
    count: (person, histories) => (isAffected(person, histories) ? countPerson(declared.spansOf, belief, person, histories) : []),
  });
  return [
    countOfPersons(declared),
    variant('unsure', 200, 'decided', '按现有认定', 'as decided so far'),
    variant('if-right', 300, 'all-right', '存疑比对均属实', 'if every unsure match is right'),
    variant('if-wrong', 400, 'all-wrong', '存疑比对均不属实', 'if every unsure match is wrong'),
  ];
}
