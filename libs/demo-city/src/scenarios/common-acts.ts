import type { CaseId, CivilDate, DocketId, District, PersonId, ProsecutionId, Scope, SuspectId } from '@casetrail/domain';
import { HOME, clerk, investigator, judge, leader, procurator } from './actors.ts';
import { type Act, type Run, act } from './scenario.ts';

/** What many scenarios begin with: a case on file, suspects in it, an indictment, a trial. */

const basis = 'scenario';
const LIST = '2018';
type Acts = { readonly acts: readonly Act[] };

/** A case of the police under investigation. */
export function caseOnFile(run: Run, name: string, on: CivilDate, { district = HOME, scope = 'EVIL' as Scope } = {}): Acts & { readonly file: CaseId } {
  const file = run.stream('criminal_case', name);
  const by = leader(district);
  const number = `SC-${run.serial}-${name}`;
  return {
    file,
    acts: [
      act(file, 'AcceptReport', { reportNumber: `R-${number}`, source: 'VICTIM', district }, investigator(district), on),
      act(file, 'FileCase', { caseNumber: number, offences: ['寻衅滋事罪'], leadAgency: `psb-${district}` }, by, on),
      act(file, 'StartInvestigation', { investigators: [investigator(district).user] }, by, on),
      act(file, 'ClassifyScope', { scope, listVersion: LIST, basis }, by, on),
    ],
  };
}

export function registered(run: Run, name: string, on: CivilDate): { readonly person: PersonId; readonly act: Act } {
  const person = run.stream('person', name);
  return { person, act: act(person, 'RegisterPerson', {}, investigator(), on) };
}

/** A person becomes a suspect in a case. Who is not named is registered first. */
export function suspectIn(
  run: Run,
  file: CaseId,
  name: string,
  on: CivilDate,
  { person, district = HOME }: { readonly person?: PersonId; readonly district?: District } = {},
): Acts & { readonly suspect: SuspectId; readonly person: PersonId } {
  const fresh = registered(run, name, on);
  const suspect = run.stream('suspect', name);
  const opened = act(suspect, 'OpenSuspect', { person: person ?? fresh.person, case: file }, investigator(district), on);
  return { suspect, person: person ?? fresh.person, acts: person ? [opened] : [fresh.act, opened] };
}

export const NINE = '09:00:00+08:00';
export const detain = (run: Run, suspect: SuspectId, on: CivilDate, { district = HOME, time = NINE, ground = 'CPL82_1' as const } = {}): Act =>
  act(suspect, 'Detain', { warrantNumber: `D-${run.serial}`, at: `${on}T${time}`, ground }, leader(district), on);
export const release = (suspect: SuspectId, on: CivilDate, district = HOME): Act => act(suspect, 'Release', { ground: basis }, leader(district), on);

/** A case with one suspect on bail, who is indicted two days after the case was filed. */
export function indictedCase(
  run: Run,
  name: string,
  from: number,
): Acts & { readonly file: CaseId; readonly suspect: SuspectId; readonly prosecution: ProsecutionId } {
  const [filed, transferred] = [run.day(from), run.day(from + 1)];
  const { file, acts } = caseOnFile(run, name, filed);
  const { suspect, acts: opening } = suspectIn(run, file, name, filed);
  const prosecution = run.stream('prosecution', name);
  return {
    file,
    suspect,
    prosecution,
    acts: [
      ...acts,
      ...opening,
      act(suspect, 'ImposeBail', { guarantor: true }, leader(), filed),
      act(file, 'ConcludeInvestigation', {}, leader(), transferred),
      act(file, 'TransferForProsecution', { prosecutionNumber: `T-${run.serial}-${name}`, suspects: [suspect] }, leader(), transferred),
      ...prosecuted(run, name, { file, suspect, prosecution }, from + 1),
    ],
  };
}

/** A review is opened, and an indictment filed the day after. */
export function prosecuted(
  run: Run,
  name: string,
  { file, suspect, prosecution }: { readonly file: CaseId; readonly suspect: SuspectId; readonly prosecution: ProsecutionId },
  from: number,
): readonly Act[] {
  const number = `SC-${run.serial}-${name}`;
  const review = { fileNumber: `F-${number}`, case: file, suspects: [suspect], scope: 'EVIL' as const };
  return [
    act(prosecution, 'OpenProsecutionReview', review, procurator(), run.day(from)),
    act(prosecution, 'FileIndictment', { indictmentNumber: `I-${number}`, court: `court-${HOME}`, defendants: [suspect] }, procurator(), run.day(from + 1)),
  ];
}

const kindOfNumber = { FIRST: '刑初', APPEAL: '刑终', RETRIAL: '刑再' } as const;
type Origin = { readonly prosecution: ProsecutionId } | { readonly parent: DocketId };

export function docketAccepted(
  run: Run,
  name: string,
  instance: keyof typeof kindOfNumber,
  origin: Origin,
  suspect: SuspectId,
  on: CivilDate,
): { readonly docket: DocketId; readonly act: Act } {
  const docket = run.stream('court_docket', name);
  const docketNumber = `（${on.slice(0, 4)}）鲁0202${kindOfNumber[instance]}${run.serial}号`;
  return {
    docket,
    act: act(docket, 'AcceptDocket', { docketNumber, court: `court-${HOME}`, instance, ...origin, defendants: [suspect], scope: 'EVIL' }, clerk(), on),
  };
}

/** The clerk records the verdict, the judge concludes. */
export function judged(
  docket: DocketId,
  suspect: SuspectId,
  verdict: { readonly verdict: 'GUILTY'; readonly months: number } | { readonly verdict: 'NOT_GUILTY' },
  kind: 'JUDGMENT' | 'VARIED',
  on: CivilDate,
): readonly Act[] {
  return [act(docket, 'RecordVerdict', { suspect, ...verdict }, clerk(), on), act(docket, 'ConcludeDocket', { kind }, judge(), on)];
}

// What moves together.

export const detainedOnce = { F05: 1, 'F05-times': 1 } as const;
export const indictedOnce = { F08: 1, F09: 1, 'F09-times': 1, 'F08-gross': 1, 'F09-gross': 1 } as const;
export const docketedOnce = { F10: 1, 'F10-persons': 1 } as const;
export const concludedOnce = { F11: 1, F12: 1, 'F12-times': 1 } as const;
