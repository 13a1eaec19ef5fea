import { HttpException } from '@nestjs/common';
import { problems, refusal } from '@casetrail/contracts';
import { Rejection } from '@casetrail/domain';
import { CommandIdReused, StaleVersion, TooMuchContention } from '@casetrail/ledger';
import { Problem, answerTo } from './problem.ts';

const withCode = (code: string, message = 'select secret from somewhere') => Object.assign(new Error(message), { code });
const answered = (error: unknown) => {
  const { status, code, headers } = answerTo(error);
  return [status, code, headers['retry-after']];
};

describe('an error answers', () => {
  it.each([
    ['a refusal', new Rejection('criminal-case/is-withdrawn', 'It is.'), [409, 'criminal-case/is-withdrawn', undefined]],
    ['a refusal of what is not there', new Rejection('suspect/is-unknown', 'No.'), [404, 'suspect/is-unknown', undefined]],
    ['a refusal of a role', new Rejection('role/not-allowed', 'No.'), [403, 'role/not-allowed', undefined]],
    ['a date that is yet to come', new Rejection('date/in-future', 'No.'), [409, 'date/in-future', undefined]],
    ['a stale version', new StaleVersion('x' as never, 1, 2), [412, 'request/stale-version', undefined]],
    ['a reused key', new CommandIdReused('x'), [422, 'idempotency/key-reused', undefined]],
    ['contention', new TooMuchContention('x'), [503, 'ledger/contention', '1']],
    ['a problem', new Problem('figure/is-unknown'), [404, 'figure/is-unknown', undefined]],
    ['a path of nobody', new HttpException('x', 404), [404, 'request/unknown-route', undefined]],
    ['a request that Fastify does not like', new HttpException('x', 400), [400, 'request/malformed', undefined]],
    ['a fault', new Error('select secret from somewhere'), [500, 'service/fault', undefined]],
    ['what is no error', 'x', [500, 'service/fault', undefined]],
    ['a mistake in our SQL', withCode('42P01'), [500, 'service/fault', undefined]],
  ])('%s', (_, error, expected) => expect(answered(error)).toEqual(expected));

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', '08006', '53300', '57P01', '57P03', '57014', '55P03', '25006'])(
    '503 when the database says %s',
    (code) => expect(answered(withCode(code))).toEqual([503, 'service/database-unavailable', '1']),
  );
  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Cannot use a pool after calling end on the pool',
    'Database connection provided by a query runner was already released, cannot continue to use its querying methods anymore.',
  ])('503 when pg or TypeORM says %s', (message) => expect(answered(new Error(message))).toEqual([503, 'service/database-unavailable', '1']));
  it('without telling what it was', () => {
    for (const error of [withCode('42P01'), withCode('57P01'), new Error('select secret from somewhere')])
      expect(JSON.stringify(answerTo(error))).not.toContain('secret');
  });
});

it('a refusal is told by its code alone', () => {
  expect(refusal('person/is-merged')).toEqual({ status: 409, title: expect.any(String) });
  expect(refusal('role/not-allowed')).toBe(problems['role/not-allowed']);
});
