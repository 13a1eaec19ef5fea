import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { responses } from '@casetrail/contracts';
import { TestApi, problemIn, today } from './testing/index.ts';
import { openCase, report, reportedCase } from './testing/stories.ts';

let folder: string;
let api: TestApi;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casetrail-console-'));
  mkdirSync(join(folder, 'static'));
  writeFileSync(join(folder, 'index.html'), `<!doctype html><title>console</title>${' '.repeat(2000)}`);
  writeFileSync(join(folder, 'static', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'notes.txt'), 'not of the console');
  const signIn = { issuer: 'http://127.0.0.1:3002', clientId: 'casetrail-web', scope: 'openid act' };
  api = await TestApi.start({ signIn, console: folder });
  await api.openLedger('demo');
  await api.catchUp();
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

const open = (url: string, headers: Readonly<Record<string, string>> = { accept: 'text/html,*/*' }) => api.send('GET', url, undefined, headers);

describe('the files of the console', () => {
  it.each(['/', '/paper', '/assets/asset-01C529441TSZRF85P6J80ZMDBS', '/figures/F05?asOf=2020-04-08', '/signed-in?code=x'])(
    'begin under %s, where a browser asks for a page',
    async (url) => {
      const answer = await open(url);
      expect([answer.status, answer.headers['content-type'], answer.text.startsWith('<!doctype html><title>console')]).toEqual([
        200,
        'text/html; charset=utf-8',
        true,
      ]);
      expect(answer.headers['cache-control']).toBe('no-cache');
    },
  );
  it('run nothing but their own script, and ask nobody but the issuer', async () => {
    const policy = String((await open('/paper')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self' http://127.0.0.1:3002;");
    expect(policy).not.toContain('unsafe');
  });
  it('let the window in which a session is renewed find the page that opened it, and no other', async () => {
    const policyOf = async (url: string) => (await open(url)).headers['cross-origin-opener-policy'];
    expect([await policyOf('/paper'), await policyOf('/signed-in?code=x'), await policyOf('/signed-in-elsewhere')]).toEqual([
      'same-origin-allow-popups',
      'unsafe-none',
      'same-origin-allow-popups',
    ]);
  });
  it('are kept for ever where their name holds their hash, and asked for again otherwise', async () => {
    const script = await open('/static/app-1a2b.js', {});
    expect([script.status, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    const page = await open('/', { accept: 'text/html', 'if-none-match': String((await open('/')).headers['etag']) });
    expect([page.status, page.text]).toEqual([304, '']);
  });
  it('are sent compressed to whoever can read that', async () => {
    const answer = await open('/', { accept: 'text/html', 'accept-encoding': 'gzip, br' });
    expect([answer.headers['content-encoding'], Number(answer.headers['content-length']) < 300]).toEqual(['gzip', true]);
  });
  it.each([
    ['/v1/nothing', 404],
    ['/problems/nothing/at-all', 404],
    ['/static/gone-1a2b.js', 404],
    ['/docs', 200],
    ['/health/live', 200],
    ['/openapi.json', 200],
  ])('leave %s to the api', async (url, status) => {
    const answer = await open(url);
    expect([answer.status, answer.text.includes('<title>console')]).toEqual([status, false]);
  });
  it.each(['/notes.txt', '/../notes.txt', '/%2e%2e/notes.txt'])('do not hold %s', async (url) => expect((await open(url, {})).status).toBe(404));
  it('are no answer to a program that asks for something else', async () =>
    expect(problemIn(await open('/paper', { accept: 'application/json' })).code).toBe('request/unknown-route'));
});

describe('what the console must know', () => {
  it('is told to anybody', async () => {
    const { body } = await open('/v1/console/settings', {});
    expect(responses.ConsoleSettings.parse(body)).toMatchObject({
      synthetic: true,
      signIn: { clientId: 'casetrail-web' },
      inFen: expect.arrayContaining(['F13']),
      paper: null,
    });
  });
  it('is who asks, in which office, and what that office may ask for', async () => {
    const me = responses.Me.parse((await api.get('/v1/me', { as: 'leader' })).body);
    expect(me).toMatchObject({ user: 'lead-1', role: 'POLICE_LEADER', orgName: { zh: '市南区公安局' } });
    expect([me.may.includes('cases.list'), me.may.includes('ledger.read')]).toEqual([true, false]);
  });
});

describe('what may be done with a record', () => {
  const acts = async (id: string, as: 'leader' | 'investigator' | 'procurator') => responses.Acts.parse((await api.get(`/v1/acts/${id}`, { as })).body);
  it('is what its situation allows, for the role that asks, and what stands against the rest', async () => {
    const id = await reportedCase(api);
    const before = await acts(id, 'leader');
    expect(before.acts.find(({ command }) => command === 'FileCase')).toMatchObject({ isLegal: true, path: `/v1/criminal-cases/${id}/file` });
    expect(before.acts.find(({ command }) => command === 'CloseCase')).toMatchObject({ isLegal: false, needs: [{ region: 'status', is: 'reported' }] });
    expect((await acts(id, 'procurator')).acts.map(({ command }) => command)).not.toContain('FileCase');
  });
  it('moves with the record', async () => {
    const id = await openCase(api);
    expect((await acts(id, 'leader')).acts.find(({ command }) => command === 'FileCase')).toMatchObject({ isLegal: false });
  });
  it('of what is not there, or not shown, is nothing', async () => {
    expect(problemIn(await api.get('/v1/acts/criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV', { as: 'leader' })).code).toBe('record/is-unknown');
  });
});

describe('the live stream', () => {
  let port: number;
  beforeAll(async () => {
    await api.app.listen(0, '127.0.0.1');
    port = (api.app.getHttpServer().address() as AddressInfo).port;
  });
  /** Opens a stream; `until` waits for an event that is as it should be. */
  const watch = () => {
    let text = '';
    let status = 0;
    const listening = new Set<() => void>();
    const asked = request({ port, path: '/v1/live', headers: api.bearer('auditor') }, (answer) => {
      status = answer.statusCode ?? 0;
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        listening.forEach((listen) => listen());
      });
      answer.on('end', () => listening.forEach((listen) => listen()));
    });
    asked.on('error', () => undefined);
    asked.end();
    const states = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => responses.LiveState.parse(JSON.parse(data as string)));
    return {
      states,
      until: (holds: () => boolean) =>
        new Promise<void>((done) => {
          const listen = () => holds() && (listening.delete(listen), done());
          listening.add(listen);
          listen();
        }),
      status: () => status,
      text: () => text,
      close: () => asked.destroy(),
    };
  };

  it('tells at once how far all is, and again when something is recorded and counted', async () => {
    const stream = watch();
    await stream.until(() => stream.states().length > 0);
    const { position } = stream.states()[0]!;
    await api.recorded('/v1/criminal-cases', report());
    await api.catchUp();
    await stream.until(() => (stream.states().at(-1)?.countedTo ?? 0) > position);
    expect(stream.states().at(-1)!.position).toBeGreaterThan(position);
    stream.close();
  });
  it('is open to one user so many times, and again when one is closed', async () => {
    const streams = Array.from({ length: 6 }, watch);
    for (const stream of streams) await stream.until(() => stream.states().length > 0);
    const seventh = watch();
    await seventh.until(() => seventh.text() !== '');
    expect([seventh.status(), JSON.parse(seventh.text()).code]).toEqual([429, 'request/too-many']);
    streams[0]!.close();
    for (let isOpen = false; !isOpen;) {
      const again = watch();
      await again.until(() => again.text() !== '');
      isOpen = again.status() === 200;
      again.close();
    }
    streams.forEach(({ close }) => close());
  });
  it('says nothing of what was recorded', async () => {
    const stream = watch();
    await stream.until(() => stream.states().length > 0);
    expect(Object.keys(stream.states()[0]!).sort()).toEqual(['countedTo', 'position', 'sealedTo']);
    expect(stream.text()).not.toContain(today());
    stream.close();
  });
  it('is not for whoever does not say who they are', async () => expect((await api.send('GET', '/v1/live', undefined, {})).status).toBe(401));
});
