import { type CivilDate, type Day, addMonths, dateOf, dayOf } from '@casetrail/domain';
import { type ArrestFile, type Part, idOf, scopeOf } from './cast.ts';
import { chain, tellDuty, tellFreedom } from './custody.ts';
import { justiceShares } from './justice-plan.ts';
import { type Desk, counterpart } from './paper-numbers.ts';
import { SILENCE } from './plan.ts';
import { type Told, instantOf, momentOf } from './record-book.ts';

const LAST = dayOf(SILENCE);

/** A file on arrests (CPL 2018 arts 87–92): opened, decided, executed, and what custody comes to then. The police's requests are told before. */
export function tellArrestFile(arrest: ArrestFile, desk: Desk): void {
  const opened = arrest.leaves === 'VOIDED' ? tellMistake(arrest, desk) : undefined;
  const { book, chance } = desk;
  const { file, parts, openedOn, isOrganised, leaves, leavesOn = 0 } = arrest;
  const team = counterpart(file.team, 'pp');
  const told = open(arrest, isOrganised && leaves !== 'VOIDED', desk, opened ? [opened] : []);
  const { stream } = told;
  const decided = parts.map((part) => {
    const decision = decide(told, part, desk);
    if (!part.arrest?.isApproved) {
      tellFreedom(part, desk, chain(part, book, [decision]), decision.on);
      if (chance.happens(justiceShares.reconsidered)) tellReconsideration(told, part, decision, desk);
      return decision;
    }
    tellArrest(part, told, decision, desk);
    return decision;
  });
  const after = [told, ...decided];
  if (leaves === 'ORDINARY')
    book.tell(stream, { type: 'ReclassifyArrestReview', data: { scope: 'ORDINARY', basis: '不符合涉恶特征' }, on: leavesOn, team, after });
  else if (isOrganised && !leaves)
    book.tell(stream, { type: 'CloseArrestReview', data: {}, on: Math.max(openedOn, ...decided.map(({ on }) => on)), team, after });
  if (leaves !== 'REVOKED') return;
  for (const part of parts) {
    const suspect = idOf(part);
    const revoked = book.tell(stream, { type: 'RevokeArrestApproval', data: { suspect, ground: '批准逮捕确有错误' }, on: leavesOn, team, after });
    chain(part, book, [revoked, ...(part.last ? [part.last] : [])])({ type: 'Release', data: { ground: '撤销批准逮捕' }, on: leavesOn, team: file.team });
  }
}

function open({ file, parts, openedOn }: ArrestFile, isOrganised: boolean, { book, numbers }: Desk, after: readonly Told[]): Told<'arrest_review'> {
  const suspects = parts.map(idOf);
  return book.open('arrest_review', {
    type: 'OpenArrestReview',
    data: {
      fileNumber: numbers.procuratorate('审捕', openedOn),
      case: (file.filed as Told<'criminal_case'>).stream,
      suspects,
      scope: isOrganised ? scopeOf(file) : 'ORDINARY',
    },
    on: openedOn,
    team: counterpart(file.team, 'pp'),
    after: [...parts.flatMap(({ last }) => (last ? [last] : [])), ...after],
    lists: suspects,
    act: { legalBasis: 'CPL 88' },
  });
}

function decide({ stream, ...told }: Told<'arrest_review'>, part: Part, { book, chance, numbers }: Desk): Told<'arrest_review'> {
  const { decidedOn: on = 0, isApproved } = part.arrest ?? {};
  const base = { on, team: counterpart(part.file.team, 'pp'), after: [{ stream, ...told }] };
  const suspect = idOf(part);
  if (isApproved)
    return book.tell(stream, {
      type: 'ApproveArrest',
      data: { suspect, decisionNumber: numbers.procuratorate('批捕', on) },
      ...base,
      act: { legalBasis: 'CPL 81' },
    });
  return book.tell(stream, {
    type: 'DisapproveArrest',
    data: { suspect, ground: chance.pick(['INSUFFICIENT_EVIDENCE', 'INSUFFICIENT_EVIDENCE', 'NO_NEED', 'NO_NEED', 'NO_CRIME']) },
    ...base,
  });
}

/** The file was recorded with the finding of another one, and its decisions with it: voided, and recorded again as it is. */
function tellMistake(arrest: ArrestFile, desk: Desk): Told {
  const { file, parts } = arrest;
  const told = open(arrest, true, desk, []);
  const targets = [told, ...parts.map((part) => decide(told, part, desk))];
  return desk.book.tell(told.stream, {
    type: 'VoidRecords',
    data: { targets },
    on: Math.max(...targets.map(({ on }) => on)) + desk.chance.between(2, 9),
    team: counterpart(file.team, 'pp'),
    after: targets,
    reason: { code: 'WRONG_FILE', text: '案卷录入错误' },
  });
}

/** Executed at once; the family is told and the person heard within 24 hours (CPL 93, 94). */
function tellArrest(part: Part, review: Told<'arrest_review'>, approved: Told, desk: Desk): void {
  const { book, chance, numbers } = desk;
  const { file, arrest, charge } = part;
  const on = approved.on;
  const at = momentOf(on, 10 + 11 * chance.next());
  const warrantNumber = numbers.police('捕', on);
  const executed = book.tell(idOf(part), {
    type: 'ExecuteArrest',
    data: { review: review.stream, warrantNumber, at: instantOf(at) },
    on,
    team: file.team,
    from: at,
    after: [approved],
    act: { legalBasis: 'CPL 80', document: { kind: '逮捕证', number: warrantNumber, date: dateOf(on) } },
  });
  const later = (hours: number) => at + Math.round(hours * 60) * 60_000;
  const duties = [
    tellDuty(part, desk, 'ConfirmInterrogation', later(1 + 20 * chance.next()), executed),
    tellDuty(part, desk, 'NotifyFamily', later(2 + 21 * chance.next()), executed),
  ];
  part.last = executed;
  const endsOn = charge?.transferredOn ?? arrest?.endsOn ?? arrest?.file.leavesOn ?? LAST;
  const next = chain(part, book, [executed, ...duties]);
  tellExtensions(part, on, Math.min(endsOn, LAST), next);
  if (!charge && arrest?.endsOn !== undefined && endsOn < LAST) tellFreedom(part, desk, next, endsOn);
}

/** CPL 156, 158, 159: two months, then one, two and two more, each granted before the term before runs out. */
function tellExtensions({ file }: Part, arrestedOn: Day, until: Day, next: ReturnType<typeof chain>): void {
  const term = (months: number): Day => dayOf(addMonths(dateOf(arrestedOn) as CivilDate, months));
  for (const [rung, months, approvedBy] of [
    [1, 2, '青岛市人民检察院'],
    [2, 3, '山东省人民检察院'],
    [3, 5, '山东省人民检察院'],
  ] as const) {
    if (until <= term(months) - 1) return;
    next({
      type: 'ExtendCustody',
      data: { rung, approvedBy },
      on: term(months) - 7,
      team: counterpart(file.team, 'pp'),
      by: 'CITY',
      act: { legalBasis: `CPL ${[156, 158, 159][rung - 1]}` },
    });
  }
}

/** The police ask again, once, and in vain (CPL 92); the person stays free. */
function tellReconsideration({ stream }: Told<'arrest_review'>, part: Part, decision: Told, { book, chance, numbers }: Desk): void {
  const suspect = idOf(part);
  const { team } = part.file;
  const on = decision.on + chance.between(1, 5);
  const asked = book.tell(stream, {
    type: 'RequestReconsideration',
    data: { suspect, level: 'SAME' },
    on,
    team,
    after: [decision],
    act: { legalBasis: 'CPL 92' },
  });
  const answeredOn = on + chance.between(2, 7);
  book.tell(stream, {
    type: 'DecideReconsideration',
    data: { suspect, outcome: 'UPHELD', decisionNumber: numbers.procuratorate('复议', answeredOn) },
    on: answeredOn,
    team: counterpart(team, 'pp'),
    second: true,
    after: [asked],
  });
}
