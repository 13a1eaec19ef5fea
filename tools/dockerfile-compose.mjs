// Checks compose.yaml without Docker: its form, and whether it fits the Dockerfile and .env.example beside it.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

/** Every text in a document, wherever it stands. */
const textsIn = (value) => (typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []);
const variablesIn = (text) => [...text.replaceAll('$$', '').matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name);

/** What a JSON schema, draft-07 or 2020-12 as it says itself, finds wrong. Its formats are not checked. */
function schemaProblems(path, document) {
  const { $schema, ...schema } = JSON.parse(fs.readFileSync(path, 'utf8'));
  const validate = new ($schema?.includes('2020-12') ? Ajv2020 : Ajv)({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
  return validate(document)
    ? []
    : validate.errors.map(({ instancePath, message, params }) => `compose.yaml${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** The Compose project's own schema, as the package dclint carries it. */
const published = join(dirname(createRequire(import.meta.url).resolve('dclint/package.json')), 'schemas', 'compose.schema.json');

/** What is wrong with docker/compose.yaml, as sentences: held against the published schema and our own rules. `stages` are the Dockerfile's. */
export function composeProblems(docker, stages) {
  const compose = parse(fs.readFileSync(join(docker, 'compose.yaml'), 'utf8'), { merge: true });
  const problems = [published, join(docker, 'compose.schema.json')].flatMap((path) => schemaProblems(path, compose));

  const example = fs.readFileSync(join(docker, '.env.example'), 'utf8');
  const offered = new Set([...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name));
  const used = new Set(textsIn(compose).flatMap(variablesIn));
  for (const name of used) if (!offered.has(name)) problems.push(`.env.example does not have ${name}, which compose.yaml uses`);
  for (const name of offered) if (!used.has(name)) problems.push(`.env.example has ${name}, which compose.yaml does not use`);

  for (const [name, service] of Object.entries(compose.services ?? {})) {
    const { context, dockerfile, target } = service.build ?? {};
    if (service.build && !fs.existsSync(join(docker, context, dockerfile))) problems.push(`${name} is built from ${dockerfile}, which is not there`);
    if (service.build && !stages.some((stage) => stage.name === target)) problems.push(`${name} is built to ${target}, which is not a stage of the Dockerfile`);
    const named = {
      services: Object.keys(service.depends_on ?? {}),
      networks: service.networks ?? [],
      secrets: service.secrets ?? [],
      volumes: (service.volumes ?? []).map((volume) => volume.split(':')[0]),
    };
    for (const [kind, names] of Object.entries(named))
      for (const other of names) if (!Object.hasOwn(compose[kind] ?? {}, other)) problems.push(`${name} names ${other}, which is not among the ${kind}`);
  }
  return problems;
}

/** Variables that a process reads or compose.yaml sets, and docker/README.md does not explain. */
export function undocumented(docker, stages, configSource) {
  const compose = parse(fs.readFileSync(join(docker, 'compose.yaml'), 'utf8'), { merge: true });
  const set = [...Object.values(compose.services).flatMap(({ environment }) => Object.keys(environment ?? {})), ...textsIn(compose).flatMap(variablesIn)];
  const inImages = stages.flatMap(({ steps }) => steps.flatMap(({ pairs }) => pairs?.map(([name]) => name) ?? []));
  const read = [...configSource.matchAll(/^\s+([A-Z][A-Z_]+): /gm)].map(([, name]) => name);
  const readme = fs.readFileSync(join(docker, 'README.md'), 'utf8');
  return [...new Set([...set, ...inImages, ...read])].filter((name) => !readme.includes(`\`${name}\``));
}
