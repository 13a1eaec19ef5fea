import { otherPerson, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import { type Issue, type Said, chiefProcurator, given, procurator, streamNamed, voidOf } from '../kernel/specify.ts';
import {
  caseTransferred,
  childProsecution,
  indictmentFiled,
  notProsecuted,
  otherIndicted,
  otherProsecution,
  otherProsecutionOpened,
  prosecutionCommandsOf,
  prosecutionOpened,
  prosecutionSplit,
  prosecutionsMerged,
  resumed,
  returned,
  reviewExtended,
  theIndicted,
  theProsecution,
  thirdPerson,
  thirdSuspect,
} from './prosecution-fixtures.ts';

const { ExtendReview: extend, ReturnForSupplement: giveBack } = prosecutionCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn: string): Said => ({ ...said, occurredOn });
const late = (occurredOn: string): Issue => ({ ...extend, occurredOn, approvedBy: chiefProcurator });

const reviewing = [...caseTransferred, ...otherProsecutionOpened, ...prosecutionOpened];
const longAgo = reviewing.map((said) => later(said, '2020-01-31'));

describe('the term of a review', () => {
  it('is extended while the month runs, and not after its last day', () => {
    given(longAgo).when(late('2020-02-29')).then('ReviewExtended');
    given(longAgo).when(late('2020-03-01')).thenRejected('prosecution/extension-after-expiry');
    given(longAgo).when(late('2020-01-30')).thenRejected('prosecution/before-review');
  });
  it('is extended by one person alone when it is recorded in time', () => {
    given(reviewing).when(extend).then('ReviewExtended');
    given(longAgo).when(dated(extend, '2020-02-29')).thenRejected('correction/second-person-required', { kind: 'K10' });
  });
  it('is extended once each time that the month runs', () => {
    const once = [...reviewing, reviewExtended];
    given(once).when(extend).thenRejected('prosecution/already-extended');
    given(once)
      .when({ ...extend, data: { ground: 'MAJOR' } })
      .thenRejected('prosecution/already-extended');
    given(once, returned(1)).when(extend).thenRejected('prosecution/is-supplementing');
    given(once, returned(1), resumed).when(extend).then('ReviewExtended');
    given(once, returned(1), resumed, reviewExtended).when(extend).thenRejected('prosecution/already-extended');
  });
  it('is extended while somebody in the file is undecided, who came with another file too', () => {
    const nobody = [notProsecuted(theSuspect, thePerson), notProsecuted(otherSuspect, otherPerson)];
    given(reviewing, indictmentFiled, theIndicted).when(extend).then('ReviewExtended');
    given(reviewing, indictmentFiled, theIndicted, otherIndicted).when(extend).thenRejected('prosecution/nobody-undecided');
    given(reviewing, nobody).when(extend).thenRejected('prosecution/nobody-undecided');
    const own = { ...notProsecuted(thirdSuspect, thirdPerson), stream: otherProsecution };
    given(reviewing, own)
      .when({ ...extend, stream: otherProsecution })
      .thenRejected('prosecution/nobody-undecided');
    given(reviewing, prosecutionsMerged, own)
      .when({ ...extend, stream: otherProsecution })
      .then('ReviewExtended');
  });
  it('is extended on any day where it is not known when it began', () => {
    const split = [...longAgo, ...prosecutionSplit.map((said) => later(said, '2020-02-10'))];
    given(split)
      .when({ ...late('2020-03-25'), stream: childProsecution })
      .then('ReviewExtended');
  });
  it('is not broken off before it was extended', () =>
    given(reviewing, later(reviewExtended, '2020-04-01')).when(dated(giveBack, '2020-03-31')).thenRejected('prosecution/before-extension'));
  it('is that of a file', () =>
    given(reviewing)
      .when({ ...extend, stream: streamNamed('prosecution', 99) })
      .thenRejected('prosecution/is-unknown'));

  describe('with records voided', () => {
    // 1 opened; what follows, from 2 on
    const voided = (said: readonly Said[], ...versions: number[]) =>
      given(said).when({ ...voidOf(said, theProsecution, ...versions), by: procurator, approvedBy: chiefProcurator });
    it('may be extended again once its extension is voided', () => {
      const undone = { stream: theProsecution, type: 'RecordVoided', data: { target: `${theProsecution}@2` }, by: procurator };
      voided([...reviewing, reviewExtended], 2).then('RecordVoided');
      given(reviewing, reviewExtended, undone).when(extend).then('ReviewExtended');
      voided([...reviewing, reviewExtended, undone, reviewExtended], 3).thenRejected('correction/relied-on', { reliedOnBy: `${theProsecution}@4` });
    });
    it('is not left extended twice, nor after its end', () => {
      voided([...reviewing, reviewExtended, returned(1), resumed, reviewExtended], 3, 4).thenRejected('correction/relied-on');
      const inSecondTerm = [...longAgo, later(returned(1), '2020-02-20'), later(resumed, '2020-03-18'), later(reviewExtended, '2020-04-01')];
      voided(inSecondTerm, 2, 3).thenRejected('correction/relied-on');
      voided(inSecondTerm, 2, 3, 4).then('RecordVoided', 'RecordVoided', 'RecordVoided');
    });
    it("is another organ's: the police do not void it", () =>
      given(reviewing, reviewExtended)
        .when(voidOf([...reviewing, reviewExtended], theProsecution, 2))
        .thenRejected('role/not-allowed'));
  });
});
