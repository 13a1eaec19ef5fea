import fc from 'fast-check';
import {
  acceptedAfterRemand,
  afterRemand,
  appealAccepted,
  childDocket,
  concludedBy,
  docketAccepted,
  docketCameBack,
  docketLeftTheCity,
  docketSplit,
  hearingHeld,
  retrialAccepted,
  theAppeal,
  theDocket,
  theRetrial,
  trialAdjourned,
  trialResumed,
  trialSuspended,
} from '../court-docket/court-docket-fixtures.ts';
import { courtDocket } from '../court-docket/court-docket.ts';
import { otherPerson, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import { addDays, addMonths, civilDate, dateOf } from '../kernel/civil-date.ts';
import type { DocketId } from '../kernel/identifiers.ts';
import { type Said, given } from '../kernel/specify.ts';
import {
  childProsecution,
  indictmentFiled,
  notProsecuted,
  otherIndicted,
  prosecutionClosed,
  prosecutionOpened,
  prosecutionSplit,
  prosecutionWithdrawn,
  prosecutionsMerged,
  resumed,
  returned,
  theIndicted,
  theProsecution,
} from '../prosecution/prosecution-fixtures.ts';
import { prosecution } from '../prosecution/prosecution.ts';
import {
  kindCorrected,
  objectionRejected,
  objectionUpheld,
  recommendationAmended,
  recommendationCommandsOf,
  recommendationObjected,
  recommendationReplied,
  recommendationWithdrawn,
  served,
  theRecommendation,
} from '../rectification/recommendation-fixtures.ts';
import { recommendationKinds } from '../rectification/recommendation-messages.ts';
import { recommendation } from '../rectification/recommendation.ts';
import { timeLimitOfDocket, timeLimitOfProsecution, timeLimitOfRecommendation } from './time-limit.ts';

const on = (occurredOn: string, ...said: readonly (Said | readonly Said[])[]): Said[] => said.flat().map((one) => ({ ...one, occurredOn }));

describe('the time limit of a file of the procuratorate', () => {
  const limitOf = (said: readonly Said[], file = theProsecution) => timeLimitOfProsecution(given(said).state(prosecution, file));
  const received = on('2019-01-31', prosecutionOpened);
  const back = on('2019-12-30', returned(1));

  it('is a month from the day the file was received', () => expect(limitOf(received)).toEqual({ clock: 'C12', until: '2019-02-28' }));
  it('is a month for the supplement, once it is returned', () => expect(limitOf([...received, ...back])).toEqual({ clock: 'C13', until: '2020-01-30' }));
  it('begins anew when the file comes back, each time', () => {
    const once = [...received, ...back, ...on('2020-01-15', resumed)];
    expect(limitOf(once)).toEqual({ clock: 'C12', until: '2020-02-15' });
    expect(limitOf([...once, ...on('2020-02-10', returned(2))])).toEqual({ clock: 'C13', until: '2020-03-10' });
  });
  it('runs until everybody is indicted or not prosecuted', () => {
    const indicted = [...received, ...on('2019-02-20', indictmentFiled, theIndicted)];
    expect(limitOf(indicted)).toEqual({ clock: 'C12', until: '2019-02-28' });
    expect(limitOf([...indicted, otherIndicted])).toBeUndefined();
    expect(limitOf([...received, notProsecuted(theSuspect, thePerson)])).toEqual({ clock: 'C12', until: '2019-02-28' });
    expect(limitOf([...received, notProsecuted(theSuspect, thePerson), notProsecuted(otherSuspect, otherPerson)])).toBeUndefined();
  });
  it('goes on for who is left after a split; of who was split off it is unknown until they are returned', () => {
    const split = [...received, ...on('2019-02-10', prosecutionSplit)];
    expect(limitOf(split)).toEqual({ clock: 'C12', until: '2019-02-28' });
    expect(limitOf(split, childProsecution)).toBeUndefined();
    const child = on('2019-02-20', { ...returned(2), stream: childProsecution });
    expect(limitOf([...split, ...child], childProsecution)).toEqual({ clock: 'C13', until: '2019-03-20' });
  });
  it.each([
    ['merged into another', prosecutionsMerged],
    ['withdrawn', [indictmentFiled, theIndicted, otherIndicted, prosecutionWithdrawn]],
    ['closed', [indictmentFiled, theIndicted, otherIndicted, prosecutionClosed]],
  ])('is none where the file is %s', (_, end) => expect(limitOf([...received, ...end])).toBeUndefined());
});

describe('the time limit of a docket', () => {
  const limitOf = (said: readonly Said[], docket: DocketId = theDocket) => timeLimitOfDocket(given(said).state(courtDocket, docket));
  const accepted = on('2019-12-30', docketAccepted);
  const until = { clock: 'C16', until: '2020-02-29' };

  it('is two months from acceptance at first instance', () => expect(limitOf(accepted)).toEqual(until));
  it.each([
    ['C22', 'at second instance', appealAccepted, theAppeal],
    ['C23', 'after a remand', acceptedAfterRemand, afterRemand],
  ] as const)('is %s %s, of two months, too', (clock, _, said, docket) =>
    expect(limitOf(on('2019-08-31', said), docket)).toEqual({ clock, until: '2019-10-31' }),
  );
  it('is none of a retrial: it runs from an order that another docket tells', () => expect(limitOf(retrialAccepted, theRetrial)).toBeUndefined());

  it('is none while the trial is suspended, and as much later as that lasted', () => {
    const suspended = [...accepted, ...on('2020-01-10', hearingHeld, trialSuspended)];
    expect(limitOf(suspended)).toBeUndefined();
    expect(limitOf([...suspended, ...on('2020-01-20', trialResumed)])).toEqual({ ...until, until: '2020-03-10' });
  });
  it('goes on through an adjournment, which says only in words what it is for', () => {
    const adjourned = [...accepted, ...on('2020-01-10', trialAdjourned)];
    expect(limitOf(adjourned)).toEqual(until);
    expect(limitOf([...adjourned, ...on('2020-01-20', trialResumed)])).toEqual(until);
  });

  it('begins anew where another court gets the case, and not while it is out of the city', () => {
    const left = [...accepted, ...on('2020-01-10', trialSuspended), ...on('2020-01-15', docketLeftTheCity)];
    expect(limitOf(left)).toBeUndefined();
    const back = [...left, ...on('2020-02-01', docketCameBack)];
    expect(limitOf(back)).toBeUndefined(); // still suspended
    expect(limitOf([...back, ...on('2020-02-11', trialResumed)])).toEqual({ ...until, until: '2020-04-11' });
  });
  it('does not begin anew where an appeal changes the court', () => {
    const of = (said: Said) => ({ ...said, stream: theAppeal });
    const moved = [...on('2019-08-31', appealAccepted), ...on('2019-09-10', of(docketLeftTheCity)), ...on('2019-09-20', of(docketCameBack))];
    expect(limitOf(moved, theAppeal)).toEqual({ clock: 'C22', until: '2019-10-31' });
  });
  it('goes on for who is left after a split; of who was split off it is unknown until another court gets them', () => {
    const split = [...accepted, ...on('2020-01-10', docketSplit)];
    expect(limitOf(split)).toEqual(until);
    expect(limitOf(split, childDocket)).toBeUndefined();
    const of = (said: Said) => ({ ...said, stream: childDocket });
    expect(limitOf([...split, ...on('2020-01-31', of(docketLeftTheCity), of(docketCameBack))], childDocket)).toEqual({ ...until, until: '2020-03-31' });
  });
  it('is none once the docket is concluded', () => expect(limitOf([...accepted, concludedBy('TERMINATION')])).toBeUndefined());

  it('leaves as many days after a suspension as there were before, however often the trial stood still', () => {
    const courses = fc.array(fc.record({ heldFor: fc.nat(20), stoodFor: fc.nat(40), by: fc.constantFrom(trialSuspended, trialAdjourned) }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 6600, max: 7700 }), courses, (first, course) => {
        const said = on(dateOf(first), docketAccepted);
        let [today, lost] = [first, 0];
        for (const { heldFor, stoodFor, by } of course) {
          said.push(...on(dateOf((today += heldFor)), by), ...on(dateOf((today += stoodFor)), trialResumed));
          if (by === trialSuspended) lost += stoodFor;
        }
        expect(limitOf(said)).toEqual({ clock: 'C16', until: addDays(addMonths(dateOf(first), 2), lost) });
      }),
    );
  });
});

describe('the time limit of a recommendation', () => {
  const limitOf = (said: readonly Said[]) => timeLimitOfRecommendation(given(said).state(recommendation, theRecommendation));
  const until = civilDate.parse('2020-03-31');
  const due = { clock: 'C40c', until };

  it.each([
    ['SUPERVISORY', 'C40c'],
    ['JUDICIAL', 'C40b'],
    ['PROCURATORIAL', 'C40'],
    ['ENFORCEMENT', 'C40c'],
  ] as const)('of the kind %s is %s, as the document says', (kind, clock) => {
    expect(recommendationKinds).toContain(kind);
    expect(timeLimitOfRecommendation({ ...given(served).state(recommendation, theRecommendation), kind })).toEqual({ clock, until });
  });
  it('is that of the kind it turned out to be', () => expect(limitOf([...served, kindCorrected])).toEqual({ ...due, clock: 'C40' }));
  it('begins with the service and ends with the reply', () => {
    expect(limitOf(served.slice(0, 2))).toBeUndefined();
    expect(limitOf(served)).toEqual(due);
    expect(limitOf([...served, recommendationReplied])).toBeUndefined();
  });
  it('goes on through an objection, and stands still where that is upheld, until the document is amended', () => {
    const objected = [...served, recommendationObjected];
    expect(limitOf(objected)).toEqual(due);
    expect(limitOf([...objected, objectionRejected])).toEqual(due);
    expect(limitOf([...objected, objectionUpheld])).toBeUndefined();
    expect(limitOf([...objected, objectionUpheld, recommendationAmended])).toEqual(due);
    expect(limitOf([...objected, objectionUpheld, recommendationWithdrawn])).toBeUndefined();
  });
  it('is over on the day after which the reply may be pursued', () => {
    const { SuperviseRecommendation: supervise } = recommendationCommandsOf;
    given(served)
      .when({ ...supervise, occurredOn: until })
      .thenRejected('recommendation/not-overdue');
    given(served)
      .when({ ...supervise, occurredOn: addDays(until, 1) })
      .then('RecommendationSupervised');
  });
});
