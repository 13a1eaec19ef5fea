import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { CITY_LEVEL, type CivilDate, type District, type Role, type StreamId, organisations, policy, roles } from '@casetrail/domain';
import {
  type Held,
  grantOffice,
  listChanges,
  listOffices,
  listTies,
  officeName,
  policyHash,
  recordReading,
  revokeOffices,
  searchWordHasher,
} from '@casetrail/runtime';
import { readCount, readDate, readDistrict, readOrgan, readRecord } from './arguments.ts';
import { configuration, withPool } from './database.ts';
import { tableOf } from './table.ts';

const grantable = roles.filter((role) => role !== 'SYSTEM');
const out = (text: string): void => void process.stdout.write(`${text}\n`);

const issuer = () => new Option('--issuer <url>', 'whose subject that is; by default that of OIDC_ISSUER');
const by = () => new Option('--by <name>', 'who decides it').default(userInfo().username, 'this account');
const role = () => new Option('--role <role>', 'in which role').choices(grantable);
const org = () => new Option('--org <name>', 'for which organ of the register, like psb-370202: see "casetrail access organs"').argParser(readOrgan);

type Person = { readonly issuer?: string; readonly by: string };
type Granting = Person & {
  readonly role: Role;
  readonly org: string;
  readonly district?: District;
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  readonly user?: string;
  readonly name?: string;
};

export function accessCommands(): Command {
  return new Command('access')
    .description('who holds which office: that decides what somebody may do, and every change of it is kept')
    .addCommand(
      new Command('grant')
        .description('let somebody act in an office')
        .argument('<subject>', 'who, as the issuer names them')
        .addOption(role().makeOptionMandatory())
        .addOption(org().makeOptionMandatory())
        .addOption(new Option('--district <code>', 'for which district; by default that of the organ, and never another').argParser(readDistrict))
        .addOption(new Option('--from <date>', 'the first day; by default today').argParser(readDate))
        .addOption(new Option('--to <date>', 'the first day on which it is over; by default none').argParser(readDate))
        .option('--user <name>', 'how the ledger names this person, for ever; by default as the issuer does')
        .option('--name <name>', 'the name that is shown')
        .addOption(issuer())
        .addOption(by())
        .action(grant),
    )
    .addCommand(
      new Command('revoke')
        .description('end the offices that somebody holds, at once')
        .argument('<subject>', 'who, as the issuer names them')
        .addOption(role())
        .addOption(org())
        .addOption(issuer())
        .addOption(by())
        .action(revoke),
    )
    .addCommand(
      new Command('list')
        .description('print who holds which office')
        .option('--ended', 'those that are over, too')
        .option('--json', 'JSON instead of text')
        .action((options: { ended?: boolean; json?: boolean }) => withPool('auditor', async (pool) => print(await listOffices(pool, options), options.json))),
    )
    .addCommand(
      new Command('changes')
        .description('print every change of people and offices, a line of JSON each: when, by whom, what')
        .action(() => withPool('auditor', async (pool) => (await listChanges(pool)).forEach((change) => out(JSON.stringify(change))))),
    )
    .addCommand(
      new Command('ties')
        .description('print access that was asked for or taken, and conflicts of interest, the newest first; that is recorded')
        .option('--user <name>', 'of this user, as the ledger names them')
        .addOption(new Option('--record <id>', 'to this record').argParser(readRecord))
        .option('--open', 'only what holds now')
        .addOption(new Option('--limit <n>', 'at most so many').argParser(readCount).default(100))
        .option('--json', 'JSON instead of text')
        .addOption(new Option('--by <name>', 'who reads it').default(userInfo().username, 'this account'))
        .action(ties),
    )
    .addCommand(
      new Command('organs')
        .description('print the register of organs: for which of them, and in which roles, an office can be granted')
        .option('--json', 'JSON instead of text')
        .action(({ json }: { json?: boolean }) => out(json ? JSON.stringify([...organisations.values()], null, 2) : organsAsText())),
    )
    .addCommand(
      new Command('policy')
        .description('print who may do what, and with whose records')
        .option('--json', 'JSON instead of text, as GET /v1/policy answers')
        .action(({ json }: { json?: boolean }) => out(json ? JSON.stringify({ sha256: policyHash, ...policy }, null, 2) : policyAsText())),
    );
}

const organsAsText = () =>
  tableOf([
    ['organ', 'name', 'district', 'below', 'roles'],
    ...[...organisations.values()].map(({ id, name, district, lineParent, roles: its }) => [id, name.en, district, lineParent ?? '', its.join(' ')]),
  ]);

/** The table as it is read by whoever has to check it: a line for each role and each kind of record, each action and each command. */
function policyAsText(): string {
  const by = (named: readonly Role[]) => (named.length === grantable.length ? 'everybody who holds an office' : named.join(' ') || 'nobody');
  const recordsOf = (kind: string) => Object.keys(policy.kinds).filter((category) => policy.kinds[category as keyof typeof policy.kinds] === kind);
  return [
    `Policy ${policy.version}, SHA-256 ${policyHash}`,
    '\nOf each decision, in this order:',
    ...policy.order.map((line) => `  ${line}`),
    '\nHow far a role reads:',
    ...Object.entries(policy.distances).map(([distance, says]) => `  ${distance}: ${says}`),
    ...Object.entries(policy.reading).flatMap(([kind, readers]) => [
      `  ${kind} (${recordsOf(kind).join(' ')})`,
      ...Object.keys(policy.distances).flatMap((distance) => {
        const its = grantable.filter((one) => readers[one] === distance);
        return its.length > 0 ? [`    ${distance}: ${by(its)}`] : [];
      }),
    ]),
    `\nTold no time limits but those of recommendations to their own organ: ${by(policy.owing)}`,
    '\nTies of a named user to a record:',
    ...Object.entries(policy.ties).map(([tie, effect]) => `  ${tie} ${effect} it and what is about it`),
    '\nActions:',
    ...Object.entries(policy.actions).map(([action, { by: its, isRecorded }]) => `  ${action}${isRecorded ? ' (recorded)' : ''}: ${by(its)}`),
    '\nCommands:',
    ...Object.entries(policy.commands).flatMap(([category, commands]) =>
      Object.entries(commands).map(([command, its]) => `  ${category} ${command}: ${by(its)}`),
    ),
  ].join('\n');
}

/** Who is meant. Without an issuer a subject is nobody. */
function issuerOf({ issuer: given }: Person): string {
  const found = given ?? configuration().oidc?.issuer;
  if (found === undefined) throw new Error('Whose subject is that? Name the issuer with --issuer, or set OIDC_ISSUER.');
  return found;
}

async function grant(subject: string, options: Granting): Promise<void> {
  const { role, org, from, to, user, name } = options;
  const district = options.district ?? organisations.get(org)?.district ?? CITY_LEVEL;
  const office = { issuer: issuerOf(options), subject, role, org, district, from, to, user, nameShown: name };
  await withPool('owner', (pool) => grantOffice(pool, options.by, office)).catch(explainRefusal);
  out(`${subject} may act as ${officeName(office)} for ${district} ${from ? `from ${from} on` : 'from now on'}${to ? `, until ${to}` : ''}.`);
}

async function revoke(subject: string, options: Person & { readonly role?: Role; readonly org?: string }): Promise<void> {
  const which = { issuer: issuerOf(options), subject, role: options.role, org: options.org };
  const ended = await withPool('owner', (pool) => revokeOffices(pool, options.by, which));
  if (ended === 0) throw new Error(`${subject} holds no such office.`);
  out(`${subject} holds ${ended === 1 ? 'one office' : `${ended} offices`} less, as of now.`);
}

/** What the tables refuse, in words. */
function explainRefusal(error: { code?: string }): never {
  if (error.code === '23505') throw new Error('The ledger knows another person by this name. Choose one with --user.');
  if (error.code === '23514')
    throw new Error('That cannot be granted: --to must not lie before --from, and no name may be empty or longer than 80 characters.');
  throw error;
}

function print(offices: readonly Held[], asJson = false): void {
  if (asJson) return out(JSON.stringify(offices, null, 2));
  out(
    tableOf([
      ['subject', 'user', 'name', 'office', 'district', 'from', 'to', 'issuer'],
      ...offices.map((one) => [one.subject, one.user, one.nameShown, officeName(one), one.district, one.from, one.to ?? '', one.issuer]),
    ]),
  );
}

type Ties = {
  readonly user?: string;
  readonly record?: StreamId;
  readonly open?: boolean;
  readonly json?: boolean;
  readonly limit: number;
  readonly by: string;
};

/** Whoever prints who may see what leaves a look behind, like whoever asks the api for it. */
async function ties({ user, record, open = false, json = false, limit, by: reader }: Ties): Promise<void> {
  await withPool('auditor', async (pool) => {
    await recordReading(pool, reader, record, {
      route: 'casetrail access ties',
      ...(user !== undefined && { query: { user: searchWordHasher(configuration())(user) } }),
    });
    const now = Date.now();
    const found = await listTies(pool, { user, record }, undefined, limit);
    const holding = found.filter(({ state, validUntil }) => !open || (state === 'OPEN' && (validUntil === null || Date.parse(validUntil) > now)));
    if (json) return out(JSON.stringify(holding, null, 2));
    out(
      tableOf([
        ['begun', 'kind', 'user', 'record', 'state', 'until', 'by', 'decided by', 'reviewed by', 'reason'],
        ...holding.map((one) => [
          one.begunAt.slice(0, 19),
          one.kind,
          one.user,
          one.record,
          one.state,
          one.validUntil?.slice(0, 19) ?? '',
          one.begunBy.user,
          one.decision?.by.user ?? '',
          one.review?.by.user ?? '',
          one.reason,
        ]),
      ]),
    );
  });
}
