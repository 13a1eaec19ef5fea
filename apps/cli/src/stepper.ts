import { type State, type Step, withChanges } from '@casetrail/readmodel';
import { bold, dim, stateLines, stepLines } from './step-text.ts';

/** Stepping through a history, as data: what is seen, and what a key does. */
export type Stepper = {
  readonly title: string;
  /** The state before the first step. */
  readonly opening: State;
  readonly steps: readonly Step[];
  /** The step that is seen. */
  readonly at: number;
  /** How many of its lines are out of sight above. */
  readonly scrolled: number;
  readonly isStateShown: boolean;
  /** The number of a version, as far as it is typed. */
  readonly typed: string;
  readonly message: string;
  readonly end?: 'quit' | 'interrupted';
};
export type Key = { readonly name?: string | undefined; readonly sequence?: string | undefined; readonly ctrl?: boolean; readonly shift?: boolean };
export type Size = { readonly columns: number; readonly rows: number };

const HELP = '→/n next · ←/p back · g first · G last · 12⏎ go · s state · ↑↓ scroll · q quit';

export const stepperAt = (title: string, opening: State, steps: readonly Step[], at: number): Stepper => ({
  ...{ title, opening, steps, at, scrolled: 0, isStateShown: false },
  ...{ typed: '', message: '' },
});

const moved = (stepper: Stepper, at: number): Stepper => ({
  ...stepper,
  at: Math.min(Math.max(at, 0), stepper.steps.length - 1),
  scrolled: 0,
  typed: '',
  message: '',
});

function atVersion(stepper: Stepper): Stepper {
  const version = Number(stepper.typed);
  const at = stepper.steps.findIndex((step) => step.version === version);
  return at >= 0 ? moved(stepper, at) : { ...stepper, typed: '', message: `There is no version ${version} here.` };
}

/** What each key does, by the name or the character that the terminal gives it. */
const keys: Readonly<Record<string, (stepper: Stepper) => Stepper>> = {
  right: (stepper) => moved(stepper, stepper.at + 1),
  n: (stepper) => moved(stepper, stepper.at + 1),
  left: (stepper) => moved(stepper, stepper.at - 1),
  p: (stepper) => moved(stepper, stepper.at - 1),
  g: (stepper) => moved(stepper, 0),
  home: (stepper) => moved(stepper, 0),
  G: (stepper) => moved(stepper, stepper.steps.length - 1),
  end: (stepper) => moved(stepper, stepper.steps.length - 1),
  down: (stepper) => ({ ...stepper, scrolled: Math.min(stepper.scrolled + 1, bodyOf(stepper).length - 1) }),
  up: (stepper) => ({ ...stepper, scrolled: Math.max(0, stepper.scrolled - 1) }),
  s: (stepper) => ({ ...stepper, isStateShown: !stepper.isStateShown, scrolled: 0 }),
  return: (stepper) => (stepper.typed ? atVersion(stepper) : moved(stepper, stepper.at + 1)),
  enter: (stepper) => (stepper.typed ? atVersion(stepper) : moved(stepper, stepper.at + 1)),
  backspace: (stepper) => ({ ...stepper, typed: stepper.typed.slice(0, -1) }),
  escape: (stepper) => ({ ...stepper, typed: '' }),
  q: (stepper) => ({ ...stepper, end: 'quit' }),
};

export function pressed(before: Stepper, { name, sequence = '', ctrl }: Key): Stepper {
  const stepper = { ...before, message: '' };
  if (ctrl) return name === 'c' || name === 'd' ? { ...stepper, end: 'interrupted' } : stepper;
  if (/^\d$/.test(sequence)) return { ...stepper, typed: (stepper.typed + sequence).slice(0, 9) };
  const key = Object.hasOwn(keys, sequence) ? sequence : (name ?? '');
  return Object.hasOwn(keys, key) ? (keys[key] as (one: Stepper) => Stepper)(stepper) : stepper;
}

/** The lines of the screen, as many as fit and none wider than it is. */
export function frame(stepper: Stepper, { columns, rows }: Size): string[] {
  const { title, steps, at, typed, message } = stepper;
  const body = bodyOf(stepper);
  const room = Math.max(1, rows - 4);
  const scrolled = Math.min(stepper.scrolled, Math.max(0, body.length - room));
  const hidden = body.length - scrolled - room;
  const foot = typed ? `version ${typed}▏⏎` : message || (hidden > 0 ? `↓ ${hidden} more lines · ${HELP}` : HELP);
  const shown = body.slice(scrolled, scrolled + room);
  const lines = [`${bold(title)}  step ${at + 1} of ${steps.length}`, '', ...shown, ...Array.from({ length: room - shown.length }, () => ''), '', dim(foot)];
  return lines.slice(0, Math.max(1, rows)).map((line) => cut(line, columns));
}

function bodyOf(stepper: Stepper): string[] {
  const lines = stepLines(stepper.steps[stepper.at] as Step);
  return stepper.isStateShown ? [...lines, '', `      ${bold('state after this')}`, ...stateLines(stateAt(stepper))] : lines;
}

const stateAt = ({ opening, steps, at }: Stepper): State =>
  steps.slice(0, at + 1).reduce<unknown>((state, { changes }) => withChanges(state, changes), opening) as State;

const RESET = '\x1b[0m';
/** Characters, and the colours between them. */
const pieces = /\x1b\[[\d;]*m|./gsu;
/** Chinese characters and full-width signs take two columns. */
const widthOf = (piece: string) =>
  piece.startsWith('\x1b') ? 0 : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(piece) ? 2 : 1;

function cut(line: string, columns: number): string {
  const all = line.match(pieces) ?? [];
  if (all.reduce((sum, piece) => sum + widthOf(piece), 0) <= columns) return line;
  let width = 0;
  const kept = all.filter((piece) => (width += widthOf(piece)) <= columns - 1 || widthOf(piece) === 0);
  return `${kept.join('')}…${kept.some((piece) => piece.startsWith('\x1b')) ? RESET : ''}`;
}
