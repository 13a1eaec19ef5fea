import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { District } from '../kernel/districts.ts';
import { type Figure, type Histories, type Machine, campaignFigure, inCampaign, isSameCount, readsOf, standingFigure, statesOf } from './figure.ts';
import { type Followed, followed, readsFollowing } from './following.ts';
import type { Stream } from './history.ts';
import { inScope, isOrganisedCrime } from './organised-crime.ts';
import { countOfPersons, ofEach, personFigures } from './persons.ts';
import { type Span, joined, within } from './spans.ts';

type Prosecution = {
  readonly district?: District;
  readonly scope?: Scope;
  readonly isMerged?: boolean;
  readonly isIndicted?: boolean;
  readonly isWithdrawn?: boolean;
  readonly defendants: ReadonlySet<Stream>;
};

const prosecution: Machine<Prosecution> = {
  initial: { defendants: new Set() },
  evolve: {
    ProsecutionReviewOpened: (file, { scope, district }) => ({ ...file, scope, district }),
    ProsecutionReclassified: (file, { scope }) => ({ ...file, scope }),
    ProsecutionsMerged: (file) => ({ ...file, isMerged: true }),
    IndictmentFiled: (file, _, { on }) => (inCampaign(on) ? { ...file, isIndicted: true, isWithdrawn: false } : file),
    ProsecutionWithdrawn: (file) => ({ ...file, isWithdrawn: true }),
    DefendantIndicted: (file, { suspect }) => (file.defendants.has(suspect) ? file : { ...file, defendants: new Set([...file.defendants, suspect]) }),
  },
};
const scopeOf: Followed<Scope | undefined, true> = {
  initial: undefined,
  evolve: { ProsecutionReviewOpened: (_, { scope }) => scope, ProsecutionReclassified: (_, { scope }) => scope },
  merge: 'ProsecutionsMerged',
  read: inScope,
};
export const readsOfIndictments = [...new Set([...readsOf(prosecution), ...readsFollowing(scopeOf)])];
const prosecutedInScope = (file: Stream, histories: Histories): Span<true>[] => joined(followed(file, histories, scopeOf));

type Indicted = (file: Prosecution) => boolean;
/** v1: a prosecution that was withdrawn leaves. */
const standing: Indicted = ({ isIndicted = false, isWithdrawn = false }) => isIndicted && !isWithdrawn;
/** v1-gross: it stays, as other cities publish it. */
const gross: Indicted = ({ isIndicted = false }) => isIndicted;

const shared = { ...campaignFigure, owner: 'procuratorate', fact: 'stage' } as const;
const files = (declared: Pick<Figure, 'id' | 'code' | 'name' | 'rule'>, isIndicted: Indicted): Figure =>
  standingFigure<Prosecution>({
    ...shared,
    ...prosecution,
    ...declared,
    unit: 'prosecution',
    measureWord: '件',
    counted: (file) => (isIndicted(file) && isOrganisedCrime(file.scope) && !file.isMerged ? file.district : undefined),
  });

const defendantsOf = (isIndicted: Indicted) =>
  ofEach((identity: Stream, histories: Histories) => {
    const pairs = new Map<string, readonly [file: Stream, suspect: Stream]>();
    for (const event of histories.of(identity))
      if (event.type === 'DefendantIndicted' && event.data.person === identity)
        pairs.set(`${event.stream}:${event.data.suspect}`, [event.stream, event.data.suspect]);
    return [...pairs.values()].flatMap(([file, suspect]) =>
      within(
        statesOf(file, histories, prosecution, (state) => (isIndicted(state) && state.defendants.has(suspect) ? state.district : undefined)),
        prosecutedInScope(file, histories),
      ),
    );
  });
/** When a person stood indicted in a file in scope. */
export const indictedPersons = defendantsOf(standing);
const persons = { ...shared, measureWord: '人', reads: readsOfIndictments } as const;

export const prosecutionsInstituted = files(
  {
    id: 'F08',
    code: 8,
    name: { zh: '提起公诉', en: 'prosecutions instituted' },
    rule: {
      zh: '每份起诉书计一件：自2018年1月24日起向法院提起公诉且检察机关认定为涉黑涉恶；追加、变更起诉附于原件。撤回起诉、改变定性、并入他件的，自决定之日起退出。',
      en: 'Each indictment filed since 24 January 2018, once, that the procuratorate finds to be organised crime; additional and amended indictments belong to the original. It leaves on the day the prosecution is withdrawn, reclassified, or merged into another.',
    },
  },
  standing,
);
export const prosecutionsEverInstituted = files(
  {
    id: 'F08-gross',
    code: 508,
    name: { zh: '提起公诉（含撤回）', en: 'prosecutions instituted, withdrawn ones included' },
    rule: { zh: '与F08相同，但撤回起诉的仍计。', en: 'As F08, but a withdrawn prosecution stays.' },
  },
  gross,
);

export const defendantsIndicted = personFigures({
  ...persons,
  id: 'F09',
  code: 9,
  name: { zh: '被提起公诉', en: 'defendants indicted' },
  companion: 'F09-times',
  rule: {
    zh: 'F08起诉书所列被告人中的自然人，全市每人计一人；宣告无罪、发回重审的仍计；撤回起诉的自决定之日起退出；并案不影响。',
    en: 'Each natural person named in an indictment of F08, once in the whole city; an acquittal or a remand changes nothing. A person leaves when the prosecution is withdrawn; a merger changes nothing.',
  },
  spansOf: indictedPersons,
});
export const defendantsEverIndicted = countOfPersons({
  ...persons,
  id: 'F09-gross',
  code: 509,
  name: { zh: '被提起公诉（含撤回）', en: 'defendants indicted, withdrawn prosecutions included' },
  rule: { zh: '与F09相同，但撤回起诉的仍计。', en: 'As F09, but a withdrawn prosecution stays.' },
  spansOf: defendantsOf(gross),
});

/** Person-times: defendants, by indictment. */
export const indictments: Figure = {
  ...shared,
  id: 'F09-times',
  code: 109,
  name: { zh: '被提起公诉人次', en: 'defendants indicted, by person and indictment' },
  unit: 'prosecution',
  measureWord: '人次',
  rule: { zh: '与F09相同，但一人在每份起诉书中各计一人次。', en: 'As F09, but a person counts once in each indictment.' },
  reads: readsOfIndictments,
  count: (file, histories) =>
    within(
      statesOf(
        file,
        histories,
        prosecution,
        (state) => (standing(state) && state.district && state.defendants.size > 0 ? { district: state.district, amount: state.defendants.size } : undefined),
        isSameCount,
      ),
      prosecutedInScope(file, histories),
    ),
};
