import { randomUUID } from 'node:crypto';
import {
  type Actor,
  type Category,
  type District,
  type OrganisationType,
  type RecordedEvent,
  type Role,
  type StreamId,
  categoryOf,
  organOf,
  typesOf,
} from '@casetrail/domain';
import { type Said, firstRecords } from '@casetrail/domain/testing';
import { newStreamId } from '@casetrail/ledger';
import { type TestApi, today } from './index.ts';

export const HOME: District = '370202';
export const ELSEWHERE: District = '370203';
export const CITY: District = '370200';

export type Served = keyof typeof firstRecords;
export const servedCategories = Object.keys(firstRecords) as Served[];
/** One record of each kind, all begun by one organ, and a person whose record is sealed by law. */
export type Records = { readonly [C in Served]: StreamId } & { readonly sealedPerson: StreamId };

const anyId = /[a-z_]+-\d{26}/g;
const fresh = (category: Category) => newStreamId(category, new Date(), randomUUID());

/** The ids of a fixture, replaced by those of the records that an organ has begun; what it has not begun has an id of nothing. */
export function renamed<T>(value: T, records: Partial<Records>): T {
  const text = JSON.stringify(value).replace(anyId, (id) => records[categoryOf(id as StreamId) as Served] ?? fresh(categoryOf(id as StreamId)));
  return JSON.parse(text) as T;
}

/** Lets an organ begin a record of each kind: past the deciders, since who may do that is another matter. */
export async function begin(
  api: TestApi,
  { id: org, district, roles }: { readonly id: string; readonly district: District; readonly roles: readonly Role[] },
): Promise<Records> {
  const actor: Actor = { user: `begins-${org}`, role: roles[0] ?? 'SYSTEM', org, district };
  const ids = Object.fromEntries(servedCategories.map((category) => [category, fresh(category)])) as { readonly [C in Served]: StreamId };
  const sealedPerson = fresh('person');
  const event = ({ type, data }: Said, stream: StreamId, version = 1): RecordedEvent => ({
    ...{ stream, version, type, schema: 1, occurredOn: today(), actor, secrecy: 'CASE', correlation: 'town' },
    data: { ...renamed(data as object, ids), ...(Object.hasOwn(data as object, 'district') && { district }) },
  });
  const firsts = servedCategories.map((category) => [event(firstRecords[category], ids[category])]);
  const sealed = [
    event(firstRecords.person, sealedPerson),
    event({ type: 'RecordSealed', data: { ground: 'JUVENILE' }, stream: sealedPerson }, sealedPerson, 2),
  ];
  const verdicts = await api.ledger.appendAll(
    [...firsts, sealed].map((events) => ({
      commandId: randomUUID(),
      fingerprint: Buffer.alloc(32),
      events,
      read: [{ stream: (events[0] as RecordedEvent).stream, no: 0, version: 0 }],
    })),
  );
  if (verdicts.some(({ verdict }) => verdict !== 'recorded')) throw new Error(`the records of ${org} were not all recorded`);
  return { ...ids, sealedPerson };
}

/** Whose record it is, as seen from whoever asks: of the own organ, of one below it, of another organ of the same district, or of another district. */
export const relations = ['own', 'lineAbove', 'sameDistrict', 'elsewhere'] as const;
export type Relation = (typeof relations)[number];

const lineOf = (role: Role): OrganisationType => typesOf(role)[0] as OrganisationType;
const organ = (type: OrganisationType, district: District) => organOf(type, district) as NonNullable<ReturnType<typeof organOf>>;
/** Every line for which somebody may act. */
export const linesOf = (roles: readonly Role[]): readonly OrganisationType[] => [...new Set(roles.map(lineOf))];

/** Somebody in a role whose organ stands to the organ that began a record as the relation says, and that organ. */
export function standingTo(role: Role, relation: Relation): { readonly actor: Omit<Actor, 'user'>; readonly owner: string } {
  const line = lineOf(role);
  const other = line === 'PUBLIC_SECURITY' ? 'COURT' : 'PUBLIC_SECURITY';
  const { id: org, district } = organ(line, relation === 'lineAbove' ? CITY : HOME);
  const owner = { own: organ(line, HOME), lineAbove: organ(line, HOME), sameDistrict: organ(other, HOME), elsewhere: organ(line, ELSEWHERE) }[relation];
  return { actor: { role, org, district }, owner: owner.id };
}

/** The town: every line's organs of two districts have begun a record of each kind. */
export async function town(api: TestApi, roles: readonly Role[]): Promise<ReadonlyMap<string, Records>> {
  const owners = [...new Set([...linesOf(roles), 'COURT', 'PUBLIC_SECURITY'] as const)].flatMap((line) => [organ(line, HOME), organ(line, ELSEWHERE)]);
  const records = new Map<string, Records>();
  for (const owner of owners) records.set(owner.id, await begin(api, owner));
  await api.catchUp();
  return records;
}

/** Does something for each item, some at a time. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<void>, atOnce = 8): Promise<void> {
  const left = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
