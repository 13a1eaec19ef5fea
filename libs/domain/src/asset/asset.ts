import { courtDocket } from '../court-docket/court-docket.ts';
import { crimeGroup } from '../crime-group/crime-group.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import { notBefore } from '../kernel/guards.ts';
import type { AssetId, CaseId, DocketId, EventId, GroupId, PersonId } from '../kernel/identifiers.ts';
import { discipline, leaders, police, procurators } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { person } from '../person/person.ts';
import { assetDisposition } from './asset-disposition.ts';
import { assetMeasure, isUnderMeasure } from './asset-measure.ts';
import { type AssetCommand, type AssetEvent, type assetKinds, type dispositions, type liftingGrounds, assetCommands, assetEvents } from './asset-messages.ts';
import { assetValue } from './asset-value.ts';

export type Valuation = { readonly id: EventId; readonly on: CivilDate; readonly fen: string; readonly method: string; readonly appraiser: string };
export type Line = { readonly disposition: (typeof dispositions)[number]; readonly fen: string };

/** Three regions side by side: what became of the asset, which measure it is under, and whether somebody else claims it. Money is whole fen in a string. */
export type Asset = {
  readonly status:
    | 'unknown'
    | 'identified'
    | 'sold'
    | 'adjudged'
    | 'confiscated'
    | 'auctioned'
    | 'paid_to_treasury'
    | 'quashed'
    | 'refunded'
    | 'returned'
    | 'merged'
    | 'transferred_out';
  readonly measure: 'not_under_measure' | 'payment_stopped' | 'sealed' | 'seized' | 'frozen' | 'lapsed' | 'lifted';
  readonly claim: 'unclaimed' | 'claimed' | 'claim_upheld' | 'claim_rejected';
  readonly heldBy: 'POLICE' | 'PROCURATORATE' | 'COURT';
  readonly kind?: (typeof assetKinds)[number];
  readonly case?: CaseId;
  readonly district?: District;
  /** When it was identified, last put under a measure or freed of it, claimed, moved, sold, disposed of, transferred. What follows comes on that day or later. */
  readonly identifiedOn?: CivilDate;
  readonly measureOn?: CivilDate;
  readonly claimOn?: CivilDate;
  readonly movedOn?: CivilDate;
  readonly soldOn?: CivilDate;
  readonly disposedOn?: CivilDate;
  readonly placeOn?: CivilDate;
  readonly measureNumber?: string;
  /** The last day of the measure in force; a seizure may have none. */
  readonly until?: CivilDate;
  readonly liftedFor?: (typeof liftingGrounds)[number];
  /** The numbers of the freezes that wait for the measure to end, first come first. */
  readonly queue: readonly string[];
  readonly inventory?: { readonly investigators: readonly string[]; readonly witness: string; readonly holderSigned: boolean };
  /** In the order of their dates. */
  readonly valuations: readonly Valuation[];
  readonly claimant?: string;
  readonly reservedInFen?: string;
  readonly saleApproval?: { readonly ground: string; readonly on: CivilDate; readonly by: string };
  readonly proceedsInFen?: string;
  /** The docket whose judgment decides, with what it decided. */
  readonly docket?: DocketId;
  readonly lines: readonly Line[];
  readonly returnedInFen: string;
  readonly confiscatedInFen?: string;
  readonly auction?: { readonly grossInFen: string; readonly costsInFen: string };
  readonly receipt?: { readonly receiptNumber: string; readonly fen: string };
  readonly quashedBy?: DocketId;
  readonly quashedInFen?: string;
  readonly refund?: { readonly fen: string; readonly interestInFen: string };
  readonly findings: readonly string[];
  readonly mergedInto?: AssetId;
  /** Where it stood before it left the city, to come back to. */
  readonly before?: Asset['status'];
};

type AssetDecider = Decider<Asset, AssetCommand, AssetEvent>;
/** A named rule set: some of the commands, with what they decide and how that changes the asset. */
export type AssetRules = {
  readonly rules: Partial<AssetDecider['rules']>;
  readonly decide: Partial<AssetDecider['decide']>;
  readonly evolve: Partial<AssetDecider['evolve']>;
  readonly relies: NonNullable<AssetDecider['relies']>;
};

const notDisposedOf: readonly Asset['status'][] = ['identified', 'sold'];
const gone: readonly Asset['status'][] = ['unknown', 'merged', 'transferred_out'];

/** An asset involved in a case (涉案财物): identified once, valued in one series, under one measure at a time. CPL 2018 arts 141–145 and 245, AOCL ch. 5. */
export const asset: AssetDecider = {
  category: 'asset',
  noun: 'asset',
  initialState: {
    status: 'unknown',
    measure: 'not_under_measure',
    claim: 'unclaimed',
    heldBy: 'POLICE',
    queue: [],
    valuations: [],
    lines: [],
    returnedInFen: '0',
    findings: [],
  },
  commands: assetCommands,
  events: assetEvents,

  rules: {
    IdentifyAsset: { by: police, from: { status: ['unknown'] }, emits: ['AssetIdentified'] },
    ...assetMeasure.rules,
    ...assetValue.rules,
    ...assetDisposition.rules,
    MergeAsset: {
      by: police,
      from: { status: notDisposedOf },
      emits: ['AssetsMerged'],
      correction: 'K5',
      holds: ({ survivor }, { mergedInto }) => mergedInto === survivor,
    },
    TransferAsset: {
      by: police,
      from: { status: [...notDisposedOf, 'transferred_out'] },
      emits: ['AssetTransferred'],
      correction: ({ scope }) => (scope === 'DISTRICT' ? 'K8' : 'K7'),
    },
    ReportMisappropriation: {
      by: [...leaders, ...procurators, ...discipline],
      from: { status: [...notDisposedOf, 'adjudged', 'confiscated', 'auctioned', 'paid_to_treasury', 'quashed', 'refunded', 'returned', 'transferred_out'] },
      emits: ['MisappropriationReported'],
      holds: ({ finding }, { findings }) => findings.includes(finding),
    },
  },

  decide: {
    IdentifyAsset: (data, _, context) => {
      const { status, filedOn, district } = context.state(criminalCase, data.case);
      refuseIf(status === 'unknown', 'criminal-case/is-unknown', 'There is no such case.');
      refuseIf(filedOn === undefined, 'criminal-case/not-filed', 'An asset is identified in a filed case only (MPS 174).');
      refuseIf(['merged', 'withdrawn', 'transferred_out'].includes(status), 'criminal-case/not-open', `The case is ${status.replaceAll('_', ' ')}.`);
      knownTies(data, context);
      notBefore(filedOn, context, 'asset/before-filing');
      return [{ type: 'AssetIdentified', data: { ...data, district: district ?? refuse('criminal-case/no-district', 'The case has no district.') } }];
    },
    ...assetMeasure.decide,
    ...assetValue.decide,
    ...assetDisposition.decide,
    MergeAsset: (data, { identifiedOn, measureOn }, context) => {
      refuseIf(data.survivor === context.self, 'asset/merged-with-itself', 'An asset is no duplicate of itself.');
      const survivor = context.state(asset, data.survivor);
      refuseIf(gone.includes(survivor.status), 'asset/survivor-not-live', `The surviving asset is ${survivor.status.replaceAll('_', ' ')}.`);
      notBefore(identifiedOn, context, 'asset/before-identified');
      notBefore(survivor.identifiedOn, context, 'asset/before-identified');
      notBefore(measureOn, context, 'asset/before-measure');
      return [{ type: 'AssetsMerged', data }];
    },
    TransferAsset: (data, state, context) => {
      const isOut = state.status === 'transferred_out';
      refuseIf(
        isOut !== (data.scope === 'CITY_IN'),
        'asset/transfer-direction',
        isOut ? 'The asset has left the city: it can only come back.' : 'The asset is in the city: it cannot come in.',
      );
      refuseIf(data.scope === 'DISTRICT' && data.toDistrict === state.district, 'asset/same-district', 'The asset is already there.');
      notBefore(state.identifiedOn, context, 'asset/before-identified');
      notBefore(state.placeOn, context, 'asset/before-transfer');
      return [{ type: 'AssetTransferred', data }];
    },
    ReportMisappropriation: (data, { identifiedOn }, context) => {
      notBefore(identifiedOn, context, 'asset/before-identified');
      return [{ type: 'MisappropriationReported', data }];
    },
  },

  evolve: {
    AssetIdentified: (state, { kind, case: file, district }, { occurredOn }) => ({
      ...state,
      status: 'identified',
      kind,
      case: file,
      district,
      identifiedOn: occurredOn,
    }),
    ...assetMeasure.evolve,
    ...assetValue.evolve,
    ...assetDisposition.evolve,
    AssetsMerged: (state, { survivor }) => ({ ...state, status: 'merged', mergedInto: survivor }),
    AssetTransferred: ({ before, ...state }, { scope, toDistrict }, { occurredOn }) =>
      toDistrict === undefined
        ? { ...state, status: 'transferred_out', before: state.status, placeOn: occurredOn }
        : { ...state, district: toDistrict, status: scope === 'CITY_IN' ? (before ?? 'identified') : state.status, placeOn: occurredOn },
    MisappropriationReported: (state, { finding }) => ({ ...state, findings: [...state.findings, finding] }),
  },

  relies: {
    ...assetMeasure.relies,
    ...assetValue.relies,
    ...assetDisposition.relies,
    AssetTransferred: ({ status }, { scope }) => (status === 'transferred_out') === (scope === 'CITY_IN'),
  },
  stands: (state, context) => {
    if (state.case === undefined) return;
    const { status, filedOn } = context.state(criminalCase, state.case);
    const isMeasureBack = isUnderMeasure(state) && !isUnderMeasure(context.state(asset, context.self));
    refuseIf(
      filedOn === undefined || (isMeasureBack && status === 'withdrawn'),
      'criminal-case/not-filed',
      `The case is ${status.replaceAll('_', ' ')}: nothing is sealed, seized or frozen (MPS 174).`,
    );
    const survivor = state.mergedInto && context.state(asset, state.mergedInto);
    refuseIf(survivor !== undefined && gone.includes(survivor.status), 'asset/survivor-not-live', 'The asset it would again be a duplicate of is gone.');
    const judgment = state.docket && context.state(courtDocket, state.docket);
    refuseIf(judgment?.status === 'unknown', 'court-docket/is-unknown', 'The docket that decided on the asset is gone.');
  },
};

/** A group and a holder may be named, and then they are known. */
function knownTies({ group, holder }: { readonly group?: GroupId | undefined; readonly holder?: PersonId | undefined }, context: Context): void {
  if (group !== undefined) {
    const { status, mergedInto } = context.state(crimeGroup, group);
    refuseIf(status === 'unknown', 'crime-group/is-unknown', 'There is no such crime group.');
    refuseIf(status === 'merged', 'crime-group/is-merged', `That group was merged into ${mergedInto}: name that one.`, { survivor: mergedInto });
  }
  if (holder !== undefined) {
    const { status, identity, mergedInto } = context.state(person, holder);
    refuseIf(status === 'unknown', 'person/is-unknown', 'There is no such person.');
    refuseIf(identity === 'merged', 'person/is-merged', `This identity was merged into ${mergedInto}: name that person.`, { survivor: mergedInto });
  }
}
