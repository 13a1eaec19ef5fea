import { demoPeople } from '@casetrail/demo-city';
import { type District, type Role, districts, roles } from '@casetrail/domain';

/** Pages that ask nobody else for anything: no font, no script from elsewhere. */
const style = `
:root { color-scheme: light dark; --ground: #f3f1ec; --sheet: #fdfcfa; --ink: #1c1e20; --second: #585d63; --rule: #d8d4ca; --seal: #a21c1c; --link: #17497b; --tint: #f1eee6 }
@media (prefers-color-scheme: dark) { :root { --ground: #131518; --sheet: #1a1d21; --ink: #e7e5e0; --second: #a6abb2; --rule: #3a3f46; --seal: #ee8b7e; --link: #93bde9; --tint: #23272d } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif }
main { max-width: 60rem; margin: 3rem auto; padding: 2.5rem 3rem; background: var(--sheet); border: 1px solid var(--rule); border-top: 3px solid var(--seal) }
h1 { margin: 0 0 .3rem; font: 700 1.7rem/1.3 'Noto Serif', 'Noto Serif CJK SC', 'Songti SC', SimSun, serif }
p { color: var(--second); margin: .2rem 0 }
table { width: 100%; border-collapse: collapse; margin-top: 1.4rem }
th { text-align: left; font-weight: 400; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--rule) }
thead th { color: var(--second); font-size: .85rem; border-bottom-color: var(--ink) }
th small { color: var(--second); margin-left: .6rem }
td { border-bottom: 1px solid var(--rule); padding: .25rem .4rem .25rem 0 }
button { font: inherit; font-size: .9rem; color: var(--link); background: var(--sheet); border: 1px solid var(--rule); border-radius: 3px; padding: .25rem .8rem; cursor: pointer; min-width: 6.5rem }
button:hover { border-color: var(--link); background: var(--tint) }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
input { font: inherit; padding: .3rem .6rem; color: inherit; background: var(--sheet); border: 1px solid var(--second); border-radius: 3px }`;

const page = (title: string, body: string, lang = 'en'): string => `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;

/** What the roles are called in Chinese; in English they go by their own name. */
const roleNames: Readonly<Record<Exclude<Role, 'SYSTEM'>, string>> = {
  POLICE_INVESTIGATOR: '侦查员',
  POLICE_LEADER: '公安机关负责人',
  PROCURATOR: '检察官',
  CHIEF_PROCURATOR: '检察长',
  JUDGE: '法官',
  COURT_CLERK: '书记员',
  DISCIPLINE_INSPECTOR: '纪检监察人员',
  DISCIPLINE_LEADER: '纪检监察机关负责人',
  DEPARTMENT_OFFICER: '主管部门人员',
  INDICATOR_REPORTER: '指标填报人',
  STATISTICIAN: '统计人员',
  PUBLISHER: '发布人',
  SUPERVISOR: '督导（政法委）',
  AUDITOR: '审计员',
  DATA_PROTECTION_OFFICER: '个人信息保护负责人',
};

const places = [...new Set(demoPeople.map(({ district }) => district))].sort((a, b) => Number(b === '370200') - Number(a === '370200'));
const inEnglish = (role: Role) => role.charAt(0) + role.slice(1).toLowerCase().replaceAll('_', ' ');
const cell = (role: Role, place: District) => {
  const person = demoPeople.find((one) => one.role === role && one.district === place);
  const label = `${roleNames[role as Exclude<Role, 'SYSTEM'>]}, ${districts[place].zh}`;
  return `<td>${person ? `<button name="subject" value="${person.user}" aria-label="${label}" title="${person.user}">${districts[place].zh}</button>` : ''}</td>`;
};
const rows = roles
  .filter((role) => role !== 'SYSTEM')
  .map(
    (role) => `<tr><th scope="row">${roleNames[role]}<small lang="en">${inEnglish(role)}</small></th>${places.map((place) => cell(role, place)).join('')}</tr>`,
  );

/** Whoever is chosen is signed in. */
export const peoplePage = page(
  '以谁的身份登录？',
  `<p>本机试用的登录页，不需要密码。选择演示城市里的一个人。</p>
<p lang="en">Who are you? This issuer is for trying Casetrail out on this machine. It asks for no password.</p>
<form method="post">
<table>
<thead><tr><th scope="col">角色 <span lang="en">Role</span></th>${places.map((place) => `<th scope="col">${districts[place].zh} <span lang="en">${districts[place].en}</span></th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table>
</form>`,
  'zh-CN',
);

/** `form` is the provider's, and so is `code`: letters and a dash. */
export const codePage = (form: string, isWrong: boolean): string =>
  page(
    'Which code?',
    `<p>${isWrong ? 'This code waits for nobody. ' : ''}Enter the code that the program shows.</p>${form}<button form="op.deviceInputForm">Continue</button>`,
  );
export const confirmPage = (form: string, code: string): string =>
  page(
    'Is this your code?',
    `<p><strong>${code}</strong></p><p>Go on only if a program that you have started shows it.</p>${form}<button form="op.deviceConfirmForm">It is</button>`,
  );

/** `form` is the provider's. It is sent at once where nobody need be asked. */
export const signOutPage = (form: string, isSentAtOnce: boolean): string =>
  page(
    '退出登录？',
    `<p lang="en">Sign out? You will be asked again who you are.</p>${form}<p><button form="op.logoutForm" name="logout" value="yes">退出 <span lang="en">Sign out</span></button></p>${
      isSentAtOnce ? `<script>document.querySelector('button').click()</script>` : ''
    }`,
    'zh-CN',
  );
export const signedOutPage = page('已退出', '<p lang="en">You are signed out. This page can be closed.</p>', 'zh-CN');
export const donePage = page('You are signed in', '<p>The program goes on by itself. This page can be closed.</p>');
