import type { AnyDecider } from '../kernel/decider.ts';
import { type Category, type StreamId, categoryOf, isStreamId, mentioned } from '../kernel/identifiers.ts';
import { liveEvents } from '../kernel/void.ts';
import type { World } from '../kernel/world.ts';
import { inCharge, involvedIn } from './involvement.ts';
import type { Organisation, OrganisationType } from './organisations.ts';
import { kindOf } from './policy.ts';

/** Who is in charge of a record, for each line of organs. */
export type Charge = ReadonlyMap<OrganisationType, Organisation>;

/** A record as access sees it. */
export type Concern = {
  readonly category: Category;
  /** Whom it concerns: organs and districts, its own and those of the case that it belongs to. */
  readonly involved: readonly string[];
  /** Itself, and what it is about: what ties to these do, they do to the record. */
  readonly about: readonly StreamId[];
  readonly charge: Charge;
  /** A person's record that was sealed by law. */
  readonly isSealed?: boolean;
};

export type DeciderOf = (stream: StreamId) => AnyDecider;
type Known = { readonly world: World; readonly deciderOf: DeciderOf };

/** What the ledger tells of a record to decide who reaches it. @throws StreamNeeded where something that it belongs to is not loaded */
export function concernOf(stream: StreamId, world: World, deciderOf: DeciderOf): Concern {
  const known = { world, deciderOf };
  const [about, near] = [aboutOf(stream, known), nearTo(stream, known)];
  const involved = [stream, ...near].flatMap((record) => involvedIn(standing(record, known)));
  return {
    category: categoryOf(stream),
    involved: [...new Set(involved)],
    about,
    charge: chargeOf(stream, known),
    ...(categoryOf(stream) === 'person' && { isSealed: stateOf<{ readonly isSealed: boolean }>(stream, known).isSealed }),
  };
}

const standing = (stream: StreamId, { world }: Known) => liveEvents(world.history(stream));
const stateOf = <S>(stream: StreamId, { world, deciderOf }: Known): S => world.state(deciderOf(stream), stream) as S;

/** What a suspect, an asset or a correction is of: the case, or the record to be corrected. */
function above(stream: StreamId, known: Known): StreamId | undefined {
  const category = categoryOf(stream);
  if (category !== 'suspect' && category !== 'asset' && category !== 'correction') return undefined;
  const { case: file, proposal } = stateOf<{ readonly case?: StreamId; readonly proposal?: { readonly stream: string } }>(stream, known);
  const found = category === 'correction' ? proposal?.stream : file;
  return isStreamId(found) && found !== stream ? found : undefined;
}

/** A record and what it is about: of a correction what is to be corrected, of a part in a case the case, of any file all that it refers to. */
function aboutOf(stream: StreamId, known: Known): readonly StreamId[] {
  const category = categoryOf(stream);
  if (['criminal_case', 'person', 'crime_group'].includes(category)) return [stream];
  const of = above(stream, known);
  if (category === 'suspect') return of ? [stream, of] : [stream];
  if (category === 'correction') return of ? [stream, ...aboutOf(of, known)] : [stream];
  return [stream, ...referredTo(stream, known)];
}

const referredTo = (stream: StreamId, known: Known): readonly StreamId[] => [
  ...new Set(standing(stream, known).flatMap(({ data }) => mentioned(data).filter((id) => id !== stream))),
];

/** The records through which another one is shown: its case, for a person the parts in cases, for a correction what it corrects. */
function nearTo(stream: StreamId, known: Known): readonly StreamId[] {
  const category = categoryOf(stream);
  const of = above(stream, known);
  if (category === 'correction') return of ? [of, ...nearTo(of, known)] : [];
  if (category === 'suspect') return of ? [of] : [];
  if (category === 'person')
    return stateOf<{ readonly suspects: readonly StreamId[] }>(stream, known).suspects.flatMap((part) => [part, ...nearTo(part, known)]);
  if (kindOf(category) !== 'case') return [];
  return referredTo(stream, known).filter((id) => categoryOf(id) === 'criminal_case');
}

/** Suspects and assets are in the charge of whoever has their case. Identities of persons belong to the whole city. */
function chargeOf(stream: StreamId, known: Known): Charge {
  const category = categoryOf(stream);
  if (category === 'person') return new Map();
  const of = category === 'correction' ? undefined : above(stream, known);
  return inCharge(category, [...(of ? standing(of, known) : []), ...standing(stream, known)]);
}
