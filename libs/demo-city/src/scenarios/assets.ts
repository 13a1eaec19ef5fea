import type { AssetId, CaseId, CivilDate } from '@casetrail/domain';
import { NEIGHBOUR, clerk, investigator, judge, leader, timer } from './actors.ts';
import { caseOnFile, concludedOnce, docketAccepted, docketedOnce, indictedCase, indictedOnce, judged } from './common-acts.ts';
import { type Act, type Run, type Scenario, act, corrected, late, moved, refusedWith, scene } from './scenario.ts';

const valuation = (fen: string) => ({ fen, method: 'APPRAISAL', appraiser: 'scenario' }) as const;
const identified = (run: Run, asset: AssetId, file: CaseId, kind: 'DEPOSIT' | 'CASH' | 'GOODS', on: CivilDate): Act =>
  act(asset, 'IdentifyAsset', { kind, label: `SC-${run.serial}`, case: file }, investigator(), on);

/** An asset seized and valued in a case in scope, on the day the case was filed. */
function seized(run: Run, name: string, fen: string, on: CivilDate): { readonly asset: AssetId; readonly acts: readonly Act[] } {
  const { file, acts } = caseOnFile(run, name, on);
  const asset = run.stream('asset', name);
  return {
    asset,
    acts: [
      ...acts,
      identified(run, asset, file, 'GOODS', on),
      act(asset, 'SeizeAsset', { measureNumber: `S-${run.serial}` }, leader(), on),
      act(asset, 'ValueAsset', valuation(fen), investigator(), on),
    ],
  };
}

export const frozenTwice: Scenario = {
  name: 'frozen-twice',
  number: 12,
  title: { zh: '两机关先后冻结同一账户，轮候，逾期失效', en: 'One account frozen by two organs: queued, lapsed' },
  what: {
    zh: '账户已被冻结，第二个机关不得重复冻结，只能轮候。首次冻结届满未续，视为自动解除：F13仍计一次，仍在控金额归零。轮候冻结随后生效，仍在控金额恢复；同一资产自始至终只计一次。',
    en: 'An account is frozen, and a second organ may not freeze it again but queue. The first freeze is not renewed in time and is deemed lifted: F13 still counts the account once, what is under control falls to nothing. Then the queued freeze takes effect and it is under control again. One asset counts once throughout.',
  },
  scenes: (run) => {
    const [filed, until] = [run.day(-190), run.day(-12)];
    const { file, acts } = caseOnFile(run, 'frozen', filed);
    const account = run.stream('asset', 'frozen');
    const [first, second] = [`DJ1-${run.serial}`, `DJ2-${run.serial}`];
    const [held, lost] = [{ F13: 5_000_000, 'F13-held': 5_000_000 }, { F13: 5_000_000 }];
    return [
      scene(
        '半年前冻结的五万元账户补录在案。',
        'An account of 50,000 yuan, frozen half a year ago, is put on record.',
        late([
          ...acts,
          identified(run, account, file, 'DEPOSIT', filed),
          act(account, 'FreezeAsset', { measureNumber: first, until }, leader(), filed),
          act(account, 'ValueAsset', valuation('5000000'), investigator(), filed),
        ]),
        moved(run.today, held),
      ),
      scene(
        '市北区不得重复冻结，只能轮候：数字不变。',
        'Shibei may not freeze it again, only queue: no figure moves.',
        [
          refusedWith('asset/already-under-measure', act(account, 'FreezeAsset', { measureNumber: second }, leader(NEIGHBOUR), run.day(-25))),
          act(account, 'QueueFreeze', { measureNumber: second, organ: `psb-${NEIGHBOUR}` }, leader(NEIGHBOUR), run.day(-25)),
        ],
        moved(run.today, held),
      ),
      scene(
        '届满次日才申请续冻，为时已晚，冻结失效：累计不变，在控归零。',
        'A renewal on the day after is too late, and the freeze lapses: the total stays, what is under control falls.',
        [
          refusedWith('asset/not-expired', act(account, 'LapseAssetMeasure', {}, timer, until)),
          refusedWith('asset/renewal-after-expiry', act(account, 'RenewAssetMeasure', { until: run.day(60) }, leader(), run.day(-11))),
          act(account, 'LapseAssetMeasure', {}, timer, run.day(-11)),
        ],
        moved(run.today, lost),
        moved(until, held),
      ),
      scene(
        '轮候冻结生效：同一账户仍只计一次。',
        'The queued freeze takes effect: the account still counts once.',
        [act(account, 'TakeQueuedFreeze', { measureNumber: second }, leader(NEIGHBOUR), run.day(-9))],
        moved(run.today, held),
        moved(run.day(-10), lost),
        { asOf: run.today, figure: 'F13', steps: { gross: 5_000_000 } },
      ),
    ];
  },
};

export const revaluedBelowReturned: Scenario = {
  name: 'revalued-below-returned',
  number: 13,
  title: { zh: '重新估价低于已返还部分', en: 'Revalued below what was already returned' },
  what: {
    zh: '一万元的财物已返还被害人六千元，后重新估价为五千元。F13自重新估价之日起按五千元计，已返还仍为六千元，仍在控不出现负数，也不能再返还。',
    en: 'Of goods worth 10,000 yuan 6,000 were returned to a victim, and then they are revalued at 5,000. F13 follows from that day on, what was returned stays 6,000, what is under control is nothing and never less, and no more can be returned.',
  },
  scenes: (run) => {
    const { asset, acts } = seized(run, 'revalued', '1000000', run.day(-20));
    const returned = (fen: string, on: number) => act(asset, 'ReturnAsset', { to: 'VICTIM', fen }, leader(), run.day(on));
    const before = { F13: 1_000_000, 'F13-returned': 600_000, 'F13-held': 400_000 };
    return [
      scene('扣押一万元，返还六千元。', '10,000 yuan seized, 6,000 returned.', [...acts, returned('600000', -15)], moved(run.today, before)),
      scene(
        '重新估价为五千元。',
        'Revalued at 5,000.',
        [act(asset, 'RevalueAsset', valuation('500000'), investigator(), run.day(-8))],
        moved(run.today, { F13: 500_000, 'F13-returned': 600_000 }),
        moved(run.day(-9), before),
        { asOf: run.today, figure: 'F13', steps: { gross: 1_000_000, K3: -500_000 } },
      ),
      scene(
        '再返还一分也不行。',
        'Not a fen more can be returned.',
        [refusedWith('asset/more-than-worth', returned('1', -5))],
        moved(run.today, { F13: 500_000, 'F13-returned': 600_000 }),
      ),
    ];
  },
};

export const secondVictim: Scenario = {
  name: 'second-victim',
  number: 14,
  title: { zh: '已返还被害人，另一被害人主张权利', en: 'Returned to a victim, and another victim claims' },
  what: {
    zh: '九千元财物先返还一名被害人五千元。另一名被害人提出主张并获支持，但只能返还剩余的四千元；全部返还后再有人主张，不予受理。F13始终为九千元。',
    en: 'Of goods worth 9,000 yuan 5,000 are returned to one victim. Another one claims and is upheld, but only the 4,000 that are left can be returned; who claims after that comes too late. F13 stays 9,000 throughout.',
  },
  scenes: (run) => {
    const { asset, acts } = seized(run, 'claimed', '900000', run.day(-20));
    const returned = (fen: string, on: number) => act(asset, 'ReturnAsset', { to: 'VICTIM', fen }, leader(), run.day(on));
    const claimed = (claimant: string, on: number) => act(asset, 'LodgeClaim', { claimant }, investigator(), run.day(on));
    const part = { F13: 900_000, 'F13-returned': 500_000, 'F13-held': 400_000 };
    const all = { F13: 900_000, 'F13-returned': 900_000 };
    return [
      scene('返还第一名被害人五千元。', '5,000 yuan are returned to the first victim.', [...acts, returned('500000', -15)], moved(run.today, part)),
      scene('第二名被害人主张：数字不变。', 'The second victim claims: no figure moves.', [claimed('victim 2', -12)], moved(run.today, part)),
      scene(
        '主张获支持，返还以剩余为限。',
        'The claim is upheld, and what is left is returned and no more.',
        [
          act(asset, 'DecideClaim', { outcome: 'UPHELD' }, leader(), run.day(-9)),
          refusedWith('asset/more-than-worth', returned('500000', -8)),
          returned('400000', -8),
        ],
        moved(run.today, all),
        moved(run.day(-9), part),
      ),
      scene('第三名被害人来迟了。', 'A third victim comes too late.', [refusedWith('asset/is-returned', claimed('victim 3', -5))], moved(run.today, all)),
    ];
  },
};

export const confiscationQuashed: Scenario = {
  name: 'confiscation-quashed',
  number: 15,
  title: { zh: '再审撤销没收，退还并付利息', en: 'A confiscation quashed on retrial, refunded with interest' },
  what: {
    zh: '判决没收财物，生效后上缴国库；判决生效之前不得上缴。再审宣告无罪，撤销没收（K2），退还本金并付利息。F13和已上缴国库的累计均不变：没收被撤销不改变曾依法扣押、曾上缴的事实。',
    en: 'A judgment confiscates goods; the treasury is paid once it is effective, and not before. A retrial acquits and quashes the confiscation (K2), and the sum is refunded with interest. Neither F13 nor the total paid to the treasury moves: both tell what was lawfully done then.',
  },
  scenes: (run) => {
    const { file, suspect, prosecution, acts } = indictedCase(run, 'quashed', -29);
    const first = docketAccepted(run, 'quashed-1', 'FIRST', { prosecution }, suspect, run.day(-26));
    const retrial = docketAccepted(run, 'quashed-2', 'RETRIAL', { parent: first.docket }, suspect, run.day(-9));
    const asset = run.stream('asset', 'quashed');
    const fen = '2000000';
    const paid = (on: number) => act(asset, 'PayToTreasury', { receiptNumber: `GK-${run.serial}`, fen }, judge(), run.day(on));
    const judgment = { ...indictedOnce, ...docketedOnce, ...concludedOnce };
    const inTreasury = { F13: 2_000_000, 'F13-treasury': 2_000_000 };
    const after = { ...judgment, ...inTreasury, F10: 2, F11: 2, 'F12-times': 2, 'F12-acquitted': 1 };
    return [
      scene(
        '扣押两万元，判决没收。',
        '20,000 yuan are seized, and confiscated by a judgment.',
        [
          ...acts,
          identified(run, asset, file, 'CASH', run.day(-28)),
          act(asset, 'SeizeAsset', { measureNumber: `S-${run.serial}` }, leader(), run.day(-28)),
          act(asset, 'ValueAsset', valuation(fen), investigator(), run.day(-28)),
          first.act,
          ...judged(first.docket, suspect, { verdict: 'GUILTY', months: 12 }, 'JUDGMENT', run.day(-25)),
          act(first.docket, 'ServeJudgment', {}, clerk(), run.day(-25)),
          act(asset, 'AdjudgeDisposition', { docket: first.docket, lines: [{ disposition: 'CONFISCATE', fen }] }, judge(), run.day(-25)),
        ],
        moved(run.today, { ...judgment, F13: 2_000_000, 'F13-held': 2_000_000 }),
      ),
      scene(
        '生效前上缴被拒绝；生效后上缴国库。',
        'Paid to the treasury: refused before the judgment is effective, done after.',
        [
          act(asset, 'ConfiscateAsset', { fen }, judge(), run.day(-24)),
          refusedWith('asset/judgment-not-effective', paid(-20)),
          act(first.docket, 'DeclareEffective', {}, judge(), run.day(-14)),
          paid(-13),
        ],
        moved(run.today, { ...judgment, ...inTreasury }),
        moved(run.day(-14), { ...judgment, F13: 2_000_000, 'F13-held': 2_000_000 }),
      ),
      scene(
        '再审宣告无罪，撤销没收，退还并付利息：累计不变。',
        'The retrial acquits and quashes, and the refund is paid: the totals do not move.',
        [
          act(first.docket, 'OrderRetrial', { ground: 'new evidence' }, judge(), run.day(-10)),
          retrial.act,
          ...judged(retrial.docket, suspect, { verdict: 'NOT_GUILTY' }, 'VARIED', run.day(-6)),
          corrected(act(asset, 'QuashConfiscation', { docket: retrial.docket }, judge(), run.day(-5))),
          act(asset, 'PayRefund', { fen, interestInFen: '15000' }, judge(), run.day(-3)),
        ],
        moved(run.today, after),
        moved(run.day(-11), { ...judgment, ...inTreasury }),
        { asOf: run.today, figure: 'F13', steps: { gross: 2_000_000 } },
      ),
    ];
  },
};
