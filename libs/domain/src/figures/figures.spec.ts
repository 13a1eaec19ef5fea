import { figureOf, figures, isFigureId, printedFigures } from './figures.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

describe('F04, cases cracked', () => {
  const filed = (scope: 'MAFIA' | 'EVIL' | 'ORDINARY' = 'EVIL') => {
    const story = new Story();
    const file = story.stream('criminal_case');
    story.tell('2018-03-01', file, 'CaseFiled', { district: SHINAN });
    story.tell('2018-03-02', file, 'CaseScopeClassified', { scope });
    return { story, file };
  };
  const cracked = () => {
    const { story, file } = filed();
    const crack = story.tell('2019-03-03', file, 'CaseCracked', {});
    return { story, file, crack, value: (asOf: string, district?: string) => story.value('F04', asOf, undefined, district) };
  };

  it('counts a case from the day it is cracked', () => {
    const { value } = cracked();
    expect([value('2019-03-02'), value('2019-03-03')]).toEqual([0, 1]);
  });
  it('does not count what was cracked before the campaign', () => {
    const { story, file } = filed();
    story.tell('2018-01-23', file, 'CaseCracked', {});
    expect(story.value('F04', '2019-01-01')).toBe(0);
  });
  it('counts what was cracked on the campaign’s first day', () => {
    const { story, file } = filed();
    story.tell('2018-01-24', file, 'CaseCracked', {});
    expect(story.value('F04', '2019-01-01')).toBe(1);
  });
  it('does not count an ordinary case', () => {
    const { story, file } = filed('ORDINARY');
    story.tell('2019-03-03', file, 'CaseCracked', {});
    expect(story.value('F04', '2019-04-01')).toBe(0);
  });
  it('loses a case on the day it is reclassified as ordinary, and gains it when that is reversed', () => {
    const { story, file, value } = cracked();
    story.tell('2019-05-09', file, 'CaseScopeReclassified', { scope: 'ORDINARY' });
    story.tell('2019-06-09', file, 'CaseScopeReclassified', { scope: 'MAFIA' });
    expect([value('2019-05-08'), value('2019-05-09'), value('2019-06-09')]).toEqual([1, 0, 1]);
  });
  it('loses a case on the day its crack is revoked', () => {
    const { story, file, value } = cracked();
    story.tell('2019-05-09', file, 'CrackRevoked', {});
    expect([value('2019-05-08'), value('2019-05-09')]).toEqual([1, 0]);
  });
  it('counts a reopened case again only when it is cracked again', () => {
    const { story, file, value } = cracked();
    story.tell('2019-05-09', file, 'CaseWithdrawn', {});
    story.tell('2019-06-09', file, 'CaseReopened', {});
    story.tell('2019-07-09', file, 'CaseCracked', {});
    expect([value('2019-05-09'), value('2019-06-30'), value('2019-07-09')]).toEqual([0, 0, 1]);
  });
  it('moves a case with its transfer between districts', () => {
    const { story, file, value } = cracked();
    story.tell('2019-05-09', file, 'CaseTransferred', { scope: 'DISTRICT', toDistrict: SHIBEI });
    expect([value('2019-05-08', SHINAN), value('2019-05-09', SHINAN), value('2019-05-09', SHIBEI), value('2019-05-09')]).toEqual([1, 0, 1, 1]);
  });
  it('loses a case that leaves the city, until it comes back', () => {
    const { story, file, value } = cracked();
    story.tell('2019-05-09', file, 'CaseTransferred', { scope: 'CITY_OUT' });
    story.tell('2019-06-09', file, 'CaseTransferred', { scope: 'CITY_IN', toDistrict: SHIBEI });
    expect([value('2019-05-09'), value('2019-06-09', SHIBEI)]).toEqual([0, 1]);
  });
  it('loses an absorbed case, and keeps its survivor', () => {
    const { story, file, value } = cracked();
    const survivor = story.stream('criminal_case');
    story.tell('2018-03-01', survivor, 'CaseFiled', { district: SHINAN });
    story.tell('2018-03-01', survivor, 'CaseScopeClassified', { scope: 'EVIL' });
    story.tell('2019-03-03', survivor, 'CaseCracked', {});
    story.tell('2019-05-09', file, 'CasesMerged', { survivor });
    expect([value('2019-05-08'), value('2019-05-09')]).toEqual([2, 1]);
  });
  it('never knew a case whose crack is voided, at any date; before the void it did', () => {
    const { story, crack, value } = cracked();
    story.void(crack);
    expect([value('2019-12-31'), story.value('F04', '2019-12-31', crack)]).toEqual([0, 1]);
  });
  it('has no district for a case that was never filed', () => {
    const { story, value } = cracked();
    story.void(1);
    expect(value('2019-12-31')).toBe(0);
  });
});

describe('F05, suspects detained', () => {
  const opened = () => {
    const story = new Story();
    const openCase = (scope: 'EVIL' | 'ORDINARY' = 'EVIL') => {
      const file = story.stream('criminal_case');
      story.tell('2019-01-01', file, 'CaseScopeClassified', { scope });
      return file;
    };
    const detain = (person: number, file: number, on: string, district = SHINAN) => {
      const suspect = story.stream('suspect');
      story.tell(on, suspect, 'SuspectOpened', { person, case: file });
      return { suspect, detention: story.tell(on, suspect, 'CriminalDetentionImposed', { district }) };
    };
    return {
      story,
      openCase,
      detain,
      person: story.stream('person'),
      value: (asOf: string, district?: string) => story.value('F05', asOf, undefined, district),
    };
  };

  it('counts a person in three cases once, and three person-times', () => {
    const { story, openCase, detain, person, value } = opened();
    for (const on of ['2019-03-01', '2019-04-01', '2019-05-01']) detain(person, openCase(), on);
    expect([value('2019-06-01'), story.value('F05-times', '2019-06-01')]).toEqual([1, 3]);
  });
  it('counts a person of two districts in both, and once in the city', () => {
    const { openCase, detain, person, value } = opened();
    detain(person, openCase(), '2019-03-01', SHINAN);
    detain(person, openCase(), '2019-04-01', SHIBEI);
    expect([value('2019-06-01', SHINAN), value('2019-06-01', SHIBEI), value('2019-06-01')]).toEqual([1, 1, 1]);
  });
  it('loses a person on the day the detention is annulled', () => {
    const { story, openCase, detain, person, value } = opened();
    const { suspect } = detain(person, openCase(), '2019-03-01');
    story.tell('2019-05-09', suspect, 'DetentionAnnulled', {});
    expect([value('2019-05-08'), value('2019-05-09')]).toEqual([1, 0]);
  });
  it('loses a person when the last of their cases is out of scope', () => {
    const { story, openCase, detain, person, value } = opened();
    const file = openCase();
    detain(person, file, '2019-03-01');
    story.tell('2019-05-09', file, 'CaseScopeReclassified', { scope: 'ORDINARY' });
    expect([value('2019-05-08'), value('2019-05-09')]).toEqual([1, 0]);
  });
  it('lets persons of an absorbed case follow the survivor’s classification', () => {
    const { story, openCase, detain, person, value } = opened();
    const [file, survivor] = [openCase('ORDINARY'), openCase('EVIL')];
    detain(person, file, '2019-03-01');
    story.tell('2019-04-01', file, 'CasesMerged', { survivor });
    story.tell('2019-05-01', survivor, 'CaseScopeReclassified', { scope: 'ORDINARY' });
    expect([value('2019-03-31'), value('2019-04-01'), value('2019-05-01')]).toEqual([0, 1, 0]);
  });
  it('keeps persons of a case that is withdrawn or leaves the city', () => {
    const { story, openCase, detain, person, value } = opened();
    const file = openCase();
    detain(person, file, '2019-03-01');
    story.tell('2019-04-01', file, 'CaseTransferred', { scope: 'CITY_OUT' });
    story.tell('2019-05-01', file, 'CaseWithdrawn', {});
    expect(value('2019-06-01', SHINAN)).toBe(1);
  });
  it('counts merged identities once at every date, from the position of the merge until it is split', () => {
    const { story, openCase, detain, person, value } = opened();
    const other = story.stream('person');
    detain(person, openCase(), '2019-03-01');
    detain(other, openCase(), '2019-04-01');
    const before = story.tell('2019-06-01', other, 'IdentitiesMerged', { survivor: person }) - 1;
    expect([story.value('F05', '2019-05-01', before), value('2019-05-01')]).toEqual([2, 1]);
    story.tell('2019-07-01', other, 'IdentitiesSplit', { survivor: person });
    expect(value('2019-05-01')).toBe(2);
  });
  it('counts merged identities under the oldest, whichever survives', () => {
    const { story, openCase, detain, person, value } = opened();
    const other = story.stream('person');
    detain(other, openCase(), '2019-04-01');
    story.tell('2019-06-01', person, 'IdentitiesMerged', { survivor: other });
    expect(value('2019-05-01')).toBe(1);
  });
  it('counts a late entry from its own date, once it is known', () => {
    const { story, openCase, detain, person } = opened();
    const file = openCase();
    const { detention } = detain(person, file, '2019-06-01');
    expect([story.value('F05', '2020-04-08', detention - 1), story.value('F05', '2020-04-08', detention)]).toEqual([0, 1]);
  });
  it('takes the district of the first detention that stands', () => {
    const { story, openCase, detain, person, value } = opened();
    const { suspect, detention } = detain(person, openCase(), '2019-03-01', SHINAN);
    story.tell('2019-04-01', suspect, 'CriminalDetentionImposed', { district: SHIBEI });
    expect(value('2019-05-01', SHINAN)).toBe(1);
    story.void(detention);
    expect([value('2019-05-01', SHINAN), value('2019-05-01', SHIBEI)]).toEqual([0, 1]);
  });
});

describe('F01, F02 and F03, groups dismantled', () => {
  const dismantled = (tier: 'MAFIA_TYPE' | 'EVIL_FORCE_GROUP' | 'EVIL_FORCE_GANG' = 'MAFIA_TYPE') => {
    const story = new Story();
    const group = story.stream('crime_group');
    story.tell('2018-03-01', group, 'GroupRegistered', { district: SHINAN });
    story.tell('2018-03-02', group, 'GroupClassified', { tier, stage: 'POLICE' });
    story.tell('2019-03-03', group, 'GroupDismantled', {});
    return { story, group, values: (asOf: string) => [story.value('F01', asOf), story.value('F02', asOf), story.value('F03', asOf)] };
  };

  it('count a group by its tier, from the day it is dismantled', () => {
    const { values } = dismantled('EVIL_FORCE_GANG');
    expect([values('2019-03-02'), values('2019-03-03')]).toEqual([
      [0, 0, 0],
      [0, 0, 1],
    ]);
  });
  it('move a group that is reclassified', () => {
    const { story, group, values } = dismantled();
    story.tell('2019-05-09', group, 'GroupReclassified', { tier: 'EVIL_FORCE_GROUP', stage: 'POLICE' });
    expect([values('2019-05-08'), values('2019-05-09')]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });
  it('do not follow the procuratorate', () => {
    const { story, group, values } = dismantled();
    story.tell('2019-05-09', group, 'GroupReclassified', { tier: 'EVIL_FORCE_GROUP', stage: 'PROCURATORATE' });
    expect(values('2019-06-01')).toEqual([1, 0, 0]);
  });
  it('follow the court from its finding on, whatever the police say later', () => {
    const { story, group, values } = dismantled();
    story.tell('2019-05-09', group, 'GroupAdjudicated', { finding: 'EVIL_FORCE_GROUP' });
    story.tell('2019-06-09', group, 'GroupReclassified', { tier: 'EVIL_FORCE_GANG', stage: 'POLICE' });
    expect([values('2019-05-08'), values('2019-07-01')]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });
  it('lose a group that the court does not find', () => {
    const { story, group, values } = dismantled();
    story.tell('2019-05-09', group, 'GroupAdjudicated', { finding: 'NOT_FOUND' });
    expect(values('2019-05-09')).toEqual([0, 0, 0]);
  });
  it.each(['GroupsMerged', 'GroupWithdrawn'] as const)('lose a group on %s', (type) => {
    const { story, group, values } = dismantled();
    story.tell('2019-05-09', group, type, {});
    expect([values('2019-05-08'), values('2019-05-09')]).toEqual([
      [1, 0, 0],
      [0, 0, 0],
    ]);
  });
  it('have a merged group back at every date once the merge is voided', () => {
    const { story, group, values } = dismantled();
    story.void(story.tell('2019-05-09', group, 'GroupsMerged', {}));
    expect(values('2019-06-01')).toEqual([1, 0, 0]);
  });
  it('lose a group that leaves the city, and keep one that changes district', () => {
    const { story, group, values } = dismantled();
    story.tell('2019-05-09', group, 'GroupTransferred', { scope: 'DISTRICT', toDistrict: SHIBEI });
    story.tell('2019-06-09', group, 'GroupTransferred', { scope: 'CITY_OUT' });
    expect([story.value('F01', '2019-06-01', undefined, SHIBEI), values('2019-06-09')]).toEqual([1, [0, 0, 0]]);
  });
  it('do not count a group that is only registered', () => {
    const story = new Story();
    story.tell('2018-03-01', story.stream('crime_group'), 'GroupRegistered', { district: SHINAN });
    expect(story.value('F01', '2020-01-01')).toBe(0);
  });
});

describe('the declared figures', () => {
  it('have codes and ids of their own', () => {
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
    expect(new Set(figures.map(({ code }) => code)).size).toBe(figures.length);
  });
  it('are printed in the order of the paper, without those that explain them', () =>
    expect(printedFigures.map(({ id }) => id)).toEqual(Array.from({ length: 43 }, (_, i) => `F${String(i + 1).padStart(2, '0')}`)));
  it('come with the printed ones first', () => expect(figures.slice(0, 43)).toEqual(printedFigures));
  it('are found by their id', () => expect([isFigureId('F05'), isFigureId('F99'), figureOf('F05').measureWord]).toEqual([true, false, '名']));
});
