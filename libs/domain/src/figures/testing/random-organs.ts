import type { ArrestReviewEvent } from '../../arrest-review/arrest-review-messages.ts';
import type { AssetEvent } from '../../asset/asset-messages.ts';
import { type CourtDocketEvent, conclusions, instances, verdicts } from '../../court-docket/court-docket-messages.ts';
import { type EventId, type PersonId, type StreamId, type SuspectId, eventIdOf } from '../../kernel/identifiers.ts';
import type { ProsecutionEvent } from '../../prosecution/prosecution-messages.ts';
import type { InvestigationEvent } from '../../umbrella/investigation-messages.ts';
import { type LeadEvent, umbrellaKinds } from '../../umbrella/lead-messages.ts';
import { hearings, indicators, projects, rectification, registers } from './random-departments.ts';
import { type Act, type Pen, merging, moved, someOf, splitting } from './random-pen.ts';

const text = 'for the test';
const fen = (amount: number) => String(amount);
/** The organs besides the police, as themes: a log plays a few of them, so that each comes to something in few events. */
export function organThemes(pen: Pen): readonly (readonly Act[])[] {
  return [arrestReviews, prosecutions, dockets, assets, leads, investigations, rectification, indicators, registers, hearings, projects].map((theme) =>
    theme(pen),
  );
}

function arrestReviews(pen: Pen): readonly Act[] {
  const { tell, pick, party, file, scope, district } = pen;
  const opened = (splitFrom?: StreamId<'arrest_review'>): ArrestReviewEvent => ({
    type: 'ArrestReviewOpened',
    data: { fileNumber: text, case: file(), suspects: [party().suspect], scope: scope(), district: district(), ...(splitFrom && { splitFrom }) },
  });
  const paperwork = () =>
    pick<ArrestReviewEvent>([
      { type: 'ReconsiderationRequested', data: { ...party(), level: 'SAME' } },
      { type: 'ReconsiderationDecided', data: { ...party(), outcome: 'CHANGED', decisionNumber: text } },
      { type: 'ArrestReviewClosed', data: {} },
    ]);
  const some = someOf(pen, 'arrest_review', (stream) => tell(stream, opened()));
  return [
    [1, () => tell(some(), opened())],
    [10, () => tell(some(), { type: 'ArrestApproved', data: { ...party(), decisionNumber: text } })],
    [3, () => tell(some(), { type: 'ArrestApprovalRevoked', data: { ...party(), ground: text } })],
    [1, () => tell(some(), { type: 'ArrestDisapproved', data: { ...party(), ground: pick(['NO_CRIME', 'NO_NEED'] as const) } })],
    [3, () => tell(some(), { type: 'ArrestReviewReclassified', data: { from: scope(), scope: scope(), basis: text } })],
    [2, merging(pen, some, (survivor) => ({ type: 'ArrestReviewsMerged', data: { survivor } }))],
    [1, splitting(pen, 'arrest_review', some, opened, (child) => ({ type: 'ArrestReviewSplit', data: { child, suspects: [party().suspect] } }))],
    [1, () => tell(some(), paperwork())],
  ];
}

function prosecutions(pen: Pen): readonly Act[] {
  const { tell, pick, party, file, scope, district } = pen;
  const opened = (splitFrom?: StreamId<'prosecution'>): ProsecutionEvent => ({
    type: 'ProsecutionReviewOpened',
    data: { fileNumber: text, case: file(), suspects: [party().suspect], scope: scope(), district: district(), ...(splitFrom && { splitFrom }) },
  });
  const paperwork = () =>
    pick<ProsecutionEvent>([
      { type: 'ReturnedForSupplement', data: { n: 1, issues: text } },
      { type: 'ReviewResumed', data: {} },
      { type: 'ReviewExtended', data: { ground: 'COMPLEX' } },
      { type: 'IndictmentAmended', data: { note: text } },
      { type: 'NonProsecutionDecided', data: { ...party(), kind: 'DISCRETIONARY', ground: text } },
      { type: 'ProsecutionClosed', data: {} },
    ]);
  /** Now and then somebody whom no case knows: a suspect is one person all the same. */
  const persons = new Map<SuspectId, PersonId>();
  const defendant = () => {
    const { suspect, person } = party();
    const indicted = persons.get(suspect) ?? (pen.next() < 0.8 ? person : pen.person());
    persons.set(suspect, indicted);
    return { suspect, person: indicted };
  };
  const some = someOf(pen, 'prosecution', (stream) => tell(stream, opened()));
  return [
    [1, () => tell(some(), opened())],
    [6, () => tell(some(), { type: 'IndictmentFiled', data: { indictmentNumber: text, court: text } })],
    [9, () => tell(some(), { type: 'DefendantIndicted', data: defendant() })],
    [2, () => tell(some(), { type: 'ProsecutionWithdrawn', data: { ruling: text, ground: text } })],
    [2, () => tell(some(), { type: 'ProsecutionReclassified', data: { from: scope(), scope: scope(), basis: text } })],
    [2, merging(pen, some, (survivor) => ({ type: 'ProsecutionsMerged', data: { survivor } }))],
    [1, splitting(pen, 'prosecution', some, opened, (child) => ({ type: 'ProsecutionSplit', data: { child, suspects: [party().suspect] } }))],
    [1, () => tell(some(), paperwork())],
  ];
}

function dockets(pen: Pen): readonly Act[] {
  const { tell, pick, next, party, scope, district } = pen;
  const accepted = (more: { parent?: StreamId<'court_docket'>; splitFrom?: StreamId<'court_docket'> } = {}): CourtDocketEvent => ({
    type: 'DocketAccepted',
    data: { docketNumber: '（2018）鲁02刑初1号', court: text, instance: pick(instances), scope: scope(), district: district(), ...more },
  });
  const concluded = (): CourtDocketEvent => {
    const kind = pick(conclusions);
    return { type: 'DocketConcluded', data: { kind, ...(kind === 'REMANDED' && { remandGround: pick(['FACTS', 'PROCEDURE'] as const) }) } };
  };
  const paperwork = () =>
    pick<CourtDocketEvent>([
      { type: 'TrialHearingHeld', data: {} },
      { type: 'TrialSuspended', data: { ground: text } },
      { type: 'TrialAdjourned', data: { ground: text, because: 'SUPPLEMENT' } },
      { type: 'TrialResumed', data: {} },
      { type: 'TrialExtended', data: { approvedBy: 'OWN_COURT', decisionNumber: text } },
      { type: 'JudgmentServed', data: {} },
      { type: 'ProtestLodged', data: { protestNumber: text } },
      { type: 'JudgmentBecameEffective', data: {} },
      { type: 'RetrialOrdered', data: { ground: text } },
    ]);
  const some = someOf(pen, 'court_docket', (stream) => tell(stream, accepted()));
  /** Defendants are few, so that a verdict often is about one of them, and one of them has several. */
  const listed = new Map<StreamId, SuspectId[]>();
  const tried = (docket: StreamId<'court_docket'>) => {
    const defendant = party();
    listed.set(docket, [...(listed.get(docket) ?? []), defendant.suspect]);
    tell(docket, { type: 'DocketDefendantListed', data: defendant });
    if (next() < 0.7) tell(docket, { type: 'VerdictRecorded', data: { ...defendant, verdict: pick(['NOT_GUILTY', ...verdicts] as const) } });
  };
  return [
    [1, () => tell(some(), accepted())],
    [7, () => tried(some())],
    [2, () => tell(some(), { type: 'VerdictRecorded', data: { ...party(), verdict: pick(verdicts) } })],
    [7, () => tell(some(), concluded())],
    [2, () => tell(some(), { type: 'DocketReclassified', data: { from: scope(), scope: scope(), basis: text } })],
    [2, () => tell(some(), { type: 'DocketTransferred', data: { ...moved(pen), toCourt: text } })],
    [2, merging(pen, some, (survivor) => ({ type: 'DocketsMerged', data: { survivor } }))],
    [
      1,
      splitting(
        pen,
        'court_docket',
        some,
        (parent) => accepted({ parent }),
        () => ({ type: 'AppealLodged', data: party() }),
      ),
    ],
    [
      2,
      splitting(
        pen,
        'court_docket',
        some,
        (splitFrom) => accepted({ splitFrom }),
        (child, from) => ({ type: 'DocketSplit', data: { child, defendants: [pick(listed.get(from) ?? [party().suspect])] } }),
      ),
    ],
    [1, () => tell(some(), paperwork())],
  ];
}

function assets(pen: Pen): readonly Act[] {
  const { tell, pick, int, file, district, streams, inDays } = pen;
  const identified = (): AssetEvent => ({ type: 'AssetIdentified', data: { kind: 'DEPOSIT', label: text, case: file(), district: district() } });
  const some = someOf(pen, 'asset', (stream) => tell(stream, identified()));
  const measured = { measureNumber: text };
  const taken = (): AssetEvent =>
    pick<AssetEvent>([
      { type: 'AssetSealed', data: measured },
      { type: 'AssetSeized', data: measured },
      { type: 'AssetFrozen', data: measured },
      { type: 'QueuedFreezeTookEffect', data: measured },
    ]);
  const value = () => ({ fen: fen(1_000 * (1 + int(500))), method: 'APPRAISAL', appraiser: text }) as const;
  const paperwork = () =>
    pick<AssetEvent>([
      { type: 'FreezeQueued', data: { measureNumber: text, organ: text } },
      { type: 'EmergencyStopImposed', data: measured },
      { type: 'InventorySigned', data: { investigators: [text, text], witness: text, holderSigned: true } },
      { type: 'AssetMeasureRenewed', data: { until: inDays(180) } },
      { type: 'OwnershipClaimLodged', data: { claimant: text } },
      { type: 'OwnershipClaimDecided', data: { outcome: 'REJECTED' } },
      { type: 'NecessitiesReserved', data: { fen: fen(100) } },
      { type: 'InterimSaleApproved', data: { ground: 'PERISHABLE' } },
      { type: 'InterimSaleCompleted', data: { proceedsInFen: fen(100) } },
      { type: 'AssetMovedWithCase', data: { to: 'COURT' } },
      { type: 'AssetConfiscated', data: { fen: fen(100) } },
      { type: 'AuctionHeld', data: { grossInFen: fen(100), costsInFen: fen(1) } },
      { type: 'RefundPaid', data: { fen: fen(100), interestInFen: fen(1) } },
      { type: 'MisappropriationReported', data: { finding: text } },
      ...streams('court_docket').flatMap((docket): AssetEvent[] => [
        { type: 'DispositionAdjudged', data: { docket, lines: [{ disposition: 'CONFISCATE', fen: fen(100) }] } },
        { type: 'ConfiscationQuashed', data: { docket } },
      ]),
    ]);
  const valuations: EventId[] = [];
  const valued = (type: 'AssetValued' | 'AssetRevalued', asset = some()) => valuations.push(eventIdOf(asset, tell(asset, { type, data: value() })));
  const corrected = () => {
    if (valuations.length === 0) return;
    const valuation = pick(valuations);
    tell(valuation.slice(0, valuation.indexOf('@')) as StreamId, { type: 'ValuationCorrected', data: { valuation, from: '1', fen: value().fen } });
  };
  return [
    [1, () => tell(some(), identified())],
    [8, () => tell(some(), taken())],
    [5, () => valued('AssetValued')],
    [3, () => valued('AssetRevalued')],
    [3, corrected],
    [3, () => tell(some(), { type: 'AssetMeasureLifted', data: { ground: pick(['UNRELATED', 'UNLAWFUL', 'JUDGMENT', 'TRANSFERRED'] as const) } })],
    [1, () => tell(some(), { type: 'AssetMeasureLapsed', data: {} })],
    [1, () => tell(some(), paperwork())],
    [2, () => tell(some(), { type: 'AssetReturned', data: { to: 'VICTIM', fen: fen(1_000 * (1 + int(100))) } })],
    [2, () => tell(some(), { type: 'ProceedsPaidToTreasury', data: { receiptNumber: text, fen: fen(1_000 * (1 + int(100))) } })],
    [1, merging(pen, some, (survivor) => ({ type: 'AssetsMerged', data: { survivor } }))],
    [2, () => tell(some(), { type: 'AssetTransferred', data: { ...moved(pen), toAgency: text } })],
    // several measures and valuations of one asset make the order tell
    [2, () => streams('asset').length > 0 && valued('AssetRevalued', pick(streams('asset')))],
  ];
}

function leads(pen: Pen): readonly Act[] {
  const { tell, pick, district } = pen;
  const received = (splitFrom?: StreamId<'umbrella_lead'>): LeadEvent => ({
    type: 'LeadReceived',
    data: { leadNumber: text, source: 'PETITION', kindHint: 'SHELTERING', subjects: [], district: district(), ...(splitFrom && { splitFrom }) },
  });
  const some = someOf(pen, 'umbrella_lead', (stream) => tell(stream, received()), 0.3);
  return [
    [1, () => tell(some(), received())],
    [7, () => tell(some(), { type: 'LeadVerificationOpened', data: {} })],
    [1, () => tell(some(), { type: 'LeadVerificationClosed', data: { outcome: pick(['UNFOUNDED', 'TO_INVESTIGATION'] as const) } })],
    [1, merging(pen, some, (survivor) => ({ type: 'LeadsMerged', data: { survivor } }))],
    [1, () => tell(some(), { type: 'LeadPutOutOfScope', data: { basis: text } })],
    [1, () => tell(some(), { type: 'LeadReferred', data: { to: text } })],
    [1, splitting(pen, 'umbrella_lead', some, received, (child) => ({ type: 'LeadSplit', data: { child } }))],
    [1, () => tell(some(), { type: 'LeadScreened', data: { outcome: 'OUT_OF_SCOPE' } })],
  ];
}

function investigations(pen: Pen): readonly Act[] {
  const { tell, pick, person, district } = pen;
  const kind = () => pick(umbrellaKinds);
  const filed = (splitFrom?: StreamId<'umbrella_investigation'>): InvestigationEvent => ({
    type: 'InvestigationFiled',
    data: {
      ...{ investigationNumber: text, leads: [], ownInitiative: text, groups: [], cases: [] },
      ...{ principalKind: kind(), district: district(), ...(splitFrom && { splitFrom }) },
    },
  });
  const paperwork = () =>
    pick<InvestigationEvent>([
      { type: 'RetentionImposed', data: { person: person(), approvedBy: text } },
      { type: 'RetentionExtended', data: { person: person(), approvedBy: text } },
      { type: 'RetentionLifted', data: { person: person() } },
      { type: 'InvestigationReviewed', data: { opinion: text } },
      { type: 'PartySanctionImposed', data: { person: person(), sanction: 'WARNING' } },
      { type: 'AdministrativeSanctionImposed', data: { person: person(), sanction: 'DEMERIT' } },
      { type: 'AccountabilityDecided', data: { person: person(), form: text } },
      { type: 'Admonished', data: { person: person() } },
      { type: 'NoActionDecided', data: { person: person(), ground: text } },
      { type: 'TransferredToProsecution', data: { person: person(), procuratorate: text } },
      { type: 'DispositionReviewRequested', data: { person: person() } },
      { type: 'DispositionReviewed', data: { person: person(), outcome: 'CHANGED', level: 'REVIEW' } },
      { type: 'NameCleared', data: { person: person() } },
      { type: 'InvestigationClosed', data: {} },
    ]);
  const some = someOf(pen, 'umbrella_investigation', (stream) => tell(stream, filed()), 0.2);
  return [
    [1, () => tell(some(), filed())],
    [10, () => tell(some(), { type: 'PersonInvestigationOpened', data: { person: person(), rankBand: 'STAFF' } })],
    [3, () => tell(some(), { type: 'PrincipalKindChanged', data: { from: kind(), kind: kind(), basis: text } })],
    [1, () => tell(some(), { type: 'InvestigationWithdrawn', data: { ground: text, unitNotified: true } })],
    [1, () => tell(some(), { type: 'InvestigationReferred', data: { to: text } })],
    [3, merging(pen, some, (survivor) => ({ type: 'InvestigationsMerged', data: { survivor } }))],
    [1, splitting(pen, 'umbrella_investigation', some, filed, (child) => ({ type: 'InvestigationSplit', data: { child, persons: [person()] } }))],
    [1, () => tell(some(), paperwork())],
  ];
}
