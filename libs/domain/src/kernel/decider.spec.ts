import { caseCommandsOf, cracked, reported, theCase, theCorrection, underInvestigation, withdrawn } from '../fixtures.ts';
import { asset } from '../asset/asset.ts';
import { type Correctable, correctable } from '../correction/correction.ts';
import { deciderOf, deciders } from '../deciders.ts';
import { LATE_AFTER_DAYS, apply, commandSchema, correctionKindOf, decide, isLawful, ruleOf } from './decider.ts';
import { type Actor, type Role, recorded } from './envelope.ts';
import { categories, streamOfEvent } from './identifiers.ts';
import { ledgerOpening } from './ledger-opened.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { Rejection } from './rejection.ts';
import { type Issue, type Said, given, investigator, leader, newId, now, on, recordedEvent, secondLeader, streamNamed, today, voidOf } from './specify.ts';
import { commandsOf, samples } from './testing/samples.ts';
import { voidCommand } from './void.ts';
import { World } from './world.ts';

const { CrackCase: crack, WithdrawCase: withdraw, AcceptReport: report } = caseCommandsOf;
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
/** Somebody who may. */
const actorIn = ([role]: readonly Role[]): Actor => ({ ...leader, role: role ?? leader.role });

describe('a decision', () => {
  it('is about a command that exists', () => {
    for (const type of ['CloseTheCase', 'constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      given(underInvestigation)
        .when({ ...crack, type })
        .thenRejected('command/unknown');
      expect(commandSchema(criminalCase, type)).toBeUndefined();
    }
  });

  describe('asks first who, then when, then how many, and only then what is so', () => {
    it('who', () =>
      given()
        .when({ ...withdraw, by: { ...leader, role: 'AUDITOR' }, occurredOn: '2021-01-01' })
        .thenRejected('role/not-allowed'));
    it('when', () =>
      given()
        .when({ ...alone(withdraw), occurredOn: '2021-01-01' })
        .thenRejected('date/in-future'));
    it('how many', () => given().when(alone(withdraw)).thenRejected('correction/second-person-required', { kind: 'K2' }));
    it('what is so', () => given().when(withdraw).thenRejected('criminal-case/is-unknown'));
  });

  it('is made today at the latest', () => {
    given()
      .when({ ...report, occurredOn: today })
      .then('ReportAccepted');
    given()
      .when({ ...report, occurredOn: '2020-04-09' })
      .thenRejected('date/in-future');
  });
  it('is late after thirty days', () => {
    expect(LATE_AFTER_DAYS).toBe(30);
    expect(correctionKindOf(criminalCase, report, on('2020-03-09'), today)).toBeUndefined();
    expect(correctionKindOf(criminalCase, report, on('2020-03-08'), today)).toBe('K10');
    expect(correctionKindOf(criminalCase, withdraw, on('2020-03-08'), today)).toBe('K2'); // a correction is of its own kind, however late
    expect(correctionKindOf(criminalCase, { type: 'CloseTheCase', data: {} }, today, today)).toBeUndefined();
  });
  it('is repeated for nothing, whatever else has come about', () => {
    given(underInvestigation, cracked).when(crack).thenNothing();
    given(underInvestigation, withdrawn)
      .when({ ...withdraw, occurredOn: '2020-03-21' })
      .thenNothing();
  });
  it('says what is needed when it is refused', () => {
    expect((given(reported).when(crack).outcome as Rejection).message).toBe('The case is reported: to crack case it must be investigating.');
    expect((given().when(crack).outcome as Rejection).message).toBe('There is no such case.');
    expect((given().when({ ...crack, by: investigator }).outcome as Rejection).message).toBe(
      'POLICE_INVESTIGATOR may not crack case: this is for POLICE_LEADER.',
    );
  });
  it('changes nothing by being made', () => {
    const world = given(underInvestigation).world();
    const before = structuredClone(world.history(theCase));
    decide(criminalCase, crack, { world, occurredOn: today, today, now, actor: leader, act: {}, newId });
    expect(world.history(theCase)).toEqual(before);
  });
  it('asks for the streams it needs', () => {
    const world = new World();
    world.load(theCase, []);
    expect(() => world.state(criminalCase, streamNamed('criminal_case', 7))).toThrow('is not loaded');
  });
});

describe('the commands that take two persons', () => {
  const corrections = {
    K1: ['CorrectCaseNumber', 'CorrectValuation', 'CorrectIndicator', 'CorrectAppearance', 'CorrectRequirement'],
    K2: [
      ...['RevokeCrack', 'WithdrawCase', 'AnnulDetention', 'WithdrawGroup', 'RevokeArrestApproval', 'WithdrawProsecution', 'QuashConfiscation'],
      ...['WithdrawInvestigation', 'AmendRecommendation', 'WithdrawRecommendation', 'SupersedePlan', 'AbandonPlan', 'RepealMechanism'],
    ],
    K3: ['ReopenProblem'],
    K4: [
      ...['ReclassifyScope', 'ReclassifyGroup', 'ReclassifyArrestReview', 'ReclassifyProsecution', 'ReclassifyDocket'],
      ...['PutLeadOutOfScope', 'ChangePrincipalKind', 'CorrectRecommendationKind'],
    ],
    K5: [...['MergeCase', 'MergeGroup', 'MergeArrestReview', 'MergeProsecution', 'MergeDocket', 'MergeAsset'], ...['MergeLead', 'MergeInvestigation']],
    K6: [...['SplitCase', 'SplitGroup', 'SplitArrestReview', 'SplitProsecution', 'SplitDocket'], ...['SplitLead', 'SplitInvestigation', 'SplitProblem']],
    K7: ['ReferLead', 'ReferInvestigation'],
    K8: ['TransferCase', 'TransferGroup', 'TransferDocket', 'TransferAsset', 'MoveRegisterEntry'],
    K11: ['MergeIdentity', 'SplitIdentity', 'CorrectPersonData'],
    K12: ['SealPersonRecord', 'DestroyPersonKey'],
  };
  it.each(samples.map((issue): [string, Issue] => [issue.type, issue]))('%s or not', (type, issue) => {
    const [kind] = Object.entries(corrections).find(([, types]) => types.includes(type)) ?? [];
    expect(correctionKindOf(deciderOf(issue.stream), issue, today, today)).toBe(kind);
    if (kind) given().when(alone(issue)).thenRejected('correction/second-person-required', { kind });
  });
  it('are commands that there are', () => {
    const all = samples.map(({ type }) => type);
    expect(Object.values(corrections).flatMap((types) => types.filter((type) => !all.includes(type)))).toEqual([]);
  });
  const transfers = samples.filter(({ type }) => /^Transfer(Case|Group|Docket|Asset)$/.test(type));
  it.each(transfers.flatMap((issue) => ['CITY_IN', 'CITY_OUT'].map((scope): [string, string, Issue] => [issue.type, scope, issue])))(
    '%s across the border of the city (K7): %s',
    (_type, scope, issue) => expect(correctionKindOf(deciderOf(issue.stream), { ...issue, data: { scope } }, today, today)).toBe('K7'),
  );
  it.each([
    ...['UNRELATED', 'UNLAWFUL'].map((ground): [string, string | undefined] => [ground, 'K2']),
    ...['TRANSFERRED', 'CASE_WITHDRAWN', 'NON_PROSECUTION', 'JUDGMENT', 'CLAIM_UPHELD'].map((ground): [string, string | undefined] => [ground, undefined]),
  ])('lift a measure that was wrong from the start (K2), and no other: %s → %s', (ground, kind) =>
    expect(correctionKindOf(asset, { ...commandsOf.asset['LiftAssetMeasure'], type: 'LiftAssetMeasure', data: { ground } }, today, today)).toBe(kind),
  );
  it.each(Object.keys(correctable) as Correctable[])('voids (K1): on a %s', (category) => {
    const by = actorIn(ruleOf(correctable[category], 'VoidRecords')?.by ?? []);
    const issue: Issue = { ...voidOf([], streamNamed(category, 1)), by };
    given().when(alone(issue)).thenRejected('correction/second-person-required', { kind: 'K1' });
    given().when(issue).thenRejected('correction/no-such-record');
    expect(commandSchema(correctable[category], 'VoidRecords')).toBe(voidCommand);
  });
  it('are not corrections themselves, nor the opening of a ledger: nobody voids those', () => {
    for (const category of ['correction', 'ledger'] as const) {
      expect(ruleOf(deciders[category], 'VoidRecords')).toBeUndefined();
      expect(commandSchema(deciders[category], 'VoidRecords')).toBeUndefined();
    }
    given().when(voidOf([], theCorrection)).thenRejected('command/unknown');
  });
});

describe('every aggregate', () => {
  const all = Object.entries(deciders);
  it('has a category of its own', () =>
    expect(all.map(([category, decider]) => [category, decider.category])).toEqual(
      Object.keys(categories)
        .sort(byOrder)
        .map((category) => [category, category]),
    ));
  it.each(all)('%s has a rule, a decision and a schema for each command', (_, { rules, decide: decisions, commands }) => {
    expect(Object.keys(rules).sort()).toEqual(Object.keys(commands).sort());
    expect(Object.keys(decisions).sort()).toEqual(Object.keys(commands).sort());
  });
  it.each(all)('%s can be told each of its events, and emits no other', (_, { rules, evolve, events, relies = {} }) => {
    expect(Object.keys(evolve).sort()).toEqual(Object.keys(events).sort());
    for (const type of [...Object.values(rules).flatMap(({ emits }) => emits), ...Object.keys(relies)]) expect(Object.keys(events)).toContain(type);
  });
  it('refuses to be told what it does not know', () => {
    const event = recordedEvent({ stream: theCase, type: 'CaseForgotten', data: {} }, 1);
    expect(() => apply(criminalCase, criminalCase.initialState, event)).toThrow(`criminal_case does not know the event CaseForgotten at ${theCase}@1`);
  });
  function byOrder(a: string, b: string) {
    const order = all.map(([category]) => category);
    return order.indexOf(a) - order.indexOf(b);
  }
});

describe('the opening of a ledger', () => {
  const ledger = streamNamed('ledger', 1);
  const open: Issue = { stream: ledger, type: 'OpenLedger', data: { kind: 'live', city: '370200' }, by: { ...leader, role: 'SYSTEM' } };
  it('comes once', () => {
    given().when(open).then('LedgerOpened');
    const opened = given({ stream: ledger, type: 'LedgerOpened', data: open.data });
    opened.when(open).thenNothing();
    opened.when({ ...open, data: { kind: 'demo', city: '370200' } }).thenRejected('ledger/is-open');
  });
  it('is not for people', () =>
    given()
      .when({ ...open, by: leader })
      .thenRejected('role/not-allowed'));
  it('is of a live ledger or a demo of this city', () => {
    const opens = (kind: string, city: string) => ledgerOpening.events['LedgerOpened']?.safeParse({ kind, city }).success;
    expect([opens('live', '370200'), opens('demo', '370200'), opens('live', '370100'), opens('test', '370200')]).toEqual([true, true, false, false]);
  });
});

describe('an event that a projector leaves out', () => {
  const ledger = streamNamed('ledger', 1);
  const statistician: Actor = { user: 'stat-1', role: 'STATISTICIAN', org: 'casetrail', district: '370200' };
  const opened: Said = { stream: ledger, type: 'LedgerOpened', data: { kind: 'live', city: '370200' } };
  const why = { projector: 'figures', position: 17, reason: 'It names a case that was never recorded.' };
  const skip: Issue = { stream: ledger, type: 'SkipEvent', data: why, by: statistician };

  it('is told in the ledger, with who decided it and why', () => {
    const told = given(opened).when(skip);
    told.then('EventSkipped');
    expect(told.events[0]?.data).toEqual(why);
  });
  it('is left out once by each projector', () => {
    const skipped = given(opened, { stream: ledger, type: 'EventSkipped', data: why });
    skipped.when({ ...skip, data: { ...why, reason: 'For another reason.' } }).thenNothing();
    skipped.when({ ...skip, data: { ...why, projector: 'views' } }).then('EventSkipped');
    skipped.when({ ...skip, data: { ...why, position: 18 } }).then('EventSkipped');
  });
  it('is not for whoever recorded it, nor for a timer', () => {
    for (const by of [leader, { ...statistician, role: 'SYSTEM' } as const])
      given(opened)
        .when({ ...skip, by })
        .thenRejected('role/not-allowed');
  });
  it('is not in a ledger that is not opened', () => given().when(skip).thenRejected('ledger/is-unknown'));
  it('has a reason, a projector that there is, and is not what opened the ledger', () => {
    const takes = (data: object) => ledgerOpening.commands['SkipEvent']?.safeParse({ ...why, ...data }).success;
    expect([takes({}), takes({ reason: '          ' }), takes({ projector: 'seal' }), takes({ position: 1 })]).toEqual([true, false, false, false]);
  });
});

describe('the place of a record in a history', () => {
  const filed = (version: number) => recordedEvent({ stream: theCase, type: 'CaseFiled', data: {} }, version);
  it('follows from the transition table', () => {
    expect(isLawful(criminalCase, filed(2), { status: 'reported' })).toBe(true);
    expect(isLawful(criminalCase, filed(2), { status: 'withdrawn' })).toBe(false);
  });
  it('is free for the first record, as of a case made by a split', () => expect(isLawful(criminalCase, filed(1), { status: 'unknown' })).toBe(true));
  it('is free for what another aggregate tells', () =>
    expect(isLawful(criminalCase, recordedEvent({ stream: theCase, type: 'CaseSuspectListed', data: {} }, 2), { status: 'unknown' })).toBe(true));
});

describe('a stored event', () => {
  const schema = recorded('criminal_case', 'CaseClosed', criminalCase.events['CaseClosed'] as never);
  const whole = recordedEvent({ stream: theCase, type: 'CaseClosed', data: {} }, 3);
  it('has its envelope, and nothing more', () => {
    expect(schema.safeParse(whole).success).toBe(true);
    expect(
      schema.safeParse({
        ...whole,
        approval: { by: secondLeader, at: now },
        causation: `${theCorrection}@1`,
        corrects: `${theCase}@2`,
        reason: { code: 'TYPING_ERROR' },
      }).success,
    ).toBe(true);
    expect(schema.safeParse({ ...whole, surprise: true }).success).toBe(false);
    expect(schema.safeParse({ ...whole, actor: { ...leader, name: 'Wang' } }).success).toBe(false);
    expect(schema.safeParse({ ...whole, stream: streamNamed('person', 1) }).success).toBe(false);
  });
  it('is known by its stream and version', () => expect(streamOfEvent(`${theCase}@3` as never)).toBe(theCase));
});

describe('what was looked at', () => {
  const ledger = streamNamed('ledger', 1);
  const system: Actor = { user: 'system', role: 'SYSTEM', org: 'casetrail', district: '370200' };
  const opened: Said = { stream: ledger, type: 'LedgerOpened', data: { kind: 'live', city: '370200' } };
  const looks = (size: number, digit: string) => ({ size, root: digit.repeat(64) });
  const anchored: Said = { stream: ledger, type: 'LooksAnchored', data: looks(7, 'a') };
  const anchor: Issue = { stream: ledger, type: 'AnchorLooks', data: looks(7, 'a'), by: system };

  it('is anchored in a ledger that is open', () => {
    given(opened).when(anchor).then('LooksAnchored');
    given().when(anchor).thenRejected('ledger/is-unknown');
  });
  it('is anchored once, and never less or otherwise than before', () => {
    given(opened, anchored).when(anchor).thenNothing();
    given(opened, anchored)
      .when({ ...anchor, data: looks(8, 'b') })
      .then('LooksAnchored');
    for (const data of [looks(7, 'b'), looks(6, 'a')])
      given(opened, anchored)
        .when({ ...anchor, data })
        .thenRejected('ledger/looks-anchored-further');
  });
  it('is anchored by no person', () =>
    given(opened)
      .when({ ...anchor, by: leader })
      .thenRejected('role/not-allowed'));
});
