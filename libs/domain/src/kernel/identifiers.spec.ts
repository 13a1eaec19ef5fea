import { addDays, civilDate, civilDateAt, dateOf, dayOf, daysBetween, instant } from './civil-date.ts';
import { district, districtCodes } from './districts.ts';
import { act, actor, document } from './envelope.ts';
import { categories, categoryOf, eventId, eventIdOf, isStreamId, streamId, streamOfEvent, versionOfEvent } from './identifiers.ts';
import { leader, on } from './specify.ts';

const id = 'criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('the id of a stream', () => {
  it('names its category, also one of two words', () =>
    expect([categoryOf(id as never), categoryOf('person-01ARZ3NDEKTSV4RRFFQ69G5FAV' as never)]).toEqual(['criminal_case', 'person']));
  it.each([id, 'ledger-00000000000000000000000001'])('%s is one', (text) => expect(isStreamId(text)).toBe(true));
  it.each([
    'criminal_case-1',
    'case-01ARZ3NDEKTSV4RRFFQ69G5FAV',
    `${id}@1`,
    `${id} `,
    'criminal_case-81ARZ3NDEKTSV4RRFFQ69G5FAV',
    'criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAI',
    7,
    null,
  ])('%p is none', (text) => expect(isStreamId(text)).toBe(false));
  it('is asked for by category', () => {
    expect(streamId('criminal_case').safeParse(id).success).toBe(true);
    expect(streamId('person').safeParse(id).success).toBe(false);
  });
  it('is stored under a number that never changes', () =>
    expect(categories).toEqual({
      ...{ ledger: 0, criminal_case: 1, person: 2, suspect: 3, crime_group: 4, correction: 5 },
      ...{ arrest_review: 6, prosecution: 7, court_docket: 8, asset: 9 },
      ...{ umbrella_lead: 10, umbrella_investigation: 11, recommendation: 12, rectification_plan: 13, mechanism: 14, problem: 15 },
      ...{ register_entry: 16, indicator: 17, hearing: 18, major_project: 19, check_exception: 20, publication: 21, investigated_person: 22 },
    }));
});

describe('the id of an event', () => {
  const event = eventIdOf(id as never, 12);
  it('is its stream and version', () => expect([event, streamOfEvent(event), versionOfEvent(event)]).toEqual([`${id}@12`, id, 12]));
  it.each([`${id}@0`, `${id}@`, `${id}@01`, id, `${id}@1.5`])('%s is none', (text) => expect(eventId.safeParse(text).success).toBe(false));
});

describe('a civil date', () => {
  it('is that of Shanghai', () => {
    expect(civilDateAt(new Date('2020-04-08T15:59:59Z'))).toBe('2020-04-08'); // 23:59:59 there
    expect(civilDateAt(new Date('2020-04-08T16:30:00Z'))).toBe('2020-04-09');
  });
  it('counts days, over leap days too', () => {
    expect([dayOf(on('2000-01-01')), dateOf(0), addDays(on('2020-02-28'), 2), daysBetween(on('2020-02-28'), on('2020-03-01'))]).toEqual([
      0,
      '2000-01-01',
      '2020-03-01',
      2,
    ]);
    expect(addDays(on('2020-01-01'), -1)).toBe('2019-12-31');
  });
  it.each(['2020-02-30', '2020-4-8', '2020-04-08T00:00:00Z', '', '08.04.2020'])('%p is none', (text) => expect(civilDate.safeParse(text).success).toBe(false));
  it('is not a moment: that has an offset', () => {
    expect(instant.safeParse('2020-04-08T10:00:00+08:00').success).toBe(true);
    expect(instant.safeParse('2020-04-08T10:00:00').success).toBe(false);
  });
});

describe('a district', () => {
  it('is one of ten or the city level, which comes last', () =>
    expect([districtCodes.length, districtCodes[0], districtCodes.at(-1)]).toEqual([11, '370202', '370200']));
  it('is not the high-tech zone, and the refusal says where to go', () => {
    const { error } = district.safeParse('370271');
    expect(error?.issues[0]?.message).toContain('370214');
    expect(district.safeParse('370100').error?.issues[0]?.message).toContain('370202');
  });
});

describe('an envelope', () => {
  it('holds what it should and no more', () => {
    expect(actor.safeParse(leader).success).toBe(true);
    expect(actor.safeParse({ ...leader, role: 'KING' }).success).toBe(false);
    expect(act.safeParse({ occurredOn: '2020-04-01', reason: { code: 'TYPING_ERROR', text: 'x' } }).success).toBe(true);
    expect(act.safeParse({ occurredOn: '2020-04-01', surprise: true }).success).toBe(false);
    expect(act.safeParse({ occurredOn: '2020-04-01', reason: { code: 'typing error' } }).success).toBe(false);
    expect(document.safeParse({ kind: 'warrant', number: '1', date: '2020-04-01', sha256: 'A'.repeat(64) }).success).toBe(false);
  });
});
