import fc from 'fast-check';
import { member, otherCase, otherGroup, otherPerson, otherSuspect, sameElsewhere, theCase, theGroup, thePerson, theSuspect } from '../fixtures.ts';
import type { ArrestReviewCommand } from '../arrest-review/arrest-review-messages.ts';
import { arrestReview } from '../arrest-review/arrest-review.ts';
import { type CrimeGroupCommand, features, tiers } from '../crime-group/crime-group-messages.ts';
import type { CriminalCaseCommand } from '../criminal-case/criminal-case-messages.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import { deciderOf } from '../deciders.ts';
import type { PersonCommand } from '../person/person-messages.ts';
import { detentionGrounds, type SuspectCommand } from '../suspect/suspect-messages.ts';
import { isMeasured, suspect } from '../suspect/suspect.ts';
import { addDays } from './civil-date.ts';
import { type Command, type Decided, correctionKindOf, ruleOf } from './decider.ts';
import type { Actor, Message, RecordedEvent } from './envelope.ts';
import { type EventId, type PersonId, type StreamId, type SuspectId, eventIdOf, versionOfEvent } from './identifiers.ts';
import { Rejection } from './rejection.ts';
import { cityLeader, investigator, judge, procurator, secondJudge, streamNamed } from './specify.ts';
import { Registry, refold } from './testing/registry.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 60);

const cases = [theCase, otherCase, streamNamed('criminal_case', 3)];
const persons = [thePerson, otherPerson, streamNamed('person', 3)];
const suspects: readonly SuspectId[] = [theSuspect, otherSuspect, sameElsewhere, member(1)];
const groups = [theGroup, otherGroup];
const reviews = [1, 2, 3].map((n) => streamNamed('arrest_review', n));
const theReview = streamNamed('arrest_review', 1);
const text = 'for the test';

/** A command with the days that go by before it, how many days ago it happened, and whether it takes the long way of a request and its approval. */
type Step = { readonly command: Command; readonly passes: number; readonly ago: number; readonly isRequested: boolean; readonly byInvestigator: boolean };

const from = fc.constantFrom;
const one =
  <C extends Message>(streams: readonly StreamId[]) =>
  <T extends C['type']>(type: T, data: fc.Arbitrary<Extract<C, { type: T }>['data']>) =>
    fc.record({ stream: from(...streams), type: fc.constant(type), data });
const toCase = one<CriminalCaseCommand>(cases);
const toPerson = one<PersonCommand>(persons);
const toSuspect = one<SuspectCommand>(suspects);
const toGroup = one<CrimeGroupCommand>(groups);
const toReview = one<ArrestReviewCommand>(reviews);
/** Those whose arrest is under review from the start. */
const underReview: readonly SuspectId[] = [member(1), otherSuspect];
const some = <T>(data: T) => fc.constant(data);
const ground = some({ ground: text });
const number = (prefix: string) => fc.integer({ min: 1, max: 3 }).map((n) => `${prefix}-${n}`);
const scope = fc.record({ scope: from('MAFIA' as const, 'EVIL' as const, 'ORDINARY' as const), listVersion: some(text), basis: some(text) });
const grouping = fc.record({ tier: from(...tiers), basis: some(text), features: some([...features]) });
const transfer = from(
  { scope: 'CITY_OUT' as const, toAgency: text },
  { scope: 'CITY_IN' as const, toAgency: text, toDistrict: '370202' as const },
  { scope: 'DISTRICT' as const, toAgency: text, toDistrict: '370202' as const },
  { scope: 'DISTRICT' as const, toAgency: text, toDistrict: '370203' as const },
);
const at = some({ at: '' }); // the moment is that of the act
const someSuspects = fc.record({ suspects: fc.subarray([...suspects], { minLength: 1, maxLength: 2 }) });
const voids = (streams: readonly StreamId[]) =>
  fc.record({ stream: from(...streams), type: some('VoidRecords'), data: fc.record({ versions: fc.array(fc.nat(15), { minLength: 1, maxLength: 3 }) }) });

const command: fc.Arbitrary<Command> = fc.oneof(
  toCase('AcceptReport', some({ reportNumber: 'R-1', source: 'CITIZEN', district: '370202' })),
  toCase('FileCase', fc.record({ caseNumber: number('C'), offences: some([text]), leadAgency: some(text) })),
  toCase('RefuseFiling', ground),
  toCase('StartInvestigation', some({ investigators: [text] })),
  toCase('ClassifyScope', scope),
  toCase('ReclassifyScope', scope),
  toCase('CrackCase', someSuspects),
  toCase('RevokeCrack', ground),
  toCase('LinkGroup', fc.record({ group: from(...groups) })),
  toCase('MergeCase', fc.record({ survivor: from(...cases), designation: some(text) })),
  toCase('SplitCase', fc.record({ children: fc.array(fc.record({ caseNumber: number('S'), offences: some([text]) }), { minLength: 1, maxLength: 2 }) })),
  toCase('TransferCase', transfer),
  toCase('CorrectCaseNumber', fc.record({ caseNumber: number('C') })),
  toCase('WithdrawCase', some({ ground: 'NO_CRIME' })),
  toCase('ReopenCase', some({ newFact: text })),
  toCase('ConcludeInvestigation', some({})),
  toCase(
    'TransferForProsecution',
    fc.tuple(someSuspects, number('P')).map(([named, prosecutionNumber]) => ({ ...named, prosecutionNumber })),
  ),
  toCase('CloseCase', some({})),
  toPerson('RegisterPerson', from({}, { idHash: 'a'.repeat(64) })),
  toPerson('ConfirmIdentity', some({ idHash: 'a'.repeat(64) })),
  toPerson('MergeIdentity', fc.record({ survivor: from(...persons), basis: some(text) })),
  toPerson('SplitIdentity', fc.record({ survivor: from(...persons), basis: some(text) })),
  toPerson('CorrectPersonData', from({ birthYear: 1980, requestedBy: 'ORGAN' as const }, { requestedBy: 'SUBJECT' as const })),
  toSuspect('OpenSuspect', fc.record({ person: from(...persons), case: from(...cases) })),
  toSuspect('SummonSuspect', some({ hours: 12 })),
  ...[1, 2, 3].map(() =>
    toSuspect(
      'Detain',
      from(...detentionGrounds).map((item) => ({ warrantNumber: 'D-1', at: '', ground: item })),
    ),
  ),
  toSuspect('RecordIntake', some({ at: '', house: text })),
  toSuspect('NotifyFamily', at),
  toSuspect('NotifyRights', some({ at: '', counsel: true })),
  toSuspect('ConfirmInterrogation', at),
  toSuspect('ExtendDetention', from({ days: 4 as const, ground: 'SPECIAL' as const }, { days: 30 as const, ground: 'GANG' as const })),
  ...[1, 2].map(() => toSuspect('RequestArrest', some({ fileNumber: 'A-1' }))),
  toSuspect('DecideArrest', some({ decisionNumber: 'D-1', ground: text })),
  ...[1, 2, 3].map(() =>
    toSuspect(
      'ExecuteArrest',
      from(...reviews, undefined).map((review) => ({ ...(review && { review }), warrantNumber: 'W-1', at: '' })),
    ),
  ),
  toSuspect('ExtendCustody', fc.record({ rung: from(1 as const, 2 as const, 3 as const), approvedBy: some(text) })),
  toSuspect('RestartCustody', some({ ground: 'OTHER_MAJOR_OFFENCE' })),
  toSuspect('HandOverCustody', fc.record({ to: from('PROCURATORATE' as const, 'COURT' as const, 'POLICE' as const) })),
  toSuspect('ReviewCustodyNecessity', some({ finding: 'NECESSARY' })),
  toSuspect('RecordPlea', fc.record({ accepted: fc.boolean() })),
  toSuspect('ImposeBail', some({ guarantor: true })),
  toSuspect('ImposeResidentialSurveillance', some({ place: 'HOME' })),
  toSuspect('LiftMeasure', ground),
  ...[1, 2].map(() => toSuspect('Release', ground)),
  toSuspect('ChangeCustodyBasis', fc.record({ from: from(...suspects), warrantNumber: some('D-1') })),
  toSuspect('AnnulDetention', ground),
  toSuspect('TerminateInvestigation', ground),
  toSuspect('CloseParticipation', fc.record({ because: from('CASE_WITHDRAWN' as const, 'TRANSFERRED_OUT' as const) })),
  toSuspect('RecordDeath', some({})),
  toGroup('IdentifyGroup', some({ alias: text, district: '370202', industries: [] })),
  toGroup('RegisterGroup', fc.record({ code: number('G') })),
  toGroup('ClassifyGroup', grouping),
  toGroup('ReclassifyGroup', grouping),
  ...[1, 2].map(() => toGroup('LinkMember', fc.record({ suspect: from(...suspects), role: from('CORE' as const, 'LEADER' as const) }))),
  toGroup('ChangeMemberRole', fc.record({ suspect: from(...suspects), role: from('CORE' as const, 'LEADER' as const) })),
  toGroup('DismantleGroup', some({ ringleaderControlled: true, coreMembers: 1, coreControlled: 1 })),
  toGroup('MergeGroup', fc.record({ survivor: from(...groups) })),
  toGroup('SplitGroup', fc.record({ children: fc.array(fc.record({ code: number('G'), alias: some(text) }), { minLength: 1, maxLength: 2 }) })),
  toGroup('TransferGroup', transfer),
  toGroup('WithdrawGroup', ground),
  toGroup('ProsecuteGroup', grouping),
  toGroup('AdjudicateGroup', fc.record({ finding: from(...tiers, 'NOT_FOUND' as const), docketNumber: number('K') })),
  toGroup('CloseGroup', some({})),
  ...[1, 2].map(() =>
    toReview(
      'OpenArrestReview',
      someSuspects.map((named) => ({ ...named, fileNumber: 'AR-1', case: theCase, scope: 'MAFIA' as const })),
    ),
  ),
  ...[1, 2, 3, 4].map(() => toReview('ApproveArrest', fc.record({ suspect: from(...underReview), decisionNumber: number('AP') }))),
  ...[1, 2, 3, 4].map(() => one<SuspectCommand>(underReview)('ExecuteArrest', some({ review: theReview, warrantNumber: 'W-1', at: '' }))),
  toReview('DisapproveArrest', fc.record({ suspect: from(...underReview), ground: some('NO_NEED' as const) })),
  toReview('RevokeArrestApproval', fc.record({ suspect: from(...underReview), ground: some(text) })),
  toReview('RequestReconsideration', fc.record({ suspect: from(...underReview), level: from('SAME' as const, 'UPPER' as const) })),
  toReview(
    'DecideReconsideration',
    fc.record({ suspect: from(...underReview), outcome: from('UPHELD' as const, 'CHANGED' as const), decisionNumber: number('RC') }),
  ),
  toReview('ReclassifyArrestReview', from({ scope: 'EVIL' as const, basis: text }, { scope: 'ORDINARY' as const, basis: text })),
  toReview('MergeArrestReview', fc.record({ survivor: from(...reviews) })),
  toReview(
    'SplitArrestReview',
    someSuspects.map((named) => ({ ...named, fileNumber: 'AR-9' })),
  ),
  toReview('CloseArrestReview', some({})),
  ...[1, 2].map(() => voids([theReview])),
  ...[1, 2, 3, 4].map(() => voids([...cases, ...persons, ...suspects, ...groups])),
  ...[1, 2].map(() => voids(suspects)),
);
const step = fc.record({
  command,
  passes: from(0, 0, 1, 2),
  ago: from(0, 0, 0, 1, 3, 40),
  isRequested: fc.boolean(),
  byInvestigator: fc.boolean(),
}) satisfies fc.Arbitrary<Step>;

/** What has happened before: two cases under investigation, one person a suspect in both, two others in one of them, the three a group, and the arrest of two under review. */
const prelude: readonly Command[] = [
  ...[theCase, otherCase].flatMap((stream): Command[] => [
    { stream, type: 'AcceptReport', data: { reportNumber: 'R-1', source: 'CITIZEN', district: '370202' } },
    { stream, type: 'FileCase', data: { caseNumber: 'C-1', offences: [text], leadAgency: text } },
    { stream, type: 'StartInvestigation', data: { investigators: [text] } },
  ]),
  ...persons.map((stream): Command => ({ stream, type: 'RegisterPerson', data: {} })),
  { stream: theSuspect, type: 'OpenSuspect', data: { person: thePerson, case: theCase } },
  { stream: sameElsewhere, type: 'OpenSuspect', data: { person: thePerson, case: otherCase } },
  { stream: otherSuspect, type: 'OpenSuspect', data: { person: otherPerson, case: theCase } },
  { stream: theGroup, type: 'IdentifyGroup', data: { alias: text, district: '370202', industries: [] } },
  { stream: theGroup, type: 'RegisterGroup', data: { code: 'G-1' } },
  { stream: theCase, type: 'LinkGroup', data: { group: theGroup } },
  { stream: member(1), type: 'OpenSuspect', data: { person: persons[2], case: theCase } },
  ...[theSuspect, otherSuspect, member(1)].map((named): Command => ({ stream: theGroup, type: 'LinkMember', data: { suspect: named, role: 'CORE' } })),
  { stream: theGroup, type: 'ClassifyGroup', data: { tier: 'EVIL_FORCE_GANG', basis: text, features: [] } },
  { stream: member(1), type: 'Detain', data: { warrantNumber: 'D-1', at: '2020-03-01T08:00:00+08:00', ground: 'CPL82_1' } },
  { stream: otherSuspect, type: 'ImposeBail', data: { guarantor: true } },
  ...underReview.map((stream): Command => ({ stream, type: 'RequestArrest', data: { fileNumber: 'A-1' } })),
  { stream: theReview, type: 'OpenArrestReview', data: { fileNumber: 'AR-1', case: theCase, suspects: underReview, scope: 'MAFIA' } },
];

function run(steps: readonly Step[], check: (registry: Registry, issued: Command, decided: readonly Decided[], again: () => readonly Decided[]) => void): void {
  const registry = new Registry();
  const officerFor = ({ stream, type, data }: Command, byInvestigator: boolean): Actor => {
    const by = ruleOf(deciderOf(stream), type)?.by ?? [];
    const [voided] = type === 'VoidRecords' ? (data as { targets: readonly EventId[] }).targets : [];
    const author = voided && registry.events(stream)[versionOfEvent(voided) - 1]?.actor;
    if (author) return author; // its own organ voids a record
    if (type === 'DecideReconsideration') return { ...procurator, user: 'chief-3', role: 'CHIEF_PROCURATOR', district: '370200' };
    if (by.includes('JUDGE') && !by.includes('POLICE_LEADER')) return judge;
    if (by.includes('PROCURATOR') && !by.includes('POLICE_LEADER')) return { ...procurator, district: '370200' };
    return byInvestigator && by.includes('POLICE_INVESTIGATOR') ? investigator : { ...cityLeader, user: 'lead-7' };
  };
  for (const issued of prelude) expect(registry.issue(issued, officerFor(issued, true), registry.today)).not.toEqual([]);

  let correction = 0;
  for (const { command: asked, passes, ago, isRequested, byInvestigator } of steps) {
    registry.pass(passes);
    const occurredOn = addDays(registry.today, -ago);
    const { stream, type } = asked;
    const data = asked.data as Record<string, unknown>;
    const length = Math.max(1, registry.events(stream).length);
    const issued: Command = {
      stream,
      type,
      data:
        type === 'VoidRecords'
          ? { targets: (data['versions'] as number[]).map((n) => eventIdOf(stream, 1 + (n % length))) }
          : 'at' in data
            ? { ...data, at: `${occurredOn}T${ago === 0 ? '09' : '08'}:00:00+08:00` }
            : data,
    };
    const by = officerFor(issued, byInvestigator);
    const approver =
      by.role === 'JUDGE'
        ? { ...secondJudge, district: '370200' as const }
        : by.role === 'PROCURATOR' || by.role === 'CHIEF_PROCURATOR'
          ? { ...procurator, user: 'chief-2', role: 'CHIEF_PROCURATOR' as const, district: '370200' as const }
          : cityLeader;
    const kind = correctionKindOf(deciderOf(stream), issued, occurredOn, registry.today);
    if (kind && isRequested) {
      const request = streamNamed('correction', ++correction);
      const { targets } = issued.data as { targets?: unknown };
      const proposal = { stream, type, data: targets ? { targets } : issued.data, act: { occurredOn } };
      const requested: Command = { stream: request, type: 'RequestCorrection', data: { kind, proposal, reason: { code: 'FOR_THE_TEST' } } };
      registry.issue(requested, by, registry.today);
      const approval: Command = { stream: request, type: 'ApproveCorrection', data: {} };
      const decided = registry.issue(approval, approver, registry.today);
      check(registry, approval, decided, () => registry.decide(approval, approver, registry.today));
    } else {
      const approvedBy = kind ? approver : undefined;
      const decided = registry.issue(issued, by, occurredOn, approvedBy);
      check(registry, issued, decided, () => registry.decide(issued, by, occurredOn, approvedBy));
    }
  }
}

const sequences = fc.array(step, { maxLength: 120, size: 'max' });
const assertFor = (check: Parameters<typeof run>[1]) =>
  fc.assert(
    fc.property(sequences, (steps) => run(steps, check)),
    { numRuns },
  );

describe('random commands', () => {
  it('are accepted or refused, never a fault, and what is accepted makes the state: lawful records, however they came', () => {
    const told = new Set<string>();
    assertFor((registry, issued, decided) => {
      for (const { type } of decided) told.add(type);
      for (const stream of new Set(decided.map(({ on: elsewhere }) => elsewhere ?? issued.stream))) {
        const { state, isLawful: lawful } = refold(registry.events(stream));
        expect(registry.warm.state(deciderOf(stream), stream)).toEqual(state);
        expect({ stream, lawful }).toEqual({ stream, lawful: true });
      }
    });
    expect(told.size).toBeGreaterThan(numRuns < 60 ? 0 : 40); // the sequences are worth running
  });

  it('come to nothing, or are refused, when they are repeated', () => {
    assertFor((registry, issued, decided, again) => {
      if (decided.length === 0) return;
      const { holds } = ruleOf(deciderOf(issued.stream), issued.type) ?? {};
      const before = issued.type === 'ApproveCorrection' ? [] : [...registry.events(issued.stream)];
      let repeated: readonly Decided[] = [];
      try {
        repeated = again();
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
      }
      if (holds || issued.type === 'VoidRecords' || issued.type === 'ApproveCorrection') expect(repeated).toEqual([]);
      if (issued.type !== 'ApproveCorrection') expect(registry.events(issued.stream)).toEqual(before); // deciding records nothing
    });
  });

  it('never leave a person in custody twice on one day, a suspect under two measures, a measure without a case, or an arrest without its approval', () => {
    assertFor((registry, issued, decided) => {
      if (decided.length === 0) return;
      const spells = new Map<PersonId, { readonly from: string; readonly to: string }[]>();
      for (const stream of suspects) {
        const own = custodyIn(registry.live(stream));
        const state = registry.state(suspect, stream);
        expect({ stream, held: own.some(({ to }) => to === FOREVER) }).toEqual({ stream, held: state.isInCustody });
        for (const id of state.arrestsExecuted)
          expect(registry.state(arrestReview, id).suspects).toContainEqual(
            expect.objectContaining({ suspect: stream, outcome: expect.stringMatching(/^(approved|revoked)$/) }),
          );
        if (state.person) spells.set(state.person, [...(spells.get(state.person) ?? []), ...own]);
        if (state.procedure !== 'suspect') expect({ stream, ...state, measured: isMeasured(state) }).toMatchObject({ measured: false });
        if (!state.case) continue;
        const file = registry.state(criminalCase, state.case);
        expect({ file: state.case, filedOn: file.filedOn ?? 'never', suspects: file.suspects }).toMatchObject({
          filedOn: expect.stringMatching(/^2020/),
          suspects: expect.arrayContaining([stream]),
        });
        if (isMeasured(state)) expect({ stream, case: file.status }).not.toMatchObject({ case: 'withdrawn' });
      }
      for (const days of spells.values())
        for (const [i, a] of days.entries())
          for (const b of days.slice(i + 1)) expect({ a, b, overlap: a.from < b.to && b.from < a.to }).toEqual({ a, b, overlap: false });
    });
  });
});

const FOREVER = '9999-12-31';
const takesIn = ['CriminalDetentionImposed', 'CustodyBasisChanged', 'ArrestExecuted'];
const letsOut = ['BailImposed', 'ResidentialSurveillanceImposed', 'MeasureLifted', 'Released', 'CustodyBasisLeft', 'DetentionAnnulled', 'SuspectDeceased'];
/** The days in custody as the records tell them, found without the decider. */
function custodyIn(events: readonly RecordedEvent[]) {
  const spells: { from: string; to: string }[] = [];
  let isArrested = false;
  for (const { type, occurredOn } of events) {
    const last = spells.at(-1);
    const isInside = last?.to === FOREVER;
    if (type === 'ArrestExecuted') isArrested = true;
    if (takesIn.includes(type) && !(type === 'ArrestExecuted' && isInside)) {
      expect(isInside).toBe(false); // nobody is taken in who is in
      expect((last?.to ?? '') <= occurredOn).toBe(true);
      spells.push({ from: occurredOn, to: FOREVER });
    } else if (letsOut.includes(type) && isInside && !(type === 'DetentionAnnulled' && isArrested)) {
      last.to = occurredOn;
      isArrested = false;
    }
  }
  return spells;
}
