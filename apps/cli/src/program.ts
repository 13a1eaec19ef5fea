import { Command, CommanderError } from 'commander';
import { ConfigError } from '@casetrail/runtime';
import { accessCommands } from './access.ts';
import { auditCommands } from './audit.ts';
import { backupCommands } from './backup.ts';
import { demoCommands } from './demo.ts';
import { diffCommand } from './diff.ts';
import { explain } from './explain.ts';
import { figureCommands } from './figures.ts';
import { ledgerCommands } from './ledger.ts';
import { looksCommand } from './looks.ts';
import { publicationCommands } from './publications.ts';
import { loginCommand } from './login.ts';
import { projectorCommands } from './projector.ts';
import { rebuildCommand } from './rebuild.ts';
import { sealCommands } from './seal.ts';
import { replayCommand } from './replay.ts';
import { setupCommands } from './setup.ts';
import { vaultCommands } from './vault.ts';

/** A wrong call ends with 2, however deep the command is. */
function overriding(command: Command): Command {
  for (const inner of command.commands) overriding(inner);
  return command.exitOverride();
}

/** All of the command line, ready to be asked once. */
export function casetrailProgram(): Command {
  const program = new Command('casetrail')
    .description('Case tracking whose published numbers carry their proof.')
    .version('0.1.0')
    .enablePositionalOptions() // what comes after a command is that command's: `replay --version 3`
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText(
      'after',
      '\nThe database is DATABASE_URL; without it, the one that "npm start" keeps in .casetrail/ and that must be running.\nExit codes: 0 done · 1 refused or failed · 2 the call itself is wrong.',
    )
    .exitOverride();
  for (const command of [
    ...figureCommands(),
    ...publicationCommands(),
    diffCommand(),
    ledgerCommands(),
    replayCommand(),
    sealCommands(),
    auditCommands(),
    rebuildCommand(),
    projectorCommands(),
    ...backupCommands(),
    demoCommands(),
    loginCommand(),
    accessCommands(),
    vaultCommands(),
    looksCommand(),
    ...setupCommands(),
  ])
    program.addCommand(overriding(command));
  return program;
}

/** Does what the command line asks for, and answers the exit code. Whatever went wrong is told on standard error. */
export async function runCasetrail(args: readonly string[]): Promise<number> {
  try {
    await casetrailProgram().parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${explain(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
}
