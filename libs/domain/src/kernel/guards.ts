import type { CivilDate } from './civil-date.ts';
import { refuseIf } from './rejection.ts';

/** Refuses an act that is dated before what it follows from. An unknown cause refuses nothing. */
export function notBefore(cause: CivilDate | undefined, { occurredOn }: { readonly occurredOn: CivilDate }, code: string): void {
  refuseIf(cause !== undefined && occurredOn < cause, code, `${occurredOn} is before its cause, ${cause}.`);
}
