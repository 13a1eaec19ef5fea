import { join } from 'node:path';
import { Command, Option } from 'commander';
import { civilDateAt } from '@casetrail/domain';
import { DestroyedKeys } from '@casetrail/vault';
import { readCount } from './arguments.ts';
import { VAULT_KEYS } from './backup/beside.ts';
import { type Restored, type Step, drillBackup, restoreBackup } from './backup/restore.ts';
import { MANIFEST } from './backup/manifest.ts';
import { fingerprintOf, writeBackup } from './backup/write.ts';
import { configuration, withPool } from './database.ts';
import { allWorkers } from './rebuild.ts';

type RestoreOptions = {
  readonly database?: string;
  readonly drill?: boolean;
  readonly workers: number;
  readonly destroyed?: string;
  readonly vaultKeys?: string;
};

export function backupCommands(): Command[] {
  return [
    new Command('backup')
      .description(
        'write the whole ledger, what was signed of it, what the figures are, the sealed vault, and who was let see what and looked at what, into a folder; the service goes on meanwhile. No key that opens the vault is in it',
      )
      .addOption(new Option('--out <folder>', 'a new folder').makeOptionMandatory())
      .action(({ out: folder }: { out: string }) => backUp(folder)),
    new Command('restore')
      .description(
        'verify a backup, load it into an empty database, destroy erased keys again, build figures and views anew, and compare the totals with those of the backup',
      )
      .argument('<folder>', 'what "casetrail backup" has written')
      .option('--database <url>', 'the empty database, migrated; by default DATABASE_URL')
      .option('--drill', 'do it in a database of its own on the same server, which is dropped afterwards, and print how long each step takes')
      .option('--destroyed <file>', 'the list of destroyed keys; by default the one of this home')
      .option('--vault-keys <file>', `the backup's ${VAULT_KEYS}, where it is kept elsewhere`)
      .addOption(new Option('--workers <n>', 'threads that count').argParser(readCount).default(allWorkers(), 'one for each processor'))
      .action((folder: string, options: RestoreOptions) => restore(folder, options)),
  ];
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const number = (n: number): string => n.toLocaleString('en');
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

async function backUp(folder: string): Promise<void> {
  const began = performance.now();
  const { ledger, sealed, summary, files } = await withPool('auditor', (pool) =>
    withPool('owner', (owner) => writeBackup(pool, owner, folder, civilDateAt(new Date()))),
  );
  const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  out(`${number(ledger.position)} events and ${number(ledger.commands)} commands, ${(bytes / 1e6).toFixed(1)} MB in ${seconds(performance.now() - began)}`);
  out(`root    ${ledger.root}`);
  out(`sealed  ${sealed === 0 ? 'no checkpoint was signed yet' : `up to position ${number(sealed)}`}`);
  out(`totals  as of ${summary.totals.map(({ asOf }) => asOf).join(' and ')}, counted up to position ${number(summary.position)}`);
  if (summary.position < ledger.position) out(`        the figures are ${number(ledger.position - summary.position)} positions behind the ledger`);
  out(`SHA-256 of ${MANIFEST}, to be kept elsewhere: ${(await fingerprintOf(join(folder, MANIFEST))).sha256}`);
}

async function restore(folder: string, { database, drill, workers, destroyed, vaultKeys }: RestoreOptions): Promise<void> {
  const url = database ?? configuration().databaseUrl;
  const destroyedKeys = new DestroyedKeys(destroyed ?? configuration().vault.destroyedKeysFile);
  const onStep = ({ what, took }: Step) => void process.stderr.write(`${what.padEnd(28)} ${seconds(took).padStart(8)}\n`);
  report(await (drill ? drillBackup : restoreBackup)(folder, url, { workers, onStep, destroyedKeys, vaultKeys }), drill === true);
}

function report(
  { manifest: { ledger, sealed, summary, createdAt }, steps, compared, differences, destroyedAgain, unbacked }: Restored,
  isDrill: boolean,
): void {
  out(`backup of ${createdAt}: ${number(ledger.position)} events, ${number(ledger.commands)} commands, sealed up to ${number(sealed)}`);
  out(`root      ${ledger.root}, as it was`);
  if (destroyedAgain > 0) out(`vault     ${number(destroyedAgain)} keys that were destroyed came back with the backup, and are destroyed again`);
  if (unbacked.length > 0)
    out(`vault     on the list of destroyed keys, and not in this ledger, which is from before, or the list was forged: ${unbacked.join(', ')}`);
  if (compared === 0) out(`totals    not compared: counted by the rules ${summary.rules}, which are not those of this program`);
  else if (differences.length === 0) out(`totals    all ${number(compared)} as they were, as of ${summary.totals.map(({ asOf }) => asOf).join(' and ')}`);
  for (const { asOf, figure, was, is } of differences) out(`totals    ${figure} as of ${asOf} was ${was ?? 'not there'} and is ${is ?? 'not there'}`);
  const took = seconds(steps.reduce((sum, step) => sum + step.took, 0));
  if (differences.length > 0) {
    out(`NOT ${isDrill ? 'restorable' : 'restored: the database is empty again'}, after ${took}`);
    process.exitCode = 1;
  } else out(isDrill ? `restorable, in ${took}; the database of the drill is dropped` : `restored, in ${took}`);
}
