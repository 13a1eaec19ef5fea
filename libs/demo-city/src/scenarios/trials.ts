import { clerk, judge, procurator } from './actors.ts';
import { concludedOnce, docketAccepted, docketedOnce, indictedCase, indictedOnce, judged } from './common-acts.ts';
import { type Scenario, act, moved, scene } from './scenario.ts';

export const acquittalReversed: Scenario = {
  name: 'acquittal-protest-conviction',
  number: 9,
  title: { zh: '一审无罪，抗诉，二审改判有罪', en: 'Acquitted at first instance, protested, convicted on appeal' },
  what: {
    zh: '一审宣告无罪：被告人计入F12，并另列宣告无罪一人。检察机关抗诉，二审另立案号，改判有罪：案号两件，被告人仍一人，宣告无罪自改判之日起不再列出。',
    en: 'A defendant is acquitted at first instance: counted in F12, and told apart as acquitted. The procuratorate protests, and the appeal, a docket of its own, ends in a conviction: two dockets, still one defendant, and from that day nobody acquitted.',
  },
  scenes: (run) => {
    const { suspect, prosecution, acts } = indictedCase(run, 'acquittal', -27);
    const first = docketAccepted(run, 'acquittal-1', 'FIRST', { prosecution }, suspect, run.day(-23));
    const appeal = docketAccepted(run, 'acquittal-2', 'APPEAL', { parent: first.docket }, suspect, run.day(-9));
    const acquitted = { ...indictedOnce, ...docketedOnce, ...concludedOnce, 'F12-acquitted': 1 };
    const varied = { ...indictedOnce, ...concludedOnce, F10: 2, 'F10-persons': 1, F11: 2, 'F12-times': 2 };
    return [
      scene(
        '一审宣告无罪。',
        'Acquitted at first instance.',
        [
          ...[...acts, first.act, act(first.docket, 'HoldTrialHearing', {}, judge(), run.day(-18))],
          ...judged(first.docket, suspect, { verdict: 'NOT_GUILTY' }, 'JUDGMENT', run.day(-16)),
        ],
        moved(run.today, acquitted),
      ),
      scene(
        '检察机关抗诉，二审受理：审理件数加一，无罪仍列。',
        'The procuratorate protests and the appeal is taken on: one docket more, the acquittal still stands.',
        [
          act(first.docket, 'ServeJudgment', {}, clerk(), run.day(-15)),
          act(first.docket, 'LodgeProtest', { protestNumber: `P-${run.serial}` }, procurator(), run.day(-10)),
          appeal.act,
        ],
        moved(run.today, { ...acquitted, F10: 2 }),
      ),
      scene(
        '二审改判有罪。',
        'On appeal convicted.',
        judged(appeal.docket, suspect, { verdict: 'GUILTY', months: 36 }, 'VARIED', run.day(-4)),
        moved(run.today, varied),
        moved(run.day(-5), { ...acquitted, F10: 2 }),
      ),
    ];
  },
};

export const remanded: Scenario = {
  name: 'remanded',
  number: 10,
  title: { zh: '发回重审，另立案号', en: 'Remanded: a new docket, the same persons' },
  what: {
    zh: '二审以事实不清发回重审（K9），一审法院另立案号重新审理。审理和审结件数逐案号增加，被告人始终一人；起诉件数和人数不变，发回重审不是新的起诉。',
    en: 'On appeal the case is sent back for unclear facts (K9), and the court of first instance tries it anew under a new docket. Dockets taken on and concluded grow by one each time, the defendant stays one person, and the prosecution is not a new one.',
  },
  scenes: (run) => {
    const { suspect, prosecution, acts } = indictedCase(run, 'remand', -28);
    const first = docketAccepted(run, 'remand-1', 'FIRST', { prosecution }, suspect, run.day(-24));
    const appeal = docketAccepted(run, 'remand-2', 'APPEAL', { parent: first.docket }, suspect, run.day(-14));
    const anew = docketAccepted(run, 'remand-3', 'FIRST', { parent: appeal.docket }, suspect, run.day(-8));
    const guilty = { verdict: 'GUILTY', months: 24 } as const;
    const dockets = (taken: number, ended: number) => ({
      ...indictedOnce,
      ...docketedOnce,
      ...concludedOnce,
      F10: taken,
      F11: ended,
      'F12-times': ended,
    });
    return [
      scene(
        '一审有罪判决。',
        'Convicted at first instance.',
        [...acts, first.act, ...judged(first.docket, suspect, guilty, 'JUDGMENT', run.day(-20))],
        moved(run.today, dockets(1, 1)),
      ),
      scene(
        '上诉，二审发回重审：被撤销的判决仍计审结。',
        'Appealed and sent back: the judgment that is set aside stays concluded.',
        [
          act(first.docket, 'ServeJudgment', {}, clerk(), run.day(-19)),
          act(first.docket, 'LodgeAppeal', { suspect }, clerk(), run.day(-16)),
          appeal.act,
          act(appeal.docket, 'ConcludeDocket', { kind: 'REMANDED', remandGround: 'FACTS' }, judge(), run.day(-10)),
        ],
        moved(run.today, dockets(2, 2)),
      ),
      scene('另立案号重审。', 'Tried anew under a new docket.', [anew.act], moved(run.today, dockets(3, 2))),
      scene(
        '重审审结：人数不变。',
        'The new trial is concluded: the same person.',
        judged(anew.docket, suspect, guilty, 'JUDGMENT', run.day(-2)),
        moved(run.today, dockets(3, 3)),
        moved(run.day(-3), dockets(3, 2)),
        { asOf: run.today, figure: 'F12', steps: { gross: 3, REPEAT: -2 } },
      ),
    ];
  },
};
