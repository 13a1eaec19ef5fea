import { randomInt, randomUUID } from 'node:crypto';
import { exportRefusal, exportRequest, problems } from '@casetrail/contracts';
import {
  type Actor,
  type CivilDate,
  type CorrectionKind,
  type EventId,
  type FigureId,
  type StreamId,
  Rejection,
  addDays,
  addMonths,
  civilDateAt,
  commandSchema,
  correctionKindOf,
  deciderOf,
  printPercent,
  printedIds,
  streamOfEvent,
} from '@casetrail/domain';

import type {
  Expectation,
  ExportAttempt,
  FiguresMoved,
  RateIs,
  Scenario,
  ScenarioAct,
  ScenarioRun,
  Scene,
  StepsMoved,
  TermEnds,
  Words,
} from '@casetrail/demo-city';
import { type IssuedCommand, type Ledger, type Receipt, execute, newStreamId } from '@casetrail/ledger';
import type { Figures } from '@casetrail/readmodel';

/** Where a scenario is played. `catchUp` brings the figures to the end of the ledger; `now` is the day that the scenario reckons from. */
export type Stage = { readonly ledger: Ledger; readonly figures: Figures; readonly catchUp: () => Promise<void>; readonly now?: Date };

export type Outcome =
  | { readonly kind: 'recorded' | 'approved' | 'repeated'; readonly position: number; readonly events: readonly EventId[] }
  /** Whoever issued or asked for it was refused, or the second person who was to approve. */
  | { readonly kind: 'refused'; readonly onApproval: boolean; readonly code: string; readonly message: string };
export type PlayedAct = { readonly act: ScenarioAct; readonly outcome: Outcome };
/** What came of asking for a file: undefined where it would be written. */
export type PlayedExport = { readonly attempt: ExportAttempt; readonly refusal: { readonly code: string; readonly message: string } | undefined };
/** Something that is otherwise than it was to be. */
export type Difference = { readonly of: string; readonly is: string | number; readonly wanted: string | number };
export type Check = { readonly expectation: Expectation; readonly differs: readonly Difference[] };
export type PlayedScene = {
  readonly tells: Words;
  readonly acts: readonly PlayedAct[];
  readonly exports: readonly PlayedExport[];
  /** What else came of an act than was to come of it. */
  readonly surprises: readonly Difference[];
  /** Up to where the ledger is known after it. */
  readonly position: number;
  /** How the printed figures of today differ from those after the scene before. */
  readonly moved: Readonly<Partial<Record<FigureId, number>>>;
  readonly checks: readonly Check[];
};
export type Played = { readonly scenario: Scenario; readonly holds: boolean; readonly scenes: readonly PlayedScene[] };

/** Plays a scenario into a ledger, through the same deciders as everyone else's commands, and compares the figures with what it expects of them. */
export async function playScenario(scenario: Scenario, stage: Stage): Promise<Played> {
  const now = stage.now ?? new Date();
  const run = runOf(now);
  const before = (await stage.ledger.head()).position;
  const performer = new Performer(stage.ledger, now);
  const played: Omit<PlayedScene, 'moved' | 'checks'>[] = [];
  const scenes = scenario.scenes(run);
  let position = before;
  for (const scene of scenes) {
    const acts = await performer.perform(scene);
    for (const { outcome } of acts) if (outcome.kind !== 'refused') position = Math.max(position, outcome.position);
    const exports = (scene.exports ?? []).map(askFor);
    const surprises = [...surprisesIn(scene, acts), ...exports.flatMap(otherwise)];
    played.push({ tells: scene.tells, acts, exports, surprises, position });
    if (surprises.length > 0) break; // what comes after it relies on it
  }
  await stage.catchUp();
  // Asked for only now: what was known after each scene is still the same when everything is recorded.
  const reader = new Reader(stage.figures, before);
  const told: PlayedScene[] = [];
  for (const [i, one] of played.entries()) {
    const checks: Check[] = [];
    for (const expectation of scenes[i]?.expected ?? []) checks.push(await reader.check(expectation, one.position));
    told.push({ ...one, checks, moved: await reader.movedToday(run.today, played[i - 1]?.position ?? before, one.position) });
  }
  return {
    scenario,
    scenes: told,
    holds: told.every(({ surprises, checks }) => surprises.length === 0 && checks.every(({ differs }) => differs.length === 0)),
  };
}

/** One playing: its streams are its own, however often the scenario is played into a ledger. */
function runOf(now: Date): ScenarioRun {
  const salt = randomUUID();
  const today = civilDateAt(now);
  return {
    today,
    day: (days) => addDays(today, days),
    stream: (category, name) => newStreamId(category, now, `${salt}/${category}/${name}`),
    serial: randomInt(100_000, 1_000_000),
  };
}

/** Issues the commands of a scenario, and remembers what each act recorded, for those that void or repeat it. */
class Performer {
  readonly #ledger: Ledger;
  readonly #now: Date;
  readonly #issued = new Map<ScenarioAct, { readonly id: string; readonly receipt?: Receipt }>();

  constructor(ledger: Ledger, now: Date) {
    this.#ledger = ledger;
    this.#now = now;
  }

  async perform({ acts, onlyOne }: Scene): Promise<readonly PlayedAct[]> {
    if (onlyOne !== undefined) return Promise.all(acts.map((act) => this.#play(act)));
    const played: PlayedAct[] = [];
    for (const act of acts) played.push(await this.#play(act));
    return played;
  }

  async #play(act: ScenarioAct): Promise<PlayedAct> {
    let onApproval = false;
    try {
      const command = this.#commandOf(act);
      if (act.approvedBy === undefined) {
        const receipt = await this.#execute(act, command);
        return { act, outcome: outcomeOf(receipt, receipt.isRepeated ? 'repeated' : 'recorded') };
      }
      const correction = await this.#request(command);
      onApproval = true;
      const approval = { ...this.#today(act.approvedBy), id: command.id, stream: correction, type: 'ApproveCorrection', data: {} };
      return { act, outcome: outcomeOf(await this.#execute(act, approval), 'approved') };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { act, outcome: { kind: 'refused', onApproval, code: error.code, message: error.message } };
    }
  }

  #commandOf(act: ScenarioAct): IssuedCommand {
    const { stream, type, by: actor, on: occurredOn, repeats } = act;
    const id = (repeats && this.#issued.get(repeats)?.id) ?? randomUUID();
    this.#issued.set(act, { id });
    return { id, stream, type, data: this.#dataOf(act), act: { occurredOn }, actor };
  }

  async #execute(act: ScenarioAct, command: IssuedCommand): Promise<Receipt> {
    const receipt = await execute(this.#ledger, command, this.#now);
    this.#issued.set(act, { id: command.id, receipt });
    return receipt;
  }

  /** The first of two persons asks. */
  async #request({ id, stream, type, data, act, actor }: IssuedCommand): Promise<StreamId> {
    const kind = correctionKindOf(deciderOf(stream), { type, data }, act.occurredOn, civilDateAt(this.#now));
    const request = { kind, proposal: { stream, type, data, act }, reason: { code: 'SCENARIO' } };
    const correction = newStreamId('correction', this.#now, id);
    await execute(this.#ledger, { ...this.#today(actor), id: randomUUID(), stream: correction, type: 'RequestCorrection', data: request }, this.#now);
    return correction;
  }

  #today(actor: Actor): Pick<IssuedCommand, 'act' | 'actor'> {
    return { act: { occurredOn: civilDateAt(this.#now) }, actor };
  }

  /** The data as it comes through the door of the product, which refuses what does not fit its schema. */
  #dataOf({ stream, type, data, voids }: ScenarioAct): unknown {
    const targets = voids && this.#issued.get(voids)?.receipt?.events.filter((event) => streamOfEvent(event) === voids.stream);
    const parsed = commandSchema(deciderOf(stream), type)?.safeParse(targets ? { targets } : data);
    if (!parsed?.success) throw new Rejection('request/invalid', parsed?.error.issues.map(({ message }) => message).join('; ') ?? `There is no ${type}.`);
    return parsed.data;
  }
}

const outcomeOf = ({ position, events }: Receipt, kind: 'recorded' | 'approved' | 'repeated'): Outcome => ({ kind, position, events });

function surprisesIn({ onlyOne }: Scene, acts: readonly PlayedAct[]): readonly Difference[] {
  const said = ({ outcome }: PlayedAct) => (outcome.kind === 'refused' ? `${outcome.code}: ${outcome.message}` : outcome.kind);
  if (onlyOne !== undefined) {
    const refused = acts.filter(({ outcome }) => outcome.kind === 'refused' && outcome.code === onlyOne);
    return refused.length === acts.length - 1
      ? []
      : [{ of: acts[0]?.act.type ?? '', is: acts.map(said).join(', '), wanted: `${onlyOne}, ${acts.length - 1}×` }];
  }
  return acts.flatMap((played) => {
    const { act, outcome } = played;
    const wanted = act.refused ?? (act.repeats ? 'repeated' : act.approvedBy ? 'approved' : 'recorded');
    const was = outcome.kind === 'refused' ? outcome.code : outcome.kind;
    return was === wanted ? [] : [{ of: act.type, is: said(played), wanted }];
  });
}

/** As the door of the product takes it. */
function askFor(attempt: ExportAttempt): PlayedExport {
  const code = exportRefusal(attempt.asked);
  if (code) return { attempt, refusal: { code, message: problems[code].meaning } };
  const { error } = exportRequest.safeParse(attempt.asked);
  return { attempt, refusal: error && { code: 'request/invalid', message: error.issues.map(({ message }) => message).join('; ') } };
}

const otherwise = ({ attempt, refusal }: PlayedExport): readonly Difference[] =>
  refusal?.code === attempt.refused ? [] : [{ of: 'export', is: refusal?.code ?? 'accepted', wanted: attempt.refused ?? 'accepted' }];

type Numbers = Readonly<Record<string, number>>;
type Steps = 'gross' | CorrectionKind | 'REPEAT';

/** Reads figures as known at the positions of a playing, each once. */
class Reader {
  readonly #figures: Figures;
  readonly #before: number;
  readonly #known = new Map<string, Promise<Numbers>>();

  constructor(figures: Figures, before: number) {
    this.#figures = figures;
    this.#before = before;
  }

  async check(expectation: Expectation, position: number): Promise<Check> {
    return { expectation, differs: await this.#differences(expectation, position) };
  }

  async movedToday(today: CivilDate, from: number, to: number): Promise<Numbers> {
    const [was, is] = [await this.#valuesAt({ asOf: today, moved: {} }, from), await this.#valuesAt({ asOf: today, moved: {} }, to)];
    return Object.fromEntries(printedIds.flatMap((id) => (is[id] === was[id] ? [] : [[id, (is[id] ?? 0) - (was[id] ?? 0)]])));
  }

  async #differences(one: Expectation, position: number): Promise<readonly Difference[]> {
    if ('ends' in one) return termDiffers(one);
    if ('month' in one) return this.#rateDiffers(one, position);
    if ('steps' in one) return unlike(one.steps, await this.#stepsAt(one, this.#before), await this.#stepsAt(one, position));
    const [was, is] = [await this.#valuesAt(one, this.#before), await this.#valuesAt(one, position)];
    return unlike(one.moved, was, is);
  }

  #valuesAt({ asOf, in: district, ruleSet }: FiguresMoved, position: number): Promise<Numbers> {
    const key = [asOf, district, ruleSet, position].join();
    const known = this.#known.get(key) ?? this.#figures.values({ asOf, district, ruleSet, knownAt: { position } }).then(({ values }) => values);
    this.#known.set(key, known);
    return known;
  }

  async #stepsAt({ figure, asOf }: StepsMoved, position: number): Promise<Numbers> {
    const { gross, lines } = await this.#figures.waterfall(figure, { asOf, knownAt: { position } });
    const steps: Partial<Record<Steps, number>> = { gross };
    for (const { kind, net } of lines) if (kind) steps[kind] = (steps[kind] ?? 0) + net;
    return steps;
  }

  async #rateDiffers({ month, in: district, printed, ...expected }: RateIs, position: number): Promise<readonly Difference[]> {
    const at = async (known: number) => {
      const { rates } = await this.#figures.monthly({ months: [month], district, knownAt: { position: known } });
      return { numerator: rates[0]?.numerator ?? 0, denominator: rates[0]?.denominator ?? 0 };
    };
    const [was, is] = [await at(this.#before), await at(position)];
    const said = (['zh', 'en'] as const).flatMap((language) => {
      const text = printPercent(is.numerator, is.denominator, language);
      return printed === undefined || text === printed[language] ? [] : [{ of: month, is: text, wanted: printed[language] }];
    });
    return [...unlike(expected, was, is), ...said];
  }
}

function termDiffers({ from, months, ends }: TermEnds): readonly Difference[] {
  const is = addMonths(from, months);
  return is === ends ? [] : [{ of: from, is, wanted: ends }];
}

/** Every number that did not move as it was to move; one that is not named was to stay. */
function unlike(expected: Readonly<Partial<Record<string, number>>>, was: Numbers, is: Numbers): readonly Difference[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(was), ...Object.keys(is)]);
  return [...names].flatMap((of) => {
    const [wanted, moved] = [expected[of] ?? 0, (is[of] ?? 0) - (was[of] ?? 0)];
    return wanted === moved ? [] : [{ of, is: moved, wanted }];
  });
}
