import fc from 'fast-check';
import {
  acceptedAfterRemand,
  adjournedForSupplement,
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
  trialExtended,
  trialResumed,
  trialSuspended,
} from '../court-docket/court-docket-fixtures.ts';
import { courtDocket } from '../court-docket/court-docket.ts';
import { otherPerson, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import { type CivilDate, addDays, addMonths, civilDate, dateOf } from '../kernel/civil-date.ts';
import type { DocketId } from '../kernel/identifiers.ts';
import { type Said, given, judge, secondJudge } from '../kernel/specify.ts';
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
  reviewExtended,
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
  it('is 15 days longer where it was extended, until it begins anew', () => {
    const extended = [...received, ...on('2019-02-20', reviewExtended)];
    expect(limitOf(extended)).toEqual({ clock: 'C12', until: '2019-03-15' });
    const once = [...extended, ...on('2019-03-10', returned(1))];
    expect(limitOf(once)).toEqual({ clock: 'C13', until: '2019-04-10' });
    expect(limitOf([...once, ...on('2019-04-10', resumed)])).toEqual({ clock: 'C12', until: '2019-05-10' });
    expect(limitOf([...once, ...on('2019-04-10', resumed, reviewExtended)])).toEqual({ clock: 'C12', until: '2019-05-25' });
  });
  it('stays unknown where an extension is all that is told of it', () => {
    const split = [...received, ...on('2019-02-10', prosecutionSplit), ...on('2019-02-20', { ...reviewExtended, stream: childProsecution })];
    expect(limitOf(split, childProsecution)).toBeUndefined();
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
  it.each([
    ['says only in words what it is for', {}],
    ['is for new evidence', { because: 'NEW_EVIDENCE' }],
    ['is for a challenge', { because: 'CHALLENGE' }],
  ])('goes on through an adjournment that %s', (_, because) => {
    const adjourned = [...accepted, ...on('2020-01-10', { ...trialAdjourned, data: { ...(trialAdjourned.data as object), ...because } })];
    expect(limitOf(adjourned)).toEqual(until);
    expect(limitOf([...adjourned, ...on('2020-01-20', trialResumed)])).toEqual(until);
  });
  it('is a month while the trial is adjourned for a supplement, and then begins anew, each time', () => {
    const once = [...accepted, ...on('2020-01-31', adjournedForSupplement)];
    expect(limitOf(once)).toEqual({ clock: 'C18', until: '2020-02-29' });
    const back = [...once, ...on('2020-02-20', trialResumed)];
    expect(limitOf(back)).toEqual({ clock: 'C16', until: '2020-04-20' });
    const twice = [...back, ...on('2020-03-10', adjournedForSupplement)];
    expect(limitOf(twice)).toEqual({ clock: 'C18', until: '2020-04-10' });
    expect(limitOf([...twice, ...on('2020-04-10', trialResumed)])).toEqual({ clock: 'C16', until: '2020-06-10' });
  });
  it('begins anew after a supplement at second instance, too, and is that of the supplement even in a retrial', () => {
    const of = (stream: DocketId, ...said: Said[]) => said.map((one) => ({ ...one, stream }));
    const appealed = [...on('2019-08-31', appealAccepted), ...on('2019-09-10', of(theAppeal, adjournedForSupplement))];
    expect(limitOf(appealed, theAppeal)).toEqual({ clock: 'C18', until: '2019-10-10' });
    expect(limitOf([...appealed, ...on('2019-10-01', of(theAppeal, trialResumed))], theAppeal)).toEqual({ clock: 'C22', until: '2019-12-01' });
    const retried = [...on('2019-08-31', retrialAccepted), ...on('2019-09-10', of(theRetrial, adjournedForSupplement))];
    expect(limitOf(retried, theRetrial)).toEqual({ clock: 'C18', until: '2019-10-10' });
    expect(limitOf([...retried, ...on('2019-10-01', of(theRetrial, trialResumed))], theRetrial)).toBeUndefined();
  });

  const [own, above] = [trialExtended('OWN_COURT'), trialExtended('COURT_ABOVE')];
  it('is three months once the court extends it, six once the court above does, and then until the day that the highest court says', () => {
    const once = [...accepted, ...on('2020-02-20', own)];
    expect(limitOf(once)).toEqual({ ...until, until: '2020-03-30' });
    const twice = [...once, ...on('2020-03-20', above)];
    expect(limitOf(twice)).toEqual({ ...until, until: '2020-06-30' });
    const said = [...twice, ...on('2020-06-20', trialExtended('SUPREME_COURT', '2020-09-15'))];
    expect(limitOf(said)).toEqual({ ...until, until: '2020-09-15' });
    expect(limitOf([...said, ...on('2020-09-10', trialExtended('SUPREME_COURT', '2020-12-15'))])).toEqual({ ...until, until: '2020-12-15' });
  });
  it('is extended to three months after a remand, and to four at second instance', () => {
    const of = (stream: DocketId, said: Said) => on('2019-10-01', { ...said, stream });
    expect(limitOf([...on('2019-08-31', acceptedAfterRemand), ...of(afterRemand, own)], afterRemand)).toEqual({ clock: 'C23', until: '2019-11-30' });
    const appealed = [...on('2019-08-31', appealAccepted), ...of(theAppeal, trialExtended('HIGH_COURT'))];
    expect(limitOf(appealed, theAppeal)).toEqual({ clock: 'C22', until: '2019-12-31' });
  });
  it('is as much later as the trial was suspended, before an extension and after; in a day that was said is what went before', () => {
    const lost = on('2020-01-10', trialSuspended).concat(on('2020-01-20', trialResumed));
    const extended = [...accepted, ...lost, ...on('2020-02-20', own)];
    expect(limitOf(extended)).toEqual({ ...until, until: '2020-04-09' });
    const again = on('2020-03-01', trialSuspended).concat(on('2020-03-06', trialResumed));
    expect(limitOf([...extended, ...again])).toEqual({ ...until, until: '2020-04-14' });
    const said = [...extended, ...on('2020-02-25', above), ...on('2020-02-28', trialExtended('SUPREME_COURT', '2020-08-31'))];
    expect(limitOf(said)).toEqual({ ...until, until: '2020-08-31' });
    expect(limitOf([...said, ...again])).toEqual({ ...until, until: '2020-09-05' });
  });
  it('is not extended any more once it began anew', () => {
    const extended = [...accepted, ...on('2020-01-10', own)];
    const supplemented = [...on('2020-01-15', adjournedForSupplement), ...on('2020-02-01', trialResumed)];
    expect(limitOf([...extended, ...supplemented])).toEqual({ ...until, until: '2020-04-01' });
    expect(limitOf([...extended, ...on('2020-02-01', docketLeftTheCity, docketCameBack)])).toEqual({ ...until, until: '2020-04-01' });
  });
  it('of who was split off is known once the highest court says the day', () => {
    const split = [...accepted, ...on('2020-01-10', docketSplit), ...on('2020-01-20', { ...above, stream: childDocket })];
    expect(limitOf(split, childDocket)).toBeUndefined();
    const said = { ...trialExtended('SUPREME_COURT', '2020-09-15'), stream: childDocket };
    expect(limitOf([...split, ...on('2020-02-20', said)], childDocket)).toEqual({ ...until, until: '2020-09-15' });
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

  it('leaves as many days after a suspension as there were before, however often the trial stood still, was extended, or began anew', () => {
    const turn = fc.record({
      after: fc.nat(20),
      by: fc.constantFrom(trialSuspended, trialSuspended, trialAdjourned, adjournedForSupplement, 'an extension' as const),
      lasting: fc.nat(40),
      months: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 5000, max: 6800 }), fc.array(turn, { maxLength: 10 }), (first, turns) => {
        const said = on(dateOf(first), docketAccepted);
        let [today, supplements] = [first, 0];
        let term: Term = { from: dateOf(first), months: 2, lost: 0 };
        for (const { after, by, lasting, months } of turns) {
          const date = dateOf((today += after));
          if (by === 'an extension') {
            const [extension, longer] = extensionOf(term, months);
            const { summary } = given(said).when({
              ...extension,
              stream: theDocket,
              type: 'ExtendTrial',
              by: judge,
              occurredOn: date,
              approvedBy: secondJudge,
            });
            expect(summary).toBe(date <= endOf(term) ? 'TrialExtended' : 'court-docket/extension-after-expiry');
            if (date > endOf(term)) continue;
            said.push(...on(date, extension));
            term = longer;
          } else if (by !== adjournedForSupplement || ++supplements <= 2) {
            const back = dateOf((today += lasting));
            said.push(...on(date, by), ...on(back, trialResumed));
            if (by === trialSuspended) term = { ...term, lost: term.lost + lasting };
            if (by === adjournedForSupplement) term = { from: back, months: 2, lost: 0 };
          }
        }
        expect(limitOf(said)).toEqual({ clock: 'C16', until: endOf(term) });
      }),
    );
  });
});

/** A term as the law has it: from when it runs for how many months, or until the day that was said, and the days that the trial was suspended since. */
type Term = { readonly from: CivilDate; readonly months: 2 | 3 | 6; readonly until?: CivilDate; readonly lost: number };
const endOf = ({ from, months, until, lost }: Term): CivilDate => addDays(until ?? addMonths(from, months), lost);

/** The extension that comes next, and what it makes of the term. */
function extensionOf(term: Term, months: number): readonly [Said, Term] {
  if (term.months === 2) return [trialExtended('OWN_COURT'), { ...term, months: 3 }];
  if (term.months === 3) return [trialExtended('COURT_ABOVE'), { ...term, months: 6 }];
  const until = addMonths(endOf(term), months);
  return [trialExtended('SUPREME_COURT', until), { ...term, until, lost: 0 }];
}

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
