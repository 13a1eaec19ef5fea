// Fails when files of one project import each other in a circle at run time. Between projects the linter and the compiler see to it.
import * as fs from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Circles that are meant: what is imported is used inside functions only, long after all of the files are loaded. That is checked too. */
const allowed = [
  // aggregates, and the rule sets that are split off them, look at each other when they decide
  [
    ...['criminal-case/criminal-case.ts', 'crime-group/crime-group.ts', 'person/person.ts', 'suspect/suspect.ts', 'suspect/standing.ts'],
    ...['arrest-review/arrest-review.ts', 'arrest-review/standing.ts', 'prosecution/prosecution.ts', 'prosecution/standing.ts'],
    ...['court-docket', 'chain', 'conclusions', 'joinder', 'origins', 'standing'].map((name) => `court-docket/${name}.ts`),
    ...['umbrella/lead.ts', 'umbrella/investigation.ts'],
  ],
  // deciding knows the one command that every aggregate has, which applies the decider to what is left
  ['kernel/decider.ts', 'kernel/void.ts'],
];
const isAllowed = (circle) => allowed.some((files) => circle.every((file) => files.includes(file.replace('libs/domain/src/', ''))));

const sources = (folder) =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));

/** Whether an import or export of names is there for types alone, and gone at run time. */
function isTypeOnly(node) {
  const clause = ts.isImportDeclaration(node) ? node.importClause : node;
  if (!clause) return false; // import './x.ts'
  if (clause.isTypeOnly || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = ts.isImportDeclaration(node) ? clause.namedBindings : clause.exportClause;
  return !clause.name && names !== undefined && 'elements' in names && names.elements.length > 0 && names.elements.every(({ isTypeOnly: only }) => only);
}

const parsed = (file) => ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
const importsOf = (source) =>
  source.statements.filter(
    (node) => (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier?.text.startsWith('.') && !isTypeOnly(node),
  );
const targetOf = (node, file) => resolve(dirname(file), node.moduleSpecifier.text);
const runtimeImports = (file) => importsOf(parsed(file)).map((node) => targetOf(node, file));

/** A function by declaration is there before its file is run. */
const declares = (file, name) => parsed(file).statements.some((node) => ts.isFunctionDeclaration(node) && node.name?.text === name);

/** The names that a file of a circle uses while it is loaded, although the file they come from may not be. */
function usedWhileLoading(file, circle) {
  const source = parsed(file);
  const names = importsOf(source)
    .filter((node) => ts.isImportDeclaration(node) && circle.includes(targetOf(node, file)))
    .flatMap((node) => node.importClause.namedBindings.elements.map(({ name, propertyName, isTypeOnly: only }) => ({ name, propertyName, only, node })))
    .filter(({ name, propertyName, only, node }) => !only && !declares(targetOf(node, file), (propertyName ?? name).text))
    .map(({ name }) => name.text);
  const found = new Set();
  const look = (node) => {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    const isKey = node.parent?.name === node && !ts.isShorthandPropertyAssignment(node.parent);
    if (ts.isIdentifier(node) && !isKey && names.includes(node.text)) found.add(node.text);
    ts.forEachChild(node, look);
  };
  look(source);
  return [...found];
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

const projects = [
  ...['libs', 'apps'].flatMap((kind) => fs.readdirSync(join(root, kind)).map((name) => join(root, kind, name, 'src'))),
  join(root, 'campaigns/src'),
  join(root, 'bench/src'),
].filter((folder) => fs.existsSync(folder));
const named = (file) => relative(root, file).replaceAll('\\', '/');
const found = projects.flatMap((folder) => circles(new Map(sources(folder).map((file) => [file, runtimeImports(file)]))));
const bad = found.map((circle) => circle.map(named)).filter((circle) => !isAllowed(circle));
if (bad.length > 0) console.error(`These files import each other in a circle:\n${bad.map((circle) => `  ${circle.join('\n  ')}\n`).join('\n')}`);
const early = found.flatMap((circle) => circle.map((file) => [named(file), usedWhileLoading(file, circle)])).filter(([, names]) => names.length > 0);
for (const [file, names] of early) console.error(`${file} uses ${names.join(', ')} while it is loaded, from a file that imports it: use it inside a function.`);
if (bad.length + early.length > 0) process.exit(1);
console.log(`No file of ${projects.length} projects imports itself in a circle, but the ${found.length} that are meant.`);
