import { runCasetrail } from './program.ts';

// Whoever reads the output may have seen enough: `casetrail figures | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCasetrail(process.argv.slice(2));
