import { Command, Option } from 'commander';
import { type District, type Role, roles } from '@casetrail/domain';
import { ledgerMigrations } from '@casetrail/ledger';
import { readModelMigrations } from '@casetrail/readmodel';
import { accessMigrations, developmentTokens, migrate } from '@casetrail/runtime';
import { readDistrict } from './arguments.ts';
import { configuration } from './database.ts';

export function setupCommands(): Command[] {
  return [
    new Command('migrate').description('bring the database up to date').action(async () => {
      const applied = await migrate(configuration().databaseUrl, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations]);
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
          const name = user ?? `${role.toLowerCase().replaceAll('_', '-')}-${district}`;
          process.stdout.write(`${await issueToken({ user: name, role, district, org: `${organOf(role)}-${district}` })}\n`);
        }
      }),
  ];
}

/** The organs of the demo city by role: a token acts for one of them. */
const organs: Partial<Readonly<Record<Role, string>>> = {
  POLICE_INVESTIGATOR: 'psb',
  POLICE_LEADER: 'psb',
  PROCURATOR: 'pp',
  CHIEF_PROCURATOR: 'pp',
  COURT_CLERK: 'court',
  JUDGE: 'court',
  DISCIPLINE_INSPECTOR: 'ccdi',
  DISCIPLINE_LEADER: 'ccdi',
  DEPARTMENT_OFFICER: 'dept',
  INDICATOR_REPORTER: 'stat',
  SUPERVISOR: 'plc',
};
const organOf = (role: Role): string => organs[role] ?? 'office';
