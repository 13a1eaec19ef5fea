import { investigator, leader } from './actors.ts';
import { caseOnFile, detain, detainedOnce, suspectIn } from './common-acts.ts';
import { type Scenario, moved, scene } from './scenario.ts';

const file = { what: 'facts', figure: 'F05', format: 'xlsx' } as const;

export const exportWithoutPurpose: Scenario = {
  name: 'export-without-purpose',
  number: 30,
  title: { zh: '导出未注明用途', en: 'An export attempted without a purpose code' },
  what: {
    zh: '有人要把名单导出成文件而不说明用途，随后又自拟用途：均被拒绝，不写任何文件。注明规定的用途后才受理，并记录由谁、为何导出。',
    en: 'Somebody wants a list as a file without saying what for, then with a purpose of their own making: both are refused, and no file is written. With a purpose that there is, it is accepted, and recorded who has it and what for.',
  },
  scenes: (run) => {
    const filed = run.day(-20);
    const { file: record, acts } = caseOnFile(run, 'export', filed);
    const { suspect, acts: opening } = suspectIn(run, record, 'export', filed);
    return [
      scene('刑拘一名。', 'One person is detained.', [...acts, ...opening, detain(run, suspect, run.day(-18))], moved(run.today, detainedOnce)),
      {
        ...scene(
          '要名单而不说用途，或自拟用途：被拒绝。',
          'The list is asked for without a purpose, or with one made up: refused.',
          [],
          moved(run.today, detainedOnce),
        ),
        exports: [
          { asked: file, by: investigator(), refused: 'export/purpose-required' },
          { asked: { ...file, purpose: 'CURIOSITY' }, by: investigator(), refused: 'request/invalid' },
          { asked: { ...file, format: 'csv' }, by: leader(), refused: 'export/purpose-required' },
        ],
      },
      {
        ...scene('注明用途：受理。', 'With a purpose: accepted.', [], moved(run.today, detainedOnce)),
        exports: [{ asked: { ...file, purpose: 'CASE_HANDLING' }, by: investigator() }],
      },
    ];
  },
};
