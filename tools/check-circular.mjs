// Fails when files of one project import each other in a circle at run time. Between projects the linter and the compiler see to it.
import * as fs from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Circles that are meant: what is imported is used inside functions only, long after all of the files are loaded. */
const allowed = [
  // aggregates look at each other when they decide
  ['criminal-case/criminal-case.ts', 'suspect/suspect.ts', 'crime-group/crime-group.ts', 'person/person.ts'],
  // deciding knows the one command that every aggregate has, which applies the decider to what is left
  ['kernel/decider.ts', 'kernel/void.ts'],
];
const isAllowed = (circle) => allowed.some((files) => circle.every((file) => files.includes(file.replace('libs/domain/src/', ''))));

const sources = (folder) =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));

/** Whether an import or export of names is there for types alone, and gone at run time. */
function isTypeOnly(node) {
  const clause = ts.isImportDeclaration(node) ? node.importClause : node;
  if (!clause) return false; // import './x.ts'
  if (clause.isTypeOnly || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = ts.isImportDeclaration(node) ? clause.namedBindings : clause.exportClause;
  return !clause.name && names !== undefined && 'elements' in names && names.elements.length > 0 && names.elements.every(({ isTypeOnly: only }) => only);
}

function runtimeImports(file) {
  const { statements } = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return statements
    .filter((node) => (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier?.text.startsWith('.') && !isTypeOnly(node))
    .map((node) => resolve(dirname(file), node.moduleSpecifier.text));
}

/** The groups of files that reach each other (Tarjan). */
function circles(graph) {
  const found = [];
  const seen = new Map();
  const open = [];
  const visit = (file) => {
    const self = { index: seen.size, low: seen.size, isOpen: true };
    seen.set(file, self);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      const other = seen.get(next) ?? visit(next);
      if (other.isOpen) self.low = Math.min(self.low, other.low);
    }
    if (self.low === self.index) {
      const group = open.splice(open.indexOf(file));
      for (const member of group) seen.get(member).isOpen = false;
      if (group.length > 1 || graph.get(file)?.includes(file)) found.push(group);
    }
    return self;
  };
  for (const file of graph.keys()) if (!seen.has(file)) visit(file);
  return found;
}

const projects = ['libs', 'apps']
  .flatMap((kind) => fs.readdirSync(join(root, kind)).map((name) => join(root, kind, name, 'src')))
  .filter((folder) => fs.existsSync(folder));
const bad = projects
  .flatMap((folder) => circles(new Map(sources(folder).map((file) => [file, runtimeImports(file)]))))
  .map((circle) => circle.map((file) => relative(root, file).replaceAll('\\', '/')))
  .filter((circle) => !isAllowed(circle));
if (bad.length > 0) {
  console.error(`These files import each other in a circle:\n${bad.map((circle) => `  ${circle.join('\n  ')}\n`).join('\n')}`);
  process.exit(1);
}
console.log(`No file of ${projects.length} projects imports itself in a circle.`);
