import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const libs = resolve(__dirname, '../../..');
const ours: Readonly<Record<string, string>> = { '@casetrail/domain': 'domain/src/index.ts', '@casetrail/ledger': 'ledger/src/index.ts' };

/** Every module outside the workspace that a file leads to when it runs; imports of types alone are gone by then. */
function outsideOf(file: string, seen = new Set<string>()): Set<string> {
  const outside = new Set<string>();
  if (seen.has(file)) return outside;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  for (const [, what = '', from = ''] of source.matchAll(/^(?:import|export)\s+(?!type\s)([^;]*?)from\s+'([^']+)'/gms)) {
    const isOfTypesAlone =
      /^\{[^}]*\}\s*$/.test(what) &&
      what
        .replace(/[{}\s]/g, ' ')
        .split(',')
        .every((name) => name.trim() === '' || name.trim().startsWith('type '));
    if (isOfTypesAlone) continue;
    const inside = from.startsWith('.') ? join(dirname(file), from) : ours[from] && join(libs, ours[from]);
    if (!inside) outside.add(from);
    else for (const found of outsideOf(inside, seen)) outside.add(found);
  }
  return outside;
}

it('the verifier leads to nothing that opens a connection', () => {
  const found = outsideOf(join(__dirname, 'index.ts'));
  expect([...found].filter((name) => !name.startsWith('node:') && !builtinModules.includes(name)).sort()).toEqual(['ulid', 'zod']);
  expect([...found].filter((name) => /^node:(net|http|https|http2|tls|dgram|dns|child_process|worker_threads|cluster)/.test(name))).toEqual([]);
});
