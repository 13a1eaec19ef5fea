import {
  deceased,
  openedElsewhere,
  otherPerson,
  otherSuspect,
  participationClosed,
  sameElsewhere,
  terminated,
  theCase,
  thePerson,
  theSuspect,
} from '../fixtures.ts';
import { concludedBy, docketAccepted, judged } from '../court-docket/court-docket-fixtures.ts';
import { type Issue, type Said, chiefProcurator, given, procurator, streamNamed, voidOf } from '../kernel/specify.ts';
import { type ProsecutionCommand, nonProsecutionKinds } from './prosecution-messages.ts';
import { prosecution } from './prosecution.ts';
import {
  bothIndicted,
  caseTransferred,
  childProsecution,
  indictmentAmended,
  indictmentFiled,
  notProsecuted,
  otherFileIndicted,
  otherIndicted,
  otherProsecution,
  otherProsecutionOpened,
  prosecutionClosed,
  prosecutionCommandsOf,
  prosecutionListed,
  prosecutionOpened,
  prosecutionReclassified,
  prosecutionSplit,
  prosecutionWithdrawn,
  prosecutionsMerged,
  resumed,
  returned,
  theIndicted,
  theProsecution,
  thirdPerson,
  thirdSuspect,
  withPolice,
} from './prosecution-fixtures.ts';

type Type = ProsecutionCommand['type'];
const {
  OpenProsecutionReview: open,
  ReturnForSupplement: giveBack,
  FileIndictment: indict,
  AmendIndictment: amend,
  DecideNonProsecution: letGo,
  WithdrawProsecution: withdraw,
  ReclassifyProsecution: reclassify,
  MergeProsecution: merge,
  SplitProsecution: split,
  CloseProsecution: close,
} = prosecutionCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const at = (issue: Issue, stream: Issue['stream']): Issue => ({ ...issue, stream });
const byProcurators = (issue: Issue): Issue => ({ ...issue, by: procurator, approvedBy: chiefProcurator });
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(prosecution, theProsecution);
const gone = (suspect: Said['stream']): Said => ({ ...terminated, stream: suspect });
const nobodyHere = notProsecuted(otherSuspect, otherPerson);
const notTheOne = notProsecuted(theSuspect, thePerson);

const around = [...caseTransferred, ...otherProsecutionOpened];
const reviewing = [...around, ...prosecutionOpened];
const indicted = [...reviewing, indictmentFiled, theIndicted];
const withdrawn = [...indicted, prosecutionWithdrawn];
const closed = [...indicted, nobodyHere, prosecutionClosed];

describe('a prosecution', () => {
  describe('is opened', () => {
    it('in the district of the procuratorate', () =>
      expect(given(around).when({ ...open, by: { ...procurator, district: '370203' } }).events[0]?.data).toMatchObject({
        district: '370203',
        suspects: [theSuspect, otherSuspect],
      }));
    it('on a case that the police transferred', () => {
      given().when(open).thenRejected('criminal-case/is-unknown');
      given(withPolice).when(open).thenRejected('prosecution/case-not-transferred');
    });
    it('on suspects of that case', () =>
      given(around, openedElsewhere)
        .when(saying(open, { suspects: [sameElsewhere] }))
        .thenRejected('prosecution/not-of-that-case', { suspect: sameElsewhere }));
    it('on each of them once', () =>
      given(around)
        .when(saying(open, { suspects: [theSuspect, theSuspect] }))
        .thenRejected('prosecution/named-twice'));
    it.each([
      ['deceased', deceased],
      ['terminated', terminated],
      ['closed', participationClosed],
    ])('not on somebody whose part is %s', (is, end) => given(around, end).when(open).thenRejected(`suspect/is-${is}`, { suspect: theSuspect }));
    it('on suspects who are in no other file that stands', () => {
      const third = saying(open, { suspects: [thirdSuspect] });
      const inOther = (...said: Said[]) =>
        given(
          around,
          said.map((one) => ({ ...one, stream: otherProsecution })),
        ).when(third);
      inOther().thenRejected('prosecution/in-another-file', { suspect: thirdSuspect, prosecution: otherProsecution });
      inOther(notProsecuted(thirdSuspect, thirdPerson)).then('ProsecutionReviewOpened', 'ProsecutionListed');
      given(around, otherFileIndicted, { ...prosecutionWithdrawn, stream: otherProsecution })
        .when(third)
        .then('ProsecutionReviewOpened', 'ProsecutionListed');
    });
    it('not on a suspect of a merged file while its survivor stands', () => {
      const again = at(open, childProsecution);
      given(reviewing, prosecutionsMerged).when(again).thenRejected('prosecution/in-another-file', { suspect: theSuspect, prosecution: otherProsecution });
      const survivorLetGo = { ...notProsecuted(thirdSuspect, thirdPerson), stream: otherProsecution };
      given(reviewing, prosecutionsMerged, survivorLetGo, { ...prosecutionClosed, stream: otherProsecution })
        .when(again)
        .then('ProsecutionReviewOpened', 'ProsecutionListed', 'ProsecutionListed');
    });
  });

  describe('is returned for supplementary investigation', () => {
    it('twice at most', () => {
      expect(given(reviewing, returned(1), resumed).when(giveBack).events[0]?.data).toMatchObject({ n: 2 });
      given(reviewing, returned(1), resumed, returned(2), resumed).when(giveBack).thenRejected('prosecution/third-return');
    });
    it('counting on through a split', () => {
      const child = at(giveBack, childProsecution);
      const after = given(reviewing, returned(1), resumed, prosecutionSplit).when(child);
      expect(after.events[0]?.data).toMatchObject({ n: 2 });
      given(reviewing, returned(1), resumed, prosecutionSplit, ...[returned(2), resumed].map((said) => ({ ...said, stream: childProsecution })))
        .when(child)
        .thenRejected('prosecution/third-return');
    });
  });

  describe('indicts', () => {
    it('each defendant with the person', () =>
      expect(
        given(reviewing)
          .when(saying(indict, { defendants: [theSuspect, otherSuspect] }))
          .events.map(({ data }) => data),
      ).toEqual([
        { indictmentNumber: 'I-01', court: 'court-370202' },
        { suspect: theSuspect, person: thePerson },
        { suspect: otherSuspect, person: otherPerson },
      ]));
    it('undecided suspects of the file', () => {
      given(reviewing)
        .when(saying(indict, { defendants: [thirdSuspect] }))
        .thenRejected('prosecution/not-a-suspect-here', { suspect: thirdSuspect });
      given(reviewing, notTheOne).when(indict).thenRejected('prosecution/already-decided', { suspect: theSuspect });
      given(reviewing)
        .when(saying(indict, { defendants: [theSuspect, theSuspect] }))
        .thenRejected('prosecution/named-twice');
    });
    it('nobody who died or is no suspect any more', () => {
      given(reviewing, deceased).when(indict).thenRejected('suspect/is-deceased');
      given(indicted, gone(otherSuspect)).when(amend).thenRejected('suspect/is-terminated');
    });
    it('more defendants by an amendment, each once', () => {
      given(indicted, indictmentAmended, otherIndicted).when(amend).thenNothing();
      given(indicted)
        .when(saying(amend, { defendants: [theSuspect, otherSuspect] }))
        .then('IndictmentAmended', 'DefendantIndicted');
      given(indicted)
        .when(saying(amend, { defendants: [] }))
        .then('IndictmentAmended');
      expect(stateOf(bothIndicted).suspects.map(({ outcome, person }) => [outcome, person])).toEqual([
        ['indicted', thePerson],
        ['indicted', otherPerson],
      ]);
    });
    it('the suspects of a file that was merged into it', () => {
      const survivor = at(saying(indict, { defendants: [thirdSuspect, theSuspect] }), otherProsecution);
      given(reviewing, prosecutionsMerged).when(survivor).then('IndictmentFiled', 'DefendantIndicted', 'DefendantIndicted');
      given(reviewing).when(survivor).thenRejected('prosecution/not-a-suspect-here', { suspect: theSuspect });
    });
  });

  describe('decides not to prosecute', () => {
    it.each(nonProsecutionKinds)('of the kind %s', (kind) => given(reviewing).when(saying(letGo, { kind })).then('NonProsecutionDecided'));
    it('suspects of the file, and each once', () => {
      given(reviewing)
        .when(saying(letGo, { suspect: thirdSuspect }))
        .thenRejected('prosecution/not-a-suspect-here');
      given(indicted)
        .when(saying(letGo, { suspect: theSuspect }))
        .thenRejected('prosecution/already-decided');
      given(reviewing, nobodyHere)
        .when(saying(letGo, { kind: 'STATUTORY' }))
        .thenRejected('prosecution/already-decided');
    });
    it('a defendant whose prosecution was withdrawn, unless prosecuted anew', () => {
      const defendant = saying(letGo, { suspect: theSuspect });
      const anew = [{ ...(prosecutionOpened[0] as Said), stream: childProsecution }, prosecutionListed(theSuspect, childProsecution)];
      given(withdrawn).when(defendant).then('NonProsecutionDecided');
      given(withdrawn, anew).when(defendant).thenRejected('prosecution/in-another-file', { suspect: theSuspect, prosecution: childProsecution });
    });
  });

  describe('is withdrawn', () => {
    it('by leave of the court that has it', () => {
      const inCourt = [...bothIndicted, ...docketAccepted];
      given(inCourt).when(withdraw).thenRejected('prosecution/before-the-court');
      given(inCourt, judged).when(withdraw).thenRejected('prosecution/before-the-court');
      given(inCourt, concludedBy('WITHDRAWAL_ALLOWED')).when(withdraw).then('ProsecutionWithdrawn');
    });
    it('keeps what was indicted, and leaves nobody indicted', () =>
      expect(stateOf(withdrawn)).toMatchObject({
        status: 'withdrawn',
        indictmentNumber: 'I-01',
        suspects: [{ outcome: 'withdrawn', indictedOn: '2020-03-20' }, { outcome: 'undecided' }],
      }));
  });

  describe('is merged', () => {
    it('not into itself', () =>
      given(reviewing)
        .when(saying(merge, { survivor: theProsecution }))
        .thenRejected('prosecution/merged-with-itself'));
    it('into an open file', () => {
      given(reviewing)
        .when(saying(merge, { survivor: streamNamed('prosecution', 99) }))
        .thenRejected('prosecution/survivor-not-open');
      given(reviewing, { ...prosecutionClosed, stream: otherProsecution })
        .when(merge)
        .thenRejected('prosecution/survivor-not-open');
    });
    it('once indicted, into one that is indicted', () =>
      given(bothIndicted, otherFileIndicted).when(merge).then('ProsecutionsMerged', 'ProsecutionListed', 'ProsecutionListed'));
  });

  describe('is split', () => {
    it('into a file that goes on where it was', () => {
      const [parent, child, listing] = given(reviewing, returned(1), resumed).when(split).events;
      expect(parent?.data).toEqual({ child: child?.on, suspects: [otherSuspect] });
      expect(child?.data).toEqual({
        ...{ fileNumber: 'PF-3', case: theCase, suspects: [otherSuspect], scope: 'EVIL', district: '370202' },
        ...{ splitFrom: theProsecution, returns: 1 },
      });
      expect(listing).toMatchObject({ on: otherSuspect, data: { prosecution: child?.on } });
      expect(stateOf(reviewing, prosecutionSplit).suspects).toHaveLength(1);
    });
    it('by undecided suspects of its own, and leaves somebody', () => {
      given(reviewing)
        .when(saying(split, { suspects: [thirdSuspect] }))
        .thenRejected('prosecution/not-a-suspect-here');
      given(reviewing)
        .when(saying(split, { suspects: [otherSuspect, otherSuspect] }))
        .thenRejected('prosecution/named-twice');
      given(reviewing)
        .when(saying(split, { suspects: [theSuspect, otherSuspect] }))
        .thenRejected('prosecution/nobody-left');
    });
  });

  describe('has an order in time', () => {
    const before = '2020-03-19';
    const first: [Type, readonly Said[]][] = [
      ['ReturnForSupplement', reviewing],
      ['ResumeReview', [...reviewing, returned(1)]],
      ['FileIndictment', reviewing],
      ['DecideNonProsecution', reviewing],
      ['MergeProsecution', reviewing],
      ['SplitProsecution', reviewing],
    ];
    it.each(first)('no %s before the review', (command, said) =>
      given(said).when(dated(prosecutionCommandsOf[command], before)).thenRejected('prosecution/before-review'),
    );
    it('not opened before the case was transferred', () => given(around).when(dated(open, before)).thenRejected('prosecution/before-transfer'));
    it('no indictment before the review went on', () =>
      given(reviewing, returned(1), later(resumed)).when(dated(indict, '2020-03-31')).thenRejected('prosecution/before-review'));
    it.each<[Type, Issue]>([
      ['AmendIndictment', amend],
      ['WithdrawProsecution', withdraw],
      ['MergeProsecution', merge],
    ])('no %s before the indictment', (_, issue) =>
      given(reviewing, otherFileIndicted, later(indictmentFiled), later(theIndicted))
        .when(dated(issue, '2020-03-31'))
        .thenRejected('prosecution/before-indictment'),
    );
    it('not decided after a withdrawal on a day before it', () =>
      given(indicted, later(prosecutionWithdrawn))
        .when(dated(saying(letGo, { suspect: theSuspect }), '2020-03-31'))
        .thenRejected('prosecution/before-withdrawal'));
    it('not reclassified before it was classified', () =>
      given(reviewing, later(prosecutionReclassified))
        .when(dated(saying(reclassify, { scope: 'EVIL' }), '2020-03-31'))
        .thenRejected('prosecution/before-classification'));
    it('not closed before the last decision', () =>
      given(indicted, later(nobodyHere)).when(dated(close, '2020-03-31')).thenRejected('prosecution/before-decision'));
    it('nothing tomorrow', () => given(reviewing).when(dated(indict, '2020-04-09')).thenRejected('date/in-future'));
    it('nothing late by one person alone', () => {
      const past = reviewing.map((said) => later(said, '2020-02-01'));
      given(past).when(dated(indict, '2020-03-08')).thenRejected('correction/second-person-required', { kind: 'K10' });
      given(past)
        .when({ ...dated(indict, '2020-03-08'), approvedBy: chiefProcurator })
        .then('IndictmentFiled', 'DefendantIndicted');
    });
    it.each<[string, Issue]>([
      ['K2', withdraw],
      ['K4', reclassify],
      ['K5', merge],
      ['K6', split],
    ])('no correction %s by one person alone', (kind, issue) => given(indicted).when(alone(issue)).thenRejected('correction/second-person-required', { kind }));
  });

  describe('with records voided', () => {
    // 1 opened, 2 indictment filed, 3 and 4 indicted; what follows, from 5 on
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when(byProcurators(voidOf(said, theProsecution, ...versions)));
    it('is as if it had never been opened, once nothing follows', () => {
      voided(reviewing, 1).then('RecordVoided');
      voided(bothIndicted, 1).thenRejected('correction/relied-on');
      voided(bothIndicted, 1, 2, 3, 4).then('RecordVoided', 'RecordVoided', 'RecordVoided', 'RecordVoided');
    });
    it('an indictment has a defendant, and a defendant an indictment', () => {
      voided(bothIndicted, 4).then('RecordVoided');
      voided(bothIndicted, 3, 4).thenRejected('correction/relied-on');
      voided(bothIndicted, 2).thenRejected('correction/relied-on');
      voided(bothIndicted, 2, 3, 4).then('RecordVoided', 'RecordVoided', 'RecordVoided');
    });
    it('a docket stands on the indictment of each of its defendants', () => {
      const inCourt = [...bothIndicted, ...docketAccepted];
      voided(inCourt, 4).thenRejected('correction/relied-on', { reliedOnBy: docketAccepted[0]?.stream });
      voided(inCourt, 2, 3, 4).thenRejected('correction/relied-on');
      voided([...inCourt, prosecutionReclassified], 5).then('RecordVoided');
    });
    it('a withdrawal put back needs the leave of the court', () => {
      const undone = { stream: theProsecution, type: 'RecordVoided', data: { target: `${theProsecution}@5` }, by: procurator };
      voided([...bothIndicted, prosecutionWithdrawn, undone], 6).then('RecordVoided');
      voided([...bothIndicted, prosecutionWithdrawn, undone, ...docketAccepted], 6).thenRejected('prosecution/before-the-court');
    });
    it('a suspect stands in one file', () => {
      const anew = [{ ...(prosecutionOpened[0] as Said), stream: childProsecution }, prosecutionListed(theSuspect, childProsecution)];
      voided([...bothIndicted, prosecutionWithdrawn], 5).then('RecordVoided');
      voided([...bothIndicted, prosecutionWithdrawn, ...anew], 5).thenRejected('correction/relied-on', { reliedOnBy: childProsecution });
      voided([...reviewing, ...prosecutionSplit], 2).thenRejected('correction/relied-on', { reliedOnBy: childProsecution });
      const survivorIndicts = [indictmentFiled, theIndicted].map((said) => ({ ...said, stream: otherProsecution }));
      voided([...reviewing, ...prosecutionsMerged, ...survivorIndicts], 2).thenRejected('correction/relied-on', { reliedOnBy: otherProsecution });
    });
    it('comes back only on a case that is transferred, into no other file', () => {
      const undone = { stream: theProsecution, type: 'RecordVoided', data: { target: `${theProsecution}@1` }, by: procurator };
      const untransferred = { stream: theCase, type: 'RecordVoided', data: { target: `${theCase}@8` } };
      expect(given(caseTransferred).world().history(theCase)[7]?.type).toBe('TransferredForProsecution');
      voided([...reviewing, undone], 2).then('RecordVoided');
      voided([...reviewing, undone, untransferred], 2).thenRejected('prosecution/case-not-transferred');
      voided([...reviewing, undone, ...prosecutionOpened.map(onChild)], 2).thenRejected('prosecution/in-another-file');
    });
    it('files are not merged in a circle', () => {
      const undone = { stream: theProsecution, type: 'RecordVoided', data: { target: `${theProsecution}@2` }, by: procurator };
      const back = { stream: otherProsecution, type: 'ProsecutionsMerged', data: { survivor: theProsecution }, by: procurator };
      voided([...reviewing, ...prosecutionsMerged, undone, back], 3).thenRejected('correction/relied-on', { reliedOnBy: otherProsecution });
      voided([...reviewing, ...prosecutionsMerged, undone], 3).then('RecordVoided');
    });
    it('is listed by its suspects', () => {
      const unlisted = { stream: theSuspect, type: 'RecordVoided', data: { target: `${theSuspect}@2` } };
      voided([...reviewing, returned(1), unlisted], 2).thenRejected('correction/relied-on');
    });
    it.each<[string, readonly Said[], number]>([
      ['a second return on the first', [returned(1), resumed, returned(2)], 2],
      [
        'a reclassification on the one before',
        [prosecutionReclassified, { ...prosecutionReclassified, data: { from: 'MAFIA', scope: 'ORDINARY', basis: 'b' } }],
        2,
      ],
      ['a closure on every decision', [nobodyHere, notTheOne, prosecutionClosed], 2],
      ['a split on undecided suspects', [nobodyHere, { ...notTheOne, type: 'RecordVoided', data: { target: `${theProsecution}@2` } }, ...prosecutionSplit], 3],
    ])('%s', (_, said, version) => voided([...reviewing, ...said], version).thenRejected('correction/relied-on'));
    it('a suspect is decided about once', () => {
      const undone = { stream: theProsecution, type: 'RecordVoided', data: { target: `${theProsecution}@2` }, by: procurator };
      voided([...reviewing, nobodyHere, undone, nobodyHere], 3).thenRejected('correction/relied-on');
    });
  });

  it('says what it is about', () =>
    expect(stateOf(closed)).toMatchObject({ status: 'closed', case: theCase, scope: 'EVIL', district: '370202', indictmentNumber: 'I-01' }));
});

function onChild(said: Said): Said {
  return said.type === 'ProsecutionListed' ? { ...said, data: { prosecution: childProsecution } } : { ...said, stream: childProsecution };
}
