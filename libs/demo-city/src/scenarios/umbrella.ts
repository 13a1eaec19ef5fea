import type { UmbrellaKind } from '@casetrail/domain';
import { disciplineLeader, inspector } from './actors.ts';
import { caseOnFile } from './common-acts.ts';
import { type Scenario, act, corrected, moved, scene } from './scenario.ts';

export const twoInvestigations: Scenario = {
  name: 'two-investigations',
  number: 16,
  title: { zh: '一人在两起不同性质的查处中', en: 'One person in two investigations of different kinds' },
  what: {
    zh: '同一人先在其他腐败案件中被立案，后在充当“保护伞”案件中被立案。案件计两起，人计一人；人的性质从重，自第二起立案之日起由其他腐败转入“保护伞”，分项相加仍等于总数。',
    en: 'A person is investigated for other corruption, and then in a case of sheltering too. There are two cases and one person; the graver kind decides, so from the second case on the person moves from other corruption to sheltering, and the parts still add up to the whole.',
  },
  scenes: (run) => {
    const person = run.stream('person', 'official');
    const { file, acts } = caseOnFile(run, 'sheltered', run.day(-25));
    const investigated = (name: string, kind: UmbrellaKind, from: number) => {
      const investigation = run.stream('umbrella_investigation', name);
      const ground = { leads: [], ownInitiative: 'scenario', groups: [], cases: kind === 'OTHER_CORRUPTION' ? [] : [file] };
      const filing = { investigationNumber: `I-${run.serial}-${name}`, principalKind: kind, ...ground };
      return [
        act(investigation, 'FileInvestigation', filing, disciplineLeader(), run.day(from)),
        act(investigation, 'OpenPersonInvestigation', { person, rankBand: 'SECTION' }, inspector(), run.day(from + 1)),
      ];
    };
    const other = { F15: 1, F16: 1, 'F16-times': 1, 'F15-other': 1, 'F16-other': 1 };
    return [
      scene(
        '因其他腐败立案。',
        'Investigated for other corruption.',
        [...acts, act(person, 'RegisterPerson', {}, inspector(), run.day(-20)), ...investigated('corruption', 'OTHER_CORRUPTION', -18)],
        moved(run.today, other),
      ),
      scene(
        '又因充当“保护伞”立案：两起，一人，性质从重。',
        'Investigated for sheltering too: two cases, one person, of the graver kind.',
        investigated('shelter', 'SHELTERING', -10),
        moved(run.today, { F15: 2, F16: 1, 'F16-times': 2, 'F15-other': 1, F17: 1, F18: 1 }),
        moved(run.day(-11), other),
      ),
    ];
  },
};

export const duplicateLead: Scenario = {
  name: 'duplicate-lead',
  number: 17,
  title: { zh: '重复的问题线索', en: 'A lead that repeats one already counted' },
  what: {
    zh: '两条线索分别登记并核查，各计一件。后发现第二条与第一条重复，并入（K5），自决定之日起退出F14。筛查时就发现的重复线索从未计入。',
    en: 'Two leads are registered and checked, and count as two. The second one proves to repeat the first and is merged into it (K5): it leaves F14 on that day. A duplicate that is found when the leads are screened was never counted.',
  },
  scenes: (run) => {
    const received = (name: string, from: number) => {
      const lead = run.stream('umbrella_lead', name);
      const leadNumber = `L-${run.serial}-${name}`;
      return { lead, act: act(lead, 'ReceiveLead', { leadNumber, source: 'PETITION', kindHint: 'SHELTERING', subjects: [] }, inspector(), run.day(from)) };
    };
    const checked = ({ lead, act: receipt }: ReturnType<typeof received>, on: number) => [
      receipt,
      act(lead, 'ScreenLead', { outcome: 'RELEVANT' }, inspector(), run.day(on)),
      act(lead, 'OpenVerification', {}, disciplineLeader(), run.day(on)),
    ];
    const [first, second, third] = [received('lead-1', -20), received('lead-2', -16), received('lead-3', -6)];
    return [
      scene('两条线索均已核查。', 'Both leads are checked.', [...checked(first, -19), ...checked(second, -15)], moved(run.today, { F14: 2 })),
      scene(
        '第二条与第一条重复，并入。',
        'The second repeats the first, and is merged into it.',
        [corrected(act(second.lead, 'MergeLead', { survivor: first.lead }, inspector(), run.day(-8)))],
        moved(run.today, { F14: 1 }),
        moved(run.day(-9), { F14: 2 }),
        { asOf: run.today, figure: 'F14', steps: { gross: 2, K5: -1 } },
      ),
      scene(
        '第三条在筛查时即认定重复：不计。',
        'A third one is found a duplicate at the screening: never counted.',
        [third.act, act(third.lead, 'ScreenLead', { outcome: 'DUPLICATE', of: first.lead }, inspector(), run.day(-5))],
        moved(run.today, { F14: 1 }),
      ),
    ];
  },
};
