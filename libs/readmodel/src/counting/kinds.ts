import { type CorrectionKind, type ToldEvent, correctionKinds, kindOfCorrection } from '@casetrail/domain';

/** An act that corrects nothing. */
export const ORDINARY = 0;

/** Kinds of correction as the cube stores them: K1 is 1. */
export const kindOfCode = (code: number): CorrectionKind | undefined => correctionKinds[code - 1];
export function kindCodeOf({ type, data }: ToldEvent): number {
  const kind = kindOfCorrection(type, data);
  return kind === undefined ? ORDINARY : correctionKinds.indexOf(kind) + 1;
}

/** What of an event's data says which kind of correction it is, for the types in $4. */
export const told = `case when type = any($4) then coalesce(convert_from(bytes, 'UTF8')::json #>> '{data,scope}', convert_from(bytes, 'UTF8')::json #>> '{data,kind}') end`;
