import { type Result, judged } from '../runner/run.ts';
import type { Machine } from './machine.ts';
import { measuredTable, reportPage, resultText, short, targetText } from './report.ts';

const rounds = {
  us: [
    { rate: 1000, p50: 1.234 },
    { rate: 3000, p50: 2 },
    { rate: 2000, p50: 3 },
  ],
  bare: [{ rate: 1000 }, { rate: 1000 }, { rate: 1000 }],
};
const met = judged({ of: 'us', metric: 'rate', against: 'bare', atLeast: 1 }, rounds);
const missed = judged({ of: 'us', metric: 'p50', atMost: 1.5 }, rounds);
const untold = judged({ of: 'us', metric: 'rate', atLeast: 1, untold: 'two cores are too few' }, rounds);
const result: Result = {
  name: 'some',
  what: 'Does something.',
  rounds,
  absent: { emmett: 'npm could not fetch it' },
  verdicts: [met, missed, untold],
  notes: ['A note.'],
  seconds: 3,
};
const machine: Machine = {
  cpu: 'a processor',
  cores: 2,
  memoryGiB: 24,
  platform: 'linux-x64',
  node: 'v20.19.0',
  postgres: '18.4',
  settings: { fsync: 'on', synchronous_commit: 'on' },
  peers: { emmett: '0.42.0' },
  commit: '0123456789ab',
  at: '2026-11-26T10:00:00.000Z',
  loadBefore: 0.25,
};
const page = (results: readonly Result[]) => reportPage({ machine, command: 'npm run bench', results, seconds: 600 });

describe('a number', () => {
  it.each([
    [0, '0'],
    [0.01234, '0.012'],
    [0.9912, '0.991'],
    [1.234, '1.23'],
    [12.34, '12.3'],
    [123.4, '123'],
    [123_456, '123,456'],
  ])('%p is told as %p', (value, expected) => {
    expect(short(value)).toBe(expected);
  });
});

describe('the table of what was measured', () => {
  it('has the median, the least and the most of each variant, and why one is not there', () => {
    expect(measuredTable(result)).toEqual({
      head: ['', 'per second', 'p50, ms'],
      rows: [
        ['us', '2,000 (1,000 … 3,000)', '2.00 (1.23 … 3.00)'],
        ['bare', '1,000', ''],
        ['emmett', 'not there: npm could not fetch it', ''],
      ],
    });
  });
});

describe('a target', () => {
  it('is told with its limit', () => {
    expect([met, missed].map(targetText)).toEqual(['us, rate: ≥ 1 × bare', 'us, p50: ≤ 1.5 ms']);
  });
  it('that is not met is told as that, with what was measured', () => {
    expect(resultText(result)).toMatch(/us, p50: ≤ 1.5 ms +2.00 \(1.23 … 3.00\) +NOT MET, in 1 of 3 rounds/);
    expect(page([result])).toContain('| us, p50: ≤ 1.5 ms | 2.00 (1.23 … 3.00) | NOT MET, in 1 of 3 rounds |');
  });
});

describe('the page', () => {
  it('says where, when and with what it was measured', () => {
    for (const said of [
      '`npm run bench` on 2026-11-26',
      'a processor, 2 cores, 24 GiB',
      '20.19.0',
      '18.4, embedded; fsync = on',
      'emmett 0.42.0',
      '0123456789ab',
    ])
      expect(page([result])).toContain(said);
  });
  it('begins with how many targets are met and which are not', () => {
    expect(page([result])).toContain('1 targets are met, 1 are not, 1 cannot be told here.\n\n| not met | target | measured |');
    expect(page([result])).toContain('| some | us, p50: ≤ 1.5 ms | 2.00 (1.23 … 3.00) |');
    expect(page([{ ...result, verdicts: [met] }])).not.toContain('| not met |');
  });
  it('tells of a benchmark that broke off', () => {
    expect(page([{ ...result, failure: 'the server was gone' }])).toContain('It broke off: the server was gone');
  });
});
