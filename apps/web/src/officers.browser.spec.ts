import type { Answer } from '@casetrail/contracts';
import { ConsoleSite, SETTING_UP, overflow, settled, until, violations } from './testing/site.ts';

const investigator = 'police-investigator-370202';
const leader = 'police-leader-370202';
const auditor = 'auditor-370200';
const NONE: string[] = [];
let site: ConsoleSite;
let caseId: string;

jest.setTimeout(120_000);
beforeAll(async () => {
  site = await ConsoleSite.start();
}, SETTING_UP);
afterAll(() => site?.stop());
afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

/** A field of a form by its label. */
const field = (name: string) => `.field:has(> label:text-is("${name}")) :is(input, select)`;

describe('an investigator', () => {
  it('records a report by a form that says what is missing, and gets a receipt', async () => {
    const page = await site.signIn(investigator, '/cases');
    await settled(page);
    await page.getByRole('button', { name: '受理报案' }).click();
    await page.getByRole('button', { name: '记入账本' }).click();
    await page.getByText('处需要改正，账本未改动').waitFor();
    expect(await page.locator('.field .error').allInnerTexts()).toEqual(['请填写受案登记号。', '请填写来源。']);
    expect(await violations(page)).toEqual(NONE);
    await page.locator(field('受案登记号')).fill('R-2026-77');
    await page.locator(field('来源')).selectOption('CITIZEN');
    await page.getByRole('button', { name: '记入账本' }).click();
    await page.locator('.receipt').getByText('受理报案').waitFor();
    expect(await violations(page)).toEqual(NONE);
    caseId = (await page.locator('.receipt dd.mono').innerText()).split('@')[0]!;
    await until(() => site.read(`/v1/criminal-cases/${caseId}`, 'AUDITOR').then(Boolean, () => false));
    expect((await site.read<Answer<'CriminalCaseFile'>>(`/v1/criminal-cases/${caseId}`, 'AUDITOR')).case).toMatchObject({
      reportNumber: 'R-2026-77',
      status: 'reported',
    });
    await page.context().close();
  });

  it('loses nothing when the session ends in the middle of a form: the same person signs in, and it is recorded', async () => {
    const page = await site.signIn(leader, `/cases/${caseId}?do=FileCase`);
    await page.locator(field('案号')).fill('青公(刑)立字〔2026〕77号');
    await page.locator(field('涉嫌罪名')).fill('寻衅滋事');
    await page.locator(field('主办机关')).fill('psb-370202');
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
    await page.getByRole('button', { name: '记入账本' }).click();
    await page.getByRole('alertdialog').getByText('登录已到期').waitFor();
    expect(await violations(page)).toEqual(NONE);
    expect(await page.locator(field('案号')).inputValue()).toBe('青公(刑)立字〔2026〕77号');
    isExpired = false;
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: '重新登录' }).click();
    await opened;
    await page.locator('.receipt').getByText('立案').waitFor();
    await until(async () => (await site.read<Answer<'CriminalCaseFile'>>(`/v1/criminal-cases/${caseId}`, 'AUDITOR')).case.status !== 'reported');
    expect((await site.read<Answer<'CriminalCaseFile'>>(`/v1/criminal-cases/${caseId}`, 'AUDITOR')).case).toMatchObject({
      status: 'filed',
      offences: ['寻衅滋事'],
    });
    await page.context().close();
  });

  it('keeps a draft over a reload, and is offered only what the situation allows', async () => {
    const page = await site.signIn(leader, `/cases/${caseId}`);
    await settled(page);
    await page
      .locator('.acts')
      .getByText('开始侦查', { exact: true })
      .or(page.locator('.acts').getByText('认定涉黑涉恶', { exact: true }))
      .first()
      .waitFor();
    expect(await page.locator('.acts').getByText('立案', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: /另有 \d+ 项暂不可做/ }).click();
    await page.locator('.why-not').getByText('现为“已立案”').first().waitFor();
    await page.locator('.acts').getByText('认定涉黑涉恶', { exact: true }).click();
    await page.locator(field('认定依据')).fill('九类常见罪名');
    await page.reload();
    await page.locator(field('认定依据')).waitFor();
    expect(await page.locator(field('认定依据')).inputValue()).toBe('九类常见罪名');
    await page.context().close();
  });
});

describe('a correction', () => {
  it('is asked for by one person, shows what it would move, and is approved by another', async () => {
    const page = await site.signIn(leader, `/cases/${caseId}?do=VoidRecords`);
    const event = page.locator('fieldset:has(legend:text-is("作废的事件")) select');
    const filed = await event.locator('option', { hasText: '立案' }).first().getAttribute('value');
    await event.selectOption(filed);
    await page.getByText('这是一件更正').waitFor();
    await page.locator(field('理由代码')).fill('TYPING_ERROR');
    await page.getByRole('button', { name: '提交，待另一人批准' }).click();
    await page.getByRole('link', { name: '查看这件更正' }).click();
    await page.getByText('这是您申请的，由另一人决定').waitFor();
    await page.getByText('没有公布数会变').waitFor();
    expect(await violations(page)).toEqual(NONE);
    const id = new URL(page.url()).pathname.split('/')[2]!;
    const other = await site.signIn('police-leader-370200', `/corrections/${id}`);
    await other.getByRole('button', { name: '批准', exact: true }).click();
    await other.getByText('已批准').first().waitFor();
    expect((await site.read<Answer<'Correction'>>(`/v1/corrections/${id}`, 'AUDITOR')).status).toBe('approved');
    await page.context().close();
    await other.context().close();
  });
});

describe('an auditor', () => {
  it('steps a record through time, and sees what each event changed', async () => {
    const page = await site.signIn(auditor, `/history/${caseId}?step=1`);
    await settled(page);
    expect(await page.getByRole('heading', { name: '第 1 步之后的状态' }).count()).toBe(1);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: '第 2 步之后的状态' }).waitFor();
    expect(await page.locator('tr.changed', { hasText: '状态' }).innerText()).toMatch(/已受理\s*→\s*已立案/);
    await page.getByRole('button', { name: '上一步' }).click();
    await page.getByRole('heading', { name: '第 1 步之后的状态' }).waitFor();
    await page.getByRole('button', { name: '在本机核验这个事件' }).click();
    await page.getByText('算出的根与检查点相同').waitFor();
    await page.context().close();
  });
  it('reads the ledger, the newest first, and finds what fits', async () => {
    const page = await site.signIn(auditor, '/ledger');
    await page.locator('tbody tr').first().waitFor();
    const positions = (await page.locator('tbody tr td:first-child').allInnerTexts()).map(Number);
    expect(positions).toEqual([...positions].sort((a, b) => b - a));
    await page.getByLabel('事件', { exact: true }).selectOption('CorrectionApproved');
    await page.waitForURL(/type=CorrectionApproved/);
    await settled(page);
    await page.waitForFunction(() => [...document.querySelectorAll('tbody th')].every((cell) => cell.textContent === '批准更正'));
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);
    await page.context().close();
  });
  it('verifies the seal in the browser, and again from where it was', async () => {
    const page = await site.signIn(auditor, '/verify');
    await settled(page);
    for (const steps of [
      ['signature', 'tiles', 'leaves'],
      ['signature', 'tiles', 'leaves', 'consistent'],
    ]) {
      await page.getByRole('button', { name: '在这个浏览器里核验' }).click();
      for (const step of steps) await page.locator(`[data-verified="${step} holds"]`).waitFor();
      await page.getByText('用时').waitFor();
    }
    expect(await page.locator('.verification .fails').count()).toBe(0);
    await page.context().close();
  });
  it('is told where a tile is not what was sealed', async () => {
    const page = await site.signIn(auditor, '/verify');
    await settled(page);
    await page.route('**/v1/ledger/tile/0/000*', async (route) => {
      const body = Buffer.from(await (await route.fetch()).body());
      body[40] = (body[40] ?? 0) ^ 1;
      await route.fulfill({ body, contentType: 'application/octet-stream' });
    });
    await page.route('**/v1/ledger/tile/0/000.p/*', async (route) => {
      const body = Buffer.from(await (await route.fetch()).body());
      body[40] = (body[40] ?? 0) ^ 1;
      await route.fulfill({ body, contentType: 'application/octet-stream' });
    });
    await page.getByRole('button', { name: '在这个浏览器里核验' }).click();
    await page.locator('[data-verified="tiles fails"]').waitFor();
    await page.context().close();
  });
});

describe.each([
  ['zh', 'light', 1440, 900],
  ['en', 'dark', 820, 1180],
] as const)('every page of the officers in %s, %s, %i × %i', (language, theme, width, height) => {
  it.each([
    [leader, () => ['/cases', `/cases/${caseId}`, `/cases/${caseId}?do=ClassifyScope`, '/corrections?status=any']],
    [auditor, () => ['/ledger', `/history/${caseId}`, '/verify', '/looks', '/cases']],
  ] as const)('has no serious violation, and fits: %s', async (user, paths) => {
    const page = await site.signIn(user, '/verify', { language, theme, size: { width, height } });
    for (const path of paths()) {
      await site.go(page, path);
      expect([path, await violations(page), await overflow(page)]).toEqual([path, NONE, 0]);
    }
    await page.context().close();
  });
});
