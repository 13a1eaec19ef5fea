import { type AssetCommand, type CivilDate, CITY_LEVEL, addMonths, dayOf } from '@casetrail/domain';
import { AssetCasting, type Holding } from './asset-casting.ts';
import { fateOf } from './asset-fates.ts';
import type { Cast } from './cast.ts';
import { type Tell, LAST, isKnown, present, sequel, teamOf, tellInOrder } from './handling.ts';
import { type Desk, counterpart, courtOf } from './paper-numbers.ts';
import { type AssetKind, assetShares } from './plan-organs.ts';
import { type Entry, type Team, type Told, civilDateOf } from './record-book.ts';

type Method = Extract<AssetCommand, { type: 'ValueAsset' }>['data']['method'];
type Taking = 'SealAsset' | 'SeizeAsset' | 'FreezeAsset';
const kinds: Readonly<Record<AssetKind, { readonly labels: readonly string[]; readonly method: Method; readonly taking: Taking }>> = {
  DEPOSIT: { labels: ['银行账户存款', '第三方支付账户余额', '定期存款'], method: 'FACE_VALUE', taking: 'FreezeAsset' },
  SECURITIES: { labels: ['证券账户股票', '基金份额', '债券'], method: 'MARKET', taking: 'FreezeAsset' },
  EQUITY: { labels: ['有限责任公司股权', '合伙企业份额'], method: 'APPRAISAL', taking: 'FreezeAsset' },
  CASH: { labels: ['现金'], method: 'FACE_VALUE', taking: 'SeizeAsset' },
  VEHICLE: { labels: ['小型轿车', '越野车', '货车', '工程车辆'], method: 'APPRAISAL', taking: 'SeizeAsset' },
  REAL_ESTATE: { labels: ['住宅', '商铺', '厂房', '车位'], method: 'APPRAISAL', taking: 'SealAsset' },
  GOODS: { labels: ['砂石', '水产品', '烟酒', '建材'], method: 'ESTIMATE', taking: 'SeizeAsset' },
  OTHER: { labels: ['手机', '首饰', '机器设备'], method: 'ESTIMATE', taking: 'SeizeAsset' },
};
const takings = {
  SealAsset: { document: '封', legalBasis: 'CPL 141' },
  SeizeAsset: { document: '扣', legalBasis: 'CPL 141' },
  FreezeAsset: { document: '冻财', legalBasis: 'CPL 144' },
} as const;

/** What the law gives a measure at a time (MPS 243–245), and whether the city level stands behind it. */
type Term = { readonly until: CivilDate; readonly isGrave: boolean };
/** `own`: what was told of the taking, from the identification to the valuation. */
type Taken = { readonly tell: Tell<'asset'>; readonly own: readonly Told<'asset'>[]; readonly measureNumber: string; readonly term?: Term };

/** Tells what becomes of the assets: identified, under a measure that is renewed in time, valued; returned, moved with the case, adjudged. CPL 2018 arts 141–145 and 245. */
export function tellAssets({ files }: Cast, desk: Desk): void {
  for (const holding of new AssetCasting(files, desk.chance).cast()) tellAsset(holding, desk);
}

function tellAsset(holding: Holding, desk: Desk): void {
  const { kind, file, fate, revalued, leavesOn = Infinity } = holding;
  const { book, chance } = desk;
  const team = { ...file.team, lag: book.teamLag() };
  const { tell, own, measureNumber, term } = take(holding, team, desk);
  if (fate === 'DOUBLED') tellDouble(holding, own, tell, desk);
  const further = fateOf(holding, team, desk);
  const acts: Entry[] = [...further.acts, ...moves(holding, team)];
  if (revalued) acts.push({ type: 'RevalueAsset', data: valueOf(kind, revalued.fen), on: revalued.on, team, lag: chance.between(1, 9) });
  if (fate === 'UNRELATED') {
    const to = { to: 'HOLDER', fen: String(holding.fen) } as const;
    acts.push({ type: 'LiftAssetMeasure', data: { ground: 'UNRELATED' }, on: leavesOn, team, act: { legalBasis: 'CPL 145' } });
    acts.push({ type: 'ReturnAsset', data: to, on: leavesOn + chance.between(0, 3), team });
  }
  if (term && fate === 'LAPSED') acts.push(...lapse(holding, term, measureNumber, team, desk));
  else if (term) acts.push(...renewals(holding, term, Math.min(leavesOn, further.endsOn), team, desk));
  tellInOrder(acts, tell, book);
}

/** Identified, put under its measure, with an inventory of what can be listed, and valued. */
function take({ file, kind, identifiedOn, takenOn, valuedOn, fen, isQueued, fate }: Holding, team: Team, desk: Desk): Taken {
  const { book, chance, numbers } = desk;
  const { labels, taking } = kinds[kind];
  const filed = file.filed as Told<'criminal_case'>;
  const group = isKnown(file.group?.registered, identifiedOn) ? file.group.registered : undefined;
  // nobody whose identity is taken for another one is a suspect in a case that does not stay open
  const holders = file.staysOpen ? [] : file.parts.flatMap(({ human }) => (isKnown(human.told, identifiedOn) ? [human.told] : []));
  const [holder] = chance.happens(assetShares.named) ? holders : [];
  const identified = book.open('asset', {
    type: 'IdentifyAsset',
    data: { kind, label: chance.pick(labels), case: filed.stream, ...(group && { group: group.stream }), ...(holder && { holder: holder.stream }) },
    on: identifiedOn,
    team,
    after: present([filed, file.classified]),
  });
  const tell = sequel(identified, book);
  const isGrave = kind === 'DEPOSIT' && file.group?.tier === 'MAFIA_TYPE' && chance.happens(assetShares.grave);
  const measureNumber = numbers.police(takings[taking].document, takenOn);
  const months = termOf(kind, isGrave);
  const until = months === undefined ? undefined : addMonths(civilDateOf(takenOn), months);
  const measure: Entry = {
    type: taking,
    data: { measureNumber, ...(until && { until }) },
    on: takenOn,
    team,
    act: { legalBasis: takings[taking].legalBasis, document: { kind: '决定书', number: measureNumber, date: civilDateOf(takenOn) } },
    ...(isGrave && { by: 'CITY' }),
  };
  const own = [identified, tell(measure)];
  if (taking !== 'FreezeAsset') {
    const investigators = [1, 2].map((pair) => `inv-${team.org.slice(4)}-${pair}`);
    const data = { investigators, witness: `见证人${chance.between(1, 40)}号`, holderSigned: chance.happens(0.85) };
    own.push(tell({ type: 'SignInventory', data, on: takenOn, team, act: { legalBasis: 'CPL 142' } }));
  }
  own.push(tell({ type: 'ValueAsset', data: valueOf(kind, fen), on: valuedOn, team }));
  if (isQueued && fate !== 'DOUBLED') tell(queue(measureNumber, courtOf(file.team.district), valuedOn, team));
  return { tell, own, measureNumber, ...(until && { term: { until, isGrave } }) };
}

/** Nothing is frozen twice: whoever comes second waits (CPL 144, MPS 242). */
const queueNumberOf = (measureNumber: string): string => measureNumber.replace('冻财', '轮候冻');
const queue = (measureNumber: string, organ: string, on: number, team: Team): Entry => ({
  type: 'QueueFreeze',
  data: { measureNumber: queueNumberOf(measureNumber), organ },
  on,
  team,
  act: { legalBasis: 'CPL 144' },
});

/** The city's police froze the same account and recorded it as another one: voided, and put in the queue. */
function tellDouble(holding: Holding, first: readonly Told[], tell: Tell<'asset'>, desk: Desk): void {
  const { book, chance } = desk;
  const team = teamOf('psb', CITY_LEVEL, desk);
  const later = chance.between(1, 4);
  const { identifiedOn, takenOn, valuedOn } = holding;
  const again = { ...holding, identifiedOn: identifiedOn + later, takenOn: takenOn + later, valuedOn: valuedOn + later };
  const { own, measureNumber } = take(again, team, desk);
  const on = valuedOn + later + chance.between(3, 12);
  const reason = { code: 'DUPLICATE_ENTRY', text: '同一账户被两个机关重复冻结登记' };
  const [stream] = own.map((told) => told.stream);
  if (!stream) return;
  const voided = book.tell(stream, { type: 'VoidRecords', data: { targets: own }, on, team, after: [...own, ...first], reason, lag: chance.between(0, 3) });
  tell({ ...queue(measureNumber, '青岛市公安局', on, team), after: [voided] });
}

function valueOf(kind: AssetKind, amount: number) {
  const { method } = kinds[kind];
  return { fen: String(amount), method, appraiser: method === 'APPRAISAL' ? '价格认证中心' : '办案单位' };
}

/** In months; a seizure has no term. */
function termOf(kind: AssetKind, isGrave: boolean): number | undefined {
  if (kinds[kind].taking === 'SeizeAsset') return undefined;
  return kind === 'REAL_ESTATE' || kind === 'SECURITIES' ? 24 : isGrave ? 12 : 6;
}

/** Each term is renewed in its last days, for as long as the measure lasts, by who holds the asset then. */
function renewals({ kind, file, charge }: Holding, { until: first, isGrave }: Term, endsOn: number, team: Team, { chance }: Desk): Entry[] {
  const acts: Entry[] = [];
  const isSeal = kinds[kind].taking === 'SealAsset';
  for (let until = first; dayOf(until) <= LAST && dayOf(until) < endsOn;) {
    const on = dayOf(until) - chance.between(1, isSeal ? 5 : 14);
    const holder =
      charge && on > charge.acceptedOn ? counterpart(file.team, 'court') : charge && on > charge.transferredOn ? counterpart(file.team, 'pp') : undefined;
    until = addMonths(until, isSeal ? 12 : (termOf(kind, isGrave && !holder) as number));
    acts.push({ type: 'RenewAssetMeasure', data: { until }, on, team: holder ?? team, ...(isGrave && !holder && { by: 'CITY' }) });
  }
  return acts;
}

/** A freeze that nobody renewed is deemed lifted (MPS 240); the organ that waits takes its place. */
function lapse(holding: Holding, { until }: Term, measureNumber: string, team: Team, desk: Desk): Entry[] {
  const on = dayOf(until) + 1;
  const lapsed: Entry = { type: 'LapseAssetMeasure', data: {}, on, team, by: 'SYSTEM', lag: 0, act: { legalBasis: 'MPS 240' } };
  if (!holding.isQueued) return [lapsed];
  const takenOn = on + desk.chance.between(1, 3);
  const next: Term = { until: addMonths(civilDateOf(takenOn), 6), isGrave: false };
  const data = { measureNumber: queueNumberOf(measureNumber), until: next.until };
  return [lapsed, { type: 'TakeQueuedFreeze', data, on: takenOn, team, act: { legalBasis: 'MPS 242' } }, ...renewals(holding, next, Infinity, team, desk)];
}

/** 随案移送: to the procuratorate and on to the court (CPL 245). */
function moves({ charge, file }: Holding, team: Team): Entry[] {
  if (!charge) return [];
  const act = { legalBasis: 'CPL 245' };
  return [
    { type: 'MoveAssetWithCase', data: { to: 'PROCURATORATE' }, on: charge.transferredOn, team, act },
    { type: 'MoveAssetWithCase', data: { to: 'COURT' }, on: charge.acceptedOn, team: counterpart(file.team, 'pp'), act },
  ];
}
