import type { District } from '@casetrail/domain';
import { investigator, leader } from './actors.ts';
import { caseOnFile, detain, detainedOnce, suspectIn } from './common-acts.ts';
import { type Act, type Run, type Scenario, act, moved, refusedWith, scene, voidOf } from './scenario.ts';

/** A detention that is on record and about which something is the matter. */
function detention(run: Run, name: string): { readonly before: readonly Act[]; readonly act: Act } {
  const filed = run.day(-20);
  const { file, acts } = caseOnFile(run, name, filed);
  const { suspect, acts: opening } = suspectIn(run, file, name, filed);
  return { before: [...acts, ...opening], act: detain(run, suspect, run.day(-18)) };
}

export const voidedTwice: Scenario = {
  name: 'voided-twice',
  number: 2,
  title: { zh: '录入错误作废两次', en: 'A typing error voided twice' },
  what: {
    zh: '一条刑拘记录系误录，作废（K1）后在各统计日均不再计入。再次要求作废同一条记录：要求的已成事实，不产生任何事件。',
    en: 'A detention was entered by mistake and is voided (K1): it no longer counts at any date. Whoever asks to void it again is told that it already is so, and nothing is recorded.',
  },
  scenes: (run) => {
    const { before, act: typed } = detention(run, 'typing');
    return [
      scene('误录一名。', 'One detention is entered by mistake.', [...before, typed], moved(run.today, detainedOnce)),
      scene(
        '作废：各统计日均退出，此前所知不变。',
        'It is voided: gone at every date, and what was known before stays as it was.',
        [voidOf(typed, investigator(), run.day(-1))],
        moved(run.today, {}),
        moved(run.day(-18), {}),
      ),
      scene(
        '再次作废：已经如此。',
        'Voided again: it already is so.',
        [refusedWith('correction/already-so', voidOf(typed, investigator(), run.today))],
        moved(run.today, {}),
      ),
    ];
  },
};

export const correctedAtOnce: Scenario = {
  name: 'corrected-at-once',
  number: 21,
  title: { zh: '两人同时更正同一记录', en: 'Two persons correct the same record at once' },
  what: {
    zh: '两名侦查员同时要求作废同一条刑拘记录，两名负责人同时批准。只有一项生效，另一项被拒绝；数字只减一次。',
    en: 'Two investigators ask to void the same detention, and two leaders approve, all at the same moment. One of them succeeds, the other is refused, and the figure falls once.',
  },
  scenes: (run) => {
    const { before, act: typed } = detention(run, 'at-once');
    const [one, other] = [voidOf(typed, investigator(), run.day(-1)), voidOf(typed, investigator('370202', 2), run.day(-1))];
    return [
      scene('刑拘一名。', 'One person is detained.', [...before, typed], moved(run.today, detainedOnce)),
      {
        ...scene('同时作废：一项生效。', 'Voided twice at the same moment: one succeeds.', [one, { ...other, approvedBy: leader() }], moved(run.today, {}), {
          asOf: run.today,
          figure: 'F05-times',
          steps: { gross: 1, K1: -1 },
        }),
        onlyOne: 'correction/already-so',
      },
    ];
  },
};

export const wrongDistrict: Scenario = {
  name: 'pseudo-district',
  number: 25,
  title: { zh: '370271的报案', en: 'A report for 370271' },
  what: {
    zh: '370271是高新区的统计代码，不是区市。以它登记的报案在入口即被拒绝，并提示记入城阳区（370214）。',
    en: '370271 is a statistical code of the high-tech zone and no district. A report for it is refused at the door, which says to record it under Chengyang (370214).',
  },
  scenes: (run) => {
    const report = (name: string, district: District) =>
      act(
        run.stream('criminal_case', name),
        'AcceptReport',
        { reportNumber: `R-${run.serial}`, source: 'CITIZEN', district },
        investigator('370214'),
        run.day(-1),
      );
    return [
      scene(
        '按370271登记，被拒绝。',
        'Recorded for 370271 it is refused.',
        [refusedWith('request/invalid', report('zone', '370271' as District))], // what the type forbids is what this is about
        moved(run.today, {}),
      ),
      scene('按370214登记。', 'Recorded for 370214 it is accepted.', [report('chengyang', '370214')], moved(run.today, {})),
    ];
  },
};

export const deliveredTwice: Scenario = {
  name: 'delivered-twice',
  number: 28,
  title: { zh: '同一命令重复送达', en: 'The same command delivered twice' },
  what: {
    zh: '应答丢失，客户端把同一刑拘命令原样重发。系统以原来的回执作答，只记录一个事件。',
    en: 'An answer is lost, and the client sends the same command again. It gets the receipt of the first time, and one event is recorded.',
  },
  scenes: (run) => {
    const { before, act: sent } = detention(run, 'twice');
    return [
      scene('刑拘命令送达。', 'The detention is sent.', [...before, sent], moved(run.today, detainedOnce)),
      scene(
        '原样重发两次。',
        'It is sent again, twice.',
        [
          { ...sent, repeats: sent },
          { ...sent, repeats: sent },
        ],
        moved(run.today, detainedOnce),
      ),
    ];
  },
};

export const ownRequest: Scenario = {
  name: 'own-request',
  number: 29,
  title: { zh: '自己批准自己的申请', en: 'Somebody tries to approve their own request' },
  what: {
    zh: '侦查员要求作废一条记录，随即自行批准；负责人也试图批准自己的申请：均被拒绝，数字不动。经另一名负责人批准后才作废。',
    en: 'An investigator asks to void a record and approves it too; a leader tries the same. Both are refused and no figure moves. Only another leader can approve.',
  },
  scenes: (run) => {
    const { before, act: typed } = detention(run, 'own');
    const asked = voidOf(typed, investigator(), run.day(-1));
    return [
      scene('误录一名。', 'One detention is entered by mistake.', [...before, typed], moved(run.today, detainedOnce)),
      scene(
        '申请人自行批准，被拒绝。',
        'Who asks tries to approve, and is refused.',
        [
          refusedWith('correction/own-request', { ...asked, approvedBy: investigator() }),
          refusedWith('correction/own-request', { ...asked, by: leader(), approvedBy: leader() }),
        ],
        moved(run.today, detainedOnce),
      ),
      scene('另一名负责人批准。', 'Another leader approves.', [asked], moved(run.today, {})),
    ];
  },
};
