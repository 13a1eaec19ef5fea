import { z } from 'zod';
import { deciderOf } from '../deciders.ts';
import { requestOf, theCorrection, thePerson } from '../fixtures.ts';
import { decide } from '../kernel/decider.ts';
import { districtCodes } from '../kernel/districts.ts';
import type { Act } from '../kernel/envelope.ts';
import { month } from '../kernel/fields.ts';
import { type Issue, type Said, given, newId, now, on, today, voidOf } from '../kernel/specify.ts';
import { Rejection } from '../kernel/rejection.ts';
import {
  cellCertified,
  cellCorrected,
  cellReported,
  defined,
  indicatorCommandsOf,
  indicatorDefined,
  period,
  reporter,
  secondReporter,
  theIndicator,
} from './indicator-fixtures.ts';
import { indicatorKeyNames, isCountOnly } from './indicator-keys.ts';
import { indicator } from './indicator.ts';

/**
 * Areas A1 (political security) and A5 (petitions and stability) are whole numbers by key, district and month. No person, household, vehicle, phone,
 * place of stay or free text can be attached to them, and nothing joins them to anybody: here it is tried.
 */
const countOnly = indicatorKeyNames.filter(isCountOnly);
const district = '370202';
const reason = { code: 'TYPING_ERROR' };
const { DefineIndicator: define, ReportIndicator: report, CertifyIndicator: certify, CorrectIndicator: correct } = indicatorCommandsOf;
const schemas = { ...indicator.commands, ...indicator.events };
const samples: Readonly<Record<string, object>> = {
  DefineIndicator: { key: countOnly[0], district },
  ReportIndicator: { period, value: 7 },
  CertifyIndicator: { period },
  CorrectIndicator: { period, value: 8 },
  IndicatorDefined: { key: countOnly[0], district },
  IndicatorReported: { period, value: 7 },
  IndicatorCertified: { period },
  IndicatorCorrected: { period, from: 7, value: 8 },
};
const accepts = (type: string, data: unknown) => schemas[type]?.safeParse(data).success;

const intruders = {
  ...{
    person: thePerson,
    persons: [thePerson],
    suspect: 'suspect-00000000000000000000000001',
    name: 'Zhang',
    pseudonym: 'P-0001',
    idNumber: '1',
    idHash: 'a'.repeat(64),
  },
  ...{ household: 'H-1', family: ['H-1'], vehicle: 'V-1', plate: 'A-12345', phone: '13800000000', device: 'D-1', biometric: 'B-1' },
  ...{ place: 'East Street', placeOfStay: 'Hotel', address: 'East Street 1', coordinates: [36.1, 120.4], grid: '370202001001', street: '001' },
  ...{
    note: 'a word',
    remark: 'a word',
    text: 'a word',
    comment: 'a word',
    description: 'a word',
    reason,
    document: 'a word',
    legalBasis: 'a word',
    tags: ['a word'],
  },
  ...{
    case: 'criminal_case-00000000000000000000000001',
    group: 'crime_group-00000000000000000000000001',
    stream: thePerson,
    of: theIndicator,
    corrects: `${thePerson}@1`,
  },
};

/** The same data with a value put in each place there is, and with a field more in each object there is. */
function withinEach(data: object, field: string, value: unknown): object[] {
  const inside = Object.entries(data).flatMap(([key, old]) => [
    { ...data, [key]: value },
    { ...data, [key]: { [field]: value } },
    { ...data, [key]: [old, value] },
  ]);
  return [{ ...data, [field]: value }, ...inside];
}

type JsonSchema = {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
};

/** What came of a command that carries these words. */
function outcomeOf(
  said: readonly Said[],
  { stream, type, data, by = reporter, approvedBy, occurredOn = '2020-04-01' }: Issue,
  act: Omit<Act, 'occurredOn'> = {},
) {
  const approval = approvedBy && { approval: { by: approvedBy, at: now } };
  const issued = { world: given(said).world(), occurredOn: on(occurredOn), today, now, actor: by, newId, act, ...approval };
  try {
    return decide(deciderOf(stream), { stream, type, data }, issued);
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

const words: Readonly<Record<string, Omit<Act, 'occurredOn'>>> = {
  'a document': { document: { kind: 'report', number: 'about somebody', date: on('2020-04-01') } },
  'a legal basis': { legalBasis: 'somebody lives in East Street' },
  'a reason in words': { reason: { ...reason, text: 'somebody lives in East Street' } },
};
const everyWord = Object.entries(words);

describe('areas A1 and A5 hold counts and nothing else', () => {
  it('are these series', () =>
    expect(countOnly).toEqual([
      'political.training_sessions',
      'political.drills',
      'petition.received',
      'petition.registered_in_time',
      'petition.concluded_in_time',
    ]));

  describe.each(countOnly)('%s', (key) => {
    const keyed = Object.entries(samples).map(([type, data]): [string, object] => [type, 'key' in data ? { ...data, key } : data]);
    it.each(keyed)('%s says what it must', (type, data) => expect(accepts(type, data)).toBe(true));
    it.each(keyed)('%s takes nothing else, anywhere', (type, data) => {
      const taken = Object.entries(intruders).flatMap(([field, value]) => withinEach(data, field, value).filter((one) => accepts(type, one)));
      expect(taken).toEqual([]);
    });

    const series = [indicatorDefined(key), cellReported];
    const acts: readonly [string, readonly Said[], Issue][] = [
      ['a definition', [], { ...define, data: { key, district } }],
      ['a report', series.slice(0, 1), report],
      ['a certificate', series, certify],
      ['a correction', series, correct],
      ['a void', series, { ...voidOf(series, theIndicator), by: reporter, approvedBy: secondReporter }],
      ['a void of everything', series, { ...voidOf(series, theIndicator, 1, 2), by: reporter, approvedBy: secondReporter }],
      [
        'a void of the void of everything',
        [...series, ...[2, 1].map((n) => ({ ...cellReported, type: 'RecordVoided', data: { target: `${theIndicator}@${n}` } }))],
        { ...voidOf(series, theIndicator, 3, 4), by: reporter, approvedBy: secondReporter },
      ],
    ];
    describe.each(acts)('%s', (_, said, issue) => {
      it.each(everyWord)('carries no %s', (_name, act) => expect(outcomeOf(said, issue, act)).toBe('indicator/free-text'));
      it('carries the code of a reason', () =>
        expect(outcomeOf(said, issue, { reason })).toEqual(expect.arrayContaining([expect.objectContaining({ data: expect.anything() })])));
    });

    describe('corrected by two persons', () => {
      const requestFor = (issue: Issue, extra: object = {}, act: Omit<Act, 'occurredOn'> = {}): Issue => {
        const request = requestOf(issue, issue.type === 'DefineIndicator' ? 'K10' : 'K1', reporter);
        const { proposal, ...data } = request.data as { proposal: { act: object } };
        return { ...request, data: { ...data, proposal: { ...proposal, act: { ...proposal.act, ...act } }, ...extra } };
      };
      const late: Issue = { ...define, data: { key, district }, occurredOn: '2020-01-01' };
      const asked: Said = { stream: theCorrection, type: 'CorrectionRequested', data: requestFor(correct).data, by: reporter };
      const answer = (type: string, data: object = {}, by: Issue['by'] = secondReporter): Issue => ({ stream: theCorrection, type, data, by });
      const wholly = [...series, asked];

      it('is asked for, and comes to be, by a code', () => {
        expect(outcomeOf(series, requestFor(correct), { reason })).toEqual([expect.objectContaining({ type: 'CorrectionRequested' })]);
        expect(outcomeOf([], requestFor(late))).toEqual([expect.objectContaining({ type: 'CorrectionRequested' })]);
        expect(outcomeOf(wholly, answer('ApproveCorrection'))).toEqual([
          expect.objectContaining({ type: 'CorrectionApproved' }),
          expect.objectContaining({
            type: 'IndicatorCorrected',
            on: theIndicator,
            data: { period, from: 100, value: 90 },
            envelope: expect.objectContaining({ reason: { code: 'DECIDED_WRONGLY' } }),
          }),
        ]);
        expect(outcomeOf(wholly, answer('RejectCorrection', { reason }))).toHaveLength(1);
        expect(outcomeOf(wholly, answer('WithdrawCorrection', {}, reporter))).toHaveLength(1);
      });
      it.each(everyWord)('is neither asked for nor answered with %s', (_, act) => {
        for (const [said, issue] of [
          [series, correct],
          [[], late],
        ] as [Said[], Issue][]) {
          expect(outcomeOf(said, requestFor(issue, {}, act))).toBe('indicator/free-text');
          expect(outcomeOf(said, requestFor(issue), act)).toBe('indicator/free-text');
        }
        for (const said of [answer('ApproveCorrection'), answer('RejectCorrection', { reason }), answer('WithdrawCorrection', {}, reporter)])
          expect(outcomeOf(wholly, said, act)).toBe('indicator/free-text');
      });
      it('has no reason in words', () => {
        const worded = { reason: { ...reason, text: 'somebody lives in East Street' } };
        expect(outcomeOf(series, requestFor(correct, worded))).toBe('indicator/free-text');
        expect(outcomeOf([], requestFor(late, worded))).toBe('indicator/free-text');
        expect(outcomeOf(wholly, answer('RejectCorrection', worded))).toBe('indicator/free-text');
      });
    });
  });

  it('unlike the others, where a document may stand behind a number', () => {
    for (const [, act] of everyWord) {
      expect(outcomeOf([], define, act)).toHaveLength(1);
      expect(outcomeOf([defined], report, act)).toHaveLength(1);
      expect(outcomeOf([defined, cellReported, cellCertified], correct, act)).toHaveLength(1);
      expect(outcomeOf([defined, cellReported], { ...requestOf(correct, 'K1', reporter) }, act)).toHaveLength(1);
    }
  });
});

describe('the messages of an indicator', () => {
  const shapes = Object.entries(schemas).map(([type, schema]): [string, JsonSchema] => [type, z.toJSONSchema(schema) as JsonSchema]);
  it('are all tried above', () => expect(Object.keys(samples).sort()).toEqual(Object.keys(schemas).sort()));
  it.each(shapes)('%s is flat and closed: a key, a district, a month, whole numbers', (_, { type, properties = {}, additionalProperties }) => {
    expect({ type, additionalProperties }).toEqual({ type: 'object', additionalProperties: false });
    const textual = Object.keys(properties).filter((field) => properties[field]?.type !== 'integer');
    expect(textual.filter((field) => !['key', 'district', 'period'].includes(field))).toEqual([]);
    expect(textual.map((field) => properties[field]?.type).filter((one) => one !== 'string')).toEqual([]);
    const { key, district: where, period: when } = properties;
    if (key) expect(key.enum).toEqual(indicatorKeyNames);
    if (where) expect([...(where.enum ?? [])].sort()).toEqual([...districtCodes].sort());
    if (when) expect(when.pattern).toBe(month.toJSONSchema().pattern);
  });

  it.each(['2020', '2020-13', '2020-00', '2020-02-01', '2020-W05', '2020-02-01T09:00', '2020-02 East', 'East', '2020-2', ' 2020-02', '2020-02\n'])(
    'know no period %j',
    (other) => {
      for (const type of ['ReportIndicator', 'CertifyIndicator', 'CorrectIndicator', 'IndicatorReported', 'IndicatorCertified', 'IndicatorCorrected'])
        expect(accepts(type, { ...samples[type], period: other })).toBe(false);
    },
  );
  it.each(['370271', '370202001', '370202001001', '37020', 'Shinan', '市南区', 'East Street', ''])('know no place %j', (other) => {
    for (const type of ['DefineIndicator', 'IndicatorDefined']) expect(accepts(type, { ...samples[type], district: other })).toBe(false);
  });
  it.each(['political.persons', 'petition.petitioners', 'person', thePerson, ''])('know no key %j', (other) => {
    for (const type of ['DefineIndicator', 'IndicatorDefined']) expect(accepts(type, { ...samples[type], key: other })).toBe(false);
  });

  it('name no other stream, and no record of one', () => {
    const named = [thePerson, theIndicator, `${thePerson}@1`, `${theIndicator}@1`];
    const taken = Object.entries(samples).flatMap(([type, data]) => named.flatMap((id) => withinEach(data, 'id', id)).filter((one) => accepts(type, one)));
    expect(taken).toEqual([]);
    const elsewhere: Issue = { ...voidOf([], thePerson, 1), stream: theIndicator, by: reporter, approvedBy: secondReporter };
    expect(outcomeOf([defined, cellReported, cellCorrected], elsewhere)).toBe('correction/other-stream');
  });
  it('are told on their own stream', () => {
    const told = [
      outcomeOf([], define),
      outcomeOf([defined], report),
      outcomeOf([defined, cellReported], { ...certify, by: secondReporter }),
      outcomeOf([defined, cellReported], correct),
    ].flat();
    expect(told.map((event) => (event as { on?: string }).on)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
