import type { conclusions, verdicts } from '../court-docket/court-docket-messages.ts';
import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { District } from '../kernel/districts.ts';
import { type Histories, type Machine, campaignFigure, inCampaign, readsOf, standingFigure, statesOf, without } from './figure.ts';
import { type Followed, followed, readsFollowing } from './following.ts';
import type { Day } from '../kernel/civil-date.ts';
import type { Position, Stream } from './history.ts';
import { isOrganisedCrime } from './organised-crime.ts';
import { countOfPersons, ofEach, personFigures } from './persons.ts';
import { type Span, joined, outside, within } from './spans.ts';

type Verdict = (typeof verdicts)[number];
type Docket = {
  readonly isAccepted?: boolean;
  readonly scope?: Scope;
  readonly district?: District | undefined;
  readonly isMerged?: boolean;
  readonly conclusion?: (typeof conclusions)[number];
  /** The day and the position of that conclusion. */
  readonly concluded: readonly [on: Day, position: Position];
  readonly defendants: ReadonlySet<Stream>;
  readonly verdicts: ReadonlyMap<Stream, Verdict>;
};

const docket: Machine<Docket> = {
  initial: { concluded: [0, 0], defendants: new Set(), verdicts: new Map() },
  evolve: {
    DocketAccepted: (file, { scope, district }, { on }) => (inCampaign(on) ? { ...file, isAccepted: true, scope, district } : file),
    DocketReclassified: (file, { scope }) => ({ ...file, scope }),
    DocketTransferred: (file, { toDistrict }) => ({ ...file, district: toDistrict }),
    DocketsMerged: (file) => ({ ...file, isMerged: true }),
    DocketSplit: (file, { defendants: gone }) =>
      gone.some((suspect) => file.defendants.has(suspect)) ? { ...file, defendants: without(file.defendants, gone) } : file,
    DocketConcluded: (file, { kind }, { on, position }) => ({ ...file, conclusion: kind, concluded: [on, position] }),
    DocketDefendantListed: (file, { suspect }) => (file.defendants.has(suspect) ? file : { ...file, defendants: new Set([...file.defendants, suspect]) }),
    VerdictRecorded: (file, { suspect, verdict }) => ({ ...file, verdicts: new Map([...file.verdicts, [suspect, verdict]]) }),
  },
};

const isWithdrawn = ({ conclusion }: Docket): boolean => conclusion === 'WITHDRAWAL_ALLOWED';
const isTaken = ({ isAccepted = false, scope, district }: Docket): boolean => isAccepted && isOrganisedCrime(scope) && district !== undefined;
const isConcluded = (file: Docket): boolean => file.conclusion !== undefined && !isWithdrawn(file);

/** Whether a docket's defendants are those of a case taken on, or concluded; once merged, by the docket it was merged into. */
const standing = (read: (file: Docket) => boolean): Followed<Docket, true> => {
  const { DocketsMerged: _, DocketDefendantListed: _d, DocketSplit: _s, VerdictRecorded: _v, ...evolve } = docket.evolve;
  return { initial: docket.initial, evolve, merge: 'DocketsMerged', read: (file) => read(file) || undefined };
};
const takenOn = standing((file) => isTaken(file) && !isWithdrawn(file));
const concluded = standing((file) => isTaken(file) && isConcluded(file));
const reads = [...new Set([...readsOf(docket), ...readsFollowing(concluded)])];

const shared = { ...campaignFigure, owner: 'court', fact: 'stage' } as const;
const perDocket = { ...shared, ...docket, unit: 'court_docket', measureWord: '件' } as const;

/** F10. Any instance: an appeal, a remanded trial and a retrial are dockets of their own. */
export const docketsTaken = standingFigure<Docket>({
  ...perDocket,
  id: 'F10',
  code: 10,
  name: { zh: '审理涉黑涉恶案件', en: 'cases taken on for trial' },
  rule: {
    zh: '法院每个案号计一件：自2018年1月24日起受理且法院认定为涉黑涉恶，一审、二审、再审和发回重审各计。准许撤回起诉、改变定性、并入他案、移送市外的，自决定之日起退出；跨区移送的改计接收区市。',
    en: 'Each docket number, once: accepted since 24 January 2018 and organised crime in the finding of the court; first instance, appeal, retrial and remanded trial each count. It leaves on the day a withdrawal is allowed, it is reclassified, merged into another, or transferred out of the city.',
  },
  counted: (file) => (isTaken(file) && !file.isMerged && !isWithdrawn(file) ? file.district : undefined),
});

/** F11. A judgment that is set aside stays concluded. */
export const docketsConcluded = standingFigure<Docket>({
  ...perDocket,
  id: 'F11',
  code: 11,
  name: { zh: '审结涉黑涉恶案件', en: 'cases concluded' },
  rule: {
    zh: 'F10案号中已审结的，以宣判或者送达最后一名当事人之日为准；判决后被撤销的仍计，退出情形与F10相同。',
    en: 'Dockets of F10 that are concluded, by the day of pronouncement or of service on the last party. A judgment that is set aside stays; a docket leaves as in F10.',
  },
  counted: (file) => (isTaken(file) && !file.isMerged && isConcluded(file) ? file.district : undefined),
});

type Pair = readonly [file: Stream, suspect: Stream];
function pairsOf(identity: Stream, histories: Histories): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const event of histories.of(identity))
    if (event.type === 'DocketDefendantListed' && event.data.person === identity)
      pairs.set(`${event.stream}:${event.data.suspect}`, [event.stream, event.data.suspect]);
  return [...pairs.values()];
}

const defendantsOf = (rule: Followed<Docket, true>) =>
  ofEach((identity, histories) =>
    pairsOf(identity, histories).flatMap(([file, suspect]) =>
      within(
        statesOf(file, histories, docket, ({ defendants, district }) => (defendants.has(suspect) ? district : undefined)),
        joined(followed(file, histories, rule)),
      ),
    ),
  );
const persons = { ...shared, measureWord: '人', reads } as const;

/** F12, whatever the verdict. */
export const defendantsConcluded = personFigures({
  ...persons,
  id: 'F12',
  code: 12,
  name: { zh: '审结案件被告人', en: 'defendants in concluded cases' },
  companion: 'F12-times',
  rule: {
    zh: 'F11案件中的自然人被告人，不论裁判结果，全市每人计一人；宣告无罪的仍计并另列。',
    en: 'Each natural person who is a defendant in a docket of F11, whatever the verdict, once in the whole city; the acquitted stay, and are told apart.',
  },
  spansOf: defendantsOf(concluded),
});

export const defendantsTaken = countOfPersons({
  ...persons,
  id: 'F10-persons',
  code: 710,
  name: { zh: '受理案件被告人', en: 'defendants in cases taken on' },
  rule: { zh: 'F10案件中的自然人被告人，全市每人计一人。', en: 'Each natural person who is a defendant in a docket of F10, once in the whole city.' },
  spansOf: defendantsOf(takenOn),
});

/** Person-times: defendants, by docket. An absorbed docket leaves its defendants to the one it was merged into, which lists them; as does one that is split. */
export const defences = standingFigure<Docket>({
  ...perDocket,
  id: 'F12-times',
  code: 112,
  name: { zh: '审结案件被告人人次', en: 'defendants in concluded cases, by person and docket' },
  measureWord: '人次',
  rule: { zh: '与F12相同，但一人在每个案号中各计一人次。', en: 'As F12, but a person counts once in each docket.' },
  counted: (file) =>
    isTaken(file) && file.district && !file.isMerged && isConcluded(file) && file.defendants.size > 0
      ? { district: file.district, amount: file.defendants.size }
      : undefined,
});

/** `rank`: the later a docket was concluded, the more its verdict says; then the younger docket, and the younger part of the person. */
type Judged = {
  readonly district: District;
  readonly isAcquitted: boolean;
  readonly rank: readonly [on: Day, position: Position, file: Stream, suspect: Stream];
};
const isSameJudgment = (a: Judged, b: Judged) => a.district === b.district && a.isAcquitted === b.isAcquitted && !isHigher(a, b) && !isHigher(b, a);
function isHigher({ rank: a }: Judged, { rank: b }: Judged): boolean {
  const differs = a.findIndex((part, i) => part !== b[i]);
  return differs >= 0 && (a[differs] as number) > (b[differs] as number);
}
const judgments = ofEach((identity: Stream, histories: Histories): Span<Judged>[] =>
  pairsOf(identity, histories).flatMap(([file, suspect]) =>
    within(
      statesOf(
        file,
        histories,
        docket,
        ({ defendants, district, verdicts, concluded: [on, position] }): Judged | undefined =>
          defendants.has(suspect) && district && verdicts.has(suspect)
            ? { district, isAcquitted: verdicts.get(suspect) === 'NOT_GUILTY', rank: [on, position, file, suspect] }
            : undefined,
        isSameJudgment,
      ),
      joined(followed(file, histories, concluded)),
    ),
  ),
);
/** The parts of each span in which no judgment of a higher rank stands. */
const latest = (spans: readonly Span<Judged>[]): Span<Judged>[] =>
  spans.flatMap((span) =>
    outside(
      [span],
      spans.filter((other) => isHigher(other.value, span.value)),
    ),
  );

/** Whom the latest concluded docket that judged them found not guilty: an acquittal that is varied on appeal is none. */
export const acquitted = countOfPersons({
  ...persons,
  id: 'F12-acquitted',
  code: 712,
  name: { zh: '宣告无罪', en: 'acquitted' },
  rule: {
    zh: 'F12中在最近一次审结的裁判中被宣告无罪的自然人。',
    en: 'Each natural person of F12 who was found not guilty in the latest concluded docket that judged them.',
  },
  spansOf: (identities, histories) =>
    latest(judgments(identities, histories)).flatMap((span) => (span.value.isAcquitted ? [{ ...span, value: span.value.district }] : [])),
});
