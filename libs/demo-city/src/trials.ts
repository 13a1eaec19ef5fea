import { CITY_LEVEL, dayOf } from '@casetrail/domain';
import { type Charge, type Part, idOf, scopeOf } from './cast.ts';
import { tellHandover } from './custody.ts';
import { type Desk, cityCourt, counterpart, courtOf } from './paper-numbers.ts';
import { SILENCE } from './plan.ts';
import type { Entry, RecordBook, Team, Told } from './record-book.ts';

const LAST = dayOf(SILENCE);
type Verdict = { readonly verdict: 'GUILTY' | 'NOT_GUILTY'; readonly months?: number };
/** Tells an act on a docket, after all that was told there before. */
type Tell = (entry: Entry) => Told<'court_docket'>;

/** A first instance from the indictment to the judgment, with the appeal and the trial after a remand (CPL 2018 arts 186–245). */
export function tellTrial(charge: Charge, indicted: Told, desk: Desk): void {
  const { book, chance } = desk;
  const { file, defendants, prosecution, acceptedOn, concludedOn, leaves, leavesOn = 0, appeal } = charge;
  if (!prosecution) return;
  const team = counterpart(file.team, 'court');
  tellHandover(defendants, 'COURT', acceptedOn, counterpart(file.team, 'pp'), indicted, desk);
  const docket = accept(charge, { instance: 'FIRST', prosecution: prosecution.stream }, { on: acceptedOn, team, after: [indicted] }, desk);
  charge.docket = docket;
  if (leaves === 'MERGED') return;
  const tell = teller(docket, desk);
  if (leaves === 'WITHDRAWN') return tellWithdrawal(charge, docket, prosecution, desk);
  if (leaves === 'ORDINARY') {
    const data = { scope: 'ORDINARY' as const, basis: '不构成恶势力犯罪' };
    const told = book.tell(prosecution.stream, { type: 'ReclassifyProsecution', data, on: leavesOn, team: counterpart(file.team, 'pp'), after: [docket] });
    tell({ type: 'ReclassifyDocket', data, on: leavesOn, team, after: [told] });
  }
  tellHearings(tell, acceptedOn, concludedOn ?? LAST, team, desk);
  if (concludedOn === undefined) return;
  const verdicts = defendants.map((part, i): Verdict => {
    const isAcquitted = charge.hasAcquittal === true && i === defendants.length - 1;
    return isAcquitted ? { verdict: 'NOT_GUILTY' } : { verdict: 'GUILTY', months: chance.between(6, part.isMember ? 96 : 36) };
  });
  tellVerdicts(tell, charge, verdicts, { on: concludedOn, team });
  const concluded = tell({ type: 'ConcludeDocket', data: { kind: 'JUDGMENT' }, on: concludedOn, team });
  const acquitted = defendants.filter((part, i) => verdicts[i]?.verdict === 'NOT_GUILTY' && part.arrest);
  for (const part of acquitted)
    book.tell(idOf(part), {
      type: 'Release',
      data: { ground: '宣告无罪' },
      on: concludedOn,
      team,
      after: [concluded, ...(part.last ? [part.last] : [])],
      act: { legalBasis: 'CPL 260' },
    });
  const servedOn = concludedOn + chance.between(0, 5);
  const served = tell({ type: 'ServeJudgment', data: {}, on: servedOn, team });
  if (!appeal) {
    tell({ type: 'DeclareEffective', data: {}, on: servedOn + 11 + chance.between(0, 4), team });
    return;
  }
  const on = servedOn + chance.between(1, 9);
  const lodged = appeal.isProtest
    ? tell({
        type: 'LodgeProtest',
        data: { protestNumber: desk.numbers.procuratorate('诉抗', on) },
        on,
        team: counterpart(file.team, 'pp'),
        act: { legalBasis: 'CPL 228' },
      })
    : tell({ type: 'LodgeAppeal', data: { suspect: idOf(defendants[0] as Part) }, on, team, act: { legalBasis: 'CPL 227' } });
  tellAppeal(charge, verdicts, [served, lodged], desk);
}

function tellAppeal(charge: Charge, verdicts: readonly Verdict[], after: readonly Told[], desk: Desk): void {
  const { appeal, docket, file, defendants } = charge;
  if (!appeal || !docket) return;
  const team = cityCourt(file.team);
  const { acceptedOn, concludedOn, outcome, isProtest, isDoubled, remandedOn } = appeal;
  const parent = { instance: 'APPEAL', parent: docket.stream } as const;
  const wrong = isDoubled ? [tellDouble(charge, parent, { on: acceptedOn, team, after }, desk)] : [];
  const accepted = accept(charge, parent, { on: acceptedOn, team, after: [...after, ...wrong] }, desk);
  const tell = teller(accepted, desk);
  tellHearings(tell, acceptedOn, concludedOn ?? LAST, team, desk);
  if (concludedOn === undefined) return;
  if (outcome === 'VARIED') {
    // a protest is against the acquittal of the last one; the defence appealed for the first
    const i = isProtest ? defendants.length - 1 : 0;
    const months = isProtest ? 10 : Math.max(3, (verdicts[i]?.months ?? 12) - 6);
    const varied = defendants[i] as Part;
    tellVerdicts(tell, { ...charge, defendants: [varied] }, [{ verdict: 'GUILTY', months }], { on: concludedOn, team });
  }
  tell({ type: 'ConcludeDocket', data: { kind: outcome, ...(outcome === 'REMANDED' && { remandGround: 'FACTS' }) }, on: concludedOn, team });
  const servedOn = concludedOn + desk.chance.between(0, 4);
  const served = tell({ type: 'ServeJudgment', data: {}, on: servedOn, team });
  if (outcome !== 'REMANDED') tell({ type: 'DeclareEffective', data: {}, on: servedOn, team });
  else if (remandedOn !== undefined)
    accept(charge, { instance: 'FIRST', parent: accepted.stream }, { on: remandedOn, team: counterpart(file.team, 'court'), after: [served] }, desk);
}

type Origin = Pick<Extract<Entry, { type: 'AcceptDocket' }>['data'], 'instance' | 'prosecution' | 'parent'>;
type When = { readonly on: number; readonly team: Team; readonly after: readonly Told[] };

function accept({ file, defendants }: Charge, origin: Origin, when: When, { book, numbers }: Desk): Told<'court_docket'> {
  const suspects = defendants.map(idOf);
  const { on, team } = when;
  return book.open('court_docket', {
    type: 'AcceptDocket',
    data: {
      docketNumber: numbers.docket(origin.instance === 'APPEAL' ? '刑终' : '刑初', team, on),
      court: courtOf(team.district),
      ...origin,
      defendants: suspects,
      scope: scopeOf(file),
    },
    ...when,
    own: 1 + suspects.length,
    lists: suspects,
    act: { legalBasis: team.district === CITY_LEVEL ? 'CPL 231' : 'CPL 186' },
  });
}

/** The same appeal under a number of its own: voided, before it is recorded as it is. */
function tellDouble(charge: Charge, parent: Origin, when: When, desk: Desk): Told {
  const told = accept(charge, parent, when, desk);
  const targets = [told, ...charge.defendants.map((_, i) => ({ of: told, further: 1 + i }))];
  return desk.book.tell(told.stream, {
    type: 'VoidRecords',
    data: { targets },
    on: when.on,
    team: when.team,
    after: [told],
    lag: desk.chance.between(1, 4),
    reason: { code: 'DUPLICATE_ENTRY', text: '同一上诉案重复编号' },
  });
}

/** One hearing at least; a trial that lasts is adjourned for supplement, a month each time (CPL 204, 205). */
function tellHearings(tell: Tell, acceptedOn: number, until: number, team: Team, { chance }: Desk): void {
  tell({ type: 'HoldTrialHearing', data: {}, on: acceptedOn + chance.between(12, 24), team });
  if (until - acceptedOn < 120) return;
  for (let from = acceptedOn + 50, times = 0; from + 40 < until && times < 2; from += 60, times++) {
    tell({ type: 'AdjournTrial', data: { ground: '补充侦查' }, on: from, team, act: { legalBasis: 'CPL 204' } });
    tell({ type: 'ResumeTrial', data: {}, on: from + chance.between(18, 29), team });
  }
}

function tellVerdicts(
  tell: Tell,
  { file, defendants }: Pick<Charge, 'file' | 'defendants'>,
  verdicts: readonly Verdict[],
  { on, team }: Omit<When, 'after'>,
): void {
  defendants.forEach((part, i) => {
    const { verdict, months } = verdicts[i] as Verdict;
    const found = verdict === 'GUILTY' ? { scopeFound: scopeOf(file), months: months as number } : {};
    tell({ type: 'RecordVerdict', data: { suspect: idOf(part), verdict, ...found }, on, team, act: { legalBasis: 'CPL 200' } });
  });
}

function teller(docket: Told<'court_docket'>, { book }: Desk): Tell {
  let last = docket;
  return (entry) => (last = book.tell(docket.stream, { ...entry, after: [last, ...(entry.after ?? [])] }));
}

/** The court allows the procuratorate to withdraw: both decisions leave the figures, and who was held is let go (SPC21 296, SPP19 424). */
function tellWithdrawal(
  { file, defendants, leavesOn: on = 0 }: Charge,
  docket: Told<'court_docket'>,
  prosecution: Told<'prosecution'>,
  { book, chance, numbers }: Desk,
): void {
  const procurators = counterpart(file.team, 'pp');
  const allowed = book.tell(docket.stream, {
    type: 'ConcludeDocket',
    data: { kind: 'WITHDRAWAL_ALLOWED' },
    on,
    team: counterpart(file.team, 'court'),
    after: [docket],
  });
  const withdrawn = book.tell(prosecution.stream, {
    type: 'WithdrawProsecution',
    data: { ruling: numbers.docket('刑初', file.team, on), ground: '证据发生变化' },
    on,
    team: procurators,
    after: [allowed],
  });
  for (const part of defendants) {
    const decidedOn = on + chance.between(8, 28);
    const base = { on: decidedOn, team: procurators, after: [withdrawn], act: { legalBasis: 'SPP19 424' } };
    book.tell(prosecution.stream, { type: 'DecideNonProsecution', data: { suspect: idOf(part), kind: 'INSUFFICIENT_EVIDENCE', ground: '证据不足' }, ...base });
  }
}

/** A case of the same group is joined to the first, by the procuratorate and by the court. */
export function tellJoinder({ file, survivor, defendants, prosecution, docket, leavesOn: on = 0 }: Charge, book: RecordBook): void {
  if (!survivor?.prosecution || !survivor.docket || !prosecution || !docket) return;
  const suspects = defendants.map(idOf);
  const joined = book.tell(prosecution.stream, {
    type: 'MergeProsecution',
    data: { survivor: survivor.prosecution.stream },
    on,
    team: counterpart(file.team, 'pp'),
    after: [docket, survivor.docket],
    lists: suspects,
  });
  const into = survivor.docket.stream;
  book.tell(docket.stream, {
    type: 'MergeDocket',
    data: { survivor: into },
    on,
    team: counterpart(file.team, 'court'),
    after: [joined],
    lists: [...suspects, ...suspects.map(() => into)],
  });
}
