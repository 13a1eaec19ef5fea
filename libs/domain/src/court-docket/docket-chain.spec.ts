import { otherPerson, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import { type Issue, type Said, given, judge, procurator, voidOf } from '../kernel/specify.ts';
import {
  bothIndicted,
  caseTransferred,
  defendantIndicted,
  otherFileIndicted,
  notProsecuted,
  otherProsecution,
  prosecutionClosed,
  prosecutionOpened,
  prosecutionWithdrawn,
  prosecutionsMerged,
  theProsecution,
  thirdSuspect,
} from '../prosecution/prosecution-fixtures.ts';
import {
  acceptedAfterRemand,
  afterRemand,
  appealAccepted,
  appealLodged,
  childDocket,
  clerk,
  concludedBy,
  courtDocketCommandsOf,
  docketAccepted,
  docketReclassified,
  docketSplit,
  docketsMerged,
  hearingHeld,
  judged,
  judgmentEffective,
  judgmentServed,
  otherDocket,
  otherDocketAccepted,
  otherVerdict,
  protestLodged,
  retrialAccepted,
  retrialOrdered,
  secondAppeal,
  secondAppealAccepted,
  theAppeal,
  theDocket,
  theRetrial,
  theVerdict,
} from './court-docket-fixtures.ts';

const { AcceptDocket: accept, RecordVerdict: record, ConcludeDocket: conclude, DeclareEffective: declare } = courtDocketCommandsOf;
const at = <T extends { stream: Said['stream'] }>(one: T, stream: Said['stream']): T => ({ ...one, stream });
const all = (said: readonly Said[], stream: Said['stream']) => said.map((one) => at(one, stream));
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const later = (said: Said): Said => ({ ...said, occurredOn: '2020-04-01' });
const undone = (stream: Said['stream'], version: number): Said => ({ stream, type: 'RecordVoided', data: { target: `${stream}@${version}` }, by: clerk });

const numbers = { FIRST: '（2020）鲁0202刑初1号', APPEAL: '（2020）鲁02刑终1号', RETRIAL: '（2020）鲁02刑再1号' };
const follow = (stream: Issue['stream'], instance: keyof typeof numbers, parent: Said['stream'], more: object = {}): Issue => ({
  ...at(accept, stream),
  data: { docketNumber: numbers[instance], court: 'court-370200', instance, parent, defendants: [theSuspect, otherSuspect], scope: 'EVIL', ...more },
});
const onAppeal = follow(theAppeal, 'APPEAL', theDocket);
const onRemand = follow(afterRemand, 'FIRST', theAppeal);
const onRetrial = follow(theRetrial, 'RETRIAL', theDocket);
const takesOn = ['DocketAccepted', 'DocketDefendantListed', 'DocketDefendantListed', 'DocketListed', 'DocketListed'];

const accepted = [...bothIndicted, ...docketAccepted];
const served = [...accepted, ...judged, judgmentServed];
const appealed = [...served, appealLodged];
const onAppealed = [...appealed, ...appealAccepted];
const remanded = [...onAppealed, at(concludedBy('REMANDED', 'FACTS'), theAppeal)];
const judgedAgain = [...remanded, ...acceptedAfterRemand, ...all([...judged, judgmentServed, appealLodged], afterRemand)];
const effective = [...served, judgmentEffective];

describe('a docket of the first instance', () => {
  it('is accepted on an indictment or on a remanded docket, never both or neither', () => {
    given(bothIndicted)
      .when(saying(accept, { prosecution: undefined }))
      .thenRejected('court-docket/one-origin');
    given(remanded)
      .when(saying(onRemand, { prosecution: theProsecution }))
      .thenRejected('court-docket/one-origin');
  });
  it('is accepted on an indictment that stands', () => {
    given().when(accept).thenRejected('prosecution/is-unknown');
    given(bothIndicted.slice(0, -3)).when(accept).thenRejected('court-docket/no-indictment');
    given(bothIndicted, prosecutionWithdrawn).when(accept).thenRejected('court-docket/no-indictment');
  });
  it('is accepted on a file that was closed with its indictment, not on one closed without', () => {
    given(bothIndicted, prosecutionClosed)
      .when(accept)
      .then(...takesOn);
    given(caseTransferred, prosecutionOpened, notProsecuted(theSuspect, thePerson), notProsecuted(otherSuspect, otherPerson), prosecutionClosed)
      .when(accept)
      .thenRejected('court-docket/no-indictment');
  });
  it('is accepted on the surviving file of a merger, with the defendants of both', () => {
    const merged = [...bothIndicted, ...otherFileIndicted, ...prosecutionsMerged];
    given(merged).when(accept).thenRejected('prosecution/is-merged', { survivor: otherProsecution });
    given(merged)
      .when(saying(accept, { prosecution: otherProsecution, defendants: [theSuspect, thirdSuspect] }))
      .then(...takesOn);
  });
  it('tries indicted defendants, each once', () => {
    given(bothIndicted)
      .when(saying(accept, { defendants: [theSuspect, thirdSuspect] }))
      .thenRejected('court-docket/not-indicted', { suspect: thirdSuspect });
    given(bothIndicted.slice(0, -1)).when(accept).thenRejected('court-docket/not-indicted', { suspect: otherSuspect });
    given(bothIndicted)
      .when(saying(accept, { defendants: [theSuspect, theSuspect] }))
      .thenRejected('court-docket/named-twice');
  });
  it('is the only one on an indictment of its defendants', () => {
    const again = at(accept, childDocket);
    given(accepted).when(again).thenRejected('court-docket/already-docketed', { suspect: theSuspect, docket: theDocket });
    given(accepted, concludedBy('WITHDRAWAL_ALLOWED')).when(again).thenRejected('court-docket/already-docketed');
    given(bothIndicted, docketAccepted.slice(0, 2), { ...(docketAccepted[3] as Said) })
      .when(saying(again, { defendants: [otherSuspect] }))
      .then('DocketAccepted', 'DocketDefendantListed', 'DocketListed');
  });
  it('is accepted anew after a withdrawal, on the file that indicts anew', () => {
    const withdrawn = [...accepted, concludedBy('WITHDRAWAL_ALLOWED'), prosecutionWithdrawn];
    given(withdrawn, otherFileIndicted, at(defendantIndicted(theSuspect, thePerson), otherProsecution), {
      stream: theSuspect,
      type: 'ProsecutionListed',
      data: { prosecution: otherProsecution },
    })
      .when(saying(at(accept, childDocket), { prosecution: otherProsecution, defendants: [theSuspect] }))
      .then('DocketAccepted', 'DocketDefendantListed', 'DocketListed');
  });
  it('has a number of its year and kind', () => {
    given(bothIndicted)
      .when(saying(accept, { docketNumber: '（2019）鲁0202刑初1号' }))
      .thenRejected('court-docket/number-of-another-year');
    given(bothIndicted)
      .when(saying(accept, { docketNumber: numbers.APPEAL }))
      .thenRejected('court-docket/number-of-another-kind');
  });
});

describe('a docket on appeal', () => {
  it.each([
    ['an appeal', appealLodged],
    ['a protest', protestLodged],
  ])('follows a judgment against which %s is lodged', (_, lodged) =>
    given(served, lodged)
      .when(onAppeal)
      .then(...takesOn),
  );
  it('follows nothing else', () => {
    given().when(onAppeal).thenRejected('court-docket/is-unknown');
    given(served).when(onAppeal).thenRejected('court-docket/not-appealed');
    given(effective).when(onAppeal).thenRejected('court-docket/not-appealed');
    given(appealed)
      .when(saying(onAppeal, { parent: undefined, prosecution: theProsecution }))
      .thenRejected('court-docket/one-origin');
  });
  it('tries defendants of that docket, in one appeal', () => {
    given(appealed)
      .when(saying(onAppeal, { defendants: [theSuspect, thirdSuspect] }))
      .thenRejected('court-docket/not-a-defendant', { suspect: thirdSuspect });
    given(onAppealed).when(at(onAppeal, childDocket)).thenRejected('court-docket/already-docketed', { suspect: theSuspect, docket: theAppeal });
  });
  it('is not accepted before the appeal was lodged', () =>
    given(served, later(appealLodged))
      .when({ ...onAppeal, occurredOn: '2020-03-31' })
      .thenRejected('court-docket/before-its-parent'));

  describe('of the defence alone', () => {
    const find = (data: object) => given(onAppealed).when(saying(at(record, theAppeal), data));
    it.each<[object, boolean]>([
      [{ months: 36 }, false],
      [{ months: 37 }, true],
      [{ verdict: 'EXEMPT', months: undefined }, false],
      [{ suspect: otherSuspect, verdict: 'EXEMPT', months: undefined }, true],
      [{ suspect: otherSuspect, verdict: 'GUILTY', months: 0 }, true],
      [{ suspect: otherSuspect, verdict: 'NOT_RESPONSIBLE', months: undefined }, false],
    ])('makes nothing heavier: %j is too heavy: %s', (data, isTooHeavy) =>
      expect(find(data).summary).toBe(isTooHeavy ? 'court-docket/heavier-on-appeal' : 'VerdictRecorded'),
    );
  });
  it('may be heavier after a protest', () =>
    given(appealed, protestLodged, appealAccepted)
      .when(saying(at(record, theAppeal), { months: 60 }))
      .then('VerdictRecorded'));

  it('is affirmed without verdicts, and varied with one', () => {
    const by = (kind: string) => saying(at(conclude, theAppeal), { kind });
    given(onAppealed).when(by('AFFIRMED')).then('DocketConcluded');
    given(onAppealed)
      .when(by('VARIED'))
      .thenRejected('court-docket/verdicts-missing', { missing: [theSuspect, otherSuspect] });
    given(onAppealed, at(theVerdict, theAppeal)).when(by('VARIED')).then('DocketConcluded');
    given(onAppealed, all([theVerdict, otherVerdict], theAppeal))
      .when(by('JUDGMENT'))
      .thenRejected('court-docket/not-at-this-instance');
    given(onAppealed).when(by('WITHDRAWAL_ALLOWED')).thenRejected('court-docket/not-at-this-instance');
  });
  it('is effective as soon as it is served', () =>
    given(onAppealed, all([concludedBy('AFFIRMED'), judgmentServed], theAppeal))
      .when({ ...at(declare, theAppeal), occurredOn: '2020-03-20' })
      .then('JudgmentBecameEffective'));
  it('sends back for unclear facts once, and for its procedure again', () => {
    const back = (remandGround: string) => saying(at(conclude, secondAppeal), { kind: 'REMANDED', remandGround });
    given(onAppealed)
      .when(saying(at(conclude, theAppeal), { kind: 'REMANDED', remandGround: 'FACTS' }))
      .then('DocketConcluded');
    given(judgedAgain, secondAppealAccepted).when(back('FACTS')).thenRejected('court-docket/second-remand');
    given(judgedAgain, secondAppealAccepted).when(back('PROCEDURE')).then('DocketConcluded');
  });
});

describe('a docket after a remand', () => {
  it('is a first instance that follows the remanded one', () => {
    given(remanded)
      .when(onRemand)
      .then(...takesOn);
    given(onAppealed, at(concludedBy('AFFIRMED'), theAppeal))
      .when(onRemand)
      .thenRejected('court-docket/not-remanded');
    given(onAppealed, later(at(concludedBy('REMANDED', 'FACTS'), theAppeal)))
      .when({ ...onRemand, occurredOn: '2020-03-31' })
      .thenRejected('court-docket/before-its-parent');
  });
});

describe('a retrial', () => {
  it('follows an effective judgment and its order', () => {
    given(effective, retrialOrdered)
      .when(onRetrial)
      .then(...takesOn);
    given(effective).when(onRetrial).thenRejected('court-docket/no-retrial-order');
  });
  it.each(['JUDGMENT', 'AFFIRMED', 'VARIED', 'TERMINATION'])('is concluded by %s', (kind) =>
    given(effective, retrialOrdered, retrialAccepted, all([theVerdict, otherVerdict], theRetrial))
      .when(saying(at(conclude, theRetrial), { kind }))
      .then('DocketConcluded'),
  );
});

describe('with records voided', () => {
  // of a first instance: 1 accepted, 2 and 3 defendants listed, 4 and 5 verdicts, 6 concluded, 7 served, 8 appealed
  const voided = (stream: Said['stream'], said: readonly Said[], ...versions: number[]) =>
    given(said).when({ ...voidOf(said, stream, ...versions), by: clerk, approvedBy: judge });
  const gone = (n: number) => Array.from({ length: n }, () => 'RecordVoided');

  it('a docket is as if it had never been, with its defendants', () => {
    voided(theDocket, accepted, 1).thenRejected('correction/relied-on');
    voided(theDocket, accepted, 1, 2, 3).then(...gone(3));
    voided(theDocket, accepted, 3).then('RecordVoided');
    voided(theDocket, accepted, 2, 3).thenRejected('correction/relied-on');
  });
  it.each<[string, readonly Said[], number]>([
    ['a judgment on every verdict', [...accepted, ...judged], 4],
    ['a verdict on the listing', [...accepted, theVerdict], 2],
    ['a split on the listing', [...accepted, ...docketSplit], 3],
    ['an appeal on the judgment', appealed, 6],
    [
      'a reclassification on the one before',
      [...accepted, docketReclassified, { ...docketReclassified, data: { from: 'MAFIA', scope: 'EVIL', basis: 'b' } }],
      4,
    ],
    ['a second verdict on the void of the first', [...accepted, theVerdict, undone(theDocket, 4), theVerdict], 5],
    ['an effect on no appeal', [...appealed, undone(theDocket, 8), judgmentEffective], 9],
  ])('%s stands', (_, said, version) => voided(theDocket, said, version).thenRejected('correction/relied-on'));

  it('an appeal docket follows what was appealed', () => {
    voided(theDocket, appealed, 8).then('RecordVoided');
    voided(theDocket, onAppealed, 8).thenRejected('correction/relied-on', { reliedOnBy: theAppeal });
    voided(theDocket, onAppealed, 4, 5, 6, 7, 8).thenRejected('correction/relied-on', { reliedOnBy: theAppeal });
  });
  it('a heavier verdict on appeal stands on the protest', () => {
    const heavier = { ...at(theVerdict, theAppeal), data: { ...(theVerdict.data as object), months: 60 } };
    const byProcurators = (said: readonly Said[]) => given(said).when({ ...voidOf(said, theDocket, 9), by: procurator, approvedBy: procurator });
    byProcurators([...appealed, protestLodged, ...appealAccepted]).then('RecordVoided');
    byProcurators([...appealed, protestLodged, ...appealAccepted, heavier]).thenRejected('correction/relied-on', { reliedOnBy: theAppeal });
  });
  it('a docket after a remand follows the remand', () => {
    voided(theAppeal, remanded, 4).then('RecordVoided');
    voided(theAppeal, [...remanded, ...acceptedAfterRemand], 4).thenRejected('correction/relied-on', { reliedOnBy: afterRemand });
  });
  it('a retrial follows its order', () =>
    voided(theDocket, [...effective, retrialOrdered, ...retrialAccepted], 9).thenRejected('correction/relied-on', { reliedOnBy: theRetrial }));
  it('a defendant is in one docket on an indictment', () =>
    voided(theDocket, [...accepted, ...docketSplit], 4).thenRejected('correction/relied-on', { reliedOnBy: childDocket }));
  it('what a survivor took in is voided there before the merger', () => {
    const merged = [...accepted, ...otherFileIndicted, ...otherDocketAccepted, ...docketsMerged];
    voided(theDocket, merged, 4).thenRejected('correction/relied-on', { reliedOnBy: otherDocket });
    voided(otherDocket, merged, 3, 4).then(...gone(2));
    voided(theDocket, [...merged, undone(otherDocket, 3), undone(otherDocket, 4)], 4).then('RecordVoided');
    voided(otherDocket, [...merged, undone(otherDocket, 3), undone(otherDocket, 4)], 5, 6).then(...gone(2));
  });
  it('a withdrawal that was allowed stands while the prosecution is withdrawn', () => {
    const left = [...accepted, concludedBy('WITHDRAWAL_ALLOWED')];
    voided(theDocket, left, 4).then('RecordVoided');
    voided(theDocket, [...left, prosecutionWithdrawn], 4).thenRejected('correction/relied-on', { reliedOnBy: theProsecution });
    voided(theDocket, [...accepted, hearingHeld, concludedBy('WITHDRAWAL_ALLOWED'), prosecutionWithdrawn], 4).then('RecordVoided');
  });
  it('comes back only on what it was accepted on', () => {
    const away = [1, 2, 3].map((version) => undone(theDocket, version));
    voided(theDocket, [...accepted, ...away], 4, 5, 6).then(...gone(3));
    const unindicted = [2, 3, 4].map((version) => undone(theProsecution, version));
    voided(theDocket, [...accepted, ...away, ...unindicted], 4, 5, 6).thenRejected('correction/relied-on', { reliedOnBy: theProsecution });
    const appealAway = [1, 2, 3].map((version) => undone(theAppeal, version));
    voided(theAppeal, [...onAppealed, ...appealAway], 4, 5, 6).then(...gone(3));
    voided(theAppeal, [...onAppealed, ...appealAway, undone(theDocket, 8)], 4, 5, 6).thenRejected('correction/relied-on', { reliedOnBy: theDocket });
  });
  it('is listed by its defendants', () => {
    const said = [...accepted, hearingHeld];
    const version = given(said).world().version(theSuspect);
    voided(theDocket, [...said, undone(theSuspect, version)], 4).thenRejected('correction/relied-on');
  });
  it('a listing is of the court alone', () => {
    const said = [...accepted, hearingHeld];
    given(said)
      .when({ ...voidOf(said, theDocket, 3), by: procurator, approvedBy: procurator })
      .thenRejected('role/not-allowed');
  });
});
