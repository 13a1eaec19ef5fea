import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

type Chunk = { readonly file: string; readonly imports?: readonly string[]; readonly dynamicImports?: readonly string[]; readonly isEntry?: boolean };
type Manifest = Readonly<Record<string, Chunk>>;
const web = resolve(__dirname, '..');
/** Compressed script that a first visit of the paper may load, in bytes. */
const BUDGET = 300_000;

let manifest: Manifest;
beforeAll(() => {
  if (process.env['CASETRAIL_BUILT'] === undefined) {
    execFileSync(process.execPath, [resolve(web, '../../node_modules/typescript/bin/tsc'), '-b', 'libs/contracts'], { cwd: resolve(web, '../..') });
    execFileSync(process.execPath, [resolve(web, '../../tools/build-console.mjs')]);
  }
  manifest = JSON.parse(readFileSync(join(web, 'dist/.vite/manifest.json'), 'utf8')) as Manifest;
}, 300_000);

/** A chunk and all that must be there before it runs. */
function loadedWith(key: string, found = new Set<string>()): Set<string> {
  if (!found.has(key)) {
    found.add(key);
    for (const other of manifest[key]?.imports ?? []) loadedWith(other, found);
  }
  return found;
}
const keyOf = (end: string) => Object.keys(manifest).find((key) => key.endsWith(end)) as string;
const firstLoad = () => [...loadedWith(keyOf('src/paper/paper-page.tsx'), loadedWith(keyOf('index.html')))];
const textOf = (key: string) => readFileSync(join(web, 'dist', (manifest[key] as Chunk).file));

describe('the first load of the paper', () => {
  it(`is less than ${BUDGET / 1000} kB of compressed script`, () => {
    const size = firstLoad().reduce((sum, key) => sum + gzipSync(textOf(key), { level: 9 }).length, 0);
    console.info(`first load of the paper: ${(size / 1000).toFixed(1)} kB of compressed script in ${firstLoad().length} files`);
    expect(size).toBeGreaterThan(50_000); // something was measured
    expect(size).toBeLessThan(BUDGET);
  });
  it('is what people use, and not what developers use', () =>
    expect(Object.keys(manifest).filter((key) => textOf(key).toString().includes('jsxDEV'))).toEqual([]));
  it('draws no charts, and knows no schemas', () => {
    const drawing = (key: string) => /zrender|echarts/i.test(textOf(key).toString());
    expect(firstLoad().filter(drawing)).toEqual([]);
    expect(
      Object.keys(manifest)
        .filter((key) => /\.(js|tsx?)$/.test(manifest[key]!.file))
        .some(drawing),
    ).toBe(true); // where it is drawn, it is found
    expect(Object.keys(manifest).filter((key) => textOf(key).toString().includes('ZodError'))).toEqual([]);
  });
});
