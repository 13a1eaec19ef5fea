import type { Page } from 'playwright-core';
import type { Answer } from '@casetrail/contracts';
import { turnsTo } from './testing/printed.ts';
import { ConsoleSite, LOOKS, SETTING_UP, becomes, faultsOf, field, heading, says, settled, today, until, violations } from './testing/site.ts';

const investigator = 'police-investigator-370202';
const leader = 'police-leader-370202';
const procurator = 'procurator-370202';
const auditor = 'auditor-370200';
const department = 'department-officer-370202';
/** Of another district: the records are not theirs to see. */
const stranger = 'police-investigator-370203';
/** Holds two offices. */
const judge = 'judge-370281';
const NONE: string[] = [];
const personal = { name: '仿甲寅', idNumber: '999900197001010015', address: '市南区样本路8号' };
const reason = '嫌疑人在本区被发现，须立即核对在逃情况';
const NOBODYS_NUMBER = '999900197001010023';
let site: ConsoleSite;
let caseId: string;
let otherCase: string;
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
  otherCase = await act(inv, 'criminal-cases', { reportNumber: 'R-2026-92', source: 'CITIZEN', district: '370202' });
  groupId = await act(inv, 'crime-groups', { alias: '市南区2026-008', district: '370202', industries: ['物流配送'] });
  await act(lead, `crime-groups/${groupId}/register`, { code: 'QD-370202-2026-008' });
  await act(inv, `criminal-cases/${caseId}/link-group`, { group: groupId });
  personId = await act(inv, 'persons', personal);
  const suspect = await act(inv, 'suspects', { person: personId, case: caseId });
  await act(lead, `suspects/${suspect}/detain`, { warrantNumber: '青公(刑)拘字〔2026〕8号', at: new Date().toISOString(), ground: 'CPL82_1' });
  await act(inv, `crime-groups/${groupId}/link-member`, { suspect, role: 'LEADER' });
  assetId = await act(inv, 'assets', { kind: 'VEHICLE', label: '货车', case: caseId, group: groupId, holder: personId });
  const draft = { kind: 'ENFORCEMENT', addressee: 'dept-370202', industry: '物流配送', issues: ['无证经营'], groups: [], cases: [caseId] };
  const recommendation = await act(inv, 'recommendations', draft);
  await act(lead, `recommendations/${recommendation}/approve`, {});
  const replyDue = new Date(Date.parse(today) + 10 * 86_400_000).toISOString().slice(0, 10);
  await act(lead, `recommendations/${recommendation}/serve`, { recommendationNumber: '青公建字〔2026〕8号', replyDue });
  await site.casetrail('access', 'grant', judge, '--role', 'COURT_CLERK', '--org', 'court-370281');
  await until(() => site.read(`/v1/assets/${assetId}`, 'AUDITOR'));
}, SETTING_UP);
afterAll(() => site?.stop());
afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

const section = (page: Page, name: string) => page.locator('section', { has: page.getByRole('heading', { level: 2, name }) });
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
    await says(() => page.locator('.side tbody tr').first().innerText(), /^P-\S+\s+领导者/);
    await page.getByRole('link', { name: '货车' }).click();
    await heading(page, '货车');
    await says(() => page.locator('.case-tags').innerText(), '尚未估价');
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
    await becomes(
      () => soon.allInnerTexts(),
      [
        expect.stringMatching(/^P-\S+\s+青公\(刑\)立字〔2026〕8号\s+提请批准逮捕\s+\d{4}-\d\d-\d\d\s+还有 3 天\s+刑事诉讼法第91条$/),
        expect.stringMatching(/^青公建字〔2026〕8号\s+青公\(刑\)立字〔2026〕8号\s+答复监察建议、执法建议\s+\d{4}-\d\d-\d\d\s+还有 10 天\s/),
      ],
    );
    await soon.locator('a').first().click();
    await page.waitForURL(new RegExp(`/cases/${caseId}\\?on=suspect-`));
    const limits = page.locator('section', { has: page.getByRole('heading', { name: '期限' }) });
    await limits.getByText('还有 3 天').waitFor();
    await limits.getByRole('link', { name: '青公建字〔2026〕8号' }).waitFor();
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
    await becomes(() => page.locator('tbody tr').allInnerTexts(), [expect.stringMatching(/^货车\s+车辆[^]*1,234\.50$/)]);
    await page.context().close();
  });
});

describe('an officer of a department', () => {
  it('begins with what the department is to answer, and by when', async () => {
    const page = await site.signIn(department);
    await says(() => page.locator('.before-list tbody').innerText(), /^青公建字〔2026〕8号\s+答复监察建议、执法建议\s.*\s还有 10 天\s/);
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
    await becomes(() => leftIn(page), NONE);
    await revealed(page);
    await becomes(async () => (await leftIn(page)).sort(), Object.values(personal).sort());
    await says(() => page.locator('.personal .recorded').innerText(), new RegExp(`这次查阅已留痕：侦查员 ${investigator}，.*，用途：核实身份。`));
    await becomes(() => violations(page), NONE);
    await turnsTo(page, 'print');
    expect(await page.locator('.personal').isVisible()).toBe(false);
    await turnsTo(page, 'screen');
    let load: () => void = () => undefined;
    const loading = new Promise<void>((done) => (load = done));
    await page.route('**/static/groups-page-*.js', (route) => loading.then(() => route.continue()));
    await page.getByRole('link', { name: '团伙', exact: true }).click();
    await page.locator('.personal').waitFor({ state: 'detached' }); // before the next page is there
    load();
    await heading(page, '团伙');
    await becomes(() => leftIn(page), NONE);
    await page.goBack();
    await page.getByRole('button', { name: '显示', exact: true }).waitFor();
    await becomes(() => leftIn(page), NONE);
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
    await becomes(() => leftIn(page), NONE);
    await page.context().close();
  });

  it('is not shown to whoever does not work on them, who is told so', async () => {
    const page = await site.signIn(procurator, `/persons/${personId}`);
    await page.locator(field('用途')).selectOption('INVESTIGATION');
    await page.getByRole('button', { name: '显示', exact: true }).click();
    await page.getByRole('alert').getByText('此人不由您所在机关或您本人办理').waitFor();
    await becomes(() => leftIn(page), NONE);
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
    await page.waitForURL(`**/persons/${personId}`);
    await becomes(() => leftIn(page), NONE);
    await page.context().close();
  });
});

describe('a record that the office does not show', () => {
  it('is not there, until an investigator takes access in an emergency', async () => {
    const page = await site.signIn(stranger, `/cases/${caseId}`);
    await heading(page, '没有这件案件，或者您不能看到它。');
    await becomes(() => violations(page), NONE);
    await page.getByRole('link', { name: '申请查阅，或紧急查阅' }).click();
    await heading(page, '查阅权限');
    await becomes(() => page.getByLabel('记录编号').inputValue(), caseId);
    await page.getByLabel('方式').selectOption('紧急查阅');
    const take = page.getByRole('button', { name: '现在查阅' });
    expect(await take.isDisabled()).toBe(true);
    await page.getByLabel('理由').fill(reason);
    await take.click();
    await page.getByRole('status').getByText('已可查阅，至').waitFor();
    const mine = section(page, '我的紧急查阅').locator('li', { hasText: reason });
    await mine.getByText(/可查阅 至 \d{4}-\d\d-\d\d \d\d:\d\d/).waitFor();
    await page.getByRole('link', { name: '打开这份记录' }).click();
    await heading(page, '青公(刑)立字〔2026〕8号');
    await page.context().close();
  });

  it('is there no more once another person has found that it was not needed', async () => {
    const page = await site.signIn(auditor, '/looks');
    const review = section(page, '紧急查阅复核').locator('li', { hasText: reason });
    await review.getByText(stranger).waitFor();
    await review.getByRole('textbox').fill('在逃情况可由主办机关电话核对，无需查阅');
    await review.getByRole('button', { name: '不应查阅' }).click();
    await page.getByText('没有待复核的紧急查阅').waitFor();
    await becomes(() => violations(page), NONE);
    await page.context().close();

    const again = await site.signIn(stranger, '/access');
    const mine = section(again, '我的紧急查阅').locator('li', { hasText: reason });
    await mine.getByText('不应查阅').waitFor();
    await says(() => mine.innerText(), '已结束');
    await mine.getByRole('link').click();
    await heading(again, '没有这件案件，或者您不能看到它。');
    await again.context().close();
  });

  it('is shown until a day where a head of the organ in charge grants it, and until whoever asked ends it', async () => {
    const asking = await site.signIn(stranger, `/access?record=${otherCase}`);
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
    expect(items[0]).toMatchObject({ record: otherCase, state: 'ENDED', decision: { by: { user: leader } }, end: { by: { user: stranger } } });
    await asking.context().close();
  });
});

describe('a conflict of interest', () => {
  it('is declared for another by a head of the organ in charge: the case is not there for them, until it is ended', async () => {
    const [page, theirs] = [await site.signIn(leader, `/conflicts?record=${otherCase}`), await site.signIn(investigator, `/cases/${otherCase}`)];
    await heading(theirs, 'R-2026-92');
    await page.getByLabel('回避的人').fill(investigator);
    await page.getByLabel('事由').fill('与报案人是近亲属，应当回避');
    await page.getByRole('button', { name: '声明回避' }).click();
    await page.getByRole('status').getByText(`${investigator} 回避，立即生效`).waitFor();
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
    const page = await site.signIn(stranger, '/conflicts');
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

describe('a ledger', () => {
  it('is not believed where a tile is not what was sealed', async () => {
    const page = await site.signIn(auditor, '/verify');
    await page.route(/\/v1\/ledger\/tile\/0\/000/, async (route) => {
      const body = Buffer.from(await (await route.fetch()).body());
      body[40] = (body[40] ?? 0) ^ 1;
      await route.fulfill({ body, contentType: 'application/octet-stream' });
    });
    await page.getByRole('button', { name: '在这个浏览器里核验' }).click();
    await page.locator('[data-verified="tiles fails"]').waitFor();
    await page.context().close();
  });
});

describe('whoever signs in', () => {
  it('is led to the issuer and back to where one was going, and a reload does not ask again', async () => {
    const page = await site.signIn(leader, '/figures/F05?asOf=2020-01-01');
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/figures/F05?asOf=2020-01-01');
    await page.reload();
    await page.locator('header.shell').waitFor();
    expect(new URL(page.url()).pathname).toBe('/figures/F05');
    await page.locator('header.shell .who summary').click();
    expect(await page.getByRole('button', { name: '换一个职务' }).count()).toBe(0); // there is no other one
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
    await becomes(() => violations(page), NONE);
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

describe.each(LOOKS)('every page in $language, $theme, $size.width × $size.height', (looks) => {
  it.each([
    [department, () => [['/replies', '.before-list tbody tr']] as const],
    [stranger, () => [`/access?record=${caseId}`, [`/conflicts?record=${caseId}`, '.find-person']] as const],
    [
      leader,
      () =>
        [
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
          `/access?record=${caseId}`,
          `/conflicts?record=${caseId}`,
        ] as const,
    ],
  ] as const)('has no serious violation, and fits: %s', async (user, paths) => {
    const page = await site.signIn(user, '/verify', looks);
    expect(await faultsOf(site, page, paths())).toEqual(NONE);
    await page.context().close();
  });
});
