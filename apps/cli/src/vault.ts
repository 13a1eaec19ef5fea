import { Command } from 'commander';
import { openVaultKeys } from '@casetrail/runtime';
import { DestroyedKeys, rewrap } from '@casetrail/vault';
import { configuration, withPool } from './database.ts';

const out = (text: string): void => void process.stdout.write(`${text}\n`);

export function vaultCommands(): Command {
  return new Command('vault')
    .description('the vault of personal data: its master key, and the keys that were destroyed')
    .addCommand(
      new Command('rewrap')
        .description('wrap the keys of all persons with the master key of CASETRAIL_VAULT_KEY_FILE that the one of CASETRAIL_VAULT_OLD_KEY_FILE has wrapped')
        .action(rewrapKeys),
    )
    .addCommand(
      new Command('destroyed')
        .description('print whose keys this machine remembers as destroyed: a backup from before does not bring them back')
        .option('--json', 'JSON instead of text')
        .action(printDestroyed),
    );
}

async function rewrapKeys(): Promise<void> {
  const { wrapper } = openVaultKeys(configuration());
  const count = await withPool('owner', (owner) => rewrap(owner, wrapper));
  out(
    count === 0
      ? `All keys are wrapped by the master key ${wrapper.id} already.`
      : `${count.toLocaleString('en')} keys are wrapped by the master key ${wrapper.id} now.`,
  );
  out('Backups from before still hold keys that only the old master key unwraps.');
}

function printDestroyed({ json = false }: { json?: boolean }): void {
  const list = new DestroyedKeys(configuration().vault.destroyedKeysFile).list();
  if (json) return out(JSON.stringify(list, null, 2));
  for (const { person, event, recordedAt } of list) out(`${person}  by ${event}, recorded ${recordedAt}`);
  if (list.length === 0) out('No key was destroyed, as far as this machine knows.');
}
