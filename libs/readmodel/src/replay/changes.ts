/**
 * One difference between two states, at a JSON Pointer (RFC 6901). Without `before` it came, without `after` it went. A path that ends in `/-` is about
 * a member of a list: it came at the end, or the last one like it went.
 */
export type Change = { readonly path: string; readonly before?: unknown; readonly after?: unknown };

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (one: unknown, other: unknown) => one === other || changesBetween(one, other).length === 0;

/** What leads from one state to the other, in the order of the fields' names. A field without a value is one that is not there. */
export function changesBetween(before: unknown, after: unknown, path = ''): readonly Change[] {
  if (before === after) return [];
  if (before === undefined) return [{ path, after }];
  if (after === undefined) return [{ path, before }];
  if (Array.isArray(before) && Array.isArray(after)) return changesInList(before, after, path);
  if (!isFields(before) || !isFields(after)) return [{ path, before, after }];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields.flatMap((field) => changesBetween(before[field], after[field], `${path}/${escaped(field)}`));
}

function changesInList(before: readonly unknown[], after: readonly unknown[], path: string): readonly Change[] {
  const came = (member: unknown): Change => ({ path: `${path}/-`, after: member });
  // Records keep their places in a list: what changed, is a field of one.
  if (before.some(isFields) && before.length <= after.length)
    return [...before.flatMap((member, i) => changesBetween(member, after[i], `${path}/${i}`)), ...after.slice(before.length).map(came)];

  let start = 0;
  while (start < before.length && start < after.length && same(before[start], after[start])) start++;
  let added = after.slice(start);
  const removed = before.slice(start).filter((member) => {
    const at = added.findIndex((one) => same(one, member));
    if (at >= 0) added = added.toSpliced(at, 1);
    return at < 0;
  });
  const left = [...removed.reduce<readonly unknown[]>(withoutLast, before), ...added];
  if (!same(left.length, after.length) || !left.every((member, i) => same(member, after[i]))) return [{ path, before, after }];
  return [...removed.map((member): Change => ({ path: `${path}/-`, before: member })), ...added.map(came)];
}

function withoutLast(list: readonly unknown[], member: unknown): readonly unknown[] {
  const at = list.findLastIndex((one) => same(one, member));
  return at < 0 ? list : list.toSpliced(at, 1);
}

/** The state that changes lead to. */
export const withChanges = (state: unknown, changes: readonly Change[]): unknown =>
  changes.reduce((whole, change) => changed(whole, change.path.split('/').slice(1).map(unescaped), change), state);

function changed(value: unknown, [key, ...rest]: readonly string[], change: Change): unknown {
  if (key === undefined) return change.after;
  if (Array.isArray(value)) {
    if (key === '-') return change.after === undefined ? withoutLast(value, change.before) : [...(value as unknown[]), change.after];
    return value.with(Number(key), changed(value[Number(key)], rest, change));
  }
  const { [key]: inner, ...others } = value as Fields;
  const now = changed(inner, rest, change);
  return now === undefined ? others : { ...(value as Fields), [key]: now };
}

const escaped = (field: string) => field.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');
