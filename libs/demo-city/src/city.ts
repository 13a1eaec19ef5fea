import { tellAssets } from './assets.ts';
import { Storyteller } from './case-life.ts';
import { Casting } from './casting.ts';
import { Chance } from './chance.ts';
import { tellCorrections } from './corrections.ts';
import { tellHearings } from './hearings.ts';
import { tellIndicators } from './indicators.ts';
import { tellLiaisons } from './liaisons.ts';
import { SEED } from './plan.ts';
import { tellProjects } from './projects.ts';
import { type PlayedCommand, RecordBook } from './record-book.ts';
import { tellRectification } from './rectification.ts';
import { tellRegisters } from './registers.ts';
import { replicated } from './replicas.ts';
import { tellUmbrella } from './umbrella.ts';

/** Raised whenever the same seed no longer tells the same city. */
export const demoCityVersion = 3;
export type DemoCityOptions = {
  readonly seed?: number;
  /** How many cities of the same make stand beside each other. */
  readonly replicas?: number;
};
const organs = [tellAssets, tellUmbrella, tellRectification];
const services = [tellIndicators, tellRegisters, tellLiaisons, tellProjects, tellHearings];

/** The whole city as an array, in the order of recording: a second or two of work, twenty megabytes of JSON. */
export function demoCityCommands({ seed = SEED, replicas = 1 }: DemoCityOptions = {}): readonly PlayedCommand[] {
  const chance = new Chance(seed);
  const book = new RecordBook(chance);
  const cast = new Casting(chance, () => book.teamLag()).cast();
  const storyteller = new Storyteller(book, chance);
  const alone = cast.files.filter(({ group }) => !group);
  for (const group of cast.groups) {
    for (const file of group.files) storyteller.case(file);
    if (group.leaves !== 'VOIDED') storyteller.group(group);
  }
  for (const file of alone) storyteller.case(file);
  for (const group of cast.groups) if (group.leaves === 'VOIDED') storyteller.group(group);
  for (const part of cast.again) {
    if (part.file.filed) storyteller.openSuspect(part, part.file.filed);
    storyteller.deal(part);
  }
  tellCorrections(cast, book, chance, storyteller);
  for (const tell of organs) tell(cast, { book, chance, numbers: storyteller.numbers });
  for (const tell of services) tell({ book, chance, numbers: storyteller.numbers });
  const commands = book.commands();
  return replicas === 1 ? commands : [...replicated(commands, replicas)];
}

/**
 * The synthetic city as the commands that were issued there, in the order of their recording. They go through the same
 * deciders as anyone's; the ledger itself is opened by whoever plays them. However many replicas there are, only one city is held in memory.
 */
export function* demoCity({ replicas = 1, ...options }: DemoCityOptions = {}): Generator<PlayedCommand> {
  yield* replicated(demoCityCommands(options), replicas);
}

export type DemoCitySummary = {
  readonly version: number;
  readonly seed: number;
  readonly commands: number;
  readonly from: string;
  readonly to: string;
  readonly types: Readonly<Record<string, number>>;
};

/** What a run will play: how many commands, of which types, recorded from when to when. */
export function demoCitySummary({ seed = SEED, replicas = 1 }: DemoCityOptions = {}, commands = demoCityCommands({ seed, replicas })): DemoCitySummary {
  const types: Record<string, number> = {};
  for (const { type } of commands) types[type] = (types[type] ?? 0) + 1;
  return { version: demoCityVersion, seed, commands: commands.length, from: commands[0]?.recordedAt ?? '', to: commands.at(-1)?.recordedAt ?? '', types };
}
