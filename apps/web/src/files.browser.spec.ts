import type { Answer } from '@casetrail/contracts';
import type { Page } from 'playwright-core';
import { ConsoleSite, LOOKS, SETTING_UP, becomes, faultsOf, field, heading, says, today, until, violations } from './testing/site.ts';

const investigator = 'police-investigator-370202';
const leader = 'police-leader-370202';
const procurator = 'procurator-370202';
const CASE_NUMBER = '青公(刑)立字〔2026〕61号';
const FILE_NUMBER = '青检一部诉受〔2026〕61号';
let site: ConsoleSite;
let caseId: string;
let prosecution: string;

jest.setTimeout(60_000);
beforeAll(async () => {
  site = await ConsoleSite.start();
  const act = async (role: string, path: string, said: object) => (await site.write(`/v1/${path}`, { occurredOn: today, ...said }, role)).stream;
  caseId = await act('POLICE_INVESTIGATOR', 'criminal-cases', { reportNumber: 'R-2026-61', source: 'CITIZEN', district: '370202' });
  await act('POLICE_LEADER', `criminal-cases/${caseId}/file`, { caseNumber: CASE_NUMBER, offences: ['寻衅滋事'], leadAgency: 'psb-370202' });
  await act('POLICE_LEADER', `criminal-cases/${caseId}/start-investigation`, { investigators: ['inv-1', 'inv-2'] });
  await until(() => site.read(`/v1/criminal-cases/${caseId}`, 'AUDITOR'));
}, SETTING_UP);
afterAll(() => site?.stop());
afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

const fileOfCase = () => site.read<Answer<'CriminalCaseFile'>>(`/v1/criminal-cases/${caseId}`, 'AUDITOR');
const record = (page: Page) => page.getByRole('button', { name: '记入账本' }).click();
const begin = (page: Page, name: string) => page.locator('.acts').getByText(name, { exact: true }).click();
/** What a field of a form asks several of. */
const several = (name: string) => `fieldset:has(> legend:text-is("${name}")) select`;
/** Opens what a receipt is about. */
const open = (page: Page) => page.locator('.receipt dd a').first().click();

describe('a case', () => {
  it('gets a suspect: a person is registered, and put into the case that a part of its number finds', async () => {
    const page = await site.signIn(investigator, '/persons');
    await page.getByRole('button', { name: '登记人员' }).click();
    await record(page);
    await open(page);
    await heading(page, /^P-/);
    await begin(page, '列为犯罪嫌疑人');
    const named = page.locator(field('案件'));
    await named.fill('〔2026〕61');
    const found = page.locator('datalist option', { hasText: CASE_NUMBER });
    await found.waitFor({ state: 'attached' });
    await named.fill((await found.getAttribute('value'))!);
    await record(page);
    await page.locator('.receipt').getByText('列为犯罪嫌疑人').waitFor();
    await becomes(async () => (await fileOfCase()).suspects.length, 1);
    await page.context().close();
  });
});

describe('a file of the procuratorate', () => {
  it('begins on the page of the case, which its form names already, and ends with a receipt that leads to it', async () => {
    const [suspect] = (await fileOfCase()).suspects;
    await site.write(`/v1/criminal-cases/${caseId}/conclude`, { occurredOn: today }, 'POLICE_LEADER');
    const transfer = { prosecutionNumber: '青公(刑)诉字〔2026〕61号', suspects: [suspect!.id], occurredOn: today };
    await site.write(`/v1/criminal-cases/${caseId}/transfer-for-prosecution`, transfer, 'POLICE_LEADER');
    const page = await site.signIn(procurator, `/cases/${caseId}`);
    await begin(page, '受理审查起诉');
    await becomes(() => page.locator(field('案件')).inputValue(), caseId);
    await page.locator(field('卷宗号')).fill(FILE_NUMBER);
    await page.locator(several('嫌疑人')).selectOption(suspect!.id);
    await page.locator(field('认定')).selectOption('EVIL');
    await becomes(() => violations(page), []);
    await record(page);
    await page.locator('.receipt').getByText('受理审查起诉').waitFor();
    await open(page);
    await heading(page, FILE_NUMBER);
    prosecution = new URL(page.url()).pathname.split('/')[2]!;
    await page.context().close();
  });

  it('is acted on where it is read: its term is extended, and the page and the case say so', async () => {
    const { items } = await site.read<Answer<'TimeLimits'>>(`/v1/time-limits?case=${caseId}`, 'AUDITOR');
    const last = items.find(({ id }) => id === prosecution)!.until;
    const page = await site.signIn(procurator, `/records/${prosecution}`);
    await says(() => page.locator('.case-tags').innerText(), last);
    await begin(page, '延长审查起诉期限');
    await page.locator(field('事由')).selectOption('COMPLEX');
    await record(page);
    await page.locator('.receipt').getByText('延长审查起诉期限').waitFor();
    const later = new Date(Date.parse(last) + 15 * 86_400_000).toISOString().slice(0, 10);
    await says(() => page.locator('.case-tags').innerText(), later);
    await site.go(page, `/cases/${caseId}`);
    await page.getByText(later).first().waitFor();
    await page.context().close();
  });

  it('is found in the list of its kind, which is where a procurator begins', async () => {
    const page = await site.signIn(procurator, '/');
    await page.waitForURL(/\/records$/);
    await page.getByRole('link', { name: '审查起诉', exact: true }).click();
    await page.getByLabel('编号、名称或其他号码').fill('诉受〔2026〕61');
    await page.getByRole('button', { name: '查找' }).click();
    await becomes(() => page.locator('tbody tr').allInnerTexts(), [expect.stringMatching(/^青检一部诉受〔2026〕61号\s+涉恶\s+审查中/)]);
    await page.locator('tbody a').click();
    await heading(page, FILE_NUMBER);
    await page.context().close();
  });

  it('is read, and not acted on, by others; a kind that is sealed to them is not among the lists', async () => {
    const page = await site.signIn(leader, `/records/${prosecution}`);
    await heading(page, FILE_NUMBER);
    await page.getByText('您现在的职务在这份记录上没有可办的事。').waitFor();
    await site.go(page, '/records');
    await page.locator('.kinds a').first().waitFor();
    expect(await page.locator('.kinds').innerText()).not.toContain('保护伞');
    await page.context().close();
  });
});

describe.each(LOOKS)('every page in $language, $theme, $size.width × $size.height', (looks) => {
  it.each([
    [procurator, () => ['/records', `/records/${prosecution}`, `/records/${prosecution}?do=ExtendReview`, `/cases/${caseId}?do=OpenArrestReview`]],
    ['discipline-leader-370200', () => ['/records', '/records?kind=umbrella_investigation', '/records/umbrella_lead-01CCWXDWMRMDE94S9X6R4WD5CS']],
    ['statistician-370200', () => ['/records?kind=indicator', '/records?kind=check_exception', '/records?kind=nothing']],
    [investigator, () => ['/persons', `/cases/${caseId}?do=OpenSuspect`, '/records?kind=recommendation']],
  ] as const)('has no serious violation, and fits: %s', async (user, paths) => {
    const page = await site.signIn(user, '/verify', looks);
    expect(await faultsOf(site, page, paths())).toEqual([]);
    await page.context().close();
  });
});
