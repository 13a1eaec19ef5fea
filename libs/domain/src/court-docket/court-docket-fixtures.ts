import { otherPerson, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import type { DocketId, PersonId, SuspectId } from '../kernel/identifiers.ts';
import { type Issue, type Said, issueOf, judge, on, procurator, saidOf, secondJudge, streamNamed } from '../kernel/specify.ts';
import { otherProsecution, theProsecution, thirdPerson, thirdSuspect } from '../prosecution/prosecution-fixtures.ts';
import type { SuspectEvent } from '../suspect/suspect-messages.ts';
import type { CourtDocketCommand, CourtDocketEvent, conclusions } from './court-docket-messages.ts';

/** The two defendants of the indictment are tried in one docket, the one of the other file in another. */
export const theDocket = streamNamed('court_docket', 1);
export const otherDocket = streamNamed('court_docket', 2);
/** Made by a split of the first docket. */
export const childDocket = streamNamed('court_docket', 3);
/** What follows the docket: the appeal, the first instance after a remand, the appeal against that, the retrial. */
export const theAppeal = streamNamed('court_docket', 4);
export const afterRemand = streamNamed('court_docket', 5);
export const secondAppeal = streamNamed('court_docket', 6);
export const theRetrial = streamNamed('court_docket', 7);

export const clerk = { ...judge, user: 'clerk-1', role: 'COURT_CLERK' as const };
const text = 'for the test';
const numbers = { FIRST: '（2020）鲁0202刑初1号', APPEAL: '（2020）鲁02刑终1号', RETRIAL: '（2020）鲁02刑再1号' } as const;
type Accepted = Extract<CourtDocketEvent, { type: 'DocketAccepted' }>['data'];
type Party = { readonly suspect: SuspectId; readonly person: PersonId };
const the: Party = { suspect: theSuspect, person: thePerson };
const other: Party = { suspect: otherSuspect, person: otherPerson };

export const docketListed = (suspect: SuspectId, docket: DocketId): Said => saidOf<SuspectEvent>(suspect)('DocketListed', { docket }, { by: clerk });
const acceptanceOf = (
  docket: DocketId,
  instance: keyof typeof numbers,
  origin: Pick<Accepted, 'prosecution' | 'parent' | 'splitFrom'>,
  parties: readonly Party[],
): Said[] => [
  saidOf<CourtDocketEvent>(docket)(
    'DocketAccepted',
    { docketNumber: numbers[instance], court: 'court-370202', instance, scope: 'EVIL', district: '370202', ...origin },
    { by: clerk },
  ),
  ...parties.map((party) => saidOf<CourtDocketEvent>(docket)('DocketDefendantListed', party, { by: clerk })),
  ...parties.map(({ suspect }) => docketListed(suspect, docket)),
];
export const docketAccepted = acceptanceOf(theDocket, 'FIRST', { prosecution: theProsecution }, [the, other]);
export const otherDocketAccepted = acceptanceOf(otherDocket, 'FIRST', { prosecution: otherProsecution }, [{ suspect: thirdSuspect, person: thirdPerson }]);
export const appealAccepted = acceptanceOf(theAppeal, 'APPEAL', { parent: theDocket }, [the, other]);
export const acceptedAfterRemand = acceptanceOf(afterRemand, 'FIRST', { parent: theAppeal }, [the, other]);
export const secondAppealAccepted = acceptanceOf(secondAppeal, 'APPEAL', { parent: afterRemand }, [the, other]);
export const retrialAccepted = acceptanceOf(theRetrial, 'RETRIAL', { parent: theDocket }, [the, other]);

const of = saidOf<CourtDocketEvent>(theDocket);
export const hearingHeld = of('TrialHearingHeld', {}, { by: clerk });
export const trialSuspended = of('TrialSuspended', { ground: text }, { by: judge });
export const trialAdjourned = of('TrialAdjourned', { ground: text }, { by: judge });
export const adjournedForSupplement = of('TrialAdjourned', { ground: text, because: 'SUPPLEMENT' }, { by: judge });
type Extended = Extract<CourtDocketEvent, { type: 'TrialExtended' }>['data'];
export const trialExtended = (approvedBy: Extended['approvedBy'], until?: string): Said =>
  of('TrialExtended', { approvedBy, decisionNumber: 'EX-1', ...(until && { until: on(until) }) }, { by: judge });
export const trialResumed = of('TrialResumed', {}, { by: judge });
const months = 36;
export const theVerdict = of('VerdictRecorded', { ...the, verdict: 'GUILTY', scopeFound: 'EVIL', months }, { by: clerk });
export const otherVerdict = of('VerdictRecorded', { ...other, verdict: 'NOT_GUILTY' }, { by: clerk });
export const concludedBy = (kind: (typeof conclusions)[number], remandGround?: 'FACTS' | 'PROCEDURE'): Said =>
  of('DocketConcluded', { kind, ...(remandGround && { remandGround }) }, { by: judge });
export const judgmentServed = of('JudgmentServed', {}, { by: clerk });
export const appealLodged = of('AppealLodged', the, { by: clerk });
export const protestLodged = of('ProtestLodged', { protestNumber: 'PR-1' }, { by: procurator });
export const judgmentEffective = of('JudgmentBecameEffective', {}, { by: judge });
export const retrialOrdered = of('RetrialOrdered', { ground: text }, { by: judge });
export const docketReclassified = of('DocketReclassified', { from: 'EVIL', scope: 'MAFIA', basis: text }, { by: judge });
export const docketsMerged: Said[] = [
  of('DocketsMerged', { survivor: otherDocket }, { by: judge }),
  ...[the, other].map((party) => saidOf<CourtDocketEvent>(otherDocket)('DocketDefendantListed', party, { by: judge })),
  ...[the, other].map(({ suspect }) => docketListed(suspect, otherDocket)),
];
export const docketSplit: Said[] = [
  of('DocketSplit', { child: childDocket, defendants: [otherSuspect] }, { by: judge }),
  ...acceptanceOf(childDocket, 'FIRST', { prosecution: theProsecution, splitFrom: theDocket }, [other]),
];
export const docketLeftTheCity = of('DocketTransferred', { scope: 'CITY_OUT', toCourt: 'court-370100' }, { by: judge });
export const docketCameBack = of('DocketTransferred', { scope: 'CITY_IN', toCourt: 'court-370203', toDistrict: '370203' }, { by: judge });

/** The first instance has judged both: one guilty, one not. */
export const judged: Said[] = [theVerdict, otherVerdict, concludedBy('JUDGMENT')];

const to = issueOf<CourtDocketCommand>(theDocket);
const by = judge;
const corrected = { by: judge, approvedBy: secondJudge };
export const courtDocketCommandsOf = {
  AcceptDocket: to(
    'AcceptDocket',
    {
      docketNumber: numbers.FIRST,
      court: 'court-370202',
      instance: 'FIRST',
      prosecution: theProsecution,
      defendants: [theSuspect, otherSuspect],
      scope: 'EVIL',
    },
    { by: clerk },
  ),
  HoldTrialHearing: to('HoldTrialHearing', {}, { by: clerk }),
  SuspendTrial: to('SuspendTrial', { ground: text }, { by }),
  AdjournTrial: to('AdjournTrial', { ground: text }, { by }),
  ResumeTrial: to('ResumeTrial', {}, { by }),
  ExtendTrial: to('ExtendTrial', { approvedBy: 'OWN_COURT', decisionNumber: 'EX-1' }, { by }),
  RecordVerdict: to('RecordVerdict', { suspect: theSuspect, verdict: 'GUILTY', scopeFound: 'EVIL', months }, { by: clerk }),
  ConcludeDocket: to('ConcludeDocket', { kind: 'JUDGMENT' }, { by }),
  ServeJudgment: to('ServeJudgment', {}, { by: clerk }),
  LodgeAppeal: to('LodgeAppeal', { suspect: theSuspect }, { by: clerk, occurredOn: '2020-03-30' }),
  LodgeProtest: to('LodgeProtest', { protestNumber: 'PR-1' }, { by: procurator, occurredOn: '2020-03-30' }),
  DeclareEffective: to('DeclareEffective', {}, { by }),
  OrderRetrial: to('OrderRetrial', { ground: text }, { by }),
  ReclassifyDocket: to('ReclassifyDocket', { scope: 'MAFIA', basis: text }, corrected),
  MergeDocket: to('MergeDocket', { survivor: otherDocket }, corrected),
  SplitDocket: to('SplitDocket', { docketNumber: '（2020）鲁0202刑初3号', defendants: [otherSuspect] }, corrected),
  TransferDocket: to('TransferDocket', { scope: 'DISTRICT', toCourt: 'court-370203', toDistrict: '370203' }, corrected),
} satisfies Record<CourtDocketCommand['type'], Issue>;
