import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, investigator, leader, rolesFor, unfit, voidOf } from '../kernel/specify.ts';
import {
  campaignOffice,
  checkExceptionCommandsOf,
  checkExplained,
  exceptionRevoked,
  exceptionSigned,
  publisher,
  statistician,
  theException,
} from './check-exception-fixtures.ts';
import type { CheckExceptionCommand } from './check-exception-messages.ts';

type Type = CheckExceptionCommand['type'];
const { ExplainCheck: explain, SignException: sign, RevokeException: revoke } = checkExceptionCommandsOf;
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const keepers = { by: statistician, approvedBy: { ...statistician, user: 'stat-2' } };
const signatories = { by: publisher, approvedBy: { ...publisher, user: 'pub-2' } };

const situations = {
  unknown: { is: 'unknown', said: [] },
  explained: { is: 'explained', said: [checkExplained] },
  signed: { is: 'signed', said: [checkExplained, exceptionSigned] },
  'explained, revoked': { is: 'revoked', said: [checkExplained, exceptionRevoked] },
  'signed, revoked': { is: 'revoked', said: [checkExplained, exceptionSigned, exceptionRevoked] },
};
// a void of the last record, asked for by the statistician: what was signed is not theirs to void
const revoked = { RevokeException: 'nothing', VoidRecords: 'role/not-allowed' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { ExplainCheck: 'CheckExplained', VoidRecords: 'correction/no-such-record' },
  explained: { ExplainCheck: 'nothing', SignException: 'ExceptionSigned', RevokeException: 'ExceptionRevoked', VoidRecords: 'RecordVoided' },
  signed: { ExplainCheck: 'nothing', SignException: 'nothing', RevokeException: 'ExceptionRevoked', VoidRecords: 'role/not-allowed' },
  'explained, revoked': revoked,
  'signed, revoked': revoked,
};
const allowed: Record<Type, readonly Role[]> = {
  ExplainCheck: ['STATISTICIAN'],
  SignException: ['PUBLISHER', 'SUPERVISOR'],
  RevokeException: ['PUBLISHER', 'SUPERVISOR'],
};

describe('an exception from a cross-check', () => {
  it.each(everyPair(theException, situations, checkExceptionCommandsOf, outcomes))('%s: %s → %s', (_situation, command, expected, said, issue) => {
    const outcome = given(said).when({ ...issue, ...(command === 'VoidRecords' && keepers) });
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theException)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) =>
    expect(rolesFor(checkExceptionCommandsOf[command])).toEqual(roles),
  );

  it('is about one check on one day', () => {
    given(checkExplained)
      .when(saying(explain, { check: 'f17-within-f15' }))
      .thenRejected('check-exception/is-explained');
    given(checkExplained)
      .when(saying(explain, { asOf: '2020-03-16' }))
      .thenRejected('check-exception/is-explained');
    given(checkExplained)
      .when(saying(explain, { explanation: 'Another reason.' }))
      .thenRejected('check-exception/is-explained');
  });
  it('is signed by another person than the one who explained', () => {
    given({ ...checkExplained, by: { ...statistician, user: publisher.user } })
      .when(sign)
      .thenRejected('check-exception/own-explanation');
    given(checkExplained)
      .when({ ...sign, by: campaignOffice })
      .then('ExceptionSigned');
  });

  describe('has an order in time', () => {
    it('not explained before the day it is about', () => {
      given().when(dated(explain, '2020-03-15')).then('CheckExplained');
      given().when(dated(explain, '2020-03-14')).thenRejected('check-exception/before-as-of');
    });
    it('not signed or revoked before it is explained', () => {
      given(later(checkExplained)).when(dated(sign, '2020-03-31')).thenRejected('check-exception/before-explanation');
      given(later(checkExplained)).when(dated(revoke, '2020-03-31')).thenRejected('check-exception/before-explanation');
    });
    it('not revoked before it is signed', () =>
      given(checkExplained, later(exceptionSigned)).when(dated(revoke, '2020-03-31')).thenRejected('check-exception/before-signature'));
    it('nothing tomorrow', () => given(checkExplained).when(dated(sign, '2020-04-09')).thenRejected('date/in-future'));
  });

  describe('with records voided', () => {
    const voided = (by: object, ...versions: number[]) =>
      given(situations.signed.said).when({ ...voidOf(situations.signed.said, theException, ...versions), ...by });
    it('a signature stands on the explanation', () => voided(keepers, 1).thenRejected('correction/relied-on'));
    it('a signature is voided by the organ that signed', () => {
      voided(signatories, 2).then('RecordVoided');
      voided(signatories, 1).thenRejected('role/not-allowed');
      voided({ by: campaignOffice, approvedBy: { ...campaignOffice, user: 'sup-2' } }, 2).thenRejected('role/not-allowed');
    });
    it('nothing by anybody else', () => voided({ by: investigator, approvedBy: leader }, 2).thenRejected('role/not-allowed'));
  });
});
