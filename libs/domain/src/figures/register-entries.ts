import { type CivilDate, dayOf } from '../kernel/civil-date.ts';
import type { District } from '../kernel/districts.ts';
import type { RegisterKind } from '../register/register-messages.ts';
import { type Declared, type Figure, type Histories, type Machine, countedOnce, readsOf, statesOf } from './figure.ts';
import type { Stream } from './history.ts';
import { type Span, joined, within } from './spans.ts';

type Entry = {
  readonly kind?: RegisterKind;
  readonly district?: District;
  readonly until?: CivilDate | undefined;
  readonly hasEnded?: boolean;
};
type Begun = { readonly district: District; readonly until?: CivilDate | undefined };

const begins =
  (kind: RegisterKind) =>
  (_: Entry, { district, until }: Begun): Entry => ({ kind, district, until });
const entry: Machine<Entry> = {
  initial: {},
  evolve: {
    SupervisorAppointed: begins('SUPERVISOR'),
    OfficerListed: begins('OFFICER'),
    EnterpriseListed: begins('ENTERPRISE'),
    LiaisonEstablished: begins('LIAISON'),
    InstitutionOpened: (_, { level, district }) => ({ kind: level, district }),
    AdviserEngaged: begins('COMMUNITY'),
    RegisterEntryRenewed: (state, { until }) => (state.kind === undefined ? state : { ...state, until }),
    RegisterEntryMoved: (state, { toDistrict }) => ({ ...state, district: toDistrict }),
    RegisterEntryEnded: (state) => ({ ...state, hasEnded: true }),
  },
};
const reads = readsOf(entry);

/** When an entry of a kind was valid: begun, not ended, and no later than the last day of its term. */
function valid(unit: Stream, histories: Histories, kind: RegisterKind): Span<District>[] {
  type Valid = { readonly district: District; readonly until: CivilDate | undefined };
  const spans = statesOf(
    unit,
    histories,
    entry,
    ({ kind: found, district, until, hasEnded }): Valid | undefined => (found === kind && district && !hasEnded ? { district, until } : undefined),
    (a, b) => a.district === b.district && a.until === b.until,
  );
  return spans.flatMap(({ value: { district, until }, ...span }) => {
    const after = until === undefined ? span.to : Math.min(span.to, dayOf(until) + 1);
    if (after <= span.from) return [];
    // A term ends by itself: by what set it.
    return [{ ...span, to: after, until: after < span.to ? span.since : span.until, value: district }];
  });
}

const inDistricts = (spans: readonly Span<District>[]) =>
  [...new Set(spans.map(({ value }) => value))].flatMap((district) => joined(spans.filter(({ value }) => value === district)).map(countedOnce));

/** When a liaison of an officer or an enterprise was valid. Which one it is of, its last beginning says. */
function linked(unit: Stream, histories: Histories, side: 'officer' | 'enterprise'): Span<true>[] {
  const liaisons = new Set(histories.of(unit).flatMap((event) => (event.type === 'LiaisonEstablished' ? [event.stream] : [])));
  return joined(
    [...liaisons].flatMap((liaison) =>
      within(
        valid(liaison, histories, 'LIAISON').map((span) => ({ ...span, value: true as const })),
        statesOf(liaison, histories, { initial: undefined as Stream | undefined, evolve: { LiaisonEstablished: (_, data) => data[side] } }, (named) =>
          named === unit ? true : undefined,
        ),
      ),
    ),
  );
}

type Registered = Pick<Declared, 'id' | 'code' | 'name' | 'measureWord' | 'owner' | 'rule'>;
const registered = (
  declared: Registered,
  spansOf: (unit: Stream, histories: Histories) => Span<District>[],
  print: Figure['print'] = { as: 'exact' },
): Figure => ({
  ...declared,
  area: 'A6',
  kind: 'register',
  fact: 'stock',
  unit: 'register_entry',
  version: 1,
  print,
  reads,
  count: (unit, histories) => inDistricts(spansOf(unit, histories)),
});
const ofKind =
  (kind: RegisterKind) =>
  (unit: Stream, histories: Histories): Span<District>[] =>
    valid(unit, histories, kind);
const inWords = (zh: string, en: string) => ({
  zh: `统计日登记在册且有效的${zh}，每个计一次；任期届满、终止的自次日或者决定之日起退出。`,
  en: `Each ${en} registered and valid on the date of the figure, once. It leaves when its term has run out or it is ended.`,
});

export const supervisors = registered(
  {
    id: 'F31',
    code: 31,
    name: { zh: '法治营商环境监督员', en: 'business-environment supervisors engaged' },
    measureWord: '名',
    owner: 'political_legal',
    rule: inWords('法治营商环境监督员聘任', 'appointment of a business-environment supervisor'),
  },
  ofKind('SUPERVISOR'),
);
export const officers = registered(
  {
    id: 'F32',
    code: 32,
    name: { zh: '联系民营企业的政法干部', en: 'political-legal officers assigned' },
    measureWord: '名',
    owner: 'political_legal',
    rule: {
      zh: '统计日至少有一项有效联系关系的政法干部，每人计一名，一人联系多家的不重复计。',
      en: 'Each officer with at least one valid liaison on the date of the figure, once, however many enterprises they are linked with.',
    },
  },
  (unit, histories) => within(valid(unit, histories, 'OFFICER'), linked(unit, histories, 'officer')),
);
export const enterprises = registered(
  {
    id: 'F33',
    code: 33,
    name: { zh: '联系民营企业', en: 'private enterprises linked' },
    measureWord: '家',
    owner: 'political_legal',
    rule: {
      zh: '统计日至少有一项有效联系关系的企业，每个统一社会信用代码计一家。',
      en: 'Each unified social credit code with at least one valid liaison on the date of the figure, once.',
    },
  },
  (unit, histories) => within(valid(unit, histories, 'ENTERPRISE'), linked(unit, histories, 'enterprise')),
);
const justice = { owner: 'justice', measureWord: '个' } as const;
export const cityCentres = registered(
  {
    ...justice,
    id: 'F34',
    code: 34,
    name: { zh: '市级公共法律服务中心', en: 'city-level public legal-service centres' },
    rule: inWords('市级公共法律服务中心', 'city-level public legal-service centre'),
  },
  ofKind('CITY_CENTRE'),
);
export const districtCentres = registered(
  {
    ...justice,
    id: 'F35',
    code: 35,
    name: { zh: '区（市）级公共法律服务中心', en: 'district-level public legal-service centres' },
    rule: inWords('区（市）级公共法律服务中心', 'district-level public legal-service centre'),
  },
  ofKind('DISTRICT_CENTRE'),
);
export const stations = registered(
  {
    ...justice,
    id: 'F36',
    code: 36,
    name: { zh: '镇（街道）公共服务站', en: 'town and street service stations' },
    rule: inWords('镇（街道）公共服务站', 'town or street service station'),
  },
  ofKind('STATION'),
);
/** Not printed: the three figures above are its parts. */
export const institutions = registered(
  {
    ...justice,
    id: 'F34-all',
    code: 734,
    name: { zh: '公共法律服务机构合计', en: 'public legal-service institutions' },
    rule: inWords('公共法律服务机构', 'public legal-service institution'),
  },
  (unit, histories) => (['CITY_CENTRE', 'DISTRICT_CENTRE', 'STATION'] as const).flatMap((kind) => valid(unit, histories, kind)),
);
export const advisedCommunities = registered(
  {
    ...justice,
    id: 'F37',
    code: 37,
    name: { zh: '有法律顾问的社区村居', en: 'communities and villages with a legal adviser' },
    rule: inWords('社区村居法律顾问合同', 'community or village with a legal adviser under contract'),
  },
  ofKind('COMMUNITY'),
);
