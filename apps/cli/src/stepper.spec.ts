import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { CivilDate, EventId, StreamId } from '@casetrail/domain';
import type { Step } from '@casetrail/readmodel';
import { type Key, type Stepper, frame, pressed, stepperAt } from './stepper.ts';
import { stepThrough } from './terminal.ts';

const stream = 'suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV' as StreamId;
const actor = { user: 'wang', role: 'POLICE_LEADER', org: 'psb-shinan', district: '370202' } as const;
const step = (version: number, type: string, more: Partial<Step> = {}): Step => ({
  ...{ id: `${stream}@${version}` as EventId, stream, version, position: version * 10, type, actor, data: {}, changes: [] },
  ...{ recordedAt: '2019-03-02T04:00:00.000Z', occurredOn: '2019-03-01' as CivilDate },
  ...{ approval: null, corrects: null, causation: null, document: null, legalBasis: null, reason: null },
  ...{ isVoided: false, voidedBy: null, isLive: true },
  ...more,
});
const opened = step(1, 'SuspectOpened', { changes: [{ path: '/procedure', before: 'unknown', after: 'suspect' }] });
const detained = step(2, 'CriminalDetentionImposed', {
  ...{ isLive: false, isVoided: true, voidedBy: `${stream}@4` as EventId },
  changes: [
    { path: '/detainedOn', after: '2019-03-01' },
    { path: '/measure', before: 'none', after: 'detained' },
    { path: '/spells/-', after: { from: '2019-03-01' } },
  ],
});
const told = step(3, 'RightsNotified');
const voided = step(4, 'RecordVoided', {
  isLive: false,
  corrects: `${stream}@2` as EventId,
  approval: { by: { ...actor, user: 'chen' }, at: '2019-03-09T04:00:00.000Z' },
  reason: { code: 'WRONG_PERSON', text: '录入对象错误' },
  changes: [{ path: '/spells/-', before: { from: '2019-03-01' } }],
});
const steps = [opened, detained, told, voided];
const opening = { procedure: 'unknown', measure: 'none', spells: [] };
const stepper = stepperAt('suspect-…', opening, steps, 0);

const named = (name: string): Key => ({ name });
const typed = (sequence: string): Key => ({ sequence, name: sequence.toLowerCase() });
const after = (...keys: readonly Key[]): Stepper => keys.reduce(pressed, stepper);
const versionAfter = (...keys: readonly Key[]) => steps[after(...keys).at]?.version;
const seen = (one: Stepper, columns = 100, rows = 24) => frame(one, { columns, rows }).map(stripVTControlCharacters);

describe('a key', () => {
  it.each<[string, readonly Key[], number]>([
    ['→ goes on', [named('right')], 2],
    ['n goes on', [typed('n'), typed('n')], 3],
    ['Enter goes on', [named('return')], 2],
    ['← goes back', [named('right'), named('right'), named('left')], 2],
    ['p goes back', [typed('n'), typed('p')], 1],
    ['p stays at the first', [typed('p')], 1],
    ['G goes to the last', [typed('G')], 4],
    ['n stays at the last', [typed('G'), typed('n')], 4],
    ['g goes to the first', [typed('G'), typed('g')], 1],
    ['a number and Enter go to that version', [typed('3'), named('return')], 3],
    ['backspace takes a digit back', [typed('4'), typed('2'), named('backspace'), named('return')], 4],
    ['escape takes a number back', [typed('4'), named('escape'), named('return')], 2],
    ['another key does nothing', [typed('x'), named('f1'), {}], 1],
  ])('%s', (_, keys, version) => expect(versionAfter(...keys)).toBe(version));
  it('says that there is no such version, until the next one', () => {
    const lost = after(typed('9'), typed('9'), named('return'));
    expect(seen(lost).at(-1)).toBe('There is no version 99 here.');
    expect(seen(pressed(lost, named('f1'))).at(-1)).toContain('q quit');
  });
  it('q leaves, and Ctrl-C interrupts', () => {
    expect(after(typed('q')).end).toBe('quit');
    expect(after({ name: 'c', ctrl: true }).end).toBe('interrupted');
    expect(after({ name: 'q', ctrl: true }).end).toBeUndefined();
  });
});

describe('the screen', () => {
  it('shows what happened, when, who did it and what it changed', () =>
    expect(seen(after(typed('n'))).slice(0, 8)).toEqual([
      'suspect-…  step 2 of 4',
      '',
      `   2  CriminalDetentionImposed  voided by ${stream}@4`,
      '      occurred 2019-03-01, recorded 2019-03-02T04:00:00.000Z at position 20',
      '      by wang, POLICE_LEADER of psb-shinan',
      '      + detainedOn  2019-03-01',
      '      ~ measure     none → detained',
      '      + spells      {"from":"2019-03-01"}',
    ]));
  it('shows why something was corrected, and who approved it', () => {
    const lines = seen(after(typed('G'))).join('\n');
    for (const said of [
      'RecordVoided  a void',
      'approved by chen',
      'reason WRONG_PERSON: 录入对象错误',
      `corrects ${stream}@2`,
      '- spells  {"from":"2019-03-01"}',
    ])
      expect(lines).toContain(said);
  });
  it('says where nothing changed', () => expect(seen(after(typed('3'), named('return')))[5]).toBe('      changes nothing in the state'));
  it('shows the whole state after the step, with s', () => {
    const lines = seen(after(typed('n'), typed('s'))).join('\n');
    expect(lines).toContain('state after this');
    expect(lines).toMatch(/procedure +suspect\n +measure +detained\n +spells +\[\{"from":"2019-03-01"\}\]/);
    expect(seen(after(typed('n'), typed('s'), typed('s'))).join('\n')).not.toContain('state after this');
  });
  it.each([
    [24, 80],
    [12, 40],
    [5, 20],
    [3, 10],
    [1, 2],
  ])('fits into %i rows of %i columns', (rows, columns) => {
    const wide = (line: string) => [...line].reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? 2 : 1), 0);
    for (const one of [after(typed('G')), after(typed('G'), typed('s'))]) {
      const lines = seen(one, columns, rows);
      expect(lines).toHaveLength(rows);
      expect(Math.max(...lines.map(wide))).toBeLessThanOrEqual(columns);
    }
  });
  it('scrolls where there is more than fits, and not beyond', () => {
    const small = (one: Stepper) => seen(one, 100, 8);
    expect(small(after(typed('n'))).at(-1)).toMatch(/^↓ 2 more lines/);
    const down = after(typed('n'), named('down'), named('down'));
    expect(small(down)[2]).toContain('by wang');
    expect(small(down).at(-1)).not.toContain('more lines');
    expect(small(pressed(down, named('down')))).toEqual(small(down));
    expect(small(pressed(pressed(down, named('up')), named('up')))[2]).toContain('CriminalDetentionImposed');
  });
});

describe('the terminal', () => {
  /** A terminal in memory: what is typed into it, what it shows, and whether it is raw. */
  function terminal() {
    const stdin = Object.assign(new PassThrough(), { raw: [] as boolean[], setRawMode: (on: boolean) => void stdin.raw.push(on) });
    const stdout = Object.assign(new PassThrough(), { columns: 80, rows: 10 });
    return { stdin, stdout, shown: () => String(stdout.read() ?? '') };
  }
  const ENTER = '\x1b[?1049h\x1b[?25l';
  const LEAVE = '\x1b[?25h\x1b[?1049l';

  it.each([
    ['q', 'q', 0],
    ['Ctrl-C', '\x03', 130],
  ])('is as it was after %s', async (_, key, code) => {
    const { stdin, stdout, shown } = terminal();
    const listening = process.listenerCount('exit');
    const left = stepThrough(stepper, { stdin, stdout } as never);
    stdin.write(`n${key}`);
    expect(await left).toBe(code);
    const all = shown();
    expect([all.startsWith(ENTER), all.endsWith(LEAVE), all.includes('step 2 of 4')]).toEqual([true, true, true]);
    expect(stdin.raw).toEqual([true, false]);
    expect([process.listenerCount('exit'), stdin.listenerCount('keypress'), stdout.listenerCount('resize')]).toEqual([listening, 0, 0]);
  });
  it('is as it was after an error', async () => {
    const { stdin, stdout, shown } = terminal();
    await expect(stepThrough(stepperAt('nothing', {}, [], 0), { stdin, stdout } as never)).rejects.toThrow();
    expect([shown().endsWith(LEAVE), stdin.raw]).toEqual([true, [true, false]]);
  });
  it('is drawn again when its size changes', async () => {
    const { stdin, stdout, shown } = terminal();
    const left = stepThrough(stepper, { stdin, stdout } as never);
    stdout.rows = 5;
    shown();
    stdout.emit('resize');
    expect(shown().split('\n')).toHaveLength(5);
    stdin.end();
    expect(await left).toBe(0);
  });
});
