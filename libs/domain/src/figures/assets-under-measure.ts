import type { District } from '../kernel/districts.ts';
import { type Counted, type Figure, type Histories, type Machine, inCampaign, isSameCount, policeFigure, readsOf, statesOf } from './figure.ts';
import type { Stream } from './history.ts';
import { organisedCrime, readsOfOrganisedCrime } from './organised-crime.ts';
import { type Span, within } from './spans.ts';

type Asset = {
  readonly case?: Stream;
  readonly district?: District | undefined;
  /** Lawfully under a measure at some time, and not found unrelated since. */
  readonly isTaken?: boolean;
  readonly isHeld?: boolean;
  readonly isMerged?: boolean;
  readonly valuation?: { readonly version: number; readonly fen: number };
  readonly returned: number;
  readonly treasury: number;
};

const taken = (asset: Asset, _: unknown, { on }: { readonly on: number }): Asset => (inCampaign(on) ? { ...asset, isTaken: true, isHeld: true } : asset);
const valued = (asset: Asset, { fen }: { readonly fen: string }, { version }: { readonly version: number }): Asset => ({
  ...asset,
  valuation: { version, fen: Number(fen) },
});
/** An emergency stop and a queued freeze are no measure yet. Amounts are fen: 10^15 of them are a whole number in a double. */
const asset: Machine<Asset> = {
  initial: { returned: 0, treasury: 0 },
  evolve: {
    AssetIdentified: (state, { case: file, district }) => ({ ...state, case: file, district }),
    AssetTransferred: (state, { toDistrict }) => ({ ...state, district: toDistrict }),
    AssetsMerged: (state) => ({ ...state, isMerged: true }),
    AssetSealed: taken,
    AssetSeized: taken,
    AssetFrozen: taken,
    QueuedFreezeTookEffect: taken,
    AssetMeasureLifted: (state, { ground }) => ({ ...state, isHeld: false, ...((ground === 'UNRELATED' || ground === 'UNLAWFUL') && { isTaken: false }) }),
    AssetMeasureLapsed: (state) => ({ ...state, isHeld: false }),
    AssetValued: valued,
    AssetRevalued: valued,
    AssetReturned: (state, { fen }) => ({ ...state, returned: state.returned + Number(fen) }),
    ProceedsPaidToTreasury: (state, { fen }) => ({ ...state, treasury: state.treasury + Number(fen) }),
  },
};
const reads = [...readsOf(asset), 'ValuationCorrected', ...readsOfOrganisedCrime] as const;

/** A valuation that was wrong from the start is replaced at every date: by the last correction that names it. */
function corrections(unit: Stream, histories: Histories): ReadonlyMap<number, number> {
  const found = new Map<number, { readonly position: number; readonly fen: number }>();
  for (const event of histories.of(unit))
    if (event.type === 'ValuationCorrected' && (found.get(event.data.valuation)?.position ?? 0) < event.position)
      found.set(event.data.valuation, { position: event.position, fen: Number(event.data.fen) });
  return new Map([...found].map(([version, { fen }]) => [version, fen]));
}

type Read = (asset: Asset, value: number) => number;
type Counting = Counted & { readonly case: Stream };

function countAsset(unit: Stream, histories: Histories, read: Read): Span<Counted>[] {
  const corrected = corrections(unit, histories);
  const counted = (state: Asset): Counting | undefined => {
    const { isTaken, isMerged, district, case: file, valuation } = state;
    if (!isTaken || isMerged || district === undefined || file === undefined || valuation === undefined) return undefined;
    const amount = read(state, corrected.get(valuation.version) ?? valuation.fen);
    return amount > 0 ? { district, case: file, amount } : undefined;
  };
  return statesOf(unit, histories, asset, counted, (a, b) => isSameCount(a, b) && a.case === b.case).flatMap((span) =>
    within([{ ...span, value: { district: span.value.district, amount: span.value.amount } }], organisedCrime(span.value.case, histories)),
  );
}

const assets = (declared: Pick<Figure, 'id' | 'code' | 'name' | 'rule'>, read: Read): Figure => ({
  ...policeFigure,
  ...declared,
  unit: 'asset',
  measureWord: '',
  fact: 'standing',
  print: { as: 'money' },
  reads,
  count: (unit, histories) => countAsset(unit, histories, read),
});

/** F13, in fen. A return, a confiscation or the lapse of a freeze changes nothing here: the net lines below show them. */
export const assetsTaken = assets(
  {
    id: 'F13',
    code: 13,
    name: { zh: '查封、扣押、冻结涉黑涉恶资产', en: 'assets sealed, seized or frozen' },
    rule: {
      zh: '自2018年1月24日起在涉黑涉恶案件中依法查封、扣押或者冻结过的每项资产，按统计日之前最近一次估价计，同一资产只计一次；轮候冻结、紧急止付不计。因与案件无关或者违法而解除的、重复登记的、移送市外的退出；返还、没收、冻结失效的仍计。',
      en: 'The latest valuation before the date of the figure of each distinct asset lawfully sealed, seized or frozen in a case of organised crime since 24 January 2018. A queued freeze or an emergency stop does not count. An asset leaves when its measure is lifted as unrelated or unlawful, when it is a duplicate, or when it leaves the city; what is returned, confiscated or no longer frozen stays.',
    },
  },
  (_, value) => value,
);
export const assetsReturned = assets(
  {
    id: 'F13-returned',
    code: 713,
    name: { zh: '其中已返还', en: 'of which returned' },
    rule: { zh: 'F13资产中已返还的金额。', en: 'What was returned of the assets of F13.' },
  },
  ({ returned }) => returned,
);
export const assetsInTreasury = assets(
  {
    id: 'F13-treasury',
    code: 813,
    name: { zh: '其中已上缴国库', en: 'of which paid to the treasury' },
    rule: { zh: 'F13资产中已上缴国库的金额。', en: 'What was paid to the treasury of the assets of F13.' },
  },
  ({ treasury }) => treasury,
);
export const assetsHeld = assets(
  {
    id: 'F13-held',
    code: 913,
    name: { zh: '其中仍在控', en: 'of which still under control' },
    rule: {
      zh: 'F13资产中仍被查封、扣押或者冻结的估价，扣除已返还和已上缴的金额。',
      en: 'The valuation of the assets of F13 still sealed, seized or frozen, less what was returned or paid to the treasury.',
    },
  },
  ({ isHeld, returned, treasury }, value) => (isHeld ? Math.max(0, value - returned - treasury) : 0),
);
