type Change = { readonly path: string; readonly before?: unknown; readonly after?: unknown };
type State = Readonly<Record<string, unknown>>;

/** Applies what each step changed, one after the other, to the state before the first of them. */
export const foldChanges = (steps: readonly { readonly changes: readonly Change[] }[]): State =>
  steps.flatMap(({ changes }) => changes).reduce<State>((state, change) => applied(state, partsOf(change.path), change) as State, {});

const partsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** A JSON Pointer into the state. One that ends in `-` is about a member of a list: it came at the end, or the last one like it went. */
function applied(value: unknown, [part, ...rest]: readonly string[], change: Change): unknown {
  if (part === undefined) return change.after;
  if (Array.isArray(value) || part === '-') {
    const list = (Array.isArray(value) ? value : []) as readonly unknown[];
    if (part !== '-') return list.map((one, i) => (String(i) === part ? applied(one, rest, change) : one));
    if ('after' in change && change.after !== undefined) return [...list, change.after];
    const gone = list.findLastIndex((one) => JSON.stringify(one) === JSON.stringify(change.before));
    return list.filter((_, i) => i !== gone);
  }
  const known = (value ?? {}) as State;
  const next = applied(known[part], rest, change);
  if (next !== undefined) return { ...known, [part]: next };
  const { [part]: _, ...others } = known;
  return others;
}
