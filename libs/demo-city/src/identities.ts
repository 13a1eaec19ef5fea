import {
  type CivilDate,
  type District,
  type PersonId,
  type SealedVersions,
  type StreamId,
  addDays,
  categoryOf,
  checkCharacterOf,
  districts,
} from '@casetrail/domain';
import type { PlayedCommand } from './record-book.ts';

/** What the events of the demo city name: everything of a person is there in its first version. */
export const unnamed = { aliases: 1 } as const satisfies SealedVersions;
export const identified = { name: 1, idNumber: 1, bornOn: 1, address: 1 } as const satisfies SealedVersions;

/** Who a person of the demo city is. Nobody: the first signs are no surnames, and the number begins with 9999, which is no place. */
export type DemoIdentity = {
  readonly person: PersonId;
  /** What the events say in place of the number; undefined for those who were never identified. */
  readonly token: string | undefined;
  readonly data: {
    readonly aliases?: readonly string[];
    readonly name?: string;
    readonly idNumber?: string;
    readonly bornOn?: CivilDate;
    readonly address?: string;
  };
};

type Registered = { readonly pseudonym: string; readonly birthYear: number; readonly sex: string; readonly idHash?: string };
type Act = Pick<PlayedCommand, 'stream' | 'type' | 'data'>;

const surnames = [...'示例样拟仿虚设造'];
const stems = [...'甲乙丙丁戊己庚辛壬癸'];
const branches = [...'子丑寅卯辰巳午未申酉戌亥'];
const roads = ['样本', '示例', '虚构', '演示', '模拟', '范例'];
const DAYS = 365;
/** Odd for men, even for women: five hundred of each a day. */
const ORDERS = 500;
const PLACES = 100;
/** Serial numbers of one city, and the distance of those of the next one. */
const SERIALS = 1_000_000;
const MOST_PERSONS = 20_000;

/** The acts by which somebody gets into the demo city or is identified there, also those that were asked for as corrections. */
export const isAboutIdentity = (command: PlayedCommand): boolean => actOf(command) !== undefined;

/** Who the persons are whom these acts register and identify: the same every time. */
export function demoIdentities(commands: Iterable<PlayedCommand>): DemoIdentity[] {
  const found = new Map<StreamId, { readonly registered: Registered; readonly district: District; readonly token: string | undefined }>();
  for (const command of commands) {
    const act = actOf(command);
    if (act?.type === 'RegisterPerson') {
      const registered = act.data as Registered;
      found.set(act.stream, { registered, district: command.actor.district, token: registered.idHash });
    } else if (act) {
      const known = found.get(act.stream);
      if (known) found.set(act.stream, { ...known, token: (act.data as { readonly idHash: string }).idHash });
    }
  }
  return [...found].map(([stream, known]) => ({ person: stream as PersonId, token: known.token, data: dataOf(known) }));
}

function actOf({ stream, type, data }: PlayedCommand): Act | undefined {
  const act = type === 'RequestCorrection' ? (data as { readonly proposal: Act }).proposal : { stream, type, data };
  return categoryOf(act.stream) === 'person' && ['RegisterPerson', 'ConfirmIdentity'].includes(act.type) ? act : undefined;
}

const at = <T>(items: readonly T[], n: number): T => items[n % items.length] as T;

function dataOf({
  registered,
  district,
  token,
}: {
  readonly registered: Registered;
  readonly district: District;
  readonly token: string | undefined;
}): DemoIdentity['data'] {
  const serial = Number(registered.pseudonym.slice(2));
  const n = (serial % SERIALS) + Math.floor(serial / SERIALS) * MOST_PERSONS;
  const aliases = registered.idHash === undefined && { aliases: [`外号${at(stems, n)}${at(branches, n)}${n}`] };
  if (token === undefined) return { ...aliases };
  const bornOn = addDays(`${registered.birthYear}-01-01` as CivilDate, n % DAYS);
  const order = Math.floor(n / DAYS);
  const last = (order % ORDERS) * 2 + (registered.sex === 'MALE' ? 1 : 0);
  const digits = `9999${String(Math.floor(order / ORDERS) % PLACES).padStart(2, '0')}${bornOn.replaceAll('-', '')}${String(last).padStart(3, '0')}`;
  return {
    ...aliases,
    name: `${at(surnames, n)}${at(stems, Math.floor(n / surnames.length))}${at(branches, n)}`,
    idNumber: digits + checkCharacterOf(digits),
    bornOn,
    address: `${districts[district].zh}${at(roads, n)}路${(n % 300) + 1}号`,
  };
}
