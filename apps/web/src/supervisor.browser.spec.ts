import type { Answer } from '@casetrail/contracts';
import type { Page } from 'playwright-core';
import { ConsoleSite, SETTING_UP, overflow, settled, violations } from './testing/site.ts';

const supervisor = 'supervisor-370200';
const NONE: string[] = [];
let site: ConsoleSite;
let publications: Answer<'Publications'>['items'];

jest.setTimeout(120_000);
beforeAll(async () => {
  site = await ConsoleSite.start();
  await site.casetrail('demo', 'publish');
  await site.casetrail('demo', 'scenario', 'late-entry');
  await site.casetrail('demo', 'publish');
  publications = (await site.read<Answer<'Publications'>>('/v1/publications')).items;
}, SETTING_UP);
afterAll(() => site?.stop());
afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

const newest = () => publications[0]!;
const figures = (query = '') => site.read<Answer<'Figures'>>(`/v1/figures?asOf=${newest().asOf}${query}`);

describe('signing in', () => {
  it('leads to the issuer and back to where one was going, and a reload does not ask again', async () => {
    const page = await site.signIn(supervisor, '/figures/F05?asOf=2020-01-01');
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/figures/F05?asOf=2020-01-01');
    await page.reload();
    await page.locator('header.shell').waitFor();
    expect(new URL(page.url()).pathname).toBe('/figures/F05');
    await page.context().close();
  });
  it('ends with signing out: the next one is asked who they are', async () => {
    const page = await site.signIn(supervisor, '/paper');
    await page.locator('.who summary').click();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await site.chooseAtIssuer(page, 'auditor-370200');
    await page.locator('header.shell').waitFor();
    expect(await page.locator('.who summary').innerText()).toContain('审计员');
    await page.locator('.who summary').click();
    expect(await page.getByRole('button', { name: '换一个职务' }).count()).toBe(0); // there is no other one
    await page.context().close();
  });
});

/** What of a printed page is no document: what one would press, and text that is not dark. */
const printed = (page: Page) =>
  page.evaluate(() => {
    const isShown = (one: Element) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
    const shown = (selector: string) => [...document.querySelectorAll(selector)].filter(isShown);
    const texts = shown('#root *').filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()));
    const isPale = (one: Element) => Math.min(...(getComputedStyle(one).color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)) > 0x55;
    return {
      controls: shown('nav, input, select, header.shell, button:not(.disclose, .cell-button)').map((one) => one.outerHTML.slice(0, 80)),
      pale: texts.filter(isPale).map((one) => one.textContent?.slice(0, 40)),
      background: getComputedStyle(document.body).backgroundColor,
    };
  });

describe('the paper', () => {
  it('prints every figure as the api has it, and each of them opens', async () => {
    const page = await site.signIn(supervisor, '/paper');
    await settled(page);
    const told = await figures(`&knownAt=${newest().ledger!.size}`);
    for (const id of ['F01', 'F05', 'F09', 'F13']) {
      const { printed } = told.figures.find((figure) => figure.id === id)!;
      expect([id, await page.locator(`section a[data-figure=${id}] .figure-value`).first().innerText()]).toEqual([id, printed.zh]);
    }
    await page.locator('a[data-figure=F05]').first().click();
    await page.waitForURL(/\/figures\/F05/);
    await settled(page);
    expect(await page.locator('.hero').innerText()).toContain(String(told.figures.find(({ id }) => id === 'F05')!.value));
    await page.context().close();
  });
  it('says when it is not the published text, and what differs', async () => {
    const before = publications[1]!;
    const page = await site.signIn(supervisor, `/paper?knownAt=${before.ledger!.size}`);
    await settled(page);
    const [then, now] = [await figures(`&knownAt=${before.ledger!.size}`), await figures(`&knownAt=${newest().ledger!.size}`)];
    const moved = then.figures.filter(({ id, isPrinted, value, of }) => {
      const other = now.figures.find((figure) => figure.id === id)!;
      return isPrinted && (other.value !== value || other.of !== of);
    });
    expect(moved.length).toBeGreaterThan(0);
    await page.getByText(`有 ${moved.length} 个数不同`).waitFor();
    await page.getByRole('link', { name: '回到发布文本' }).click();
    await page.getByText('已由主管机关核定').first().waitFor();
    await page.context().close();
  });
  it('changes its language at once, and keeps the place', async () => {
    const page = await site.signIn(supervisor, '/paper?district=370202');
    await settled(page);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'White paper on the progress' }).waitFor();
    expect([await page.locator('html').getAttribute('lang'), new URL(page.url()).search]).toEqual(['en', '?district=370202']);
    await page.context().close();
  });
  it('prints as a document, black on white, also where the screen is dark', async () => {
    const { size, root } = newest().ledger!;
    const page = await site.signIn(supervisor, '/paper', { theme: 'dark' });
    for (const [path, says] of [
      ['/paper', [newest().id, root]],
      [`/publications/${newest().id}/paper`, [newest().id, root]],
      ['/figures/F05', [newest().id, `knownAt=${size}`]],
      [`/publications/${newest().id}/diff`, [newest().id]],
    ] as const) {
      await site.go(page, path);
      await page.emulateMedia({ media: 'print' });
      for (const said of [path, '账本检查点', '核验', '虚构演示数据', ...says])
        await page.locator('.print-head, dl.printed').filter({ hasText: said }).first().waitFor();
      await settled(page);
      expect([path, await printed(page)]).toEqual([path, { controls: [], pale: [], background: 'rgb(255, 255, 255)' }]);
      if (!path.endsWith('diff')) expect(await page.locator('dl.printed', { hasText: '截至日期' }).innerText()).toContain('2020年4月8日');
      await page.emulateMedia({ media: 'screen' });
    }
    expect(await page.locator('.print-head').isVisible()).toBe(false);
    await page.context().close();
  });
});

describe('a figure', () => {
  it('opens from its number to the events, and adds up on the way', async () => {
    const page = await site.signIn(supervisor, '/figures/F05');
    await settled(page);
    const { value } = (await figures(`&knownAt=${newest().ledger!.size}`)).figures.find(({ id }) => id === 'F05')!;
    await page.getByText(`事实清单 ${value} = 公布数`).waitFor();
    expect(await page.locator('.fails').count()).toBe(0);
    await page.locator('.facts .disclose').first().click();
    await page.locator('.events-row').getByText('执行刑事拘留').first().waitFor();
    await page.locator('.events-row a').last().click();
    await page.waitForURL(/\/history\/[a-z_]+-/);
    await page.context().close();
  });
});

describe('a step of the waterfall', () => {
  it('opens to exactly its facts, and says that it does', async () => {
    const { asOf, lines } = await site.read<Answer<'Waterfall'>>('/v1/figures/F05/waterfall');
    const { kind, type, net } = lines.find((line) => line.kind === 'K11')!;
    const page = await site.signIn(supervisor, `/figures/F05?asOf=${asOf}&knownAt=now`);
    await settled(page);
    await page.locator(`.waterfall a[href*="step=${kind}.${type}"]`).click();
    await page.waitForURL(new RegExp(`step=${kind}.${type}`));
    await page
      .locator('#facts .checks')
      .getByText(`= 这一步 ${net < 0 ? '−' : '+'}${Math.abs(net)}`)
      .waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('facts-h');
    expect([await page.locator('.fails').count(), await page.locator('.waterfall [aria-current]').count()]).toEqual([0, 1]);
    await page.locator('.facts .disclose').first().click();
    await page.locator('.events-row a').first().waitFor();
    await page.locator('.shell nav').getByText('白皮书').click();
    await page.waitForURL((url) => url.pathname === '/paper' && !url.searchParams.has('step'));
    await page.context().close();
  });
});

describe('the months of a figure', () => {
  const table = (page: Page) =>
    page.locator('.months tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent)));
  it('tell what was recorded in the month from what was entered later', async () => {
    const { series } = await site.read<Answer<'Figure'>>(`/v1/figures/F05?asOf=${newest().asOf}&knownAt=${newest().ledger!.size}`);
    const late = series.findIndex(({ value, inTime }, i) => value! - (series[i - 1]?.value ?? 0) !== inTime);
    const page = await site.signIn(supervisor, '/figures/F05');
    await page.locator('.months').getByText('此后补录或更正').first().waitFor();
    await page.locator('.months summary').click();
    const added = series[late]!.value! - (series[late - 1]?.value ?? 0);
    const later = added - series[late]!.inTime!;
    expect((await table(page))[late]).toEqual([
      series[late]!.month,
      ...[series[late]!.value, added, series[late]!.inTime].map(String),
      `${later > 0 ? '+' : '−'}${Math.abs(later)}`,
    ]);
    await page.context().close();
  });
});

describe('the tour', () => {
  it('begins at the first visit, goes on by what one does, and is ended for good', async () => {
    const page = await site.signIn(supervisor, '/paper', { isFirst: true });
    const at = (n: number) => page.locator('.tour').getByText(`导览 ${n} / 5`).waitFor();
    await at(1);
    expect(await violations(page)).toEqual(NONE);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.tour').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.locator('a[data-figure=F05]').first().click();
    await at(2);
    await page.locator('.sentence button.word').nth(1).click();
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
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('tour');
    await page.context().close();
  });
});

describe('the difference between two publications', () => {
  it('explains what moved down to the event', async () => {
    const page = await site.signIn(supervisor, '/publications');
    await settled(page);
    await page.getByRole('link', { name: '与前一期对照' }).first().click();
    await settled(page);
    const answer = await site.read<Answer<'Difference'>>(`/v1/publications/${publications[1]!.id}/diff/${newest().id}`);
    const moved = answer.figures.find(({ cells }) => cells.length > 0)!;
    const row = page.locator('.diff-table tr', { has: page.getByText(moved.figure, { exact: true }) });
    expect((await row.innerText()).replaceAll(/\s+/g, ' ')).toContain(String(moved.to.value));
    await row.locator('.disclose').click();
    await page.locator('.causes .disclose').first().click();
    await page.locator('.units a').first().waitFor();
    expect(await page.locator('.sumline .tick').count()).toBe(1);
    await page.context().close();
  });
});

describe('a publication', () => {
  it('is the frozen text, which the ledger prints again word for word', async () => {
    const page = await site.signIn(supervisor, `/publications/${newest().id}/paper`);
    await page.getByText('与冻结的文本逐字相同').waitFor();
    await page.context().close();
  });
  it('is drafted and computed by a statistician, and waits for other hands', async () => {
    const page = await site.signIn('statistician-370200', '/publications');
    await page.getByRole('button', { name: '起草新的一期' }).click();
    await page.getByRole('button', { name: '计算各数' }).click();
    await page.getByText('下一步').or(page.locator('.next-steps li')).first().waitFor();
    await page.locator('.rail .here', { hasText: '计算' }).waitFor();
    const id = new URL(page.url()).pathname.split('/')[2]!;
    expect((await site.read<Answer<'PublicationFile'>>(`/v1/publications/${id}`)).publication.status).toBe('computed');
    await page.context().close();
  });
});

describe('the live page', () => {
  it('moves by itself when something is logged', async () => {
    const page = await site.signIn(supervisor, '/live');
    await settled(page);
    const shown = page.locator('[data-live=F05] td.num a');
    const before = Number(await shown.innerText());
    await site.casetrail('demo', 'scenario', 'one-person-three-cases');
    await page.waitForFunction((was) => Number(document.querySelector('[data-live=F05] td.num a')?.textContent) !== was, before, { timeout: 30_000 });
    await page.context().close();
  });
});

describe.each([
  ['zh', 'light', 1440, 900],
  ['en', 'dark', 820, 1180],
] as const)('every page of the supervisor in %s, %s, %i × %i', (language, theme, width, height) => {
  it('has no serious violation, and fits', async () => {
    const page = await site.signIn(supervisor, '/paper', { language, theme, size: { width, height } });
    const paths = [
      '/paper',
      '/figures/F05',
      '/figures/F05?step=gross',
      '/figures/F13',
      '/figures/F42',
      '/publications',
      `/publications/${newest().id}`,
      `/publications/${newest().id}/paper`,
      `/publications/${newest().id}/diff`,
      '/live',
      '/figures/F99',
      '/nowhere',
    ];
    for (const path of paths) {
      await site.go(page, path);
      expect([path, await violations(page), await overflow(page)]).toEqual([path, NONE, 0]);
    }
    await site.go(page, '/paper');
    await page.locator('.sentence .word').first().click();
    await page.locator('.picker').waitFor();
    expect(await violations(page)).toEqual(NONE);
    await page.context().close();
  });
});
