import type { ArrestReviewCommand } from '../../arrest-review/arrest-review-messages.ts';
import { arrestReview } from '../../arrest-review/arrest-review.ts';
import { type CourtDocketCommand, trialExtenders } from '../../court-docket/court-docket-messages.ts';
import { courtDocket } from '../../court-docket/court-docket.ts';
import type { CriminalCaseCommand } from '../../criminal-case/criminal-case-messages.ts';
import type { ProsecutionCommand } from '../../prosecution/prosecution-messages.ts';
import { prosecution } from '../../prosecution/prosecution.ts';
import type { SuspectCommand } from '../../suspect/suspect-messages.ts';
import { addDays } from '../civil-date.ts';
import type { Command } from '../decider.ts';
import type { Actor } from '../envelope.ts';
import type { DocketId, StreamId, SuspectId } from '../identifiers.ts';
import { streamNamed } from '../specify.ts';
import { assetTurns } from './asset-turns.ts';
import { type Chance, type World, number, officer, text, transfer, turnsOf } from './random-course.ts';
import type { Registry } from './registry.ts';

/** A case that the police have transferred, with five suspects: what the procuratorate and the court make of it, and what becomes of the assets. */
const theCase = streamNamed('criminal_case', 1);
export const suspects: readonly SuspectId[] = [1, 2, 3, 4, 5].map((n) => streamNamed('suspect', n));
const reviews = [1, 2].map((n) => streamNamed('arrest_review', n));
const prosecutions = [1, 2, 3].map((n) => streamNamed('prosecution', n));
const dockets = [1, 2, 3, 4, 5].map((n) => streamNamed('court_docket', n));
const assets = [1, 2, 3].map((n) => streamNamed('asset', n));
const [first, second] = suspects as [SuspectId, SuspectId];

const scope = (chance: Chance) => chance.of('MAFIA' as const, 'EVIL' as const, 'ORDINARY' as const);
const ground = () => ({ ground: text });
const some = <T>(chance: Chance, all: readonly T[], otherwise: T): T[] => {
  const from = chance.below(Math.max(1, all.length));
  const named = all.slice(from, from + 1 + chance.below(3));
  return named.length > 0 ? named : [otherwise];
};
const anyone = (chance: Chance): SuspectId => chance.from(suspects, first);

// Suspects, and the arrest of them

const toSuspect = turnsOf<SuspectCommand>('suspect');
const at = (registry: Registry) => `${registry.today}T09:00:00+08:00`;
const suspectTurns = [
  toSuspect('Detain', (chance, registry) => ({ warrantNumber: 'W-1', at: at(registry), ground: chance.of('CPL82_1', 'CPL82_2', 'CPL82_3') })),
  toSuspect('RequestArrest', () => ({ fileNumber: 'A-1' }), 12),
  toSuspect(
    'ExecuteArrest',
    (chance, registry) => ({ review: chance.from(registry.streamsOf('arrest_review'), reviews[0] as never), warrantNumber: 'W-2', at: at(registry) }),
    8,
  ),
  toSuspect('ImposeBail', () => ({ guarantor: true }), 12),
  toSuspect('Release', ground, 2),
  toSuspect('RecordDeath', () => ({}), 1),
];
const toCase = turnsOf<CriminalCaseCommand>('criminal_case');
const caseTurns = [toCase('TransferForProsecution', () => ({ prosecutionNumber: 'P-1', suspects: [...suspects] }))];

const toReview = turnsOf<ArrestReviewCommand>('arrest_review');
const inReview = (chance: Chance, registry: Registry, stream: StreamId): { suspect: SuspectId } => ({
  suspect: chance.from(
    registry.state(arrestReview, stream).suspects.map((one) => one.suspect),
    first,
  ),
});
const reviewTurns = [
  toReview(
    'OpenArrestReview',
    (chance) => ({ fileNumber: number(chance, 'AR'), case: theCase, suspects: some(chance, suspects, first), scope: scope(chance) }),
    8,
  ),
  toReview('ApproveArrest', (chance, registry, stream) => ({ ...inReview(chance, registry, stream), decisionNumber: 'AP-1' }), 6),
  toReview('DisapproveArrest', (chance, registry, stream) => ({ ...inReview(chance, registry, stream), ground: 'NO_NEED' })),
  toReview('RevokeArrestApproval', (chance, registry, stream) => ({ ...inReview(chance, registry, stream), ground: text }), 2),
  toReview('RequestReconsideration', (chance, registry, stream) => ({ ...inReview(chance, registry, stream), level: chance.of('SAME', 'UPPER') })),
  toReview('DecideReconsideration', (chance, registry, stream) => ({
    ...inReview(chance, registry, stream),
    outcome: chance.of('UPHELD', 'CHANGED'),
    decisionNumber: 'RC-1',
  })),
  toReview('ReclassifyArrestReview', (chance) => ({ scope: scope(chance), basis: text }), 2),
  toReview('MergeArrestReview', (chance, registry) => ({ survivor: chance.from(registry.streamsOf('arrest_review'), reviews[0] as never) }), 1),
  toReview('SplitArrestReview', (chance, registry, stream) => ({ fileNumber: 'AR-9', suspects: [inReview(chance, registry, stream).suspect] }), 2),
  toReview('CloseArrestReview', () => ({}), 1),
];

// The procuratorate

const toProsecution = turnsOf<ProsecutionCommand>('prosecution');
const inFile = (registry: Registry, stream: StreamId): readonly SuspectId[] => registry.state(prosecution, stream).suspects.map((party) => party.suspect);
const prosecutionTurns = [
  toProsecution(
    'OpenProsecutionReview',
    (chance) => ({ fileNumber: number(chance, 'PF'), case: theCase, suspects: some(chance, suspects, first), scope: scope(chance) }),
    8,
  ),
  toProsecution('ReturnForSupplement', () => ({ issues: text })),
  toProsecution('ResumeReview', () => ({}), 8),
  toProsecution('ExtendReview', (chance) => ({ ground: chance.of('MAJOR', 'COMPLEX') })),
  toProsecution(
    'FileIndictment',
    (chance, registry, stream) => ({ indictmentNumber: number(chance, 'I'), court: text, defendants: some(chance, inFile(registry, stream), first) }),
    10,
  ),
  toProsecution('AmendIndictment', (chance, registry, stream) => ({ defendants: [chance.from(inFile(registry, stream), first)], note: text }), 6),
  toProsecution(
    'DecideNonProsecution',
    (chance, registry, stream) => ({ suspect: chance.from(inFile(registry, stream), anyone(chance)), kind: 'DISCRETIONARY', ground: text }),
    2,
  ),
  toProsecution('WithdrawProsecution', (chance) => ({ ruling: number(chance, 'R'), ground: text }), 2),
  toProsecution('ReclassifyProsecution', (chance) => ({ scope: scope(chance), basis: text }), 1),
  toProsecution('MergeProsecution', (chance, registry) => ({ survivor: chance.from(registry.streamsOf('prosecution'), prosecutions[0] as never) }), 2),
  toProsecution('SplitProsecution', (chance, registry, stream) => ({ fileNumber: 'PF-9', suspects: [chance.from(inFile(registry, stream), first)] }), 2),
  toProsecution('CloseProsecution', () => ({}), 1),
];

// The court

const toDocket = turnsOf<CourtDocketCommand>('court_docket');
const onTrial = (chance: Chance, registry: Registry, stream: StreamId): SuspectId => {
  const { defendants } = registry.state(courtDocket, stream);
  const left = defendants.filter(({ verdict }) => verdict === undefined);
  const named = (left.length > 0 ? left : defendants).map((one) => one.suspect);
  return chance.from(named, first);
};
const kinds = { FIRST: '刑初', APPEAL: '刑终', RETRIAL: '刑再' } as const;
type Accept = Extract<CourtDocketCommand, { type: 'AcceptDocket' }>['data'];
function accepted(chance: Chance, registry: Registry): Accept {
  const instance = chance.of('FIRST' as const, 'FIRST' as const, 'APPEAL' as const, 'APPEAL' as const, 'RETRIAL' as const);
  const needed = { FIRST: ['concluded', 'served'], APPEAL: ['served'], RETRIAL: ['retrial_ordered'] }[instance];
  const earlier = registry.streamsOf('court_docket').filter((id) => needed.includes(registry.state(courtDocket, id).status));
  const indicted = registry.streamsOf('prosecution').filter((id) => registry.state(prosecution, id).status === 'indicted');
  const isFresh = instance === 'FIRST' && (earlier.length === 0 || chance.below(3) > 0);
  const parent: DocketId = chance.from(earlier, dockets[0] as DocketId);
  const file = chance.from(indicted, prosecutions[0] as never);
  const parties = isFresh
    ? registry.state(prosecution, file).suspects.filter(({ outcome }) => outcome === 'indicted')
    : registry.state(courtDocket, parent).defendants.slice();
  return {
    docketNumber: `（${registry.today.slice(0, 4)}）鲁02${kinds[instance]}${1 + chance.below(9)}号`,
    court: text,
    instance,
    ...(isFresh ? { prosecution: file } : { parent }),
    defendants: some(
      chance,
      parties.map((party) => party.suspect),
      second,
    ),
    scope: scope(chance),
  };
}
const docketTurns = [
  toDocket('AcceptDocket', accepted, 16),
  toDocket('HoldTrialHearing', () => ({})),
  toDocket('SuspendTrial', ground, 1),
  toDocket('AdjournTrial', (chance) => ({ ...ground(), ...chance.of({}, { because: 'SUPPLEMENT' as const }, { because: 'CHALLENGE' as const }) }), 2),
  toDocket('ResumeTrial', () => ({}), 8),
  toDocket(
    'ExtendTrial',
    (chance, registry) => {
      const approvedBy = chance.of(...trialExtenders);
      return {
        approvedBy,
        decisionNumber: number(chance, 'EX'),
        ...(approvedBy === 'SUPREME_COURT' && { until: addDays(registry.today, 30 * (1 + chance.below(9))) }),
      };
    },
    3,
  ),
  toDocket(
    'RecordVerdict',
    (chance, registry, stream) => ({
      suspect: onTrial(chance, registry, stream),
      ...chance.of(
        { verdict: 'GUILTY' as const, months: 12 },
        { verdict: 'GUILTY' as const, months: 24 },
        { verdict: 'NOT_GUILTY' as const },
        { verdict: 'EXEMPT' as const },
      ),
    }),
    10,
  ),
  toDocket(
    'ConcludeDocket',
    (chance, registry, stream) =>
      registry.state(courtDocket, stream).instance === 'APPEAL'
        ? chance.of({ kind: 'AFFIRMED' }, { kind: 'VARIED' }, { kind: 'REMANDED', remandGround: 'FACTS' }, { kind: 'REMANDED', remandGround: 'PROCEDURE' })
        : chance.of({ kind: 'JUDGMENT' }, { kind: 'JUDGMENT' }, { kind: 'JUDGMENT' }, { kind: 'TERMINATION' }, { kind: 'WITHDRAWAL_ALLOWED' }),
    8,
  ),
  toDocket('ServeJudgment', () => ({}), 10),
  toDocket('LodgeAppeal', (chance, registry, stream) => ({ suspect: onTrial(chance, registry, stream) }), 10),
  toDocket('LodgeProtest', (chance) => ({ protestNumber: number(chance, 'PR') }), 2),
  toDocket('DeclareEffective', () => ({}), 12),
  toDocket('OrderRetrial', ground, 2),
  toDocket('ReclassifyDocket', (chance) => ({ scope: scope(chance), basis: text }), 1),
  toDocket('MergeDocket', (chance, registry) => ({ survivor: chance.from(registry.streamsOf('court_docket'), dockets[0] as DocketId) }), 1),
  toDocket(
    'SplitDocket',
    (chance, registry, stream) => ({
      docketNumber: `（${registry.today.slice(0, 4)}）鲁02${kinds[registry.state(courtDocket, stream).instance ?? 'FIRST']}99号`,
      defendants: [onTrial(chance, registry, stream)],
    }),
    2,
  ),
  toDocket('TransferDocket', (chance) => ({ toCourt: text, ...transfer(chance) }), 2),
];

// What has happened before

const by = officer('POLICE_LEADER', 1);
type Told = Command & { readonly by: Actor };
const toPolice = (stream: StreamId, type: string, data: unknown, who = by): Told => ({ stream, type, data, by: who });
const inspector = officer('POLICE_INVESTIGATOR', 1);
const prelude: readonly Told[] = [
  toPolice(theCase, 'AcceptReport', { reportNumber: 'R-1', source: 'CITIZEN', district: '370202' }, inspector),
  toPolice(theCase, 'FileCase', { caseNumber: 'C-1', offences: [text], leadAgency: text }),
  toPolice(theCase, 'StartInvestigation', { investigators: [text] }),
  ...suspects.flatMap((id, i) => {
    const person = streamNamed('person', i + 1);
    return [toPolice(person, 'RegisterPerson', {}), toPolice(id, 'OpenSuspect', { person, case: theCase }), toPolice(id, 'ImposeBail', { guarantor: true })];
  }),
  ...[first, second].map((id) => toPolice(id, 'RequestArrest', { fileNumber: 'A-1' })),
  toPolice(theCase, 'ConcludeInvestigation', {}),
  toPolice(theCase, 'TransferForProsecution', { prosecutionNumber: 'P-1', suspects }),
];

export const trialWorld: World = {
  prelude,
  streams: [...suspects, ...reviews, ...prosecutions, ...dockets, ...assets],
  shares: { criminal_case: 1, suspect: 5, arrest_review: 8, prosecution: 10, court_docket: 20, asset: 16 },
  turns: [...caseTurns, ...suspectTurns, ...reviewTurns, ...prosecutionTurns, ...docketTurns, ...assetTurns],
};
