import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { District } from '../kernel/districts.ts';
import { type Figure, type Histories, type Machine, campaignFigure, inCampaign, isSameCount, readsOf, standingFigure, statesOf } from './figure.ts';
import { type Followed, followed, readsFollowing } from './following.ts';
import type { Stream } from './history.ts';
import { inScope, isOrganisedCrime } from './organised-crime.ts';
import { ofEach, personFigures } from './persons.ts';
import { type Span, joined, within } from './spans.ts';

type Review = {
  readonly district?: District;
  readonly scope?: Scope;
  readonly isMerged?: boolean;
  /** By suspect, the person whose arrest stands approved. */
  readonly approved: ReadonlyMap<Stream, Stream>;
};

/** A file of the procuratorate that reviews arrests. Its scope is the procuratorate's own finding (P5), whatever the police called the case. */
const review: Machine<Review> = {
  initial: { approved: new Map() },
  evolve: {
    ArrestReviewOpened: (file, { scope, district }) => ({ ...file, scope, district }),
    ArrestReviewReclassified: (file, { scope }) => ({ ...file, scope }),
    ArrestReviewsMerged: (file) => ({ ...file, isMerged: true }),
    ArrestApproved: (file, { suspect, person }, { on }) => (inCampaign(on) ? { ...file, approved: new Map([...file.approved, [suspect, person]]) } : file),
    ArrestApprovalRevoked: (file, { suspect }) =>
      file.approved.has(suspect) ? { ...file, approved: new Map([...file.approved].filter(([other]) => other !== suspect)) } : file,
  },
};

const scopeOf: Followed<Scope | undefined, true> = {
  initial: undefined,
  evolve: { ArrestReviewOpened: (_, { scope }) => scope, ArrestReviewReclassified: (_, { scope }) => scope },
  merge: 'ArrestReviewsMerged',
  read: inScope,
};
export const readsOfApprovals = [...new Set([...readsOf(review), ...readsFollowing(scopeOf)])];
const reviewInScope = (file: Stream, histories: Histories): Span<true>[] => joined(followed(file, histories, scopeOf));
const shared = { ...campaignFigure, owner: 'procuratorate', fact: 'stage' } as const;

/** F06. A file leaves with its last approval. */
export const arrestFilesApproved = standingFigure<Review>({
  ...shared,
  ...review,
  id: 'F06',
  code: 6,
  name: { zh: '批捕涉黑涉恶案件', en: 'arrest files approved' },
  unit: 'arrest_review',
  measureWord: '件',
  rule: {
    zh: '检察机关受理号每号计一件：自2018年1月24日起至少批准逮捕一人，且检察机关认定为涉黑涉恶。最后一项批准被撤销、改变定性、并入他件的，自决定之日起退出。',
    en: 'Each acceptance number of the procuratorate, once: at least one arrest approved since 24 January 2018, and organised crime in the finding of the procuratorate. A file leaves on the day its last approval is revoked, it is reclassified, or it is merged into another.',
  },
  counted: ({ approved, scope, isMerged, district }) => (approved.size > 0 && isOrganisedCrime(scope) && !isMerged ? district : undefined),
});

/** When the arrest of a person stood approved in a file in scope. */
export const approvedPersons = ofEach((identity: Stream, histories: Histories) => {
  const pairs = new Map<string, readonly [file: Stream, suspect: Stream]>();
  for (const event of histories.of(identity))
    if (event.type === 'ArrestApproved') pairs.set(`${event.stream}:${event.data.suspect}`, [event.stream, event.data.suspect]);
  return [...pairs.values()].flatMap(([file, suspect]) =>
    within(
      statesOf(file, histories, review, ({ approved, district }) => (approved.get(suspect) === identity ? district : undefined)),
      reviewInScope(file, histories),
    ),
  );
});

/** F07, by the date of the decision. A change of the measure later on changes nothing. */
export const arrestsApproved = personFigures({
  ...shared,
  id: 'F07',
  code: 7,
  name: { zh: '批准逮捕', en: 'persons whose arrest was approved' },
  measureWord: '人',
  companion: 'F07-times',
  rule: {
    zh: '在F06的案件中被批准逮捕的自然人，以决定之日为准，全市每人计一人；法院决定逮捕的不计。批准被撤销或者案件不再认定为涉黑涉恶的退出；并案不影响。',
    en: 'Each natural person whose arrest was approved in a file of F06, by the date of the decision, once in the whole city. Arrests decided by a court do not count. A person leaves when the approval is revoked or the file is no longer organised crime; a merger changes nothing.',
  },
  reads: readsOfApprovals,
  spansOf: approvedPersons,
});

/** Person-times: approvals, by file and suspect. */
export const approvals: Figure = {
  ...shared,
  id: 'F07-times',
  code: 107,
  name: { zh: '批准逮捕人次', en: 'arrests approved, by person and file' },
  unit: 'arrest_review',
  measureWord: '人次',
  rule: { zh: '与F07相同，但一人在每件中各计一人次。', en: 'As F07, but a person counts once in each file.' },
  reads: readsOfApprovals,
  count: (file, histories) =>
    within(
      statesOf(
        file,
        histories,
        review,
        ({ approved, district }) => (district && approved.size > 0 ? { district, amount: approved.size } : undefined),
        isSameCount,
      ),
      reviewInScope(file, histories),
    ),
};
