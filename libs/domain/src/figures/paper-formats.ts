import { type District, districts } from '../kernel/districts.ts';
import type { AnnexRow } from './annex.ts';
import type { CheckResult } from './cross-checks.ts';
import { figureOf } from './figures.ts';
import { type Language, printExact, printMoney, printPercent } from './printing.ts';
import type { PrintedPaper } from './printed-paper.ts';
import { areas } from './sentences.ts';
import { NOT_SEPARATELY } from './white-paper.ts';

/** A paper to be laid out, and where it stands on both axes of time. */
export type LaidOut = PrintedPaper & {
  readonly asOf: string;
  readonly knownAt: string;
  readonly district?: District | undefined;
  /** What a published paper stands on: names and values. */
  readonly foot?: readonly (readonly [name: string, value: string])[] | undefined;
};

const words = {
  title: { zh: '平安建设进展情况白皮书', en: 'White paper on the progress of the safe city campaign' },
  annex: { zh: '附表 指标说明', en: 'Annex: the figures' },
  checks: { zh: '勾稽关系', en: 'Cross-checks' },
  columns: {
    zh: ['编号', '指标', '数值', '规则', '核定机关', '截至', '已知', '原始数', '调整', '人次', '身份存疑区间'],
    en: ['id', 'figure', 'value', 'rule', 'owner', 'as of', 'known at', 'gross', 'adjustments', 'person-times', 'if unsure matches are right or wrong'],
  },
  check: { zh: ['名称', '关系', '左', '', '右', '结果'], en: ['name', 'relation', 'left', '', 'right', 'result'] },
  holds: { zh: '成立', en: 'holds' },
  fails: { zh: '不成立', en: 'fails' },
  repeat: { zh: '重复', en: 'repeat' },
} as const;

const titleOf = ({ paper: { language }, district }: LaidOut) =>
  `${district ? districts[district][language] : ''}${district && language === 'en' ? ': ' : ''}${words.title[language]}`;

function amount({ id }: AnnexRow, n: number | null, language: Language): string {
  if (n === null) return NOT_SEPARATELY[language];
  const { print } = figureOf(id);
  if (print.as === 'money') return `${n < 0 ? '−' : ''}${printMoney(BigInt(Math.abs(n)), language)}`;
  return n < 0 ? `−${printExact(-n, '', language)}` : printExact(n, '', language);
}

const inBrackets = (text: string, language: Language) => (language === 'zh' ? `（${text}）` : ` (${text})`);

function cellsOf(row: AnnexRow, { paper: { language }, asOf, knownAt }: LaidOut): string[] {
  const value =
    row.of === undefined || row.net === null
      ? amount(row, row.net, language)
      : `${printExact(row.net, '', language)}/${printExact(row.of, '', language)}${row.net <= row.of ? inBrackets(printPercent(row.net, row.of, language), language) : ''}`;
  const adjustments = Object.entries(row.adjustments).map(
    ([kind, n]) => `${kind === 'REPEAT' ? words.repeat[language] : kind} ${n > 0 ? '+' : ''}${amount(row, n, language)}`,
  );
  return [
    row.id,
    row.name[language],
    value,
    row.rule,
    row.owner[language],
    asOf,
    knownAt,
    amount(row, row.gross, language),
    adjustments.join(', '),
    row.personTimes === undefined ? '' : printExact(row.personTimes, '', language),
    row.interval ? `${row.interval.min}–${row.interval.max}` : '',
  ];
}
const checkCells = ({ name, says, left, relation, right, holds }: CheckResult, language: Language): string[] => [
  name,
  says[language],
  String(left),
  relation,
  String(right),
  words[holds ? 'holds' : 'fails'][language],
];

/** The paper as Markdown: headings by area, the annex as a table. */
export function paperAsMarkdown(printed: LaidOut): string {
  const { paper, annex, checks, foot = [] } = printed;
  const { language } = paper;
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
  let last: string | undefined;
  const body = paper.paragraphs.flatMap(({ id, area, text }) => {
    const heading = area && area !== last ? [`## ${areas[area][language]}`] : [];
    last = area ?? last;
    return [...heading, id === 'synthetic' ? `> **${text}**` : text];
  });
  return `${[
    `# ${titleOf(printed)}`,
    ...body,
    `## ${words.annex[language]}`,
    table(
      words.columns[language],
      annex.map((row) => cellsOf(row, printed)),
    ),
    `## ${words.checks[language]}`,
    table(
      words.check[language],
      checks.map((check) => checkCells(check, language)),
    ),
    ...(foot.length > 0 ? ['---', foot.map(([name, value]) => `- ${name}${language === 'zh' ? '：' : ': '}\`${value}\``).join('\n')] : []),
  ].join('\n\n')}\n`;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const style = `body{font:16px/1.7 "Noto Serif CJK SC","Source Han Serif SC",Georgia,serif;max-width:46rem;margin:3rem auto;padding:0 1.25rem;color:#1a1a1a}
h1{font-size:1.6rem;line-height:1.3}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #ccc}.note{border-left:4px solid #b30000;padding:.3rem .8rem;background:#fff4f2;font-weight:600}
.scroll{overflow-x:auto;width:min(94vw,80rem);margin-left:50%;transform:translateX(-50%)}table{border-collapse:collapse;font:13px/1.45 system-ui,sans-serif;min-width:100%}
th,td{border:1px solid #ddd;padding:.25rem .5rem;text-align:left;vertical-align:top;white-space:nowrap}td:nth-child(2),td:nth-child(9){white-space:normal;min-width:11em}
th{background:#f5f5f5}td.n{text-align:right}tr.fails{background:#ffe9e6}footer{margin-top:2.5rem;border-top:1px solid #ccc;font:13px/1.5 system-ui,sans-serif;color:#444}dt{float:left;clear:left;min-width:9em}dd{margin:0 0 .2rem 9.5em;overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}.scroll{overflow:visible;width:auto;margin:0;transform:none}}`;

/** The paper as one HTML page that needs nothing else. */
export function paperAsHtml(printed: LaidOut): string {
  const { paper, annex, checks, foot = [] } = printed;
  const { language } = paper;
  const isNumber = (text: string) => /^[−+]?[\d,.]+(\/\d+.*)?$|^CNY|元$|%$/.test(text);
  const row = (cells: readonly string[], className = '') =>
    `<tr${className && ` class="${className}"`}>${cells.map((text) => `<td${isNumber(text) ? ' class="n"' : ''}>${escaped(text)}</td>`).join('')}</tr>`;
  const table = (head: readonly string[], rows: readonly string[]) =>
    `<div class="scroll"><table><thead><tr>${head.map((text) => `<th scope="col">${escaped(text)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  let last: string | undefined;
  const body = paper.paragraphs.map(({ id, area, text }) => {
    const heading = area && area !== last ? `<h2>${escaped(areas[area][language])}</h2>\n` : '';
    last = area ?? last;
    return `${heading}<p${id === 'synthetic' ? ' class="note"' : ''} id="${id}">${escaped(text)}</p>`;
  });
  const title = escaped(titleOf(printed));
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1>
${body.join('\n')}
<h2>${escaped(words.annex[language])}</h2>
${table(
  words.columns[language],
  annex.map((one) => row(cellsOf(one, printed))),
)}
<h2>${escaped(words.checks[language])}</h2>
${table(
  words.check[language],
  checks.map((check) => row(checkCells(check, language), check.holds ? '' : 'fails')),
)}${foot.length > 0 ? `\n<footer><dl>${foot.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl></footer>` : ''}
</body></html>
`;
}
