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

// Whoever reads the output may have seen enough: `casetrail figures | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
}
