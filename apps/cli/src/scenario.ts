import { randomUUID } from 'node:crypto';
import { Argument, type Command as Program, Command } from 'commander';
import { CITY_LEVEL, type FigureId, type Language, civilDateAt, districts, figureOf, isFigureId, printMoney } from '@casetrail/domain';
import { type Expectation, type Scenario, type Words, scenarios, system } from '@casetrail/demo-city';
import { Ledger, execute, newStreamId } from '@casetrail/ledger';
import { Figures, projectFigures, projectViews } from '@casetrail/readmodel';
import { language } from './arguments.ts';
import { withPool } from './database.ts';
import { demoCityIn } from './demo-ledger.ts';
import { type Difference, type Played, type PlayedAct, type PlayedExport, type PlayedScene, playScenario } from './play-scenario.ts';

const BATCH = 5000;
type Options = { readonly list?: boolean; readonly lang: Language };

const words = {
  asOf: { zh: '截至', en: 'as of' },
  steps: { zh: '从原始数到净数', en: 'steps from gross to net' },
  gross: { zh: '原始数', en: 'gross' },
  repeat: { zh: '重复', en: 'repeat' },
  still: { zh: '不变', en: 'nothing has moved' },
  months: { zh: '个月', en: ' months' },
  recorded: { zh: '已记录', en: 'recorded' },
  approved: { zh: '经批准，已记录；批准人', en: 'recorded, approved by' },
  repeated: { zh: '重复送达，原回执', en: 'delivered again, the same receipt' },
  refused: { zh: '已拒绝', en: 'refused' },
  refusedOnApproval: { zh: '批准时被拒绝', en: 'refused on approval' },
  accepted: { zh: '已受理', en: 'accepted' },
  was: { zh: '（应为', en: ' (was to be' },
  wanted: { zh: '）', en: ')' },
  colon: { zh: '：', en: ': ' },
  comma: { zh: '，', en: ', ' },
  holds: { zh: '符合预期。', en: 'Everything is as expected.' },
  fails: { zh: '不符合预期。', en: 'Not everything is as expected.' },
} as const satisfies Record<string, Words>;

export function scenarioCommand(): Command {
  return new Command('scenario')
    .description('play a scenario that tries the counting rules into a demo ledger, and check the figures; an empty ledger becomes a demo ledger by it')
    .addArgument(new Argument('[name]', 'which one').choices(scenarios.map(({ name }) => name)))
    .option('--list', 'list the scenarios instead')
    .addOption(language())
    .exitOverride()
    .action((name: string | undefined, options: Options, command: Program) => {
      const scenario = scenarios.find((one) => one.name === name);
      if (options.list) return list(options);
      if (!scenario) return command.error('error: name a scenario, or add --list to see them', { exitCode: 2 });
      return play(scenario, options);
    });
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);

function list({ lang }: Options): void {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { number, name, title } of scenarios) out(`${String(number).padStart(2)}  ${name.padEnd(width)}  ${title[lang]}`);
}

async function play(scenario: Scenario, { lang }: Options): Promise<void> {
  const played = await withPool('api', (api) =>
    withPool('worker', async (worker) => {
      const ledger = new Ledger(api);
      await openAsDemo(ledger);
      const catchUp = async () => {
        for (const project of [projectFigures, projectViews]) while (await project(worker, BATCH));
      };
      return playScenario(scenario, { ledger, figures: new Figures(api), catchUp });
    }),
  );
  print(played, lang);
  if (!played.holds) process.exitCode = 1;
}

/** Nobody plays at crimes in a ledger that is meant seriously, nor in between an interrupted load, which goes on with the records of years ago. */
async function openAsDemo(ledger: Ledger): Promise<void> {
  const kind = await ledger.kind();
  if (kind === 'live') throw new Error('This ledger is a live one. Scenarios are played into a demo ledger only.');
  if ((await demoCityIn(ledger)) === 'interrupted') throw new Error('The demo city is loaded in part only: finish "casetrail demo load" first.');
  if (kind === 'demo') return;
  const now = new Date();
  const opening = { type: 'OpenLedger', data: { kind: 'demo', city: CITY_LEVEL }, act: { occurredOn: civilDateAt(now) }, actor: system };
  await execute(ledger, { ...opening, id: randomUUID(), stream: newStreamId('ledger', now, randomUUID()) }, now);
}

function print({ scenario, scenes, holds }: Played, lang: Language): void {
  out(`${scenario.number}  ${scenario.title[lang]}\n${scenario.what[lang]}`);
  scenes.forEach((scene, i) => printScene(scene, i + 1, lang));
  out(`\n${words[holds ? 'holds' : 'fails'][lang]}`);
}

function printScene({ tells, acts, exports, surprises, position, moved, checks }: PlayedScene, number: number, lang: Language): void {
  out(`\n${number}. ${tells[lang]}`);
  const width = Math.max(...acts.map(({ act }) => act.type.length));
  for (const played of acts) out(`   ${actLine(played, width, lang)}`);
  for (const one of exports) out(`   ${exportLine(one, lang)}`);
  for (const one of surprises) out(`   ✗ ${differenceOf(one, lang)}`);
  if (acts.length + exports.length > 0) out(`   #${position}  ${numbers(moved, lang)}`);
  for (const { expectation, differs } of checks) {
    out(`   ${differs.length === 0 ? '✓' : '✗'} ${expectationOf(expectation, lang)}`);
    for (const one of differs) out(`       ${differenceOf(one, lang)}`);
  }
}

function actLine({ act, outcome }: PlayedAct, width: number, lang: Language): string {
  const who = `${act.on}  ${act.type.padEnd(width)}  ${act.by.role} ${act.by.district}`;
  if (outcome.kind === 'refused') return `${who}  ${words[outcome.onApproval ? 'refusedOnApproval' : 'refused'][lang]} ${outcome.code}: ${outcome.message}`;
  return `${who}  ${words[outcome.kind][lang]} ${outcome.kind === 'approved' ? `${act.approvedBy?.user} ` : ''}#${outcome.position}`;
}

function exportLine({ attempt: { asked, by }, refusal }: PlayedExport, lang: Language): string {
  const said = Object.entries(asked).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const became = refusal ? `${words.refused[lang]} ${refusal.code}: ${refusal.message}` : words.accepted[lang];
  return `POST /v1/exports ${said.join(' ')}  ${by.role} ${by.district}  ${became}`;
}

function expectationOf(one: Expectation, lang: Language): string {
  if ('ends' in one) return `${one.from} + ${one.months}${words.months[lang]} = ${one.ends}`;
  if ('month' in one) {
    const printed = one.printed ? ` ${one.printed[lang]}` : '';
    return `${one.month} ${districts[one.in][lang]}${words.colon[lang]}F42 ${signed(one.numerator)}${words.comma[lang]}F42-of ${signed(one.denominator)}${printed}`;
  }
  const when = `${words.asOf[lang]} ${one.asOf}`;
  if ('steps' in one) return `${when} ${one.figure} ${words.steps[lang]}${words.colon[lang]}${numbers(one.steps, lang, one.figure)}`;
  return `${[when, one.in && districts[one.in][lang], one.ruleSet].filter(Boolean).join(' ')}${words.colon[lang]}${numbers(one.moved, lang)}`;
}

const signed = (n: number): string => (n < 0 ? `−${-n}` : `+${n}`);

function numbers(moved: Readonly<Partial<Record<string, number>>>, lang: Language, figure?: FigureId): string {
  const told = Object.entries(moved).map(([name, n = 0]) => {
    const shown = name === 'gross' ? words.gross[lang] : name === 'REPEAT' ? words.repeat[lang] : name;
    return `${shown} ${change(n, figure ?? name, lang)}`;
  });
  return told.join(words.comma[lang]) || words.still[lang];
}

function change(n: number, name: string, lang: Language): string {
  const isMoney = isFigureId(name) && figureOf(name).print.as === 'money';
  return isMoney ? `${n < 0 ? '−' : '+'}${printMoney(BigInt(Math.abs(n)), lang)}` : signed(n);
}

const differenceOf = ({ of, is, wanted }: Difference, lang: Language): string =>
  `${of}${words.colon[lang]}${is}${words.was[lang]} ${wanted}${words.wanted[lang]}`;
