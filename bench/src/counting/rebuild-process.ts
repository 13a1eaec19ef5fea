// A rebuild as a process of its own: node rebuild-process.js <url> <model…>. Builds beside what serves, throws it away, and says what it took.
import { type ModelName, cancelRebuild, rebuildHere } from '@casetrail/readmodel';
import pg from 'pg';

const WORKERS = 2;
const SECOND = 1000;
const KIB_IN_MIB = 1024;
const [url, ...models] = process.argv.slice(2) as [string, ...ModelName[]];

const started = performance.now();
await rebuildHere({ connectionString: url }, models, { workers: WORKERS, mayTakeOver: () => false });
const seconds = (performance.now() - started) / SECOND;
const pool = new pg.Pool({ connectionString: url, max: 1 });
await cancelRebuild(pool, models);
await pool.end();
process.stdout.write(JSON.stringify({ seconds, memory: process.resourceUsage().maxRSS / KIB_IN_MIB }));
