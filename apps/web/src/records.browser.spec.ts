import type { Page } from 'playwright-core';
import type { Answer } from '@casetrail/contracts';
import { ConsoleSite, SETTING_UP, overflow, settled, until, violations } from './testing/site.ts';

const investigator = 'police-investigator-370202';
const leader = 'police-leader-370202';
const procurator = 'procurator-370202';
const auditor = 'auditor-370200';
const NONE: string[] = [];
const today = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Asia/Shanghai' }).format(new Date());
const personal = { name: '仿甲寅', idNumber: '999900197001010015', address: '市南区样本路8号' };
const NOBODYS_NUMBER = '999900197001010023';
let site: ConsoleSite;
let caseId: string;
let groupId: string;
let personId: string;
let assetId: string;

jest.setTimeout(60_000);
beforeAll(async () => {
  site = await ConsoleSite.start();
  const [inv, lead] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
  const act = async (role: string, path: string, said: object) => (await site.write(`/v1/${path}`, { occurredOn: today, ...said }, role)).stream;
  caseId = await act(inv, 'criminal-cases', { reportNumber: 'R-2026-8', source: 'CITIZEN', district: '370202' });
  await act(lead, `criminal-cases/${caseId}/file`, { caseNumber: '青公(刑)立字〔2026〕8号', offences: ['寻衅滋事'], leadAgency: 'psb-370202' });
  groupId = await act(inv, 'crime-groups', { alias: '市南区2026-008', district: '370202', industries: ['物流配送'] });
  await act(lead, `crime-groups/${groupId}/register`, { code: 'QD-370202-2026-008' });
  await act(inv, `criminal-cases/${caseId}/link-group`, { group: groupId });
  personId = await act(inv, 'persons', personal);
  const suspect = await act(inv, 'suspects', { person: personId, case: caseId });
  await act(lead, `suspects/${suspect}/detain`, { warrantNumber: '青公(刑)拘字〔2026〕8号', at: new Date().toISOString(), ground: 'CPL82_1' });
  await act(inv, `crime-groups/${groupId}/link-member`, { suspect, role: 'LEADER' });
  assetId = await act(inv, 'assets', { kind: 'VEHICLE', label: '货车', case: caseId, group: groupId, holder: personId });
  await until(() => site.read(`/v1/assets/${assetId}`, 'AUDITOR').then(Boolean, () => false));
}, SETTING_UP);
afterAll(() => site?.stop());
afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

/** A field of a form by its label. */
const field = (name: string) => `.field:has(> label:text-is("${name}")) :is(input, select)`;
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
/** Whatever of the personal data is anywhere in the tab: in the page, in its address, or in a storage. */
const leftIn = (page: Page): Promise<string[]> =>
  page.evaluate((secrets) => {
    const everywhere = [document.documentElement.outerHTML, location.href, JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage })];
    return secrets.filter((secret) => everywhere.some((text) => text.includes(secret)));
  }, Object.values(personal));

describe('an investigator', () => {
  it('goes from a case to its group, on to an asset, and to who is in it', async () => {
    const page = await site.signIn(investigator, `/cases/${caseId}`);
    await page.getByRole('link', { name: 'QD-370202-2026-008' }).click();
    await heading(page, 'QD-370202-2026-008');
    expect(await page.locator('.side tbody tr').first().innerText()).toMatch(/^P-\S+\s+领导者/);
    await page.getByRole('link', { name: '货车' }).click();
    await heading(page, '货车');
    expect(await page.locator('.case-tags').innerText()).toContain('尚未估价');
    await page.locator(`a[href="/persons/${personId}"]`).click();
    await page.getByRole('heading', { level: 1, name: /^P-/ }).waitFor();
    await page.getByRole('link', { name: '青公(刑)立字〔2026〕8号' }).click();
    await page.waitForURL(new RegExp(`/cases/${caseId}\\?on=suspect-`));
    await page.getByText('对涉案人 P-').waitFor();
    await page.context().close();
  });

  it('is told what runs out, when, and by which article: among the cases, and in the case', async () => {
    const page = await site.signIn(investigator, '/cases');
    const soon = page.locator('section', { has: page.getByRole('heading', { name: '30 天内到期' }) }).locator('tbody tr');
    await soon.first().waitFor();
    expect(await soon.allInnerTexts()).toEqual([
      expect.stringMatching(/^P-\S+\s+青公\(刑\)立字〔2026〕8号\s+提请批准逮捕\s+\d{4}-\d\d-\d\d\s+还有 3 天\s+刑事诉讼法第91条$/),
    ]);
    await soon.locator('a').first().click();
    await page.waitForURL(new RegExp(`/cases/${caseId}\\?on=suspect-`));
    const limits = page.locator('section', { has: page.getByRole('heading', { name: '期限' }) });
    await limits.getByText('还有 3 天').waitFor();
    await page.clock.setFixedTime(new Date(Date.now() + 5 * 86_400_000));
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('overdue by 2 days').waitFor();
    await page.context().close();
  });

  it('values an asset by a form in yuan that ends with a receipt, and the page shows it', async () => {
    const page = await site.signIn(investigator, `/assets/${assetId}`);
    await page.locator('.acts').getByText('估值', { exact: true }).click();
    await page.locator(field('金额（元）')).fill('1,234.5');
    await page.locator(field('方法')).selectOption('APPRAISAL');
    await page.locator(field('估价人')).fill('价格认定中心');
    await page.getByRole('button', { name: '记入账本' }).click();
    await page.locator('.receipt').getByText('估值').waitFor();
    await page.locator('.case-tags').getByText('现值 1,234.50 元').waitFor();
    const { record } = await site.read<Answer<'RecordFile'>>(`/v1/assets/${assetId}`, 'AUDITOR');
    expect(record.state['valuations']).toMatchObject([{ fen: '123450', method: 'APPRAISAL' }]);
    await site.go(page, `/assets?of=${caseId}`);
    await heading(page, '涉案财物');
    await settled(page);
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([expect.stringMatching(/^货车\s+车辆[^]*1,234\.50$/)]);
    await page.context().close();
  });
});

describe('who somebody is', () => {
  const revealed = async (page: Page) => {
    await page.locator(field('用途')).selectOption('IDENTIFICATION');
    await page.getByRole('button', { name: '显示', exact: true }).click();
    await page.locator('.personal').waitFor();
  };

  it('is shown for a purpose, with the look that was recorded, and gone when the page is left', async () => {
    const page = await site.signIn(investigator, `/persons/${personId}`);
    await settled(page);
    expect(await leftIn(page)).toEqual(NONE);
    await revealed(page);
    expect((await leftIn(page)).sort()).toEqual(Object.values(personal).sort());
    expect(await page.locator('.personal .recorded').innerText()).toMatch(new RegExp(`这次查阅已留痕：侦查员 ${investigator}，.*，用途：核实身份。`));
    expect(await violations(page)).toEqual(NONE);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.personal').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    let load: () => void = () => undefined;
    const loading = new Promise<void>((done) => (load = done));
    await page.route('**/static/groups-page-*.js', (route) => loading.then(() => route.continue()));
    await page.getByRole('link', { name: '团伙', exact: true }).click();
    await page.locator('.personal').waitFor({ state: 'detached' }); // before the next page is there
    load();
    await heading(page, '团伙');
    expect(await leftIn(page)).toEqual(NONE);
    await page.goBack();
    await page.getByRole('button', { name: '显示', exact: true }).waitFor();
    expect(await leftIn(page)).toEqual(NONE);
    await page.context().close();
  });

  it('is hidden after a minute in which nobody did anything', async () => {
    const page = await site.signIn(investigator, `/persons/${personId}`);
    await page.clock.install();
    await revealed(page);
    await page.clock.fastForward(50_000);
    await page.mouse.move(300, 300);
    await page.clock.fastForward(50_000);
    expect(await page.locator('.personal').isVisible()).toBe(true);
    await page.clock.fastForward(10_001);
    await page.getByText('一分钟没有操作，已经隐去').waitFor();
    expect(await leftIn(page)).toEqual(NONE);
    await page.context().close();
  });

  it('is not shown to whoever does not work on them, who is told so', async () => {
    const page = await site.signIn(procurator, `/persons/${personId}`);
    await page.locator(field('用途')).selectOption('INVESTIGATION');
    await page.getByRole('button', { name: '显示', exact: true }).click();
    await page.getByRole('alert').getByText('此人不由您所在机关或您本人办理').waitFor();
    expect(await leftIn(page)).toEqual(NONE);
    await page.context().close();
  });

  it('leaves a look that the auditor finds from the page of the person', async () => {
    const page = await site.signIn(auditor, `/persons/${personId}`);
    await page.getByText('个人信息不由您现在的职务显示').waitFor();
    await page.getByRole('link', { name: '谁查阅过此人' }).click();
    await page.locator('tbody tr', { hasText: 'personal-data.reveal' }).first().waitFor();
    const looks = await page.locator('tbody tr', { hasText: 'personal-data.reveal' }).allInnerTexts();
    expect(looks.filter((look) => look.includes(investigator) && look.includes('核实身份') && look.includes('已显示'))).toHaveLength(2);
    expect(looks.filter((look) => look.includes(procurator) && look.includes('被拒绝'))).toHaveLength(1);
    await page.context().close();
  });
});

describe('finding a person', () => {
  it('takes the whole number, says what it could not do in words, and leads to the person', async () => {
    const page = await site.signIn(leader, '/persons');
    const find = async (number: string) => {
      await page.getByLabel('身份证号').fill(number);
      await page.locator(field('用途')).selectOption('INVESTIGATION');
      await page.getByRole('button', { name: '查找' }).click();
    };
    await find('999900197001010014');
    await page.getByText('末位校验码与前十七位相符').waitFor();
    await find(NOBODYS_NUMBER);
    await page.getByRole('alert').getByText('没有找到，或者不由您查阅').waitFor();
    const tooMany = { type: '/problems/request/too-many', title: 'Too many requests', status: 429, detail: '', code: 'request/too-many', requestId: 'x' };
    await page.route('**/v1/persons/find', (route) =>
      route.fulfill({ status: 429, headers: { 'retry-after': '42' }, contentType: 'application/problem+json', body: JSON.stringify(tooMany) }),
    );
    await find(personal.idNumber);
    await page.getByRole('alert').getByText('请求太频繁').waitFor();
    await page.getByText('42 秒后可以再试').waitFor();
    await page.unroute('**/v1/persons/find');
    await find(personal.idNumber);
    await page.getByRole('heading', { level: 1, name: /^P-/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/persons/${personId}`);
    expect(await leftIn(page)).toEqual(NONE);
    await page.context().close();
  });
});

describe.each([
  ['zh', 'light', 1440, 900],
  ['en', 'dark', 820, 1180],
] as const)('every page of the records in %s, %s, %i × %i', (language, theme, width, height) => {
  it('has no serious violation, and fits', async () => {
    const page = await site.signIn(leader, '/verify', { language, theme, size: { width, height } });
    const pages = [
      ['/cases', '.before-list tbody tr'],
      [`/cases/${caseId}`, '.case-head'],
      ['/groups', '.page tbody tr'],
      ['/groups?text=nothing', '.empty'],
      [`/groups/${groupId}`, '.case-head'],
      [`/groups/${groupId}?do=LinkMember`, '.command-form'],
      ['/assets', '.page tbody tr'],
      ['/assets?of=nothing', '.problem'],
      [`/assets/${assetId}`, '.case-head'],
      [`/assets/${assetId}?do=SealAsset`, '.command-form'],
      ['/persons', '.find-person'],
      [`/persons/${personId}`, '.reveal'],
    ] as const;
    for (const [path, shows] of pages) {
      await site.go(page, path);
      await page.locator(shows).first().waitFor();
      await settled(page);
      expect([path, await violations(page), await overflow(page)]).toEqual([path, NONE, 0]);
    }
    await page.context().close();
  });
});
