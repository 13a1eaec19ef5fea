import type { CivilDate, Month } from '@casetrail/domain';
import { HOME, clerk } from './actors.ts';
import { type Scenario, act, date, late, moved, scene } from './scenario.ts';

/** Long before the campaign: no other record is of these months. */
const [EMPTY, NEXT] = ['2010-05', '2010-06'] as [Month, Month];

export const emptyMonth: Scenario = {
  name: 'month-without-hearings',
  number: 27,
  title: { zh: '没有开庭的月份', en: 'A month without hearings' },
  what: {
    zh: '某月唯一的开庭被取消，当月没有可以计算的分母：打印“无此项”，不是0%，也不是100%。次月开庭一次而无负责人出庭，才是0%。',
    en: 'The only hearing of a month is cancelled: there is nothing to divide by, and what is printed is “not applicable”, neither 0% nor 100%. In the next month one hearing is held and no official comes: that is 0%.',
  },
  scenes: (run) => {
    const scheduled = (name: string, on: CivilDate) => {
      const hearing = run.stream('hearing', name);
      const docketNumber = `（2010）鲁0202行初${run.serial}号`;
      return {
        hearing,
        act: act(hearing, 'ScheduleHearing', { docketNumber, court: `court-${HOME}`, defendant: 'transport-370202', district: HOME }, clerk(), on),
      };
    };
    const [cancelled, held] = [scheduled('cancelled', date('2010-05-10')), scheduled('held', date('2010-06-01'))];
    return [
      scene(
        '五月唯一的开庭被取消。',
        'The only hearing of May is cancelled.',
        late([cancelled.act, act(cancelled.hearing, 'CancelHearing', { ground: 'withdrawn' }, clerk(), date('2010-05-20'))]),
        moved(run.today, {}),
        { month: EMPTY, in: HOME, numerator: 0, denominator: 0, printed: { zh: '无此项', en: 'not applicable' } },
      ),
      scene(
        '六月开庭一次，无负责人出庭。',
        'In June one hearing is held, and no official comes.',
        late([held.act, act(held.hearing, 'RecordHearing', { official: 'NONE' }, clerk(), date('2010-06-15'))]),
        moved(run.today, { 'F42-of': 1 }),
        moved(date('2010-06-14'), {}),
        { month: EMPTY, in: HOME, numerator: 0, denominator: 0, printed: { zh: '无此项', en: 'not applicable' } },
        { month: NEXT, in: HOME, numerator: 0, denominator: 1, printed: { zh: '0%', en: '0%' } },
      ),
    ];
  },
};
