import type { FigureId } from '../figure.ts';
import type { Entry, Recount } from './naive-recount.ts';

/** What is known of one pair of identities, told plainly: the last word, whatever date it is about. */
type Pair = { readonly both: readonly [string, string]; readonly merged: boolean; readonly isUnsure: boolean };

function pairsIn(alive: readonly Entry[]): Pair[] {
  const last = new Map<string, { decision?: Entry; mark?: Entry }>();
  for (const entry of alive.toSorted((a, b) => a.position - b.position)) {
    const other = entry.data['survivor'] ?? entry.data['other'];
    const key = [entry.stream, other].sort().join();
    if (['IdentitiesMerged', 'IdentitiesSplit'].includes(entry.type)) last.set(key, { ...last.get(key), decision: entry });
    if (['IdentityMatchMarked', 'IdentityMatchCleared'].includes(entry.type)) last.set(key, { ...last.get(key), mark: entry });
  }
  return [...last].map(([key, { decision, mark }]) => {
    const merged = decision?.type === 'IdentitiesMerged';
    const isMarkedSince = mark?.type === 'IdentityMatchMarked' && (decision === undefined || decision.position < mark.position);
    return { both: key.split(',') as unknown as [string, string], merged, isUnsure: merged ? decision.data['certainty'] === 'UNSURE' : isMarkedSince };
  });
}

/** Labels sink to the oldest of those who are one. */
function labelsOf(pairs: readonly (readonly [string, string])[], age: ReadonlyMap<string, number>): (person: string) => string {
  const label = new Map<string, string>();
  const labelOf = (person: string) => label.get(person) ?? person;
  for (let isSettled = false; !isSettled;) {
    isSettled = true;
    for (const both of pairs) {
      const oldest = both.map(labelOf).reduce((a, b) => ((age.get(a) as number) < (age.get(b) as number) ? a : b));
      for (const person of both)
        if (labelOf(person) !== oldest) {
          label.set(person, oldest);
          isSettled = false;
        }
    }
  }
  return labelOf;
}

const withIntervals: readonly string[] = ['F05', 'F07', 'F09', 'F12', 'F16', 'F18'];

/** Counts persons once in each district and once in the city; and those whom an unsure match touches three times over. */
export function personsCounter(alive: readonly Entry[], age: ReadonlyMap<string, number>, add: Recount['add']): Pick<Recount, 'addPersons' | 'labelOf'> {
  const pairs = pairsIn(alive);
  const labels = (isOne: (pair: Pair) => boolean) =>
    labelsOf(
      pairs.filter(isOne).map(({ both }) => both),
      age,
    );
  const decided = labels(({ merged }) => merged);
  const ifRight = labels(({ merged, isUnsure }) => merged || isUnsure);
  const ifWrong = labels(({ merged, isUnsure }) => merged && !isUnsure);
  const doubtful = new Set(pairs.filter(({ isUnsure }) => isUnsure).flatMap(({ both }) => both.map(ifRight)));
  type Found = Parameters<Recount['addPersons']>[1];
  const count = (figure: FigureId, found: Found, labelOf: (person: string) => string) => {
    const places = new Map<string, Set<string>>();
    for (const { person, district } of found) places.set(labelOf(person), (places.get(labelOf(person)) ?? new Set()).add(district));
    for (const districts of places.values()) add(figure, 1, ...districts, '');
  };
  return {
    labelOf: decided,
    addPersons: (figure, found) => {
      count(figure, found, decided);
      if (!withIntervals.includes(figure)) return;
      const touched = found.filter(({ person }) => doubtful.has(ifRight(person)));
      count(`${figure}-unsure` as FigureId, touched, decided);
      count(`${figure}-if-right` as FigureId, touched, ifRight);
      count(`${figure}-if-wrong` as FigureId, touched, ifWrong);
    },
  };
}
