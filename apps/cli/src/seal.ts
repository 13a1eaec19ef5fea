import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { Seal, newSigningKey, readCheckpointText, signerOf } from '@casetrail/ledger';
import { readOrigin } from './arguments.ts';
import { withPool } from './database.ts';

/** What is promised, in seconds. */
const SEALED_WITHIN = 10;

export function sealCommands(): Command {
  return new Command('seal')
    .description('the seal of the ledger: its signed heads, and the key that signs them')
    .addCommand(
      new Command('show')
        .description('print the newest checkpoint, and whether it covers everything; ends with 1 where sealing is refused or late')
        .option('--json', 'JSON instead of text')
        .action(({ json = false }: { json?: boolean }) => show(json)),
    )
    .addCommand(
      new Command('keygen')
        .description('make a key that seals; its public half goes to stderr. Keep the key apart from the database and its backups')
        .requiredOption('--origin <name>', 'what the ledger is called for ever, like casetrail.example/370200', readOrigin)
        .option('--out <file>', 'a new file, for this account alone; left out: the key is printed')
        .action(keygen),
    );
}

async function show(asJson: boolean): Promise<void> {
  const [checkpoint, status, key] = await withPool('auditor', (pool) => {
    const seal = new Seal(pool);
    return Promise.all([seal.checkpoint(), seal.status(), seal.key()]);
  });
  const { head, lag, refusal } = status;
  const size = checkpoint?.size ?? 0;
  const state = refusal !== undefined ? 'refused' : size === head ? 'sealed' : 'behind';
  if (refusal !== undefined || lag > SEALED_WITHIN) process.exitCode = 1;
  const origin = checkpoint && readCheckpointText(checkpoint.note.slice(0, checkpoint.note.indexOf('\n\n') + 1)).origin;
  const facts = {
    origin,
    key,
    size,
    root: checkpoint?.root.toString('base64'),
    signedAt: checkpoint?.signedAt.toISOString(),
    events: head,
    state,
    ageSeconds: Math.floor(lag),
    reason: refusal,
  };
  if (asJson) return void process.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
  const lines: [string, string | undefined][] = [
    ['origin', origin ?? '(nothing is sealed yet)'],
    ['key', key],
    ['size', `${size} of ${head} events`],
    ['root', facts.root],
    ['signed', facts.signedAt],
    ['state', state === 'behind' ? `behind: the oldest event that is not sealed was recorded ${facts.ageSeconds} s ago` : state],
    ['reason', refusal],
  ];
  for (const [name, value] of lines) if (value !== undefined) process.stdout.write(`${name.padEnd(8)}${value}\n`);
}

async function keygen({ origin, out }: { origin: string; out?: string }): Promise<void> {
  const key = newSigningKey(origin);
  if (out === undefined) process.stdout.write(`${key}\n`);
  else
    await writeFile(out, `${key}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? new Error(`${out} is there already. A key is never overwritten: what it signed could not be continued.`) : error;
    });
  process.stderr.write(`public key: ${signerOf(key).verifier}\n`);
}
