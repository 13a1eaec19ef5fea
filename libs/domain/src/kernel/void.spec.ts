import {
  bailed,
  classified,
  cracked,
  filed,
  otherCase,
  reported,
  started,
  suspectOpened,
  theCase,
  thePerson,
  theSuspect,
  underInvestigation,
} from '../fixtures.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { Actor } from './envelope.ts';
import { eventIdOf } from './identifiers.ts';
import { type Said, chiefProcurator, given, investigator, judge, leader, procurator, recordedEvent, streamNamed, voidOf } from './specify.ts';
import { isVoid, liveEvents, voidCommand } from './void.ts';

const aCase = [...underInvestigation, cracked]; // 1 reported, 2 filed, 3 started, 4 suspect listed, 5 cracked
const voiding = (version: number): Said => ({ stream: theCase, type: 'RecordVoided', data: { target: eventIdOf(theCase, version) } });
const voided = (said: readonly Said[], ...versions: number[]) => given(said).when(voidOf(said, theCase, ...versions));
const isCracked = (...said: readonly Said[]) => given(said).state(criminalCase, theCase).isCracked;
const live = (...said: readonly Said[]) => liveEvents(said.map((one, i) => recordedEvent(one, i + 1))).map(({ version }) => version);

describe('a void', () => {
  it('takes a record out of the history, and says which', () =>
    expect(voided(aCase, 5).events).toEqual([{ type: 'RecordVoided', data: { target: `${theCase}@5` }, corrects: `${theCase}@5`, on: theCase }]));
  it('is not an edit: the record stays readable', () => {
    const world = given(aCase, voiding(5)).world();
    expect(world.history(theCase).map(({ type }) => type)).toEqual([
      'ReportAccepted',
      'CaseFiled',
      'InvestigationStarted',
      'CaseSuspectListed',
      'CaseCracked',
      'RecordVoided',
    ]);
    expect(isCracked(...aCase, voiding(5))).toBe(false);
  });
  it('of what is voided is nothing', () => voided([...aCase, voiding(5)], 5).thenNothing());
  it('of one record named twice is one', () => voided(aCase, 5, 5).then('RecordVoided'));
  it('of a void puts the record back', () => {
    voided([...aCase, voiding(5)], 6).then('RecordVoided');
    expect(isCracked(...aCase, voiding(5), voiding(6))).toBe(true);
    voided([...aCase, voiding(5), voiding(6)], 6).thenNothing();
  });
  it('comes again after it was undone', () => {
    voided([...aCase, voiding(5), voiding(6)], 5).then('RecordVoided');
    expect(isCracked(...aCase, voiding(5), voiding(6), voiding(5))).toBe(false);
    expect(isCracked(...aCase, voiding(5), voiding(6), voiding(7))).toBe(false); // what undid the void at 6 is undone
  });
  it('of a record and of its void leaves both voided', () => {
    voided([...aCase, voiding(5)], 5, 6).then('RecordVoided', 'RecordVoided');
    voided([...aCase, voiding(5), voiding(6), voiding(5)], 5, 6).thenNothing();
  });

  it('leaves no record that relies on what is gone', () => {
    voided(aCase, 3).thenRejected('correction/relied-on', { reliedOnBy: `${theCase}@5` });
    voided(aCase, 3, 5).then('RecordVoided', 'RecordVoided');
    voided([...underInvestigation, classified, cracked], 3, 6).then('RecordVoided', 'RecordVoided');
  });
  it('does not put back what nothing supports any more', () => {
    const withdrawnCrack = [...aCase, voiding(5), voiding(3)]; // 6 voids the crack, 7 the investigation
    voided(withdrawnCrack, 6).thenRejected('correction/relied-on', { reliedOnBy: `${theCase}@5` });
    voided(withdrawnCrack, 6, 7).then('RecordVoided', 'RecordVoided');
  });
  it('can take everything, and the number of versions stays', () => {
    const all = given(reported, filed, started).when(voidOf([], theCase, 1, 2, 3));
    all.then('RecordVoided', 'RecordVoided', 'RecordVoided');
    expect(given(reported, filed, voiding(1), voiding(2)).state(criminalCase, theCase)).toEqual(criminalCase.initialState);
  });

  it('is of a record in that stream', () => {
    given(aCase)
      .when({ ...voidOf(aCase, theCase), data: { targets: [eventIdOf(otherCase, 1)] } })
      .thenRejected('correction/other-stream');
    given(aCase)
      .when({ ...voidOf(aCase, theCase), data: { targets: [eventIdOf(thePerson, 1)] } })
      .thenRejected('correction/other-stream');
    voided(aCase, 6).thenRejected('correction/no-such-record');
    voided([reported, filed, ...suspectOpened], 99).thenRejected('correction/no-such-record');
  });
  it('names one record at least, fifty at most', () => {
    const of = (n: number) => voidCommand.safeParse({ targets: Array.from({ length: n }, (_, i) => eventIdOf(theCase, i + 1)) }).success;
    expect([0, 1, 50, 51].map(of)).toEqual([false, true, true, false]);
    expect(voidCommand.safeParse({ targets: ['criminal_case-1@1'] }).success).toBe(false);
    expect(voidCommand.safeParse({ targets: [eventIdOf(theCase, 0)] }).success).toBe(false);
  });
});

describe('a record is voided by the organ whose act it was', () => {
  const byProcuratorate = [...underInvestigation, { ...bailed, by: procurator }];
  const byPolice = [...underInvestigation, bailed];
  const whenVoided = (said: readonly Said[], by: Actor, version = 2) => given(said).when({ ...voidOf(said, theSuspect, version), by });
  const undone: Said = { stream: theSuspect, type: 'RecordVoided', data: { target: eventIdOf(theSuspect, 2) } };
  it('where several may issue it', () => {
    whenVoided(byPolice, investigator).then('RecordVoided');
    whenVoided(byPolice, procurator).thenRejected('role/not-allowed');
    whenVoided(byPolice, judge).thenRejected('role/not-allowed');
    whenVoided(byProcuratorate, chiefProcurator).then('RecordVoided');
    whenVoided(byProcuratorate, leader).thenRejected('role/not-allowed');
  });
  it('whoever voided it, also when it is put back', () => {
    whenVoided([...byProcuratorate, { ...undone, by: procurator }], procurator, 3).then('RecordVoided');
    whenVoided([...byProcuratorate, { ...undone, by: procurator }], investigator, 3).thenRejected('role/not-allowed');
    whenVoided([...byProcuratorate, undone], investigator, 3).thenRejected('role/not-allowed');
  });
  it('even among others of its own', () =>
    given(byProcuratorate)
      .when({ ...voidOf([], theSuspect, 1, 2), by: investigator })
      .thenRejected('role/not-allowed'));
  it('or by whoever may issue the like, where somebody else told it', () => {
    const split: Said = { ...filed, by: procurator };
    given(split)
      .when({ ...voidOf([split], theCase, 1), by: investigator })
      .then('RecordVoided');
    const timed: Said = { ...bailed, by: { ...leader, role: 'SYSTEM' } };
    whenVoided([...underInvestigation, timed], procurator).then('RecordVoided');
    whenVoided([...underInvestigation, timed], { ...leader, role: 'AUDITOR' }).thenRejected('role/not-allowed');
  });
  it('or by anybody here, where nobody issues the like: then what relies on it decides', () => {
    const listed = [...underInvestigation, { stream: theSuspect, type: 'DocketListed', data: { docket: streamNamed('court_docket', 1) }, by: judge }];
    whenVoided(listed, judge).then('RecordVoided');
    whenVoided(listed, investigator).then('RecordVoided');
  });
});

describe('the records that stand', () => {
  it.each<[string, readonly number[], readonly number[]]>([
    ['all where nothing is voided', [], [1, 2]],
    ['one less', [2], [1]],
    ['all again when the void is voided', [2, 3], [1, 2]],
    ['one less when that void is voided in its turn', [2, 3, 4], [1]],
    ['what two voids name is gone until both are', [2, 2, 3], [1]],
    ['none', [1, 2], []],
  ])('are %s', (_, targets, standing) => expect(live(reported, filed, ...targets.map(voiding))).toEqual(standing));
  it('do not count voids', () => expect(isVoid(recordedEvent(voiding(1), 2))).toBe(true));
});
