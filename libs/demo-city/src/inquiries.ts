import { type Day, type InvestigationCommand, type UmbrellaKind, addMonths, dateOf, dayOf } from '@casetrail/domain';
import type { Group } from './cast.ts';
import type { Chance } from './chance.ts';
import { LAST, commissionAbove, knownGroup, present, procuratorateOf, sequel, tellInOrder } from './handling.ts';
import { identified } from './identities.ts';
import type { Desk } from './paper-numbers.ts';
import { inquiryShares } from './plan-organs.ts';
import type { Entry, Team, Told } from './record-book.ts';
import type { Inquiry, Official } from './umbrella-casting.ts';

const rankBands = {
  SHELTERING: ['DIVISION', 'SECTION', 'SECTION', 'STAFF'],
  DERELICTION: ['SECTION', 'SECTION', 'STAFF', 'STAFF', 'STAFF'],
  OTHER_CORRUPTION: ['STAFF', 'VILLAGE', 'VILLAGE', 'OTHER'],
} as const satisfies Record<UmbrellaKind, readonly string[]>;

type PersonId = Told<'person'>['stream'];
/** One person's part: opened, perhaps retained, and disposed of after the review. */
type Part = { readonly person: PersonId; readonly openedOn: Day; readonly retained?: Retention };
type Retention = { readonly imposedOn: Day; readonly extendedOn?: Day; readonly liftedOn: Day };

/** A person of whom nothing is known here but that there is one. */
export function register(official: Official, on: Day, team: Team, { book, chance, numbers }: Desk): Told<'person'> {
  official.told ??= book.open('person', {
    type: 'RegisterPerson',
    data: {
      pseudonym: `P-${String(numbers.serial('person')).padStart(6, '0')}`,
      birthYear: chance.between(1958, 1992),
      sex: chance.happens(0.85) ? 'MALE' : 'FEMALE',
      idHash: chance.hex(64),
      personalData: identified,
    },
    on,
    team,
  });
  return official.told;
}

/** An investigation from its filing to its closing: persons opened, reviewed by others than who filed it, and everyone's part disposed of. Supervision Law 2018 arts 39–49. */
export function tellInquiry(inquiry: Inquiry, groups: readonly Group[], desk: Desk): void {
  const { book, chance, numbers } = desk;
  const { kind, foundOn, filedOn, team, leads, leaves } = inquiry;
  const isLinked = kind !== 'OTHER_CORRUPTION' || chance.happens(0.5);
  const group = isLinked ? knownGroup(groups, team.district, filedOn, chance) : undefined;
  const filed = book.open('umbrella_investigation', {
    type: 'FileInvestigation',
    data: {
      investigationNumber: numbers.paper('青纪立', filedOn),
      leads: present(leads.map(({ told }) => told?.stream)),
      ...(leads.length === 0 && { ownInitiative: '巡察中自行发现' }),
      principalKind: foundOn === undefined ? kind : 'OTHER_CORRUPTION',
      groups: group ? [group.stream] : [],
      cases: [],
    },
    on: filedOn,
    team,
    after: present([...leads.map(({ verified }) => verified), group]),
    act: { legalBasis: 'SL 39' },
  });
  inquiry.told = filed;
  const opened = [...inquiry.persons, ...inquiry.known].map((person) => open(inquiry, person, filed, desk));
  if (leaves) leave(inquiry, filed, opened, desk);
  else tellCourse(inquiry, opened, desk);
}

type Opened = { readonly person: PersonId; readonly told: Told<'umbrella_investigation'> };

function open({ kind, filedOn, team }: Inquiry, official: Official, filed: Told<'umbrella_investigation'>, desk: Desk): Opened {
  const on = filedOn + desk.chance.between(0, 3);
  const person = register(official, on, team, desk);
  const told = desk.book.tell(filed.stream, {
    type: 'OpenPersonInvestigation',
    data: { person: person.stream, rankBand: desk.chance.pick(rankBands[kind]) },
    on,
    team,
    after: [filed, person],
    lists: [person.stream],
  });
  return { person: person.stream, told };
}

function tellCourse(inquiry: Inquiry, opened: readonly Opened[], desk: Desk): void {
  const { book, chance } = desk;
  const { kind, foundOn, filedOn, team, reviewedFrom = 0, told: filed } = inquiry;
  if (!filed) return;
  const parts = opened.map(({ person, told }): Part => {
    const retained = chance.happens(inquiryShares.retained[kind]) ? retention(told.on, chance) : undefined;
    return { person, openedOn: told.on, ...(retained && { retained }) };
  });
  const acts = parts.flatMap((part) => tellRetention(part, team));
  if (foundOn !== undefined)
    acts.push({ type: 'ChangePrincipalKind', data: { kind, basis: '查明充当“保护伞”' }, on: foundOn, team, lag: chance.between(1, 10) });
  const held = parts.flatMap(({ retained }) => (retained ? [(retained.extendedOn ?? retained.imposedOn) + 5] : []));
  const reviewedOn = Math.max(filedOn + chance.between(45, 140), reviewedFrom, (foundOn ?? 0) + 5, ...held);
  const days = parts.map(({ retained }) => Math.max(reviewedOn + chance.between(3, 25), retained?.liftedOn ?? 0));
  if (days.every((day) => day <= LAST)) {
    acts.push({ type: 'ReviewInvestigation', data: { opinion: '事实清楚、证据确凿、定性准确' }, on: reviewedOn, team, second: true });
    acts.push(...parts.flatMap((part, i) => dispositions(part, days[i] as Day, kind, team, chance)));
    const closesOn = Math.max(...days) + chance.between(2, 20);
    acts.push({ type: 'CloseInvestigation', data: {}, on: closesOn, team });
    const first = parts[0];
    if (first && chance.happens(inquiryShares.disputed)) acts.push(...disputes(first, closesOn, team, chance));
  }
  const tell = sequel(filed, book);
  tellInOrder(
    acts.map((act) => ({ ...act, after: opened.map(({ told }) => told) })),
    tell,
    book,
  );
}

/** 留置: three months, and three more at most (Supervision Law 43). */
function retention(openedOn: Day, chance: Chance): Retention {
  const imposedOn = openedOn + chance.between(1, 12);
  if (chance.happens(0.5)) return { imposedOn, liftedOn: imposedOn + chance.between(45, 80) };
  const extendedOn = dayOf(addMonths(dateOf(imposedOn), 3)) - chance.between(1, 6);
  return { imposedOn, extendedOn, liftedOn: extendedOn + chance.between(30, 80) };
}

function tellRetention({ person, retained }: Part, team: Team): Entry[] {
  if (!retained) return [];
  const { imposedOn, extendedOn, liftedOn } = retained;
  const data = { person, approvedBy: commissionAbove(team.district) };
  const act = { legalBasis: 'SL 43' };
  return [
    { type: 'ImposeRetention', data, on: imposedOn, team, act },
    ...(extendedOn === undefined ? [] : [{ type: 'ExtendRetention' as const, data, on: extendedOn, team, act }]),
    { type: 'LiftRetention', data: { person }, on: liftedOn, team, act },
  ];
}

/** Sanctions, accountability, admonition and transfer add up; no action stands alone. */
function dispositions({ person, retained }: Part, on: Day, kind: UmbrellaKind, team: Team, chance: Chance): Entry[] {
  const base = { on, team, act: { legalBasis: 'SL 45' } };
  const party = (...sanctions: Extract<InvestigationCommand, { type: 'ImposePartySanction' }>['data']['sanction'][]): Entry => ({
    type: 'ImposePartySanction',
    data: { person, sanction: chance.pick(sanctions) },
    ...base,
  });
  const administrative = (...sanctions: Extract<InvestigationCommand, { type: 'ImposeAdministrativeSanction' }>['data']['sanction'][]): Entry => ({
    type: 'ImposeAdministrativeSanction',
    data: { person, sanction: chance.pick(sanctions) },
    ...base,
  });
  if (retained)
    return [
      party('EXPULSION'),
      administrative('DISMISSAL'),
      { type: 'TransferToProsecution', data: { person, procuratorate: procuratorateOf(team.district) }, ...base },
    ];
  const draw = chance.next();
  if (draw < inquiryShares.noAction) {
    const cleared: Entry = { type: 'ClearName', data: { person }, on: on + chance.between(0, 2), team };
    return [{ type: 'DecideNoAction', data: { person, ground: '未发现违纪违法事实' }, ...base }, cleared];
  }
  if (kind === 'SHELTERING') return [party('EXPULSION', 'REMOVAL_FROM_PARTY_POST', 'PROBATION'), administrative('DISMISSAL', 'REMOVAL', 'DEMOTION')];
  if (kind === 'OTHER_CORRUPTION')
    return draw < 0.6 ? [party('WARNING', 'SERIOUS_WARNING', 'PROBATION')] : [party('SERIOUS_WARNING', 'PROBATION'), administrative('DEMERIT', 'DEMOTION')];
  if (draw < 0.35) return [{ type: 'Admonish', data: { person }, ...base }];
  if (draw < 0.55) return [{ type: 'DecideAccountability', data: { person, form: chance.pick(['通报批评', '责令检查', '调整职务']) }, ...base }];
  return [draw < 0.8 ? party('WARNING', 'SERIOUS_WARNING') : administrative('WARNING', 'DEMERIT', 'SERIOUS_DEMERIT')];
}

/** A person asks for a review, and once more (Supervision Law 49). What a review changes is decided anew. */
function disputes({ person }: Part, closesOn: Day, team: Team, chance: Chance): Entry[] {
  const askedOn = closesOn + chance.between(1, 8);
  const decidedOn = askedOn + chance.between(10, 28);
  const act = { legalBasis: 'SL 49' };
  const isChanged = chance.happens(0.25);
  const first: Entry[] = [
    { type: 'RequestDispositionReview', data: { person }, on: askedOn, team, act },
    { type: 'DecideDispositionReview', data: { person, outcome: isChanged ? 'CHANGED' : 'UPHELD', level: 'REVIEW' }, on: decidedOn, team, act },
  ];
  if (isChanged) return [...first, { type: 'Admonish', data: { person }, on: decidedOn + chance.between(1, 9), team }];
  if (chance.happens(0.6)) return first;
  const againOn = decidedOn + chance.between(5, 25);
  return [
    ...first,
    { type: 'RequestDispositionReview', data: { person }, on: againOn, team, act },
    { type: 'DecideDispositionReview', data: { person, outcome: 'UPHELD', level: 'FURTHER_REVIEW' }, on: againOn + chance.between(20, 55), team, act },
  ];
}

/** Withdrawn for want of evidence, merged into another one, or recorded twice. */
function leave(inquiry: Inquiry, filed: Told<'umbrella_investigation'>, opened: readonly Opened[], desk: Desk): void {
  const { book, chance } = desk;
  const { leaves, leavesOn: on = 0, survivor, team } = inquiry;
  const { stream } = filed;
  const own = [filed, ...opened.map(({ told }) => told)];
  const base = { on, team, after: present([...own, survivor?.told]), lag: chance.between(1, 10) };
  if (leaves === 'VOIDED')
    book.tell(stream, { type: 'VoidRecords', data: { targets: own }, ...base, reason: { code: 'DUPLICATE_ENTRY', text: '同一案件重复立案登记' } });
  if (leaves === 'MERGED' && survivor?.told) book.tell(stream, { type: 'MergeInvestigation', data: { survivor: survivor.told.stream }, ...base });
  if (leaves !== 'WITHDRAWN') return;
  const data = { ground: '证据不足以认定违法', unitNotified: true };
  const withdrawn = book.tell(stream, { type: 'WithdrawInvestigation', data, ...base, act: { legalBasis: 'SL 45' } });
  for (const { person } of opened) book.tell(stream, { type: 'ClearName', data: { person }, on: on + chance.between(1, 10), team, after: [withdrawn] });
}
