import { Injectable } from '@nestjs/common';
import { Command, type ICommandHandler } from '@nestjs/cqrs';
import {
  type AnyDecider,
  type Category,
  type CorrectionKind,
  type Reach,
  type RecordedEvent,
  Rejection,
  type StreamId,
  assertInCharge,
  canName,
  categoryOf,
  civilDateAt,
  correctionKindOf,
  deciderOf,
  outOfReach,
} from '@casetrail/domain';
import { type IssuedCommand, Ledger, type Permit, type Receipt, execute, newStreamId } from '@casetrail/ledger';
import { invalid } from '../http/validation.ts';

/** A correction that was asked for: what it is about takes effect when another person approves it. */
export type RequestedCorrection = { readonly kind: CorrectionKind; readonly target: StreamId };
export type Outcome = Receipt & { readonly correction?: RequestedCorrection };

/** One command of one aggregate, as somebody issued it. Each aggregate has an envelope of its own, and one handler for it. */
export class EnvelopeCommand extends Command<Outcome> {
  constructor(
    readonly issued: IssuedCommand & { readonly fingerprint: Buffer },
    readonly reach: Reach,
  ) {
    super();
  }
}

/** What somebody may name and act on, as the policy says. */
const permitOf = (reach: Reach): Permit => ({
  outOfReach: (command, world) => outOfReach(command, world, reach, known),
  assert: (command, world) => assertInCharge(command, reach, world, known),
  canName: (stream, world) => canName(stream, world, reach, known),
});
const known = deciderOf as (stream: StreamId) => AnyDecider;

/** A decision on a correction, and a step of a publication: nobody asks for these as corrections. */
const neverCorrected: readonly Category[] = ['correction', 'publication'];

/** Records what is in the envelope; what needs a second person is requested instead. */
@Injectable()
export class EnvelopeHandler implements ICommandHandler<EnvelopeCommand, Outcome> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ issued, reach }: EnvelopeCommand): Promise<Outcome> {
    const now = new Date();
    const kind = neverCorrected.includes(categoryOf(issued.stream))
      ? undefined
      : correctionKindOf(deciderOf(issued.stream), issued, issued.act.occurredOn, civilDateAt(now));
    const permit = permitOf(reach);
    if (kind === undefined || issued.act.reason === undefined) return this.#withRequest(await execute(this.ledger, issued, now, permit).catch(askForReason));
    return this.#withRequest(await execute(this.ledger, requestOf(issued, kind, now), now, permit));
  }

  /** What was recorded says what was requested, also when the same command would be decided differently today. */
  async #withRequest(receipt: Receipt): Promise<Outcome> {
    const isRequest = receipt.events.length === 1 && receipt.version === 1 && categoryOf(receipt.stream) === 'correction';
    if (!isRequest) return receipt;
    const [first] = (await this.ledger.load([receipt.stream])).get(receipt.stream)?.events ?? [];
    const { kind, proposal } = (first as RecordedEvent<{ type: 'CorrectionRequested'; data: { kind: CorrectionKind; proposal: { stream: StreamId } } }>).data;
    return { ...receipt, correction: { kind, target: proposal.stream } };
  }
}

/** A request is a record of its own: the version that the issuer saw is that of its target. */
function requestOf(issued: EnvelopeCommand['issued'], kind: CorrectionKind, now: Date): IssuedCommand {
  const { type, stream, data, act } = issued;
  return {
    ...issued,
    ...(issued.ifVersion !== undefined && { ifVersionOf: stream }),
    type: 'RequestCorrection',
    stream: newStreamId('correction', now, `${issued.id}/correction`),
    data: { kind, proposal: { stream, type, data, act }, reason: act.reason },
    act: { occurredOn: civilDateAt(now) },
  };
}

/** Only a late act gets here, or one that what it says makes a correction: all others cannot be asked for without a reason. */
function askForReason(error: unknown): never {
  if (!(error instanceof Rejection) || error.code !== 'correction/second-person-required') throw error;
  throw invalid([{ path: 'reason', code: 'required', message: `is required: ${error.message}` }]);
}
