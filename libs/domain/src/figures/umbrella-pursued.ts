import type { District } from '../kernel/districts.ts';
import type { UmbrellaKind } from '../umbrella/lead-messages.ts';
import { type Figure, type Histories, type Machine, campaignFigure, inCampaign, isSameCount, readsOf, standingFigure, statesOf, without } from './figure.ts';
import { type Followed, followed, readsFollowing } from './following.ts';
import type { Stream } from './history.ts';
import { countOfPersons, ofEach, personFigures } from './persons.ts';
import { type Span, joined, outside, within } from './spans.ts';

const shared = { ...campaignFigure, owner: 'discipline' } as const;
const leaves = <S extends object>(state: S): S & { readonly hasLeft: true } => ({ ...state, hasLeft: true });

type Lead = { readonly district?: District; readonly isChecked?: boolean; readonly hasLeft?: boolean };

/** F14. A lead that proves unfounded was checked all the same. */
export const leadsChecked = standingFigure<Lead>({
  ...shared,
  id: 'F14',
  code: 14,
  name: { zh: '摸排核查腐败和“保护伞”问题线索', en: 'corruption and umbrella leads checked' },
  unit: 'umbrella_lead',
  measureWord: '件',
  fact: 'stage',
  rule: {
    zh: '每件登记并去重的问题线索计一件：自2018年1月24日起启动核查；查否、了结的仍计。重复、超出范围、转出的，自认定之日起退出。',
    en: 'Each registered lead, once: its verification opened since 24 January 2018. An unfounded lead stays. A lead leaves on the day it is found to be a duplicate, out of scope, or referred elsewhere.',
  },
  initial: {},
  evolve: {
    LeadReceived: (lead, { district }) => ({ ...lead, district }),
    LeadVerificationOpened: (lead, _, { on }) => (inCampaign(on) ? { ...lead, isChecked: true } : lead),
    LeadsMerged: leaves,
    LeadPutOutOfScope: leaves,
    LeadReferred: leaves,
  },
  counted: ({ isChecked, hasLeft, district }) => (isChecked && !hasLeft ? district : undefined),
});

type Investigation = {
  readonly district?: District;
  readonly kind?: UmbrellaKind;
  readonly hasLeft?: boolean;
  readonly isMerged?: boolean;
  readonly persons: ReadonlySet<Stream>;
};
const investigation: Machine<Investigation> = {
  initial: { persons: new Set() },
  evolve: {
    InvestigationFiled: (file, { principalKind, district }, { on }) => (inCampaign(on) ? { ...file, kind: principalKind, district } : file),
    PrincipalKindChanged: (file, { kind }) => ({ ...file, kind }),
    InvestigationWithdrawn: leaves,
    InvestigationReferred: leaves,
    InvestigationsMerged: (file) => ({ ...file, isMerged: true }),
    InvestigationSplit: (file, { persons: gone }) =>
      gone.some((person) => file.persons.has(person)) ? { ...file, persons: without(file.persons, gone) } : file,
    PersonInvestigationOpened: (file, { person }) => (file.persons.has(person) ? file : { ...file, persons: new Set([...file.persons, person]) }),
  },
};
const { InvestigationsMerged: _m, InvestigationSplit: _s, PersonInvestigationOpened: _p, ...evolveStanding } = investigation.evolve;
/** The kind of an investigation while it stands; once merged, of the one it was merged into. */
const kindOf: Followed<Investigation, UmbrellaKind> = {
  initial: investigation.initial,
  evolve: evolveStanding,
  merge: 'InvestigationsMerged',
  read: ({ district, kind, hasLeft }) => (district === undefined || hasLeft ? undefined : kind),
};
const reads = [...new Set([...readsOf(investigation), ...readsFollowing(kindOf)])];

/** 充当“保护伞”和履职不力. */
const principal: readonly UmbrellaKind[] = ['SHELTERING', 'DERELICTION'];
const other: readonly UmbrellaKind[] = ['OTHER_CORRUPTION'];
const any: readonly UmbrellaKind[] = [...principal, ...other];

const investigations = (declared: Pick<Figure, 'id' | 'code' | 'name' | 'rule' | 'fact'>, kinds: readonly UmbrellaKind[]): Figure =>
  standingFigure<Investigation>({
    ...shared,
    ...investigation,
    ...declared,
    unit: 'umbrella_investigation',
    measureWord: '起',
    counted: ({ district, kind, hasLeft, isMerged }) => (kind !== undefined && kinds.includes(kind) && !hasLeft && !isMerged ? district : undefined),
  });

const leaving = {
  zh: '案件撤销、并入他案、移送的，自决定之日起退出',
  en: 'It leaves on the day it is withdrawn, merged into another, or referred elsewhere',
};
export const investigationsPursued = investigations(
  {
    id: 'F15',
    code: 15,
    fact: 'stage',
    name: { zh: '立案查处涉黑涉恶腐败和“保护伞”案件', en: 'umbrella and corruption investigations pursued' },
    rule: {
      zh: `每件立案查处的案件计一起，自2018年1月24日起立案；${leaving.zh}。`,
      en: `Each investigation filed since 24 January 2018, once. ${leaving.en}.`,
    },
  },
  any,
);
export const principalInvestigations = investigations(
  {
    id: 'F17',
    code: 17,
    fact: 'standing',
    name: { zh: '其中充当“保护伞”和履职不力案件', en: 'of which sheltering and dereliction cases' },
    rule: {
      zh: `F15中统计日主要性质为充当“保护伞”或者履职不力的案件；${leaving.zh}。`,
      en: `Investigations of F15 whose principal kind on the date of the figure is sheltering or dereliction of duty. ${leaving.en}.`,
    },
  },
  principal,
);
export const otherInvestigations = investigations(
  {
    id: 'F15-other',
    code: 715,
    fact: 'standing',
    name: { zh: '其中其他涉黑涉恶腐败案件', en: 'of which other corruption' },
    rule: { zh: 'F15中统计日主要性质为其他腐败的案件。', en: 'Investigations of F15 whose principal kind on the date of the figure is other corruption.' },
  },
  other,
);

/** When one identity is under investigation for one of these kinds. The file it was opened in must stand by itself, and by what it was merged into. */
const investigated = (kinds: readonly UmbrellaKind[]) =>
  ofEach((identity: Stream, histories: Histories): Span<District>[] => {
    const files = new Set<Stream>();
    for (const event of histories.of(identity)) if (event.type === 'PersonInvestigationOpened' && event.data.person === identity) files.add(event.stream);
    return [...files].flatMap((file) =>
      within(
        statesOf(file, histories, investigation, ({ persons, district, hasLeft }) => (persons.has(identity) && !hasLeft ? district : undefined)),
        standingAs(file, histories, kinds),
      ),
    );
  });
const standingAs = (file: Stream, histories: Histories, kinds: readonly UmbrellaKind[]): Span<true>[] =>
  joined(followed(file, histories, kindOf).flatMap((span) => (kinds.includes(span.value) ? [{ ...span, value: true as const }] : [])));

const persons = { ...shared, measureWord: '人', reads } as const;
const investigatedAtAll = investigated(any);
const investigatedAsPrincipal = investigated(principal);

export const personsInvestigated = personFigures({
  ...persons,
  id: 'F16',
  code: 16,
  fact: 'stage',
  name: { zh: '被立案查处', en: 'persons investigated' },
  companion: 'F16-times',
  rule: {
    zh: 'F15案件中被立案的自然人，全市每人计一人；未予处分的仍计。案件撤销、移送的退出，并案不影响。',
    en: 'Each natural person an investigation of F15 was opened on, once in the whole city; no sanction changes nothing. A person leaves when the investigation is withdrawn or referred; a merger changes nothing.',
  },
  spansOf: investigatedAtAll,
});
export const principalPersons = personFigures({
  ...persons,
  id: 'F18',
  code: 18,
  fact: 'standing',
  name: { zh: '其中充当“保护伞”和履职不力', en: 'persons in the sheltering and dereliction cases' },
  rule: {
    zh: 'F16中主要性质为充当“保护伞”或者履职不力的自然人；一人涉多案的，按“保护伞”、履职不力、其他腐败的顺序取其一。',
    en: 'Persons of F16 whose principal kind is sheltering or dereliction of duty; with several investigations a person has the first of sheltering, dereliction and other corruption.',
  },
  spansOf: investigatedAsPrincipal,
});

/** Not printed: with F18 it makes F16. A person with several investigations is in one of the two. */
export const otherPersons = countOfPersons({
  ...persons,
  id: 'F16-other',
  code: 716,
  fact: 'standing',
  name: { zh: '其中其他腐败', en: 'persons in cases of other corruption alone' },
  rule: { zh: 'F16中不属于F18的自然人。', en: 'Persons of F16 who are not persons of F18.' },
  spansOf: (identities, histories) => outside(investigatedAtAll(identities, histories), investigatedAsPrincipal(identities, histories)),
});

/** Person-times: persons, by investigation. */
export const openings: Figure = {
  ...shared,
  id: 'F16-times',
  code: 116,
  name: { zh: '被立案查处人次', en: 'persons investigated, by person and investigation' },
  unit: 'umbrella_investigation',
  measureWord: '人次',
  fact: 'stage',
  rule: { zh: '与F16相同，但一人在每案中各计一人次。', en: 'As F16, but a person counts once in each investigation.' },
  reads,
  count: (file, histories) =>
    within(
      statesOf(
        file,
        histories,
        investigation,
        ({ district, persons: opened, hasLeft }) => (district && opened.size > 0 && !hasLeft ? { district, amount: opened.size } : undefined),
        isSameCount,
      ),
      standingAs(file, histories, any),
    ),
};
