import { type CivilDate, type FigureId, rulesInForce } from '@casetrail/domain';
import { ledgerMigrations } from '@casetrail/ledger';
import { fillLedger, testDatabase, type TestDatabase } from '@casetrail/ledger/testing';
import type { Pool } from 'pg';
import { Figures, type Point, countingMigrations, faultsOfDifference, projectFigures, unexplained } from './index.ts';
import { Book } from './testing/book.ts';
import { emptyLedger } from './testing/counted-ledger.ts';

const date = (text: string) => text as CivilDate;
/** Two papers: about the middle and the end of a year, each as known soon after. */
const first: Point = { asOf: date('2019-06-30'), knownAt: { day: date('2019-07-05') } };
const second: Point = { asOf: date('2019-12-31'), knownAt: { day: date('2020-01-05') } };

describe('the difference between two papers', () => {
  let database: TestDatabase;
  let owner: Pool;
  let worker: Pool;
  let read: Figures;
  let book: Book;
  beforeAll(async () => {
    database = await testDatabase([...ledgerMigrations, ...countingMigrations]);
    owner = database.pool('owner');
    worker = database.pool('worker', 1);
    read = new Figures(database.pool('api', 1));
  });
  beforeEach(async () => {
    book = new Book();
    await emptyLedger(owner);
  });
  afterAll(() => database.drop());

  const counted = async () => {
    await fillLedger(owner, book.log);
    while (await projectFigures(worker, 500));
  };
  /** What each figure that moved did, cell by cell. */
  async function moved(from: Point = first, to: Point = second) {
    const difference = await read.difference(from, to);
    expect(unexplained(difference)).toEqual([]);
    return Object.fromEntries(
      difference.figures.flatMap(({ figure, cells }) =>
        cells.length === 0 ? [] : [[figure, Object.fromEntries(cells.map(({ cell, change }) => [cell, change]))]],
      ),
    );
  }
  const restated = async (figure: FigureId) =>
    (await read.difference(first, second)).figures.find((one) => one.figure === figure)?.cells.map(({ cell, restates }) => [cell, restates]);
  const detainedIn = (file = book.file(1, '2019-03-01'), n = 1) => {
    const person = book.register(n, '2019-03-01');
    return { file, person, detention: book.detain(n, person, file, '2019-03-02') };
  };
  const group = () => {
    const group = book.stream('crime_group', 1);
    book.tell('2019-02-01', group, 'GroupRegistered', { district: '370202' });
    book.tell('2019-02-01', group, 'GroupClassified', { tier: 'MAFIA_TYPE', stage: 'POLICE' });
    book.tell('2019-03-01', group, 'GroupDismantled');
    return group;
  };

  it('tells what happened since the first of them: new facts', async () => {
    const { file } = detainedIn();
    book.detain(2, book.register(2, '2019-09-01'), file, '2019-09-01');
    await counted();
    expect(await moved()).toEqual({ F05: { 'new-facts': 1 } });
    expect(await restated('F05')).toEqual([['new-facts', 0]]);
  });

  it('counts the older day to the older paper, and the newer day to the newer', async () => {
    const file = book.file(1, '2019-03-01');
    for (const [i, on] of ['2019-06-30', '2019-07-01', '2019-12-31', '2020-01-01'].entries()) book.detain(i + 1, book.register(i + 1, on), file, on);
    await counted();
    expect(await moved()).toEqual({ F05: { 'new-facts': 2 } });
    expect(await moved(second, { ...second, asOf: first.asOf })).toEqual({ F05: { 'new-facts': -2 } });
  });

  it('tells what had happened before and was recorded after it: late entries', async () => {
    const { file } = detainedIn();
    book.detain(2, book.register(2, '2019-03-01'), file, '2019-06-10', { recordedOn: '2019-08-02' });
    await counted();
    expect(await moved()).toEqual({ F05: { 'late-entries': 1 } });
    expect(await restated('F05')).toEqual([['late-entries', 1]]);
  });

  it('K1: a record that was voided leaves the older day too', async () => {
    book.void(detainedIn().detention, '2019-08-01');
    await counted();
    expect(await moved()).toEqual({ F05: { K1: -1 } });
    expect(await restated('F05')).toEqual([['K1', -1]]);
  });

  it('K2: a decision that was revoked leaves on its day: it restates the older day only where it is dated before', async () => {
    const file = book.file(1, '2019-03-01');
    detainedIn(file, 1);
    detainedIn(file, 2);
    book.tell('2019-09-01', book.stream('suspect', 1), 'DetentionAnnulled');
    book.tell('2019-05-01', book.stream('suspect', 2), 'DetentionAnnulled', {}, '2019-09-02');
    await counted();
    expect(await moved()).toEqual({ F05: { K2: -2 } });
    expect(await restated('F05')).toEqual([['K2', -1]]);
  });

  it('K4: a group that was reclassified leaves one figure for another, and a case takes its persons along', async () => {
    const dismantled = group();
    const { file } = detainedIn();
    book.tell('2019-04-01', file, 'CaseCracked');
    book.tell('2019-09-01', dismantled, 'GroupReclassified', { tier: 'EVIL_FORCE_GROUP', stage: 'POLICE' });
    book.tell('2019-10-01', file, 'CaseScopeReclassified', { scope: 'ORDINARY' });
    await counted();
    expect(await moved()).toEqual({ F01: { K4: -1 }, F02: { K4: 1 }, F04: { K4: -1 }, F05: { K4: -1 } });
  });

  it('K5: of two cases that were merged one is left, with the persons of both', async () => {
    const [one, other] = [book.file(1, '2019-03-01'), book.file(2, '2019-03-01')];
    for (const [i, file] of [one, other].entries()) detainedIn(file, i + 1);
    for (const file of [one, other]) book.tell('2019-04-01', file, 'CaseCracked');
    book.tell('2019-08-01', other, 'CasesMerged', { survivor: one });
    await counted();
    expect(await moved()).toEqual({ F04: { K5: -1 } });
  });

  it('K6: whoever was split off a docket before it was concluded is not concluded with it', async () => {
    const docket = book.stream('court_docket', 1);
    book.tell('2019-03-01', docket, 'DocketAccepted', { scope: 'EVIL', district: '370202' });
    for (const n of [1, 2]) {
      const { person } = detainedIn(n === 1 ? book.file(1, '2019-03-01') : book.stream('criminal_case', 1), n);
      book.tell('2019-03-03', docket, 'DocketDefendantListed', { suspect: book.stream('suspect', n), person });
    }
    book.tell('2019-05-01', docket, 'DocketConcluded', { kind: 'JUDGMENT' });
    book.tell('2019-04-01', docket, 'DocketSplit', { defendants: [book.stream('suspect', 2)] }, '2019-08-01');
    await counted();
    expect(await moved()).toEqual({ F12: { K6: -1 } });
  });

  it('K7: a case that left the city is gone, and one that changed district is not', async () => {
    const files = [1, 2].map((n) => book.file(n, '2019-03-01'));
    for (const file of files) book.tell('2019-04-01', file, 'CaseCracked');
    book.tell('2019-08-01', book.stream('criminal_case', 1), 'CaseTransferred', { scope: 'CITY_OUT' });
    book.tell('2019-08-01', book.stream('criminal_case', 2), 'CaseTransferred', { scope: 'DISTRICT', toDistrict: '370203' });
    await counted();
    expect(await moved()).toEqual({ F04: { K7: -1 } });
  });

  it('K11: two identities that turned out to be one person are one, and two that turned out not to be are two again', async () => {
    const file = book.file(1, '2019-03-01');
    const [one, two, three, four] = [1, 2, 3, 4].map((n) => detainedIn(file, n).person) as [never, never, never, never];
    book.tell('2019-05-01', four, 'IdentitiesMerged', { survivor: three, certainty: 'SURE' });
    book.tell('2019-08-01', two, 'IdentitiesMerged', { survivor: one, certainty: 'SURE' });
    book.tell('2019-08-02', four, 'IdentitiesSplit', { survivor: three });
    await counted();
    expect(await moved()).toEqual({ F05: { 'identities-merged': -1, 'identities-unmerged': 1 } });
    const { units } = await read.differenceUnits(first, second, 'F05', 'identities-merged');
    expect(units).toMatchObject([{ unit: two, change: -1, before: 1, after: 0, step: 'knowledge', cause: { type: 'IdentitiesMerged', event: `${two}@2` } }]);
  });

  it('tells what came to its end: a term that ran out, and by which appointment', async () => {
    const supervisor = book.stream('register_entry', 1);
    book.tell('2019-03-01', supervisor, 'SupervisorAppointed', { district: '370202', until: '2019-09-30' });
    await counted();
    expect(await moved()).toEqual({ F31: { ended: -1 } });
    const { units } = await read.differenceUnits(first, second, 'F31', 'ended');
    expect(units).toMatchObject([{ unit: supervisor, change: -1, before: 1, after: 0, cause: { type: 'SupervisorAppointed' } }]);
  });

  it('K3: circumstances end what counts from their day on, and restate the older day only where they were told late', async () => {
    for (const n of [1, 2]) book.tell('2019-03-01', book.stream('register_entry', n), 'SupervisorAppointed', { district: '370202' });
    book.tell('2019-09-01', book.stream('register_entry', 1), 'RegisterEntryEnded');
    book.tell('2019-06-01', book.stream('register_entry', 2), 'RegisterEntryEnded', {}, '2019-09-01');
    await counted();
    expect(await moved()).toEqual({ F31: { ended: -1, K3: -1 } });
  });

  it('tells a change of the rule set, and opens it to what the one counts and the other does not', async () => {
    const file = book.stream('prosecution', 1);
    book.tell('2019-03-01', file, 'ProsecutionReviewOpened', { scope: 'EVIL', district: '370202' });
    const { person } = detainedIn();
    book.tell('2019-04-01', file, 'IndictmentFiled');
    book.tell('2019-04-01', file, 'DefendantIndicted', { suspect: book.stream('suspect', 1), person });
    book.tell('2019-05-01', file, 'ProsecutionWithdrawn');
    await counted();
    const gross: Point = { ...first, ruleSet: 'v1-gross' };
    expect(await moved(first, gross)).toEqual({ F08: { rule: 1 }, F09: { rule: 1 } });
    expect(await moved(gross, first)).toEqual({ F08: { rule: -1 }, F09: { rule: -1 } });
    const { units } = await read.differenceUnits(first, gross, 'F08', 'rule');
    expect(units).toMatchObject([{ unit: file, change: 1, before: 0, after: 1, step: 'rule', cause: { type: 'ProsecutionWithdrawn' } }]);
  });

  it('does not take a person who was detained in a second district for a second person', async () => {
    const { person } = detainedIn();
    book.detain(2, person, book.file(2, '2019-08-01', '370203'), '2019-08-02', { district: '370203' });
    await counted();
    expect(await moved()).toEqual({});
  });

  it('is nothing between a paper and itself, and turns its signs when it is asked for backwards', async () => {
    const { file } = detainedIn();
    book.detain(2, book.register(2, '2019-03-01'), file, '2019-06-10', { recordedOn: '2019-08-02' });
    book.detain(3, book.register(3, '2019-08-03'), file, '2019-08-03');
    await counted();
    expect(await moved(first, first)).toEqual({});
    expect(await moved(second, first)).toEqual({ F05: { 'late-entries': -1, 'new-facts': -1 } });
  });

  it('may lead to an older day that is better known', async () => {
    const { file } = detainedIn(book.file(1, '2019-01-01'));
    book.detain(2, book.register(2, '2019-03-01'), file, '2019-02-01', { recordedOn: '2019-08-02' });
    await counted();
    expect(await moved(first, { ...second, asOf: date('2019-02-15') })).toEqual({ F05: { 'late-entries': 1, 'new-facts': -1 } });
  });

  it('opens a cell page by page, and refuses what is no place in it', async () => {
    const { file } = detainedIn();
    for (const n of [2, 3, 4]) book.detain(n, book.register(n, '2019-09-01'), file, '2019-09-01');
    await counted();
    const one = await read.differenceUnits(first, second, 'F05', 'new-facts', { limit: 2 });
    const other = await read.differenceUnits(first, second, 'F05', 'new-facts', { limit: 2, after: one.next });
    expect([...one.units, ...other.units].map(({ unit }) => unit)).toEqual([2, 3, 4].map((n) => book.stream('person', n)));
    expect(other.next).toBeUndefined();
    expect((await read.differenceUnits(first, second, 'F05', 'K9')).units).toEqual([]);
    await expect(read.differenceUnits(first, second, 'F05', 'K1', { after: 'nowhere' })).rejects.toThrow(RangeError);
  });

  it('refuses to tell what is not counted yet', async () => {
    detainedIn();
    await counted();
    await expect(read.difference(first, { ...second, knownAt: { position: 99 } })).rejects.toMatchObject({ name: 'NotCountedYet' });
  });

  describe('is checked to its last unit', () => {
    beforeEach(async () => {
      const { file } = detainedIn();
      for (const n of [2, 3]) book.detain(n, book.register(n, '2019-09-01'), file, '2019-09-01');
      book.void(book.log.length, '2019-09-02');
      await counted();
    });
    it('and nothing is wrong', async () => expect(await faultsOfDifference(read, first, second)).toEqual([]));
    it('and what was done to the sums is found', async () => {
      await owner.query('update counting.cube set n = n + 1 where figure = 5 and bucket = 0 and n > 0');
      expect(await faultsOfDifference(read, first, second)).toEqual([expect.stringMatching(/^F05: \d+ not explained/)]);
    });
    it('and so is what was done to the facts', async () => {
      await owner.query(
        'update counting.fact set amount = 7 where figure = 5 and unit = (select max(unit) from counting.fact where figure = 5 and believed_to = 0)',
      );
      expect(await faultsOfDifference(read, first, second)).toEqual([expect.stringMatching(/^F05: -6 not explained/)]);
    });
  });

  describe('of values that were printed', () => {
    const difference = async (printed: number, rules = rulesInForce) => {
      const published = { values: { F05: printed }, rules };
      const { figures } = await read.difference({ ...first, published }, second);
      return figures.find(({ figure }) => figure === 'F05');
    };
    beforeEach(async () => {
      const { file } = detainedIn();
      book.detain(2, book.register(2, '2019-09-01'), file, '2019-09-01');
      await counted();
    });

    it('is explained where they follow from the ledger', async () =>
      expect(await difference(1)).toMatchObject({
        state: 'explained',
        residual: 0,
        from: { value: 1, counted: 1, state: 'follows' },
        to: { state: 'counted' },
      }));
    it('is not explained away where they do not', async () =>
      expect(await difference(5)).toMatchObject({ state: 'does-not-follow', residual: -4, from: { value: 5, counted: 1, state: 'does-not-follow' } }));
    it('names the rule where they were counted under another version of it, which opens to nothing', async () => {
      const found = await difference(5, rulesInForce.replace(/\bF05@1\b/, 'F05@9'));
      expect(found).toMatchObject({ state: 'explained', residual: 0, from: { value: 5, version: 9, state: 'other-rule' } });
      expect(found?.cells.map(({ cell, change, units }) => [cell, change, units])).toEqual([
        ['new-facts', 1, 1],
        ['rule', -4, 0],
      ]);
    });
    it('does not follow on both sides, even where the same was added to both', async () => {
      const published = (F05: number) => ({ values: { F05 }, rules: rulesInForce });
      const { figures } = await read.difference({ ...first, published: published(8) }, { ...second, published: published(9) });
      expect(figures.find(({ figure }) => figure === 'F05')).toMatchObject({ residual: 0, state: 'does-not-follow' });
    });
  });
});
