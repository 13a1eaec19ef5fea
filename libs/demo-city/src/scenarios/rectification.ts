import { chiefProcurator, officer, procurator, supervisor } from './actors.ts';
import { type Scenario, act, corrected, moved, scene } from './scenario.ts';

export const recommendationWithdrawn: Scenario = {
  name: 'recommendation-withdrawn',
  number: 18,
  title: { zh: '检察建议经异议后撤回', en: 'A recommendation withdrawn after an objection' },
  what: {
    zh: '检察建议送达后计一条。主管部门提出异议，异议成立并不改变数字；检察机关撤回建议（K2）后，自撤回之日起退出F19。',
    en: 'A procuratorial recommendation is served and counts. The department objects and is upheld, which moves nothing yet; withdrawn (K2), it leaves F19 on that day.',
  },
  scenes: (run) => {
    const recommendation = run.stream('recommendation', 'advice');
    const draft = { addressee: officer().org, industry: 'transport', issues: ['licensing of lorries'], groups: [], cases: [] };
    const number = { recommendationNumber: `J-${run.serial}`, replyDue: run.day(42) };
    return [
      scene(
        '建议送达。',
        'The recommendation is served.',
        [
          act(recommendation, 'DraftRecommendation', { kind: 'PROCURATORIAL', ...draft }, procurator(), run.day(-20)),
          act(recommendation, 'ApproveRecommendation', {}, chiefProcurator(), run.day(-19)),
          act(recommendation, 'ServeRecommendation', number, chiefProcurator(), run.day(-18)),
        ],
        moved(run.today, { F19: 1 }),
        moved(run.day(-19), {}),
      ),
      scene(
        '异议成立：数字不变。',
        'The objection is upheld: no figure moves.',
        [
          act(recommendation, 'ObjectToRecommendation', { ground: 'another department is competent' }, officer(), run.day(-12)),
          act(recommendation, 'DecideObjection', { outcome: 'UPHELD' }, procurator(), run.day(-9)),
        ],
        moved(run.today, { F19: 1 }),
      ),
      scene(
        '建议撤回：自撤回之日起退出。',
        'The recommendation is withdrawn: it leaves on that day.',
        [corrected(act(recommendation, 'WithdrawRecommendation', { ground: 'objection upheld' }, procurator(), run.day(-7)))],
        moved(run.today, {}),
        moved(run.day(-8), { F19: 1 }),
        { asOf: run.today, figure: 'F19', steps: { gross: 1, K2: -1 } },
      ),
    ];
  },
};

export const problemReopened: Scenario = {
  name: 'problem-reopened',
  number: 19,
  title: { zh: '突出问题销号、反弹、再次销号', en: 'A problem struck off, reopened, and struck off again' },
  what: {
    zh: '突出问题整改后销号，计一个。回头看发现反弹，重新列入（K3），退出F22；再次整改销号后重新计入。同一问题销号两次也只计一个。',
    en: 'A prominent problem is rectified and struck off, and counts. A look-back finds that it came back: it is reopened (K3) and leaves F22. Rectified and struck off again, it counts again: one problem, however often it is accepted.',
  },
  scenes: (run) => {
    const problem = run.stream('problem', 'problem');
    const done = (on: number) => act(problem, 'ReportProblemDone', { evidence: 'inspection report' }, officer(), run.day(on));
    const accepted = (on: number) => act(problem, 'AcceptProblem', {}, supervisor(), run.day(on));
    return [
      scene(
        '整改后销号。',
        'Rectified and struck off.',
        [
          act(problem, 'FindProblem', { problemNumber: `W-${run.serial}`, industry: 'transport', finding: 'unlicensed lorries' }, supervisor(), run.day(-25)),
          act(problem, 'AssignProblem', { department: officer().org }, supervisor(), run.day(-24)),
          act(problem, 'StartRectifying', {}, officer(), run.day(-23)),
          done(-20),
          accepted(-18),
        ],
        moved(run.today, { F22: 1 }),
      ),
      scene(
        '回头看发现反弹。',
        'The look-back finds that it came back.',
        [corrected(act(problem, 'ReopenProblem', { finding: 'lorries are back' }, supervisor(), run.day(-10)))],
        moved(run.today, {}),
        moved(run.day(-11), { F22: 1 }),
        { asOf: run.today, figure: 'F22', steps: { gross: 1, K3: -1 } },
      ),
      scene(
        '再次销号：仍计一个。',
        'Struck off again: still one.',
        [done(-6), accepted(-4)],
        moved(run.today, { F22: 1 }),
        moved(run.day(-5), {}),
        moved(run.day(-11), { F22: 1 }),
      ),
    ];
  },
};
