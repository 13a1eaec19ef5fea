import { categories, deciders } from '@casetrail/domain';
import {
  type CommandRoute,
  aggregates,
  components,
  criminalCaseRoutes,
  partsOf,
  personRoutes,
  problems,
  recordCategories,
  registerEntryRoutes,
} from './index.ts';
import { correctionRoutes } from './correction.ts';

const routes = aggregates.flatMap(({ commands }) => commands);
const route = (command: string) => routes.find((one) => one.command === command)!;
const occurredOn = '2026-01-05';

describe('the HTTP surface', () => {
  it('has one route for every command of the domain, but for the request of a correction', () => {
    const served = new Set(routes.map(({ command }) => command));
    const known = Object.keys(categories).flatMap((category) => (category === 'ledger' ? [] : Object.keys(deciders[category as 'person'].commands)));
    expect([...known, 'VoidRecords'].filter((command) => !served.has(command))).toEqual(['RequestCorrection']);
  });

  it('has no two commands of one name, whatever they are about', () => {
    const named = routes.map(({ command }) => command).filter((command) => command !== 'VoidRecords');
    expect(named.filter((command, i) => named.indexOf(command) !== i)).toEqual([]);
  });
  it('gives no path twice', () => expect(new Set(routes.map(({ path }) => path)).size).toBe(routes.length));
  it('begins a record on the collection and goes on with it under its id', () => {
    expect(route('AcceptReport')).toMatchObject({ path: '/v1/criminal-cases', verb: undefined });
    expect(route('CrackCase')).toMatchObject({ path: '/v1/criminal-cases/{id}/crack', verb: 'crack', by: ['POLICE_LEADER'] });
  });
  it('begins entries of several registers, each in a part of the collection', () => {
    const beginnings = registerEntryRoutes.commands.filter(({ verb }) => verb === undefined).map(({ path }) => path);
    expect(beginnings).toEqual(
      ['supervisors', 'officers', 'enterprises', 'liaisons', 'institutions', 'advisers'].map((part) => `/v1/register-entries/${part}`),
    );
    expect(route('RenewRegisterEntry').path).toBe('/v1/register-entries/{id}/renew');
  });
  it('has verbs in small letters and hyphens', () => expect(routes.filter(({ verb = 'x' }) => !/^[a-z]+(-[a-z]+)*$/.test(verb))).toEqual([]));
  it('names the kind of correction that a command is, where it is one', () => {
    const named = ({ summary }: CommandRoute) => [...summary.matchAll(/\((K\d+)\)/g)].map(([, kind]) => kind);
    const wrong = aggregates.flatMap(({ category, commands }) =>
      commands.flatMap((one) => {
        const kind = deciders[category].rules[one.command]?.correction;
        const isRight = typeof kind === 'function' ? named(one).length > 0 : `${named(one)}` === `${kind ?? ''}`;
        return isRight ? [] : [[one.command, named(one), kind]];
      }),
    );
    expect(wrong).toEqual([]);
  });
  it('shows in one form whatever has no screen of its own', () =>
    expect(
      [...recordCategories, 'criminal_case', 'person', 'suspect', 'crime_group', 'publication', 'correction', 'investigated_person', 'ledger'].sort(),
    ).toEqual(Object.keys(categories).sort()));
  it('tells everyone who may do what', () => expect(routes.filter(({ by }) => by.length === 0)).toEqual([]));
  it('names every schema', () => expect(routes.every(({ command, body }) => components[command] === body || command === 'VoidRecords')).toBe(true));
});

describe('a body', () => {
  const file = { caseNumber: 'A370202-1', offences: ['extortion'], leadAgency: '370202-police', occurredOn };
  const { body } = route('FileCase');

  it('holds the fields of the command and of the act side by side', () =>
    expect(partsOf(route('FileCase'), body.parse({ ...file, legalBasis: 'CPL 112' }))).toEqual({
      data: { caseNumber: 'A370202-1', offences: ['extortion'], leadAgency: '370202-police' },
      act: { occurredOn, legalBasis: 'CPL 112' },
    }));
  it('needs the day of the act', () => expect(body.safeParse({ ...file, occurredOn: undefined }).success).toBe(false));
  it('takes no other field', () => expect(body.safeParse({ ...file, actor: 'somebody' }).success).toBe(false));
  it('keeps the rules of the command', () =>
    expect(
      route('TransferCase').body.safeParse({ scope: 'CITY_OUT', toAgency: 'x', toDistrict: '370202', occurredOn, reason: { code: 'MOVED' } }).success,
    ).toBe(false));
  it('needs a reason where it is a correction', () => {
    expect(criminalCaseRoutes.commands.filter(({ isCorrection }) => isCorrection).map(({ command }) => command)).toContain('VoidRecords');
    const withdrawal = { ground: 'NO_CRIME', occurredOn };
    expect(route('WithdrawCase').body.safeParse(withdrawal).success).toBe(false);
    expect(route('WithdrawCase').body.safeParse({ ...withdrawal, reason: { code: 'NO_CRIME' } }).success).toBe(true);
  });
  it('holds an identity number and never its hash', () => {
    const hashed = personRoutes.commands.filter(({ body: { shape } }) => 'idHash' in shape);
    expect(hashed).toEqual([]);
    expect(route('ConfirmIdentity').fields.toSorted()).toEqual(['address', 'aliases', 'bornOn', 'idNumber', 'name']);
  });
  it('of a decision on a correction may leave the day out, and keeps its own reason', () => {
    const reject = correctionRoutes.commands.find(({ verb }) => verb === 'reject')!;
    expect(partsOf(reject, reject.body.parse({ reason: { code: 'NOT_PROVEN' } }))).toEqual({ data: { reason: { code: 'NOT_PROVEN' } }, act: {} });
  });
});

it('problem codes are an aggregate or a subject, and a reason', () =>
  expect(Object.keys(problems).filter((code) => !/^[a-z-]+\/[a-z-]+$/.test(code))).toEqual([]));
