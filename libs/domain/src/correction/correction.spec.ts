import {
  approve,
  bailed,
  caseCommandsOf,
  classified,
  correctionApproved,
  correctionRejected,
  correctionWithdrawn,
  cracked,
  detained,
  filed,
  groupClassified,
  groupCommandsOf,
  groupRegistered,
  identified,
  mafiaType,
  merged,
  otherFiled,
  otherGroupRegistered,
  otherRegistered,
  personCommandsOf,
  provisional,
  rejectIt,
  reported,
  requestOf,
  requested,
  started,
  suspectCommandsOf,
  theCase,
  theCorrection,
  underInvestigation,
  withdrawIt,
  withdrawn,
} from '../fixtures.ts';
import { arrestApproved, arrestReviewCommandsOf, beforeReview, reviewOpened } from '../arrest-review/arrest-review-fixtures.ts';
import { assetCommandsOf, assetIdentified } from '../asset/asset-fixtures.ts';
import { courtDocketCommandsOf, docketAccepted } from '../court-docket/court-docket-fixtures.ts';
import { cellReported, defined, indicatorCommandsOf } from '../indicator/indicator-fixtures.ts';
import type { Actor } from '../kernel/envelope.ts';
import { categories } from '../kernel/identifiers.ts';
import {
  type Issue,
  type Outcomes,
  type Said,
  cityLeader,
  everyPair,
  given,
  investigator,
  judge,
  leader,
  leaderElsewhere,
  now,
  procurator,
  rolesFor,
  secondJudge,
  secondLeader,
  streamNamed,
  unfit,
  voidOf,
} from '../kernel/specify.ts';
import { bothIndicted } from '../prosecution/prosecution-fixtures.ts';
import { accepted, assigned, found, problemCommandsOf, rectifyingStarted, reportedDone } from '../rectification/problem-fixtures.ts';
import { registerCommandsOf, supervisorAppointed } from '../register/register-entry-fixtures.ts';
import { leadCommandsOf, otherReceived, toInvestigate } from '../umbrella/lead-fixtures.ts';
import { correctable } from './correction.ts';
import { type CorrectionCommand, correctionKinds } from './correction-messages.ts';

const { RevokeCrack: revoke, WithdrawCase: withdraw } = caseCommandsOf;
const request = requestOf(revoke, 'K2');
const aCase = [...underInvestigation, cracked];
const asked = [...aCase, requested(revoke, 'K2')];
const byOther = (issue: Issue, by: Actor): Issue => ({ ...issue, by });

const situations = {
  unknown: { is: 'unknown', said: aCase },
  requested: { is: 'requested', said: asked },
  approved: { is: 'approved', said: [...asked, correctionApproved] },
  rejected: { is: 'rejected', said: [...asked, correctionRejected] },
  withdrawn: { is: 'withdrawn', said: [...asked, correctionWithdrawn] },
};
const commands: Record<CorrectionCommand['type'], Issue> = {
  RequestCorrection: request,
  ApproveCorrection: approve,
  RejectCorrection: rejectIt,
  WithdrawCorrection: withdrawIt,
};
const never = { VoidRecords: 'command/unknown' };
const outcomes: Outcomes<keyof typeof situations, CorrectionCommand['type']> = {
  unknown: { ...never, RequestCorrection: 'CorrectionRequested' },
  requested: {
    ...never,
    ApproveCorrection: 'CorrectionApproved + CrackRevoked',
    RejectCorrection: 'CorrectionRejected',
    WithdrawCorrection: 'CorrectionWithdrawn',
  },
  approved: never,
  rejected: { ...never, RejectCorrection: 'nothing' },
  withdrawn: { ...never, WithdrawCorrection: 'nothing' },
};

/** Each kind of correction: what it is about, what is asked for, and what comes of it on the streams it is about. */
const group = [...underInvestigation, identified, groupRegistered, groupClassified];
const kinds: readonly [kind: string, said: readonly Said[], issue: Issue, ...events: string[]][] = [
  ['K1', aCase, voidOf(aCase, theCase), 'RecordVoided'],
  ['K1', aCase, caseCommandsOf.CorrectCaseNumber, 'CaseNumberCorrected'],
  ['K2', aCase, revoke, 'CrackRevoked'],
  ['K2', aCase, withdraw, 'CaseWithdrawn'],
  ['K2', [...aCase, detained], suspectCommandsOf.AnnulDetention, 'DetentionAnnulled'],
  ['K2', group, groupCommandsOf.WithdrawGroup, 'GroupWithdrawn'],
  ['K4', [...aCase, classified], caseCommandsOf.ReclassifyScope, 'CaseScopeReclassified'],
  ['K4', group, groupCommandsOf.ReclassifyGroup, 'GroupReclassified'],
  ['K5', [...aCase, ...otherFiled], caseCommandsOf.MergeCase, 'CasesMerged'],
  ['K5', [...group, ...otherGroupRegistered], groupCommandsOf.MergeGroup, 'GroupsMerged'],
  ['K6', aCase, caseCommandsOf.SplitCase, 'CaseSplit', 'CaseFiled'],
  ['K6', group, groupCommandsOf.SplitGroup, 'GroupSplit', 'GroupRegistered'],
  ['K7', aCase, { ...caseCommandsOf.TransferCase, data: { scope: 'CITY_OUT', toAgency: 'psb-370100' } }, 'CaseTransferred'],
  ['K7', group, { ...groupCommandsOf.TransferGroup, data: { scope: 'CITY_OUT', toAgency: 'psb-370100' } }, 'GroupTransferred'],
  ['K8', aCase, caseCommandsOf.TransferCase, 'CaseTransferred'],
  ['K8', group, groupCommandsOf.TransferGroup, 'GroupTransferred'],
  ['K10', underInvestigation.map((said) => ({ ...said, occurredOn: '2020-02-01' })), { ...caseCommandsOf.CrackCase, occurredOn: '2020-03-08' }, 'CaseCracked'],
  ['K11', [provisional, ...otherRegistered], personCommandsOf.MergeIdentity, 'IdentitiesMerged'],
  ['K11', [provisional], personCommandsOf.CorrectPersonData, 'PersonDataCorrected'],
  ['K12', [provisional], personCommandsOf.SealPersonRecord, 'RecordSealed'],
  ['K12', [provisional], personCommandsOf.DestroyPersonKey, 'PersonKeyDestroyed'],
  ['K1', [defined, cellReported], indicatorCommandsOf.CorrectIndicator, 'IndicatorCorrected'],
  ['K2', [...beforeReview, ...reviewOpened, arrestApproved], arrestReviewCommandsOf.RevokeArrestApproval, 'ArrestApprovalRevoked'],
  ['K3', [found, assigned, rectifyingStarted, reportedDone, accepted], problemCommandsOf.ReopenProblem, 'ProblemReopened'],
  ['K4', [...bothIndicted, ...docketAccepted], courtDocketCommandsOf.ReclassifyDocket, 'DocketReclassified'],
  ['K5', [...toInvestigate, otherReceived], leadCommandsOf.MergeLead, 'LeadsMerged'],
  ['K6', toInvestigate, leadCommandsOf.SplitLead, 'LeadSplit', 'LeadReceived'],
  ['K7', toInvestigate, leadCommandsOf.ReferLead, 'LeadReferred'],
  ['K8', [...underInvestigation, assetIdentified], assetCommandsOf.TransferAsset, 'AssetTransferred'],
  ['K8', [supervisorAppointed], registerCommandsOf.MoveRegisterEntry, 'RegisterEntryMoved'],
];

describe('a correction', () => {
  it.each(everyPair(theCorrection, situations, commands, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theCorrection)).toEqual([]);
  });

  describe.each(kinds)('of kind %s', (kind, said, issue, ...events) => {
    const mayAsk = rolesFor(issue);
    const isOfPolice = mayAsk.includes('POLICE_LEADER');
    const by = mayAsk.includes('POLICE_INVESTIGATOR') ? investigator : isOfPolice ? secondLeader : (issue.by as Actor);
    const approver = isOfPolice ? leader : (issue.approvedBy as Actor);
    const past = [...said, requested(issue, kind, by)];
    it(`${issue.type} is asked for`, () =>
      given(said)
        .when(requestOf(issue, kind, by))
        .then('CorrectionRequested'));
    it(`${issue.type} is approved, and tells ${events.join(' and ')}`, () => {
      const [first, ...rest] = given(past).when(byOther(approve, approver)).events;
      expect(first).toMatchObject({ type: 'CorrectionApproved', data: { kind, target: issue.stream } });
      expect(rest.map(({ type }) => type)).toEqual(events);
      for (const { on, envelope } of rest) {
        expect(on).toBeDefined();
        expect(envelope).toEqual({
          actor: by,
          approval: { by: approver, at: now },
          causation: `${theCorrection}@1`,
          reason: { code: 'DECIDED_WRONGLY' },
          occurredOn: issue.occurredOn ?? '2020-04-01',
        });
      }
      expect(rest[0]?.on).toBe(issue.stream);
    });
    it(`${issue.type} is nobody's alone`, () => {
      const { approvedBy: _, ...alone } = issue;
      given(said)
        .when({ ...alone, by })
        .thenRejected('correction/second-person-required', { kind });
      given(past).when(byOther(approve, by)).thenRejected('correction/own-request');
    });
    it('is of no other kind', () => {
      for (const other of correctionKinds)
        if (other !== kind)
          given(said)
            .when(requestOf(issue, other, by))
            .thenRejected('correction/wrong-kind', { kind });
    });
  });

  describe('is asked for', () => {
    it('where one person is not enough', () =>
      given(underInvestigation)
        .when(requestOf(caseCommandsOf.CrackCase, 'K10', leader))
        .thenRejected('correction/not-needed'));
    it('where it changes something', () => {
      given(aCase, withdrawn).when(requestOf(withdraw, 'K2')).thenRejected('correction/already-so');
      given(aCase, otherFiled, merged).when(requestOf(caseCommandsOf.MergeCase, 'K5')).thenRejected('correction/already-so');
      const undone = { stream: theCase, type: 'RecordVoided', data: { target: `${theCase}@5` } };
      given(aCase, undone)
        .when(requestOf(voidOf(aCase, theCase, 5), 'K1'))
        .thenRejected('correction/already-so');
    });
    it('where it would be accepted', () => {
      given(underInvestigation).when(request).thenRejected('criminal-case/not-cracked');
      given(aCase)
        .when(requestOf({ ...revoke, occurredOn: '2020-04-09' }, 'K2'))
        .thenRejected('date/in-future');
    });
    it('by somebody who may act there', () =>
      given(aCase)
        .when(requestOf(revoke, 'K2', procurator))
        .thenRejected('role/not-allowed'));
    it('about a record that can be corrected', () => {
      expect([...Object.keys(correctable), 'publication', 'correction', 'investigated_person', 'ledger'].sort()).toEqual(Object.keys(categories).sort());
      for (const stream of [theCorrection, streamNamed('publication', 1), 'ledger-00000000000000000000000001', 'nothing'])
        given(aCase)
          .when(requestOf({ ...voidOf([], theCorrection), stream: stream as Issue['stream'] }, 'K1'))
          .thenRejected('correction/no-such-target');
    });
    it.each(['CloseTheCase', 'constructor', 'toString', '__proto__'])('as a command that exists, which %s is not', (type) =>
      given(aCase)
        .when(requestOf({ ...revoke, type }, 'K2'))
        .thenRejected('correction/invalid-proposal'),
    );
    it('as a whole command, and nothing but', () => {
      given(aCase)
        .when(requestOf({ ...revoke, data: {} }, 'K2'))
        .thenRejected('correction/invalid-proposal');
      given(aCase)
        .when(requestOf({ ...revoke, data: { ground: 'x', surprise: true } }, 'K2'))
        .thenRejected('correction/invalid-proposal');
    });
  });

  describe('is decided', () => {
    it('by another person', () => {
      const own = [...aCase, requested(revoke, 'K2', leader)];
      given(own).when(approve).thenRejected('correction/own-request');
      given(own).when(rejectIt).thenRejected('correction/own-request');
      given(own).when(byOther(approve, secondLeader)).then('CorrectionApproved', 'CrackRevoked');
    });
    it.each([
      ['an investigator', { ...investigator, user: 'inv-2' }],
      ['a procurator', procurator],
      ['a judge', judge],
    ])('by a leader, not by %s', (_, by) => {
      given(asked).when(byOther(approve, by)).thenRejected('role/not-allowed');
      given(asked).when(byOther(rejectIt, by)).thenRejected('role/not-allowed');
    });
    it('in the same organ, or at the city level above it', () => {
      given(asked).when(byOther(approve, leaderElsewhere)).thenRejected('correction/other-organ');
      given(asked).when(byOther(rejectIt, leaderElsewhere)).thenRejected('correction/other-organ');
      given(asked).when(byOther(approve, cityLeader)).then('CorrectionApproved', 'CrackRevoked');
    });
    it('in a court by another judge', () => {
      const past = [...group, { ...groupRegistered, type: 'GroupDismantled', data: { ringleaderControlled: true, coreMembers: 0, coreControlled: 0 } }].map(
        (said) => ({ ...said, occurredOn: '2020-02-01' }),
      );
      const late = { ...groupCommandsOf.AdjudicateGroup, occurredOn: '2020-03-01' };
      given(past, requested(late, 'K10', judge))
        .when(byOther(approve, secondJudge))
        .then('CorrectionApproved', 'GroupAdjudicated');
      given(past, requested(late, 'K10', judge))
        .when(byOther(approve, judge))
        .thenRejected('correction/own-request');
    });
    it('by the city level where the city level stands behind it', () => {
      const toMafia = { ...groupCommandsOf.ReclassifyGroup, data: mafiaType };
      given(group).when(requestOf(toMafia, 'K4')).then('CorrectionRequested');
      given(group, requested(toMafia, 'K4')).when(approve).thenRejected('crime-group/city-level-required');
      given(group, requested(toMafia, 'K4')).when(byOther(approve, cityLeader)).then('CorrectionApproved', 'GroupReclassified');
    });
    it('on what is so by now', () => {
      given(asked, { ...cracked, type: 'CrackRevoked', data: { ground: 'x' } })
        .when(approve)
        .thenRejected('criminal-case/not-cracked');
      given(aCase, requested(withdraw, 'K2'), withdrawn).when(approve).thenRejected('correction/already-so');
      given(aCase, requested(withdraw, 'K2'), detained).when(approve).thenRejected('criminal-case/suspects-under-measure');
    });
    it('with the act it was asked for: a breach of bail recorded late is one still', () => {
      const past = [reported, filed, started, ...underInvestigation.slice(3), bailed].map((said) => ({ ...said, occurredOn: '2020-02-01' }));
      const late: Issue = {
        ...suspectCommandsOf.Detain,
        data: { ...(suspectCommandsOf.Detain.data as object), at: '2020-03-01T10:00:00+08:00' },
        occurredOn: '2020-03-01',
      };
      given(past)
        .when(requestOf(late, 'K10', leader))
        .thenRejected('suspect/no-breach');
      const breach = { ...late, reason: { code: 'BREACH_OF_CONDITIONS' } };
      given(past, requested(breach, 'K10', leader))
        .when(byOther(approve, secondLeader))
        .then('CorrectionApproved', 'CriminalDetentionImposed');
    });
  });

  describe('that nobody decides on', () => {
    /** Asked for so many milliseconds before now. */
    const before = (milliseconds: number): Said => {
      const said = requested(revoke, 'K2');
      return { ...said, data: { ...(said.data as object), requestedAt: new Date(Date.parse(now) - milliseconds).toISOString() } };
    };
    const hours = 3_600_000;
    it('says when it was asked for', () => {
      const [first] = given(aCase).when(request).events;
      expect(first?.data).toMatchObject({ requestedAt: now });
    });
    it('is approved within 72 hours, and not after', () => {
      given(aCase, before(72 * hours - 1))
        .when(approve)
        .then('CorrectionApproved', 'CrackRevoked');
      for (const late of [72 * hours, 1000 * hours]) given(aCase, before(late)).when(approve).thenRejected('correction/expired');
    });
    it('is still rejected or withdrawn', () => {
      given(aCase, before(100 * hours))
        .when(rejectIt)
        .then('CorrectionRejected');
      given(aCase, before(100 * hours))
        .when(withdrawIt)
        .then('CorrectionWithdrawn');
    });
    it('tells that to nobody who may not decide', () =>
      given(aCase, before(100 * hours))
        .when(byOther(approve, leaderElsewhere))
        .thenRejected('correction/other-organ'));
    it('waits where it does not say when it was asked for, as in ledgers from before', () =>
      given(asked).when(approve).then('CorrectionApproved', 'CrackRevoked'));
  });

  it('is withdrawn by who asked for it', () => {
    given(asked).when(withdrawIt).then('CorrectionWithdrawn');
    given(asked).when(byOther(withdrawIt, leader)).thenRejected('correction/not-own-request');
  });
});
