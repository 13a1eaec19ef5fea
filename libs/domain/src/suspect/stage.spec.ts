import {
  acceptedAfterRemand,
  afterRemand,
  appealAccepted,
  appealLodged,
  concludedBy,
  docketAccepted,
  docketLeftTheCity,
  docketSplit,
  docketsMerged,
  hearingHeld,
  judged,
  judgmentEffective,
  judgmentServed,
  otherDocket,
  otherDocketAccepted,
  retrialAccepted,
  retrialOrdered,
  theAppeal,
  theRetrial,
  theVerdict,
  childDocket,
} from '../court-docket/court-docket-fixtures.ts';
import { otherPerson, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import type { Context } from '../kernel/decider.ts';
import { type Said, given } from '../kernel/specify.ts';
import {
  bothIndicted,
  caseTransferred,
  indictmentFiled,
  notProsecuted,
  otherFileIndicted,
  otherProsecution,
  prosecutionListed,
  prosecutionOpened,
  prosecutionSplit,
  prosecutionWithdrawn,
  prosecutionsMerged,
  returned,
  theIndicted,
  withPolice,
} from '../prosecution/prosecution-fixtures.ts';
import { type Stage, stageOf } from './stage.ts';

const on = (stream: Said['stream'], ...said: Said[]) => said.map((one) => ({ ...one, stream }));
const verdictOf = (verdict: string): Said => ({ ...theVerdict, data: { suspect: theSuspect, person: thePerson, verdict } });
const contextOf = (said: readonly Said[]): Pick<Context, 'state'> => {
  const world = given(said).world();
  return { state: (decider, id) => world.state(decider as never, id) as never };
};

const reviewed = [...caseTransferred, ...prosecutionOpened];
const inCourt = [...bothIndicted, ...docketAccepted];
const served = [...inCourt, ...judged, judgmentServed];
const effective = [...served, judgmentEffective];
const appealed = [...served, appealLodged, ...appealAccepted];
const remanded = [...appealed, ...on(theAppeal, concludedBy('REMANDED', 'FACTS'))];
const withdrawn = [...inCourt, concludedBy('WITHDRAWAL_ALLOWED'), prosecutionWithdrawn];
const again = [...effective, retrialOrdered, ...retrialAccepted];
const anew = [
  prosecutionListed(theSuspect, otherProsecution),
  ...on(otherProsecution, { ...(prosecutionOpened[0] as Said), data: { ...(prosecutionOpened[0] as Said & { data: object }).data, suspects: [theSuspect] } }),
];

describe('the stage of a suspect', () => {
  it.each<[string, Stage, readonly Said[]]>([
    ['with the police', 'suspect', withPolice],
    ['before the file is opened', 'suspect', caseTransferred],
    ['in a file of the procuratorate', 'under_review', reviewed],
    ['while the police supplement it', 'under_review', [...reviewed, returned(1)]],
    ['in a file that was merged into another', 'under_review', [...reviewed, ...otherFileIndicted, ...prosecutionsMerged]],
    ['left in a file when another was split from it', 'under_review', [...reviewed, ...prosecutionSplit]],
    ['not prosecuted', 'not_prosecuted', [...reviewed, notProsecuted(theSuspect, thePerson)]],
    ['not prosecuted and in a new file', 'under_review', [...reviewed, notProsecuted(theSuspect, thePerson), ...anew]],
    ['indicted', 'defendant', [...reviewed, indictmentFiled, theIndicted]],
    ['docketed', 'defendant', inCourt],
    ['on trial', 'defendant', [...inCourt, hearingHeld]],
    ['with a verdict that is not pronounced', 'defendant', [...inCourt, theVerdict]],
    ['before a court out of the city', 'defendant', [...inCourt, docketLeftTheCity]],
    ['in a docket that was merged into another', 'defendant', [...inCourt, ...otherFileIndicted, ...otherDocketAccepted, ...docketsMerged]],
    ['whose withdrawal the court allowed', 'defendant', [...inCourt, concludedBy('WITHDRAWAL_ALLOWED')]],
    ['whose prosecution was withdrawn', 'suspect', withdrawn],
    ['withdrawn and then not prosecuted', 'not_prosecuted', [...withdrawn, notProsecuted(theSuspect, thePerson)]],
    ['withdrawn and in a new file', 'under_review', [...withdrawn, ...anew]],
    ['judged', 'judged', [...inCourt, ...judged]],
    ['judged and served', 'judged', served],
    ['judged and on appeal', 'judged', appealed],
    ['whose trial was terminated', 'judged', [...inCourt, concludedBy('TERMINATION')]],
    ['remanded', 'defendant', remanded],
    ['on trial after a remand', 'defendant', [...remanded, ...acceptedAfterRemand]],
    ['withdrawn after a remand', 'suspect', [...remanded, ...acceptedAfterRemand, ...on(afterRemand, concludedBy('WITHDRAWAL_ALLOWED')), prosecutionWithdrawn]],
    ['found guilty with effect', 'convicted', effective],
    ['found guilty, affirmed and not yet effective', 'judged', [...appealed, ...on(theAppeal, concludedBy('AFFIRMED'), judgmentServed)]],
    ['found guilty and affirmed with effect', 'convicted', [...appealed, ...on(theAppeal, concludedBy('AFFIRMED'), judgmentServed, judgmentEffective)]],
    ['acquitted on appeal', 'acquitted', [...appealed, ...on(theAppeal, verdictOf('NOT_GUILTY'), concludedBy('VARIED'), judgmentServed, judgmentEffective)]],
    ['to be tried again', 'convicted', [...effective, retrialOrdered]],
    ['on retrial', 'convicted', again],
    ['acquitted on retrial, not yet with effect', 'convicted', [...again, ...on(theRetrial, verdictOf('NOT_GUILTY'), concludedBy('VARIED'), judgmentServed)]],
    [
      'acquitted on retrial with effect',
      'acquitted',
      [...again, ...on(theRetrial, verdictOf('NOT_GUILTY'), concludedBy('VARIED'), judgmentServed, judgmentEffective)],
    ],
  ])('%s is %s', (_, stage, said) => expect(stageOf(theSuspect, contextOf(said))).toBe(stage));

  it.each<[string, Stage]>([
    ['GUILTY', 'convicted'],
    ['NOT_GUILTY', 'acquitted'],
    ['NOT_RESPONSIBLE', 'judged'],
    ['EXEMPT', 'judged'],
    ['TERMINATED', 'judged'],
  ])('with the effective verdict %s is %s', (verdict, stage) => {
    const [, otherVerdict, conclusion] = judged as [Said, Said, Said];
    const said = [...inCourt, verdictOf(verdict), otherVerdict, conclusion, judgmentServed, judgmentEffective];
    expect(stageOf(theSuspect, contextOf(said))).toBe(stage);
  });
  it('is of each defendant alone', () => {
    expect(stageOf(otherSuspect, contextOf(effective))).toBe('acquitted');
    const parted = [...reviewed, notProsecuted(otherSuspect, otherPerson), indictmentFiled, theIndicted];
    expect([theSuspect, otherSuspect].map((id) => stageOf(id, contextOf(parted)))).toEqual(['defendant', 'not_prosecuted']);
    const apart = [...inCourt, ...docketSplit, ...on(childDocket, concludedBy('TERMINATION'))];
    expect([theSuspect, otherSuspect].map((id) => stageOf(id, contextOf(apart)))).toEqual(['defendant', 'judged']);
  });
  it('goes with the docket that took the defendant in', () => {
    const merged = [...inCourt, ...otherFileIndicted, ...otherDocketAccepted, ...docketsMerged];
    expect(stageOf(theSuspect, contextOf([...merged, ...on(otherDocket, concludedBy('TERMINATION'))]))).toBe('judged');
  });
  it('is that of a suspect for whom nobody knows', () => expect(stageOf(theSuspect, contextOf([]))).toBe('suspect'));
});
