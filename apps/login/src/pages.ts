import { demoPeople } from '@casetrail/demo-city';

/** A page that asks nobody else for anything: no font, no script. */
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<body style="font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem">
<h1>${title}</h1>
${body}
</body>
</html>
`;

/** Whoever is chosen is signed in. */
export const peoplePage = page(
  'Who are you?',
  `<p>This issuer is for trying Casetrail out on this machine. It asks for no password.</p>
<form method="post">
<label>Somebody of the demo city <select name="subject">${demoPeople.map(({ user }) => `<option>${user}</option>`).join('')}</select></label>
<button>Sign in</button>
</form>`,
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
export const donePage = page('You are signed in', '<p>The program goes on by itself. This page can be closed.</p>');
