// What `docker build` would send to the builder: a folder without what its .dockerignore leaves out.
import * as fs from 'node:fs';
import { join } from 'node:path';

/** One pattern of a .dockerignore as an expression over the whole path. A folder's pattern covers all below it. */
function expression(pattern) {
  const source = pattern
    .replace(/^\/|\/$/g, '')
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll(/\*\*\/|\*\*|\*|\?/g, (wild) => ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' })[wild]);
  return new RegExp(`^${source}(?:/.*)?$`);
}

/** The rules of a .dockerignore. The last one that matches a path counts; `!` lets in again. */
function rulesOf(dockerignore) {
  const lines = dockerignore.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => ({ out: !line.startsWith('!'), pattern: line.replace(/^!/, ''), matches: expression(line.replace(/^!/, '')) }));
}

/** The files that are sent from a folder, as relative paths with slashes. */
export function contextFiles(root, dockerignore) {
  const rules = rulesOf(dockerignore);
  const isOut = (path) => rules.reduce((out, rule) => (rule.matches.test(path) ? rule.out : out), false);
  const letsInBelow = (path) => rules.some(({ out, pattern }) => !out && (pattern.startsWith(`${path}/`) || pattern.startsWith('**')));
  const found = [];
  const walk = (folder) => {
    for (const entry of fs.readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (!entry.isDirectory() && !isOut(path)) found.push(path);
      if (entry.isDirectory() && (!isOut(path) || letsInBelow(path))) walk(path);
    }
  };
  walk('');
  return found;
}
