import type { Page } from 'playwright-core';
import type { Answer } from '@casetrail/contracts';
import { ConsoleSite, SETTING_UP, overflow, settled, until, violations } from './testing/site.ts';

const investigator = 'police-investigator-370203';
const leader = 'police-leader-370202';
const auditor = 'auditor-370200';
/** Holds two offices. */
const judge = 'judge-370281';
const NONE: string[] = [];
const today = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Asia/Shanghai' }).format(new Date());
const reason = '嫌疑人在本区被发现，须立即核对在逃情况';
let site: ConsoleSite;
let caseId: string;
let otherCase: string;

jest.setTimeout(60_000);
beforeAll(async () => {
  site = await ConsoleSite.start();
  const report = async (reportNumber: string) =>
    (await site.write('/v1/criminal-cases', { occurredOn: today, reportNumber, source: 'CITIZEN', district: '370202' }, 'POLICE_INVESTIGATOR')).stream;
  [caseId, otherCase] = [await report('R-2026-91'), await report('R-2026-92')];
  await site.casetrail('access', 'grant', judge, '--role', 'COURT_CLERK', '--org', 'court-370281');
  await until(() => site.read(`/v1/criminal-cases/${otherCase}`, 'AUDITOR').then(Boolean, () => false));
}, SETTING_UP);
afterAll(() => site?.stop());
afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const section = (page: Page, name: string) => page.locator('section', { has: page.getByRole('heading', { level: 2, name }) });

describe('a record that the office does not show', () => {
  it('is not there, until an investigator takes access in an emergency', async () => {
    const page = await site.signIn(investigator, `/cases/${caseId}`);
    await heading(page, '没有这件案件，或者您不能看到它。');
    expect(await violations(page)).toEqual(NONE);
    await page.getByRole('link', { name: '申请查阅，或紧急查阅' }).click();
    await heading(page, '查阅权限');
    expect(await page.getByLabel('记录编号').inputValue()).toBe(caseId);
    await page.getByLabel('方式').selectOption('紧急查阅');
    const take = page.getByRole('button', { name: '现在查阅' });
    expect(await take.isDisabled()).toBe(true);
    await page.getByLabel('理由').fill(reason);
    await take.click();
    await page.getByRole('status').getByText('已可查阅，至').waitFor();
    const mine = section(page, '我的紧急查阅').locator('li', { hasText: reason });
    await mine.getByText(/可查阅 至 \d{4}-\d\d-\d\d \d\d:\d\d/).waitFor();
    await page.getByRole('link', { name: '打开这份记录' }).click();
    await heading(page, 'R-2026-91');
    await page.context().close();
  });

  it('is there no more once another person has found that it was not needed', async () => {
    const page = await site.signIn(auditor, '/looks');
    const review = section(page, '紧急查阅复核').locator('li', { hasText: reason });
    await review.getByText(investigator).waitFor();
    await review.getByRole('textbox').fill('在逃情况可由主办机关电话核对，无需查阅');
    await review.getByRole('button', { name: '不应查阅' }).click();
    await page.getByText('没有待复核的紧急查阅').waitFor();
    expect(await violations(page)).toEqual(NONE);
    await page.context().close();

    const again = await site.signIn(investigator, '/access');
    const mine = section(again, '我的紧急查阅').locator('li', { hasText: reason });
    await mine.getByText('不应查阅').waitFor();
    expect(await mine.innerText()).toContain('已结束');
    await mine.getByRole('link').click();
    await heading(again, '没有这件案件，或者您不能看到它。');
    await again.context().close();
  });

  it('is shown until a day where a head of the organ in charge grants it, and until whoever asked ends it', async () => {
    const asking = await site.signIn(investigator, `/access?record=${otherCase}`);
    await asking.getByLabel('理由').fill('串并案件需要对照作案手法');
    await asking.getByRole('button', { name: '提交申请' }).click();
    await asking.getByRole('status').getByText('已申请，待决定').waitFor();
    const mine = section(asking, '我申请的查阅').locator('li', { hasText: '串并案件' });
    await mine.getByText('待决定').waitFor();

    const deciding = await site.signIn(leader, '/');
    await deciding.getByRole('navigation').getByRole('link', { name: '查阅权限' }).click();
    const request = section(deciding, '待决定的申请').locator('li', { hasText: '串并案件' });
    await request.getByRole('textbox').fill('同意对照，限于作案手法');
    await request.getByRole('button', { name: '同意', exact: true }).click();
    await deciding.getByText('没有待您决定的申请').waitFor();
    await deciding.context().close();

    await site.go(asking, `/cases/${otherCase}`);
    await heading(asking, 'R-2026-92');
    await site.go(asking, '/access');
    await mine.getByText(/可查阅 至/).waitFor();
    await mine.getByRole('textbox').fill('对照已经完成，不再需要');
    await mine.getByRole('button', { name: '提前结束' }).click();
    await mine.getByText('已结束').waitFor();
    const { items } = await site.read<Answer<'Ties'>>('/v1/access/requests', 'AUDITOR');
    expect(items[0]).toMatchObject({ record: otherCase, state: 'ENDED', decision: { by: { user: leader } }, end: { by: { user: investigator } } });
    await asking.context().close();
  });
});

describe('a conflict of interest', () => {
  it('is declared for another by a head of the organ in charge: the case is not there for them, until it is ended', async () => {
    const kept = 'police-investigator-370202';
    const [page, theirs] = [await site.signIn(leader, `/conflicts?record=${otherCase}`), await site.signIn(kept, `/cases/${otherCase}`)];
    await heading(theirs, 'R-2026-92');
    await page.getByLabel('回避的人').fill(kept);
    await page.getByLabel('事由').fill('与报案人是近亲属，应当回避');
    await page.getByRole('button', { name: '声明回避' }).click();
    await page.getByRole('status').getByText(`${kept} 回避，立即生效`).waitFor();
    const declared = page.locator('.next-steps li', { hasText: '近亲属' });
    await declared.getByText('回避中').waitFor();
    await theirs.reload();
    await heading(theirs, '没有这件案件，或者您不能看到它。');
    await declared.getByRole('textbox').fill('经查不是近亲属，无须回避');
    await declared.getByRole('button', { name: '结束回避' }).click();
    await declared.getByText('已结束').waitFor();
    await theirs.reload();
    await heading(theirs, 'R-2026-92');
    await Promise.all([page.context().close(), theirs.context().close()]);
  });

  it('is declared by oneself, who cannot end it', async () => {
    const page = await site.signIn(investigator, '/conflicts');
    await page.getByLabel('记录编号').fill(caseId);
    await page.getByLabel('事由').fill('与被举报人有债务往来，申请回避');
    expect(await page.getByLabel('回避的人').count()).toBe(0);
    await page.getByRole('button', { name: '声明回避' }).click();
    const declared = page.locator('.next-steps li', { hasText: '债务往来' });
    await declared.getByText('回避中').waitFor();
    expect(await declared.getByRole('button').count()).toBe(0);
    await page.context().close();
  });
});

describe.each([
  ['zh', 'light', 1440, 900],
  ['en', 'dark', 820, 1180],
] as const)('the page of access in %s, %s, %i × %i', (language, theme, width, height) => {
  it.each([leader, investigator])('has no serious violation, and fits: %s', async (user) => {
    const page = await site.signIn(user, `/access?record=${caseId}`, { language, theme, size: { width, height } });
    await settled(page);
    expect([await violations(page), await overflow(page)]).toEqual([NONE, 0]);
    await site.go(page, `/conflicts?record=${caseId}`);
    await page.locator('.find-person').waitFor();
    await settled(page);
    expect([await violations(page), await overflow(page)]).toEqual([NONE, 0]);
    await page.context().close();
  });
});

describe('whoever holds two offices', () => {
  it('chooses one, is in that one, and changes to the other', async () => {
    const page = await site.stranger();
    await page.goto(`${site.address}/verify`);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await site.chooseAtIssuer(page, judge);
    await heading(page, '以哪个职务办理？');
    expect(await violations(page)).toEqual(NONE);
    const office = (name: string) => page.getByRole('button', { name });
    await office('法官').click();
    const who = page.locator('header.shell .who');
    await who.getByText('法官').first().waitFor();
    await who.locator('summary').click();
    await who.getByRole('button', { name: '换一个职务' }).click();
    await office('书记员').click();
    await who.locator('summary', { hasText: '书记员' }).waitFor();
    await page.reload();
    await who.locator('summary', { hasText: '书记员' }).waitFor();
    await page.context().close();
  });
});

describe('whoever signs out', () => {
  it('is signed out at the issuer as well, and Back shows nothing', async () => {
    const page = await site.signIn(investigator, '/cases');
    await settled(page);
    const signIn = page.getByRole('button', { name: '登录', exact: true });
    await page.locator('header.shell .who summary').click();
    await page.getByRole('button', { name: '退出' }).click();
    await page.waitForURL(`${site.address}/sign-in`);
    await signIn.waitFor();
    await page.goBack();
    await signIn.waitFor();
    expect(new URL(page.url()).origin).toBe(site.address);
    expect(await page.locator('header.shell').count()).toBe(0);
    await signIn.click();
    await page.locator(`button[value="${investigator}"]`).waitFor(); // the issuer asks again
    await page.context().close();
  });

  it('is asked by the issuer first, where a page from elsewhere leads there', async () => {
    const page = await site.signIn(investigator, '/verify');
    const { signIn } = await site.read<Answer<'ConsoleSettings'>>('/v1/console/settings');
    await page.goto(`${signIn?.issuer}/session/end?client_id=casetrail-web`);
    await heading(page, '退出登录？');
    await page.goto(`${site.address}/verify`);
    await page.locator('header.shell').waitFor(); // nobody was asked who they are
    await page.context().close();
  });
});
