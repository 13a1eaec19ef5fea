import { NEIGHBOUR, investigator, judge, leader, procurator } from './actors.ts';
import {
  NINE,
  caseOnFile,
  detain,
  detainedOnce,
  docketAccepted,
  docketedOnce,
  indictedCase,
  indictedOnce,
  prosecuted,
  release,
  suspectIn,
} from './common-acts.ts';
import { type Scenario, act, corrected, moved, scene } from './scenario.ts';

export const arrestRevoked: Scenario = {
  name: 'arrest-approved-revoked-approved',
  number: 7,
  title: { zh: '批捕后撤销，依据新事实再次批捕', en: 'An arrest approved, revoked, and approved again' },
  what: {
    zh: '批准逮捕后发现有误而撤销（K2），案件和人自撤销之日起退出F06、F07。因新的事实另行拘留、提请，在另一受理号中再次批准，自再次批准之日起重新计入。刑拘始终计一名。',
    en: 'An approval of arrest proves wrong and is revoked (K2): the file and the person leave F06 and F07 on that day. On new facts the person is detained again, and the arrest is approved in another file: both count again from that day. F05 stays at one person throughout.',
  },
  scenes: (run) => {
    const filed = run.day(-22);
    const { file, acts } = caseOnFile(run, 'arrest', filed);
    const { suspect, acts: opening } = suspectIn(run, file, 'arrest', filed);
    const reviewed = (name: string, from: number) => {
      const review = run.stream('arrest_review', name);
      const number = `SC-${run.serial}-${name}`;
      return {
        review,
        acts: [
          act(suspect, 'RequestArrest', { fileNumber: number }, leader(), run.day(from)),
          act(review, 'OpenArrestReview', { fileNumber: number, case: file, suspects: [suspect], scope: 'EVIL' }, procurator(), run.day(from)),
          act(review, 'ApproveArrest', { suspect, decisionNumber: number }, procurator(), run.day(from + 2)),
          act(suspect, 'ExecuteArrest', { review, warrantNumber: number, at: `${run.day(from + 2)}T${NINE}` }, leader(), run.day(from + 2)),
        ],
      };
    };
    const [first, second] = [reviewed('arrest-1', -18), reviewed('arrest-2', -6)];
    const approved = { ...detainedOnce, F06: 1, F07: 1, 'F07-times': 1 };
    return [
      scene(
        '批准逮捕一件一人。',
        'One arrest is approved.',
        [...acts, ...opening, detain(run, suspect, run.day(-20)), ...first.acts],
        moved(run.today, approved),
      ),
      scene(
        '批准被撤销，人被释放：自撤销之日起退出。',
        'The approval is revoked and the person released: both leave on that day.',
        [
          corrected(act(first.review, 'RevokeArrestApproval', { suspect, ground: 'insufficient evidence' }, procurator(), run.day(-12))),
          release(suspect, run.day(-12)),
        ],
        moved(run.today, detainedOnce),
        moved(run.day(-13), approved),
        { asOf: run.today, figure: 'F07', steps: { gross: 1, K2: -1 } },
      ),
      scene(
        '依据新事实再次拘留、批捕：重新计入。',
        'Detained and approved again on new facts: both count again.',
        [act(suspect, 'Detain', { warrantNumber: `D2-${run.serial}`, at: `${run.day(-8)}T${NINE}`, ground: 'CPL82_2' }, leader(), run.day(-8)), ...second.acts],
        moved(run.today, approved),
        moved(run.day(-10), detainedOnce),
        moved(run.day(-13), approved),
      ),
    ];
  },
};

export const reindicted: Scenario = {
  name: 'prosecution-withdrawn-reindicted',
  number: 8,
  title: { zh: '立案后撤回起诉，依据新事实再行起诉', en: 'A prosecution withdrawn after docketing, indicted again on new facts' },
  what: {
    zh: '法院受理后准许撤回起诉，案号退出F10；检察机关撤回起诉（K2），退出F08、F09。依据新事实再次起诉并受理后重新计入。另一统计规则v1-gross保留撤回的起诉：起诉书计两件，被告人仍计一人。',
    en: 'After docketing the court allows the withdrawal, and the docket leaves F10; the prosecution is withdrawn (K2) and leaves F08 and F09. Indicted again on new facts and docketed, they count again. The rule set v1-gross keeps what was withdrawn: two indictments, and still one defendant.',
  },
  scenes: (run) => {
    const first = indictedCase(run, 'again-1', -24);
    const docket = docketAccepted(run, 'again-1', 'FIRST', { prosecution: first.prosecution }, first.suspect, run.day(-20));
    const prosecution = run.stream('prosecution', 'again-2');
    const next = docketAccepted(run, 'again-2', 'FIRST', { prosecution }, first.suspect, run.day(-3));
    const kept = { 'F08-gross': 1, 'F09-gross': 1 };
    const again = { ...indictedOnce, ...docketedOnce, 'F08-gross': 2 };
    return [
      scene('起诉并受理。', 'Indicted and docketed.', [...first.acts, docket.act], moved(run.today, { ...indictedOnce, ...docketedOnce })),
      scene(
        '法院准许撤回，检察机关撤回起诉。',
        'The court allows the withdrawal, and the prosecution is withdrawn.',
        [
          act(docket.docket, 'ConcludeDocket', { kind: 'WITHDRAWAL_ALLOWED' }, judge(), run.day(-14)),
          corrected(act(first.prosecution, 'WithdrawProsecution', { ruling: `W-${run.serial}`, ground: 'evidence changed' }, procurator(), run.day(-13))),
        ],
        moved(run.today, kept),
        moved(run.today, { ...kept, F08: 1, F09: 1 }, { ruleSet: 'v1-gross' }),
        moved(run.day(-14), indictedOnce),
        { asOf: run.today, figure: 'F08', steps: { gross: 1, K2: -1 } },
        { asOf: run.today, figure: 'F10', steps: { gross: 1, K2: -1 } },
      ),
      scene(
        '依据新事实再次起诉、受理。',
        'Indicted again on new facts, and docketed.',
        [...prosecuted(run, 'again-2', { file: first.file, suspect: first.suspect, prosecution }, -6), next.act],
        moved(run.today, again),
        moved(run.today, { ...again, F08: 2 }, { ruleSet: 'v1-gross' }),
        moved(run.day(-8), kept),
      ),
    ];
  },
};

export const rulesChanged: Scenario = {
  name: 'rules-changed',
  number: 24,
  title: { zh: '中途更换统计规则', en: 'The counting rules change midway' },
  what: {
    zh: '同一批事件，两套规则：v1中撤回的起诉退出，v1-gross中保留。两个数列在任何日期、按任何时点所知都能并列查询；换规则不改写已有的数字。',
    en: 'The same events under two rule sets: under v1 a withdrawn prosecution leaves, under v1-gross it stays. Both series can be asked for side by side, at any date and as known at any time; a change of rules rewrites nothing.',
  },
  scenes: (run) => {
    const [stays, leaves] = [indictedCase(run, 'rules-1', -20), indictedCase(run, 'rules-2', -20)];
    const [two, gross] = [{ F08: 2, F09: 2, 'F09-times': 2, 'F08-gross': 2, 'F09-gross': 2 }, { ruleSet: 'v1-gross' } as const];
    const one = { ...two, F08: 1, F09: 1, 'F09-times': 1 };
    return [
      scene(
        '起诉两件两人：两套规则一致。',
        'Two indictments: both rule sets agree.',
        [...stays.acts, ...leaves.acts],
        moved(run.today, two),
        moved(run.today, two, gross),
      ),
      scene(
        '其中一件撤回：自此两套规则分开。',
        'One of them is withdrawn: from then on they differ.',
        [corrected(act(leaves.prosecution, 'WithdrawProsecution', { ruling: `W-${run.serial}`, ground: 'evidence changed' }, procurator(), run.day(-5)))],
        moved(run.today, one),
        moved(run.today, { ...one, F08: 2, F09: 2 }, gross),
        moved(run.day(-6), two),
        moved(run.day(-6), two, gross),
      ),
    ];
  },
};

export const transferredCase: Scenario = {
  name: 'case-transferred',
  number: 11,
  title: { zh: '案件跨区移送，移出本市又移回', en: 'A case transferred between districts, out of the city and back' },
  what: {
    zh: '已破获的案件由市南移送市北（K8）：全市不变，改计市北。移送市外（K7）后退出，移回后重新计入。',
    en: 'A cracked case goes from Shinan to Shibei (K8): the city does not move, the district does. Transferred out of the city (K7) it leaves, and when it comes back it counts again.',
  },
  scenes: (run) => {
    const filed = run.day(-20);
    const { file, acts } = caseOnFile(run, 'transfer', filed);
    const { suspect, acts: opening } = suspectIn(run, file, 'transfer', filed);
    const cracked = { F04: 1 };
    const [here, there] = [{ in: '370202' }, { in: NEIGHBOUR }] as const;
    const toShibei = { toAgency: `psb-${NEIGHBOUR}`, toDistrict: NEIGHBOUR };
    return [
      scene(
        '市南区破案一起。',
        'A case of Shinan is cracked.',
        [...acts, ...opening, act(file, 'CrackCase', { suspects: [suspect] }, leader(), run.day(-15))],
        moved(run.today, cracked),
        moved(run.today, cracked, here),
        moved(run.today, {}, there),
      ),
      scene(
        '移送市北区：全市不变。',
        'It goes to Shibei: the city does not move.',
        [corrected(act(file, 'TransferCase', { scope: 'DISTRICT', ...toShibei }, investigator(), run.day(-10)))],
        moved(run.today, cracked),
        moved(run.today, {}, here),
        moved(run.today, cracked, there),
        moved(run.day(-11), cracked, here),
      ),
      scene(
        '移送市外：退出。',
        'It leaves the city.',
        [corrected(act(file, 'TransferCase', { scope: 'CITY_OUT', toAgency: 'psb-370100' }, investigator(NEIGHBOUR), run.day(-6)))],
        moved(run.today, {}),
        moved(run.today, {}, there),
        moved(run.day(-7), cracked, there),
        { asOf: run.today, figure: 'F04', steps: { gross: 1, K7: -1 } },
      ),
      scene(
        '移回：重新计入市北区。',
        'It comes back, to Shibei.',
        [corrected(act(file, 'TransferCase', { scope: 'CITY_IN', ...toShibei }, investigator(NEIGHBOUR), run.day(-2)))],
        moved(run.today, cracked),
        moved(run.today, cracked, there),
        moved(run.day(-4), {}),
      ),
    ];
  },
};
