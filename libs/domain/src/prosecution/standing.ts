import { allDocketsOf, docketsOf } from '../court-docket/chain.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context } from '../kernel/decider.ts';
import type { CaseId, DocketId, ProsecutionId, SuspectId } from '../kernel/identifiers.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { suspect } from '../suspect/suspect.ts';
import { type Party, type Prosecution, partyOf, prosecution } from './prosecution.ts';

/** Where a suspect stands with the procuratorate: read from the files that the suspect's index names, and from the files those were merged into. */

type Streams = Pick<Context, 'state'>;
export type Part = { readonly id: ProsecutionId; readonly file: Prosecution; readonly party: Party };

/** A file, the one it was merged into, the one that was merged into, and so on. */
function mergersOf(id: ProsecutionId, context: Streams): readonly ProsecutionId[] {
  const files = [id];
  for (let next = context.state(prosecution, id).mergedInto; next !== undefined && !files.includes(next); next = context.state(prosecution, next).mergedInto)
    files.push(next);
  return files;
}

/** The file that goes on with a file's suspects: the file itself, or the last one it was merged into. */
export const survivorOf = (id: ProsecutionId, context: Streams): ProsecutionId => mergersOf(id, context).at(-1) ?? id;

/** The suspect's part in each file, the latest last. A part in a merged file is a part in its survivor. */
export function partsOf(id: SuspectId, context: Streams): readonly Part[] {
  return context.state(suspect, id).prosecutions.flatMap((listed) => {
    const files = mergersOf(listed, context).map((file) => ({ id: file, file: context.state(prosecution, file) }));
    const party = files.map(({ file }) => partyOf(file, id)).findLast((one) => one !== undefined); // what was decided on the way stays decided
    const last = files.at(-1);
    return party && last && partyOf(context.state(prosecution, listed), id) ? [{ ...last, party }] : [];
  });
}

/** The parts of those suspects of the case whom a file merged into this one brought with it. */
export const broughtIn = (file: Prosecution, context: Pick<Context, 'state' | 'self'>): readonly Part[] =>
  (file.case === undefined ? [] : context.state(criminalCase, file.case).suspects)
    .filter((id) => partyOf(file, id) === undefined)
    .flatMap((id) => partsOf(id, context).filter((part) => part.id === context.self));

const open: readonly Prosecution['status'][] = ['reviewing', 'supplementing', 'indicted'];
/** Whether the file still has the suspect before it: neither withdrawn, nor merged away, nor decided against prosecuting. */
export const isStanding = ({ file, party: { outcome } }: Part): boolean =>
  (outcome === 'undecided' && open.includes(file.status)) || (outcome === 'indicted' && [...open, 'closed'].includes(file.status));

/** The other files that the suspect stands in. */
function elsewhere(id: SuspectId, context: Pick<Context, 'state' | 'self'>): readonly ProsecutionId[] {
  const here = survivorOf(context.self as ProsecutionId, context);
  return [
    ...new Set(
      partsOf(id, context)
        .filter(isStanding)
        .map((part) => part.id),
    ),
  ].filter((other) => other !== here);
}

export function inNoOtherFile(id: SuspectId, context: Context): void {
  const [other] = elsewhere(id, context);
  refuseIf(other !== undefined, 'prosecution/in-another-file', `${id} is before the procuratorate in another file.`, { suspect: id, prosecution: other });
}

/** Nobody is prosecuted after their death, or where the investigation of them has ended (CPL 16). */
export function canBeProsecuted(id: SuspectId, context: Streams): void {
  const { procedure } = context.state(suspect, id);
  if (procedure === 'terminated' || procedure === 'closed' || procedure === 'deceased')
    refuse(`suspect/is-${procedure}`, `The proceedings against ${id} have ended: ${procedure}.`, { suspect: id });
}

/** The police transfer a case first, and each suspect comes with one case into one file (CPL 162). Says when the case was transferred. */
export function received({ case: of, suspects }: { case: CaseId; suspects: readonly SuspectId[] }, context: Context): CivilDate | undefined {
  const { status, transferredOn } = context.state(criminalCase, of);
  refuseIf(status === 'unknown', 'criminal-case/is-unknown', 'There is no such case.');
  refuseIf(
    !['transferred', 'closed'].includes(status),
    'prosecution/case-not-transferred',
    `The case is ${status.replaceAll('_', ' ')}: the police transfer it for prosecution first (CPL 162).`,
  );
  for (const id of suspects) {
    refuseIf(context.state(suspect, id).case !== of, 'prosecution/not-of-that-case', `${id} is not a suspect in that case.`, { suspect: id });
    canBeProsecuted(id, context);
    inNoOtherFile(id, context);
  }
  return transferredOn;
}

/** The indictment of a suspect in a file, even where it was withdrawn since. */
export const indictmentOf = (id: SuspectId, file: ProsecutionId, context: Streams): Part | undefined =>
  partsOf(id, context).find((part) => part.id === survivorOf(file, context) && part.party.indictedOn !== undefined);

/** A prosecution is withdrawn by leave of the court that has it: its ruling comes first (SPC21 296). */
export function leftTheCourt({ suspects }: Prosecution, context: Streams): void {
  for (const { suspect: id } of suspects.filter(({ indictedOn }) => indictedOn !== undefined)) {
    const last = docketsOf(id, context).at(-1);
    refuseIf(
      last !== undefined && last.docket.conclusion?.kind !== 'WITHDRAWAL_ALLOWED',
      'prosecution/before-the-court',
      'The court has not allowed the withdrawal: it concludes its docket so first (SPC21 296).',
      { docket: last?.id },
    );
  }
}

/** What would be so if a stream were in that state. */
export const supposing = <S>(left: S, context: Context): Context => ({
  ...context,
  state: (decider, id) => (id === context.self ? (left as never) : context.state(decider, id)), // the stream's own state, which the signature cannot name
});

/** Refuses what a void would leave of a file, where the suspects' indexes, another file, or a docket that tries its indictment contradict it. */
export function stands(left: Prosecution, context: Context): void {
  const self = context.self as ProsecutionId;
  const after = supposing(left, context);
  const before = context.state(prosecution, self);
  for (const { suspect: id } of before.suspects) {
    const docket = docketOn(self, id, context);
    refuseIf(
      docket !== undefined && indictmentOf(id, docket.prosecution, after) === undefined,
      'correction/relied-on',
      `The docket ${docket?.id} tries this indictment.`,
      { reliedOnBy: docket?.id },
    );
  }
  if (left.status === 'unknown') {
    const taken = broughtIn(before, context).map(({ party }) => party.suspect);
    refuseIf(taken.length > 0, 'correction/relied-on', 'A file was merged into this one: void that first.', { reliedOnBy: taken });
    return;
  }
  if (before.status === 'unknown') received({ case: left.case as CaseId, suspects: left.suspects.map((party) => party.suspect) }, context);
  const { status } = after.state(prosecution, survivorOf(self, after));
  refuseIf(status === 'merged', 'correction/relied-on', `${left.mergedInto} has since been merged into this file.`, { reliedOnBy: left.mergedInto });
  refuseIf(
    left.indictmentNumber !== undefined && left.suspects.every(({ indictedOn }) => indictedOn === undefined),
    'correction/relied-on',
    'The indictment would be without a defendant: void it too.',
  );
  if (left.status === 'withdrawn' && before.status !== 'withdrawn') leftTheCourt(left, context);
  for (const { suspect: id } of left.suspects) {
    const isListed = context.state(suspect, id).prosecutions.includes(self);
    refuseIf(!isListed, 'correction/relied-on', `${id} no longer lists this file: that record was voided.`, { suspect: id });
  }
  for (const { suspect: id } of [...left.suspects, ...broughtIn(left, after).map(({ party }) => party)]) {
    const [other] = partsOf(id, after).some((part) => part.id === survivorOf(self, after) && isStanding(part)) ? elsewhere(id, after) : [];
    refuseIf(other !== undefined, 'correction/relied-on', `${id} is before the procuratorate in another file.`, { reliedOnBy: other });
  }
}

/** The first docket that was accepted on a file's indictment of a suspect. */
function docketOn(file: ProsecutionId, id: SuspectId, context: Streams): { readonly id: DocketId; readonly prosecution: ProsecutionId } | undefined {
  const family = survivorOf(file, context);
  return allDocketsOf(id, context)
    .flatMap(({ id: on, docket }) => (docket.prosecution === undefined ? [] : [{ id: on, prosecution: docket.prosecution }]))
    .find((on) => survivorOf(on.prosecution, context) === family);
}
