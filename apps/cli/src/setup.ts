import { Command, Option } from 'commander';
import { demoPerson } from '@casetrail/demo-city';
import { type District, type Role, roles } from '@casetrail/domain';
import { ledgerMigrations } from '@casetrail/ledger';
import { readModelMigrations } from '@casetrail/readmodel';
import { accessMigrations, developmentTokens, migrate } from '@casetrail/runtime';
import { vaultMigrations } from '@casetrail/vault';
import { readDistrict } from './arguments.ts';
import { configuration } from './database.ts';

export function setupCommands(): Command[] {
  return [
    new Command('migrate').description('bring the database up to date').action(async () => {
      const applied = await migrate(configuration().databaseUrl, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations]);
      process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : applied.map((name) => `applied ${name}\n`).join(''));
    }),
    new Command('token')
      .description('print a development token, valid for 30 days; one for each role, in their order')
      .addOption(new Option('--role <role...>', 'who acts').choices([...roles]).makeOptionMandatory())
      .addOption(new Option('--district <code>', 'for which district; 370200 is the city level').argParser(readDistrict).default('370202'))
      .option('--user <name>', 'user name; by default made from role and district')
      .action(async ({ role: asked, district, user }: { role: readonly Role[]; district: District; user?: string }) => {
        const { issueToken } = developmentTokens(configuration());
        for (const role of asked) {
          const person = demoPerson(role, district);
          process.stdout.write(`${await issueToken({ ...person, user: user ?? person.user })}\n`);
        }
      }),
  ];
}
