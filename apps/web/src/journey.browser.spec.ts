import type { Answer } from '@casetrail/contracts';
import type { Page } from 'playwright-core';
import { asDocument, printed, turnsTo } from './testing/printed.ts';
import { ConsoleSite, LOOKS, SETTING_UP, becomes, faultsOf, field, says, settled, today, until, violations } from './testing/site.ts';

const investigator = 'police-investigator-370202';
const leader = 'police-leader-370202';
const supervisor = 'supervisor-370200';
const auditor = 'auditor-370200';
const NONE: string[] = [];
let site: ConsoleSite;
/** Each of them signs in once and stays: the supervisor at the totals, where nobody does anything. */
let [investigating, leading, supervising, auditing]: Page[] = [];
let caseId: string;
let suspectId: string;
/** F05 before anybody was detained. */
let before: number;

jest.setTimeout(120_000);
beforeAll(async () => {
  site = await ConsoleSite.start();
}, SETTING_UP);
afterAll(() => site?.stop());
afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

const fileOfCase = () => site.read<Answer<'CriminalCaseFile'>>(`/v1/criminal-cases/${caseId}`, 'AUDITOR');
const publications = async () => (await site.read<Answer<'Publications'>>('/v1/publications')).items;
const record = (page: Page) => page.getByRole('button', { name: '记入账本' }).click();
/** The total of F05 as it stands on the page that the supervisor watches, and how it has moved since. */
const total = () => supervising!.locator('[data-live=F05]');
const steppedTo = (page: Page, n: number) => page.getByRole('heading', { name: `第 ${n} 步之后的状态` }).waitFor();

describe('a detention, from the report to the papers', () => {
  it('begins with a report, by a form that says what is missing and ends with a receipt', async () => {
    const page = (investigating = await site.signIn(investigator, '/cases'));
    await settled(page);
    await page.getByRole('button', { name: '受理报案' }).click();
    await record(page);
    await page.getByText('处需要改正，账本未改动').waitFor();
    await becomes(() => page.locator('.field .error').allInnerTexts(), ['请填写受案登记号。', '请填写来源。']);
    await becomes(() => violations(page), NONE);
    await page.locator(field('受案登记号')).fill('R-2026-77');
    await page.locator(field('来源')).selectOption('CITIZEN');
    await record(page);
    await page.locator('.receipt').getByText('受理报案').waitFor();
    await becomes(() => violations(page), NONE);
    caseId = (await page.locator('.receipt dd.mono').innerText()).split('@')[0]!;
    await until(async () => expect((await fileOfCase()).case).toMatchObject({ reportNumber: 'R-2026-77', status: 'reported' }));
  });

  it('goes on with a case on file: when the session ends in the middle of the form, nothing is lost', async () => {
    const page = (leading = await site.signIn(leader, `/cases/${caseId}?do=FileCase`));
    await page.locator(field('案号')).fill('青公(刑)立字〔2026〕77号');
    await page.locator(field('涉嫌罪名')).fill('寻衅滋事');
    await page.locator(field('主办机关')).selectOption({ label: '市南区公安局' });
    let isExpired = true;
    const refused = {
      type: '/problems/authentication/invalid-token',
      title: 'The token is not valid',
      status: 401,
      detail: '',
      code: 'authentication/invalid-token',
      requestId: 'x',
    };
    await page.route('**/v1/criminal-cases/*/file', (route) =>
      isExpired ? route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(refused) }) : route.continue(),
    );
    await record(page);
    await page.getByRole('alertdialog').getByText('登录已到期').waitFor();
    await becomes(() => violations(page), NONE);
    await becomes(() => page.locator(field('案号')).inputValue(), '青公(刑)立字〔2026〕77号');
    isExpired = false;
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: '重新登录' }).click();
    await opened;
    await page.locator('.receipt').getByText('立案').waitFor();
    await until(async () => expect((await fileOfCase()).case).toMatchObject({ status: 'filed', offences: ['寻衅滋事'] }));
  });

  it('needs a case of organised crime: only what the situation allows is offered, and a draft is kept over a reload', async () => {
    const page = leading!;
    await site.go(page, `/cases/${caseId}`);
    await page.locator('.acts').getByText('认定涉黑涉恶', { exact: true }).waitFor();
    expect(await page.locator('.acts').getByText('立案', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: /另有 \d+ 项暂不可做/ }).click();
    await page.locator('.why-not').getByText('现为“已立案”').first().waitFor();
    await page.locator('.acts').getByText('认定涉黑涉恶', { exact: true }).click();
    await page.locator(field('认定依据')).fill('九类常见罪名');
    await page.reload();
    await becomes(() => page.locator(field('认定依据')).inputValue(), '九类常见罪名');
    await page.locator(field('认定')).selectOption('EVIL');
    await page.locator(field('罪名清单版本')).fill('2018');
    await record(page);
    await page.locator('.receipt').getByText('认定涉黑涉恶').waitFor();
  });

  it('moves a total before the eyes of the supervisor, who does not reload, as its receipt says', async () => {
    const person = (await site.write('/v1/persons', { occurredOn: today }, 'POLICE_INVESTIGATOR')).stream;
    suspectId = (await site.write('/v1/suspects', { occurredOn: today, person, case: caseId }, 'POLICE_INVESTIGATOR')).stream;
    await until(async () => (await fileOfCase()).suspects.length > 0);
    supervising = await site.signIn(supervisor, '/live');
    before = Number(await total().locator('td.num a').innerText());
    const page = leading!;
    await site.go(page, `/cases/${caseId}?on=${suspectId}&do=Detain`);
    await page.locator(field('文书号')).fill('青公(刑)拘字〔2026〕77号');
    await page.locator(field('时间')).fill(`${today}T00:00`);
    await page.locator(field('依据的情形')).selectOption('CPL82_1');
    await record(page);
    await page.locator('.receipt').getByText('执行刑事拘留').waitFor();
    await says(() => page.locator('.receipt .moves li', { has: page.getByRole('link', { name: 'F05', exact: true }) }).innerText(), /\+1$/);
    await total()
      .getByRole('link', { name: String(before + 1), exact: true })
      .waitFor();
    await becomes(() => total().locator('.fix').innerText(), '+1');
  });

  it('is found from the total: it opens to exactly its event, and adds up on the way', async () => {
    const page = supervising!;
    await total().getByRole('link').click();
    await page.getByText(`事实清单 ${before + 1} = 公布数`).waitFor();
    await says(() => page.locator('.hero').innerText(), String(before + 1));
    expect(await page.locator('.fails').count()).toBe(0);
    const { personId } = (await fileOfCase()).suspects[0]!;
    await page.locator('.facts .disclose', { hasText: personId.slice(-6) }).click();
    await page.locator('.events-row li', { hasText: '执行刑事拘留' }).getByRole('link').click();
    await page.waitForURL((url) => url.pathname === `/history/${suspectId}` && url.searchParams.get('step') === '2');
    await page.locator('.event-card').getByText('青公(刑)拘字〔2026〕77号').waitFor();
    await site.go(page, '/live');
  });

  it('is stepped through by the auditor, who sees what it changed and verifies that it is sealed', async () => {
    const page = (auditing = await site.signIn(auditor, `/history/${suspectId}?step=1`));
    await steppedTo(page, 1);
    await page.keyboard.press('ArrowRight');
    await steppedTo(page, 2);
    await page.locator('tr.changed ins', { hasText: /^刑事拘留$/ }).waitFor();
    await page
      .locator('.event-card .moves li', { has: page.getByRole('link', { name: 'F05', exact: true }) })
      .getByText('+1')
      .waitFor();
    await page.getByRole('button', { name: '上一步' }).click();
    await steppedTo(page, 1);
    await says(() => page.locator('.state').innerText(), /^(?!.*刑事拘留)/s);
    await page.getByRole('button', { name: '下一步' }).click();
    await steppedTo(page, 2);
    await page.getByRole('button', { name: '在本机核验这个事件' }).click();
    await page.getByText('算出的根与检查点相同').waitFor();
  });

  it('is published, and then corrected: asked for by one who sees what will move, approved by another', async () => {
    await site.casetrail('demo', 'publish', '--as-of', today);
    const page = investigating!;
    await page.goto(`${site.address}/cases/${caseId}?on=${suspectId}&do=VoidRecords`);
    const event = page.locator('fieldset:has(legend:text-is("作废的事件")) select');
    await event.selectOption(await event.locator('option', { hasText: '执行刑事拘留' }).getAttribute('value'));
    await page.getByText('这是一件更正').waitFor();
    await page.locator(field('理由代码')).fill('TYPING_ERROR');
    await page.getByRole('button', { name: '提交，待另一人批准' }).click();
    await page.getByRole('link', { name: '查看这件更正' }).click();
    await page.getByText('这是您申请的，由另一人决定').waitFor();
    const moving = page.locator('section tbody tr', { has: page.getByText('F05', { exact: true }) });
    await says(() => moving.innerText(), new RegExp(`^F05\\s+刑拘犯罪嫌疑人\\s+${before + 1}\\s+−1\\s+${before}$`));
    await becomes(() => violations(page), NONE);
    await site.go(leading!, new URL(page.url()).pathname);
    await leading!.getByRole('button', { name: '批准', exact: true }).click();
    await leading!.getByText('已批准').first().waitFor();
    const moved = leading!.locator('section tbody tr:has(a[href*="/figures/F05?"][href*="step=K1.RecordVoided"])');
    await says(() => moved.innerText(), new RegExp(`^\\S+\\s+\\S+\\s+${before + 1}\\s+−1\\s+${before}(\\s|$)`));
  });

  it('moves the total back, and the waterfall shows the step, which opens to exactly this one', async () => {
    const page = supervising!;
    await total()
      .getByRole('link', { name: String(before), exact: true })
      .click();
    const step = page.locator('.waterfall a[href*="step=K1.RecordVoided"]');
    await step.click();
    await page.locator('#facts .checks').getByText('= 这一步 −1').waitFor();
    await becomes(() => page.evaluate(() => document.activeElement?.id), 'facts-h');
    await becomes(() => page.locator('.waterfall [aria-current]').count(), 1);
    expect(await page.locator('.fails').count()).toBe(0);
    await page.locator('.facts .disclose').first().click();
    await page.locator('.events-row a').first().waitFor();
    await page.locator('.shell nav').getByText('白皮书').click();
    await page.waitForURL((url) => url.pathname === '/paper' && !url.searchParams.has('step'));
  });

  it('differs between the papers before and after: every cell opens, down to the event', async () => {
    await site.casetrail('demo', 'publish', '--as-of', today);
    const [after, first] = await publications();
    const { figures } = await site.read<Answer<'Difference'>>(`/v1/publications/${first!.id}/diff/${after!.id}`);
    const moved = figures.filter(({ cells }) => cells.length > 0);
    expect(moved.find(({ figure }) => figure === 'F05')).toMatchObject({
      from: { value: before + 1 },
      to: { value: before },
      cells: [{ cell: 'K1', change: -1 }],
    });
    const page = supervising!;
    await page.goto(`${site.address}/publications`);
    await page.getByRole('link', { name: '与前一期对照' }).first().click();
    for (const { figure, cells, to } of moved) {
      const row = page.locator('.diff-table tr', { has: page.getByText(figure, { exact: true }) });
      await says(() => row.innerText(), String(to.value));
      await row.locator('.disclose').click();
      await page.locator('.sumline .tick').waitFor();
      for (const [i, { units }] of cells.entries()) {
        await page.locator('.causes > li').nth(i).locator('.disclose').click();
        await page
          .locator('.units tbody tr')
          .nth(units - 1)
          .waitFor();
      }
    }
    await page.locator('.units a').last().click();
    await page.waitForURL(/\/history\//);
    await site.go(page, `/publications/${after!.id}/paper`);
    await page.getByText('与冻结的文本逐字相同').waitFor();
  });
});

describe('the ledger', () => {
  it('is read by the auditor, the newest first, and searched', async () => {
    const page = auditing!;
    await site.go(page, '/ledger');
    await page.locator('tbody tr').first().waitFor();
    const positions = (await page.locator('tbody tr td:first-child').allInnerTexts()).map(Number);
    expect(positions).toEqual([...positions].sort((a, b) => b - a));
    await page.getByLabel('事件', { exact: true }).selectOption('CorrectionApproved');
    await page.waitForURL(/type=CorrectionApproved/);
    await becomes(async () => [...new Set(await page.locator('tbody th').allInnerTexts())], ['批准更正']);
  });
  it('is verified in the browser, and again from where it was', async () => {
    const page = auditing!;
    await site.go(page, '/verify');
    for (const steps of [
      ['signature', 'tiles', 'leaves'],
      ['signature', 'tiles', 'leaves', 'consistent'],
    ]) {
      await page.getByRole('button', { name: '在这个浏览器里核验' }).click();
      for (const step of steps) await page.locator(`[data-verified="${step} holds"]`).waitFor();
      await page.getByText('用时').waitFor();
    }
    expect(await page.locator('.verification .fails').count()).toBe(0);
  });
});

describe('the paper', () => {
  const figures = (asOf: string, knownAt: number) => site.read<Answer<'Figures'>>(`/v1/figures?asOf=${asOf}&knownAt=${knownAt}`);
  it('prints every figure as the api has it', async () => {
    const page = supervising!;
    const newest = (await publications())[0]!;
    await site.go(page, '/paper');
    const told = await figures(newest.asOf, newest.ledger!.size);
    for (const id of ['F01', 'F05', 'F09', 'F13']) {
      const { printed } = told.figures.find((figure) => figure.id === id)!;
      await becomes(() => page.locator(`section a[data-figure=${id}] .figure-value`).first().innerText(), printed.zh);
    }
  });
  it('says when it is not the published text, and what differs', async () => {
    const page = supervising!;
    const [newest, older] = await publications();
    await site.go(page, `/paper?knownAt=${older!.ledger!.size}`);
    const [then, now] = [await figures(newest!.asOf, older!.ledger!.size), await figures(newest!.asOf, newest!.ledger!.size)];
    const moved = then.figures.filter(({ id, isPrinted, value, of }) => {
      const other = now.figures.find((figure) => figure.id === id)!;
      return isPrinted && (other.value !== value || other.of !== of);
    });
    expect(moved.length).toBeGreaterThan(0);
    await page.getByText(`有 ${moved.length} 个数不同`).waitFor();
    await page.getByRole('link', { name: '回到发布文本' }).click();
    await page.getByText('已由主管机关核定').first().waitFor();
  });
  it('prints as a document, black on white, also where the screen is dark', async () => {
    const { id, ledger } = (await publications())[0]!;
    const page = await site.signIn(supervisor, '/paper', { theme: 'dark' });
    for (const [path, words] of [
      ['/paper', [id, ledger!.root]],
      [`/publications/${id}/paper`, [id, ledger!.root]],
      ['/figures/F05', [id, `knownAt=${ledger!.size}`]],
      [`/publications/${id}/diff`, [id]],
    ] as const) {
      await site.go(page, path);
      await turnsTo(page, 'print');
      for (const said of [path, '账本检查点', '核验', '虚构演示数据', ...words])
        await page.locator('.print-head, dl.printed').filter({ hasText: said }).first().waitFor();
      await becomes(async () => [path, await printed(page)], [path, asDocument]);
      await turnsTo(page, 'screen');
    }
    await page.context().close();
  });
  it('changes its language at once, and keeps the place', async () => {
    const page = supervising!;
    await site.go(page, '/paper?district=370202');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'White paper on the progress' }).waitFor();
    await becomes(async () => [await page.locator('html').getAttribute('lang'), new URL(page.url()).search], ['en', '?district=370202']);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { level: 1, name: '白皮书' }).waitFor();
  });
  it('has months, which tell what was recorded in the month from what was entered later', async () => {
    const page = supervising!;
    const { series } = await site.read<Answer<'Figure'>>(`/v1/figures/F05?asOf=${today}`);
    const late = series.findIndex(({ value, inTime }, i) => value! - (series[i - 1]?.value ?? 0) !== inTime);
    await site.go(page, '/figures/F05');
    await page.locator('.months').getByText('此后补录或更正').first().waitFor();
    await page.locator('.months summary').click();
    const added = series[late]!.value! - (series[late - 1]?.value ?? 0);
    const later = added - series[late]!.inTime!;
    const row = page.locator('.months tbody tr').nth(late);
    const numbers = [series[late]!.value, added, series[late]!.inTime].map(String);
    await becomes(
      () => row.evaluate(({ children }) => [...children].map(({ textContent }) => textContent)),
      [series[late]!.month, ...numbers, `${later > 0 ? '+' : '−'}${Math.abs(later)}`],
    );
  });
  it('is of one moment: its parts add up, although somebody is detained between the number and its waterfall', async () => {
    const page = await site.signIn(supervisor, '/verify');
    const valueNow = async () => (await site.read<Answer<'Figure'>>(`/v1/figures/F05?asOf=${today}`)).figure.value!;
    const shown = await valueNow();
    const person = (await site.write('/v1/persons', { occurredOn: today }, 'POLICE_INVESTIGATOR')).stream;
    const suspect = (await site.write('/v1/suspects', { occurredOn: today, person, case: caseId }, 'POLICE_INVESTIGATOR')).stream;
    const warrant = { warrantNumber: '青公(刑)拘字〔2026〕78号', at: `${today}T00:00:00+08:00`, ground: 'CPL82_1', occurredOn: today };
    await page.route(/F05\/waterfall/, async (route) => {
      if ((await valueNow()) === shown) await site.write(`/v1/suspects/${suspect}/detain`, warrant, 'POLICE_LEADER');
      await until(async () => (await valueNow()) === shown + 1);
      await route.continue();
    });
    await site.go(page, `/figures/F05?asOf=${today}&knownAt=now`);
    await page.getByText(`各步之和 ${shown} = 公布数`).waitFor();
    await page.getByText(`事实清单 ${shown} = 公布数`).waitFor();
    expect(await page.locator('.fails').count()).toBe(0);
    await page.context().close();
  });
  it('is drafted and computed by a statistician, and waits for other hands', async () => {
    const page = await site.signIn('statistician-370200', '/publications');
    await page.getByRole('button', { name: '起草新的一期' }).click();
    await page.getByRole('button', { name: '计算各数' }).click();
    await page.locator('.rail .here', { hasText: '计算' }).waitFor();
    await page.locator('.next-steps li').first().waitFor();
    const id = new URL(page.url()).pathname.split('/')[2]!;
    expect((await site.read<Answer<'PublicationFile'>>(`/v1/publications/${id}`)).publication.status).toBe('computed');
    await page.context().close();
  });
});

describe('the tour', () => {
  it('begins at the first visit, goes on by what one does, and is ended for good', async () => {
    const page = await site.signIn(supervisor, '/paper', { isFirst: true });
    const at = (n: number) => page.locator('.tour').getByText(`导览 ${n} / 5`).waitFor();
    await at(1);
    await becomes(() => violations(page), NONE);
    await turnsTo(page, 'print');
    expect(await page.locator('.tour').isVisible()).toBe(false);
    await turnsTo(page, 'screen');
    await page.locator('a[data-figure=F05]').first().click();
    await at(2);
    await page.locator('.figure-page .sentence button.word').nth(1).click();
    await page.getByRole('button', { name: '现在', exact: true }).click();
    await at(3);
    await page.locator('.waterfall a').first().click();
    await at(4);
    await page.locator('.facts .disclose').first().click();
    await page.locator('.events-row a').first().click();
    await at(5);
    await page.reload();
    await at(5);
    await page.locator('.shell nav').getByText('核验').click();
    await page.getByRole('button', { name: '完成' }).click();
    await page.locator('.tour').waitFor({ state: 'detached' });
    await site.go(page, '/paper');
    await page.reload();
    await settled(page);
    expect(await page.locator('.tour').count()).toBe(0);
    await page.getByRole('button', { name: '导览' }).press('Enter');
    await at(1);
    await becomes(() => page.evaluate(() => document.activeElement?.className), 'tour');
    await page.context().close();
  });
});

describe.each(LOOKS)('every page in $language, $theme, $size.width × $size.height', (looks) => {
  const papersOf = async () => {
    const { id } = (await publications()).find(({ publishedOn }) => publishedOn)!;
    return ['', '/paper', '/diff'].map((page) => `/publications/${id}${page}`);
  };
  it.each([
    [leader, () => ['/cases', `/cases/${caseId}`, `/cases/${caseId}?do=ClassifyScope`, '/corrections?status=any']],
    [auditor, () => ['/ledger', `/history/${caseId}`, '/verify', '/looks', '/cases']],
    [
      supervisor,
      async () => [
        '/figures/F05',
        '/figures/F05?step=gross',
        '/figures/F13',
        '/figures/F42',
        '/publications',
        ...(await papersOf()),
        '/live',
        '/figures/F99',
        '/nowhere',
        '/paper',
      ],
    ],
  ] as const)('has no serious violation, and fits: %s', async (user, paths) => {
    const page = await site.signIn(user, '/verify', looks);
    expect(await faultsOf(site, page, await paths())).toEqual([]);
    if (user === supervisor) {
      await page.locator('.sentence .word').first().click();
      await page.locator('.picker').waitFor();
      await becomes(() => violations(page), NONE);
    }
    await page.context().close();
  });
});
