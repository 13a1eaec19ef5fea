import type { Command } from 'commander';
import { casetrailProgram } from './program.ts';
import { inProcess } from './testing/casetrail.ts';

/** Every command there is, with the words that lead to it. */
const commandsIn = (command: Command, words: readonly string[] = []): [string, Command][] => [
  [words.join(' '), command],
  ...command.commands.flatMap((inner) => commandsIn(inner, [...words, inner.name()])),
];
const commands = commandsIn(casetrailProgram());

describe('the command line', () => {
  it('has all of its commands', () => {
    expect(commands.length).toBeGreaterThan(50);
  });

  it.each(commands)('explains "casetrail %s"', async (words, command) => {
    const { code, out } = await inProcess(`${words} --help`);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: casetrail${words ? ` ${words}` : ''}`);
    expect(command.description()).not.toBe('');
    expect([...command.options, ...command.registeredArguments].filter(({ description }) => description === '').map((one) => one.name())).toEqual([]);
  });

  it.each([
    ['an unknown command', 'figure', /unknown command 'figure'/],
    ['an unknown option', 'figures --asof 2020-04-08', /unknown option '--asof'/],
    ['a date that is none', 'figures --as-of 2020-02-30', /must be a date like 2020-04-08/],
    ['the pseudo-district', 'figures --district 370271', /record the case under 370214/],
    ['an unknown figure', 'facts F99', /Allowed choices are F01/],
    ['a point that is none', 'diff 2020-04-08@x 2020-04-08', /must be a date like 2020-04-08/],
    ['a figure without a cell', 'diff 2020-04-08 2020-04-08 --figure F05', /--figure and --cell go together/],
    ['an unknown cell', 'diff 2020-04-08 2020-04-08 --figure F05 --cell K10', /Allowed choices are new-facts/],
    ['a role that is none', 'token --role KING', /Allowed choices are POLICE_INVESTIGATOR/],
  ])('answers %s with exit code 2', async (_, args, message) => {
    const { code, err } = await inProcess(args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});
