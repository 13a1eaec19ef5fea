import { DatabaseError } from 'pg';
import { createLogger, nestLogger } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void, logLevel: 'info' | 'debug' = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger('api', { logLevel }, { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('is one JSON object a line', () =>
    expect(logged((log) => log.info({ position: 17 }, 'caught up'))).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), process: 'api', pid: process.pid, position: 17, msg: 'caught up' },
    ]));

  it('leaves out what is below its level', () => expect(logged((log) => log.debug('details'))).toEqual([]));

  it('does not write the values that a database error carries', () => {
    const error = Object.assign(new DatabaseError('duplicate key value violates unique constraint "persons_pkey"', 0, 'error'), {
      code: '23505',
      detail: 'Key (name)=(Zhang San) already exists.',
      where: 'COPY persons, line 1: "Zhang San"',
      parameters: ['Zhang San'],
    });
    const [line] = logged((log) => log.error({ err: new Error('not recorded', { cause: error }) }, 'failed'));
    expect(JSON.stringify(line)).not.toContain('Zhang San');
    expect(line).toMatchObject({ err: { message: 'not recorded', cause: { code: '23505', message: expect.stringContaining('persons_pkey') } } });
  });

  it.each([{ name: 'Zhang San' }, { person: { name: 'Zhang San' } }, { req: { headers: { authorization: 'Zhang San' } } }])(
    'does not write who somebody is: %j',
    (fields) => expect(JSON.stringify(logged((log) => log.info(fields, 'read')))).not.toContain('Zhang San'),
  );
});

describe("Nest's log", () => {
  it('keeps the context', () =>
    expect(logged((log) => nestLogger(log).log('started', 'NestFactory'))).toMatchObject([{ level: 'info', msg: 'started', context: 'NestFactory' }]));
  it('keeps the stack of an error', () =>
    expect(logged((log) => nestLogger(log).error('failed', 'Error: failed\n  at x', 'Filter'))).toMatchObject([
      { level: 'error', msg: 'failed', stack: 'Error: failed\n  at x', context: 'Filter' },
    ]));
  it('writes an error as an error', () =>
    expect(logged((log) => nestLogger(log).error(new TypeError('failed')))).toMatchObject([{ msg: 'failed', err: { type: 'TypeError' } }]));
  it('writes an object as JSON', () => expect(logged((log) => nestLogger(log).warn({ a: 1 }))).toMatchObject([{ level: 'warn', msg: '{"a":1}' }]));
});
