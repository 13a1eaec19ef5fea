import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, investigator, leader, rolesFor, unfit, voidOf } from '../kernel/specify.ts';
import {
  cellCertified,
  cellCorrected,
  cellReported,
  commission,
  defined,
  indicatorCommandsOf,
  period,
  reporter,
  secondReporter,
  theIndicator,
} from './indicator-fixtures.ts';
import type { IndicatorCommand } from './indicator-messages.ts';
import { indicator } from './indicator.ts';

type Type = IndicatorCommand['type'];
const { DefineIndicator: define, ReportIndicator: report, CertifyIndicator: certify, CorrectIndicator: correct } = indicatorCommandsOf;
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const both = { by: reporter, approvedBy: secondReporter };
const undone = (version: number): Said => ({ ...defined, type: 'RecordVoided', data: { target: `${theIndicator}@${version}` } });
const cells = (...said: Said[]) => given(said).state(indicator, theIndicator).cells;

const situations = {
  unknown: { is: 'unknown', said: [] },
  defined: { is: 'defined', said: [defined] },
  reported: { is: 'defined', said: [defined, cellReported] },
  certified: { is: 'defined', said: [defined, cellReported, cellCertified] },
  'corrected, not certified': { is: 'defined', said: [defined, cellReported, cellCorrected] },
  'certified, corrected': { is: 'defined', said: [defined, cellReported, cellCertified, cellCorrected] },
};
const always = { DefineIndicator: 'nothing', VoidRecords: 'RecordVoided' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { DefineIndicator: 'IndicatorDefined', VoidRecords: 'correction/no-such-record' },
  defined: {
    ...always,
    ReportIndicator: 'IndicatorReported',
    CertifyIndicator: 'indicator/not-reported',
    CorrectIndicator: 'indicator/not-reported',
  },
  reported: { ...always, ReportIndicator: 'nothing', CertifyIndicator: 'IndicatorCertified', CorrectIndicator: 'IndicatorCorrected' },
  certified: { ...always, ReportIndicator: 'nothing', CertifyIndicator: 'nothing', CorrectIndicator: 'IndicatorCorrected' },
  'corrected, not certified': {
    ...always,
    ReportIndicator: 'indicator/already-reported',
    CertifyIndicator: 'IndicatorCertified',
    CorrectIndicator: 'nothing',
  },
  'certified, corrected': { ...always, ReportIndicator: 'indicator/already-reported', CertifyIndicator: 'nothing', CorrectIndicator: 'nothing' },
};

const allowed: Record<Type, readonly Role[]> = {
  DefineIndicator: ['INDICATOR_REPORTER', 'STATISTICIAN'],
  ReportIndicator: ['INDICATOR_REPORTER'],
  CertifyIndicator: ['INDICATOR_REPORTER', 'SUPERVISOR'],
  CorrectIndicator: ['INDICATOR_REPORTER'],
};

describe('an indicator', () => {
  it.each(everyPair(theIndicator, situations, indicatorCommandsOf, outcomes))('%s: %s → %s', (_situation, command, expected, said, issue) => {
    const outcome = given(said).when({ ...issue, ...(command === 'VoidRecords' && both) });
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theIndicator)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(indicatorCommandsOf[command])).toEqual(roles));

  it('is of one key and one district', () => {
    given(defined)
      .when(saying(define, { key: 'grid.staff_full_time' }))
      .thenRejected('indicator/is-defined');
    given(defined)
      .when(saying(define, { district: '370203' }))
      .thenRejected('indicator/is-defined');
  });

  describe('is reported', () => {
    it('once a month', () => {
      given(defined, cellReported)
        .when(saying(report, { value: 101 }))
        .thenRejected('indicator/already-reported');
      given(defined, cellReported)
        .when(saying(report, { period: '2020-01' }))
        .then('IndicatorReported');
    });
    it('again once what was wrong is voided', () => {
      given(defined, cellReported, undone(2))
        .when(saying(report, { value: 101 }))
        .then('IndicatorReported');
      expect(cells(defined, cellReported, undone(2), { ...cellReported, data: { period, value: 101 } })[period]?.value).toBe(101);
    });
    it('for a month that has begun', () => {
      given(defined)
        .when(saying(report, { period: '2020-04' }))
        .then('IndicatorReported');
      given(defined)
        .when(saying(report, { period: '2020-05' }))
        .thenRejected('indicator/period-in-future');
      given(defined)
        .when(dated(saying(report, { period: '2020-04' }), '2020-03-31'))
        .thenRejected('indicator/period-in-future');
    });
    it('zero, where there is nothing', () =>
      given(defined)
        .when(saying(report, { value: 0 }))
        .then('IndicatorReported'));
    it.each([-1, 0.5, Number.NaN, '100', null, 1_000_000_001])('never %p', (value) => {
      const { ReportIndicator, CorrectIndicator } = indicator.commands;
      for (const schema of [ReportIndicator, CorrectIndicator]) expect(schema?.safeParse({ period, value }).success).toBe(false);
    });
  });

  describe('is certified', () => {
    it('by another person than the one who reported', () => {
      given(defined, cellReported)
        .when({ ...certify, by: reporter })
        .thenRejected('indicator/own-report');
      given(defined, cellReported)
        .when({ ...certify, by: commission })
        .then('IndicatorCertified');
    });
    it('by another person than the one who corrected', () => {
      const corrected = { ...cellCorrected, by: secondReporter };
      given(defined, cellReported, corrected).when(certify).thenRejected('indicator/own-report');
      given(defined, cellReported, corrected)
        .when({ ...certify, by: reporter })
        .then('IndicatorCertified');
    });
    it('month by month', () =>
      given(defined, { ...cellReported, data: { period: '2020-01', value: 1 } })
        .when(certify)
        .thenRejected('indicator/not-reported'));
  });

  describe('is corrected (K1)', () => {
    it('by two persons, and says what it was', () => {
      given(defined, cellReported, cellCertified).when(alone(correct)).thenRejected('correction/second-person-required', { kind: 'K1' });
      expect(given(defined, cellReported, cellCertified).when(correct).events[0]?.data).toEqual({ period, from: 100, value: 90 });
    });
    it('and stays certified', () => {
      expect(cells(defined, cellReported, cellCertified, cellCorrected)[period]).toMatchObject({ value: 90, isCertified: true });
      expect(cells(defined, cellReported, cellCorrected)[period]).toMatchObject({ value: 90, isCertified: false });
    });
  });

  describe('has an order in time', () => {
    it('not reported before it is defined', () => given(later(defined)).when(dated(report, '2020-03-31')).thenRejected('indicator/before-definition'));
    it.each<[Type, Issue]>([
      ['CertifyIndicator', certify],
      ['CorrectIndicator', correct],
    ])('no %s before the report', (_, issue) => given(defined, later(cellReported)).when(dated(issue, '2020-03-31')).thenRejected('indicator/before-report'));
    it('nothing tomorrow', () => given(defined).when(dated(report, '2020-04-09')).thenRejected('date/in-future'));
    it('nothing late by one person alone', () =>
      given(later(defined, '2020-01-01')).when(dated(report, '2020-03-08')).thenRejected('correction/second-person-required', { kind: 'K10' }));
  });

  describe('with records voided', () => {
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when({ ...voidOf(said, theIndicator, ...versions), ...both });
    it('a report stands while it is certified or corrected', () => {
      voided([defined, cellReported, cellCertified], 2).thenRejected('correction/relied-on');
      voided([defined, cellReported, cellCorrected], 2).thenRejected('correction/relied-on');
      voided([defined, cellReported, cellCertified], 2, 3).then('RecordVoided', 'RecordVoided');
    });
    it('a definition stands while anything is reported', () => voided([defined, cellReported], 1).thenRejected('correction/relied-on'));
    it('a correction stands on the value it changed', () => {
      const again = { ...cellCorrected, data: { period, from: 90, value: 95 } };
      voided([defined, cellReported, cellCorrected, again], 3).thenRejected('correction/relied-on');
      voided([defined, cellReported, cellCorrected, again], 4).then('RecordVoided');
    });
    it('there is one report a month', () => voided([defined, cellReported, undone(2), cellReported], 3).thenRejected('correction/relied-on'));
    it('there is one certificate a month', () =>
      voided([defined, cellReported, cellCertified, undone(3), cellCertified], 4).thenRejected('correction/relied-on'));
    it('is for those who keep it', () => {
      const issue = voidOf([defined], theIndicator);
      given(defined)
        .when({ ...issue, by: investigator, approvedBy: leader })
        .thenRejected('role/not-allowed');
      given(defined)
        .when(alone({ ...issue, ...both }))
        .thenRejected('correction/second-person-required', { kind: 'K1' });
    });
    it('a certificate of the commission is voided by the commission', () => {
      const said = [defined, cellReported, { ...cellCertified, by: commission }];
      given(said)
        .when({ ...voidOf(said, theIndicator, 3), by: commission, approvedBy: { ...commission, user: 'sup-2' } })
        .then('RecordVoided');
      given(said)
        .when({ ...voidOf(said, theIndicator, 2), by: commission, approvedBy: { ...commission, user: 'sup-2' } })
        .thenRejected('role/not-allowed');
    });
  });
});
