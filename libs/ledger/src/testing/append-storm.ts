// One process of a storm of commands: node append-storm.js '<Storm as JSON>'. Prints a receipt for every command that was acknowledged.
import pg from 'pg';
import { type IssuedCommand, type Receipt, TooMuchContention, execute } from '../execute.ts';
import { Ledger } from '../ledger.ts';
import { deskTime } from './station.ts';
import { type Storm, stormRound } from './storm.ts';

const storm = JSON.parse(process.argv[2] ?? '') as Storm;
const pool = new pg.Pool({ connectionString: storm.url, max: 4, options: '-c role=casetrail_api' });
const ledger = new Ledger(pool);
let next = 0;

async function clerk(): Promise<void> {
  for (let round = next++; round < storm.rounds; round = next++)
    for (const command of stormRound(storm, round)) console.log(JSON.stringify(await persist(command)));
}

/** A fault is no answer: the same command is sent again until there is one. */
async function persist(command: IssuedCommand): Promise<Receipt> {
  for (;;)
    try {
      return await execute(ledger, command, deskTime);
    } catch (error) {
      if (!(error instanceof TooMuchContention)) throw error;
    }
}

await Promise.all(Array.from({ length: storm.atOnce }, clerk));
await pool.end();
