/**
 * A command was refused. The code is public API: `criminal-case/is-withdrawn`, stable for ever. Only refusals are rejections;
 * an outcome the business counts is an event, and a fault is an ordinary error.
 */
export class Rejection extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  constructor(code: string, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'Rejection';
    this.code = code;
    this.details = details;
  }
}

export function refuse(code: string, message: string, details?: Readonly<Record<string, unknown>>): never {
  throw new Rejection(code, message, details);
}

export function refuseIf(condition: boolean, code: string, message: string, details?: Readonly<Record<string, unknown>>): void {
  if (condition) refuse(code, message, details);
}
