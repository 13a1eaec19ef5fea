// Goes through a Dockerfile's steps without Docker: every stage is a folder, RUN lines really run, absolute paths are paths below that folder.
// What stays untried: the base image itself (this machine's node and shell stand in for it), its users and its file permissions.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { expand } from './dockerfile-parse.mjs';

const packageSettings = /^(npm_config_(registry|cache|userconfig|globalconfig|proxy|https_proxy|noproxy|cafile)|(https?|no)_proxy|NODE_EXTRA_CA_CERTS)$/i;

/** The environment of a fresh container, as far as this machine needs it to find its programs and its packages. */
export function cleanEnvironment() {
  const path = process.env.PATH.split(':').filter((folder) => !folder.includes('node_modules')); // `npm run` puts our own tools there
  const settings = Object.entries(process.env).filter(([name]) => packageSettings.test(name));
  return { ...Object.fromEntries(settings), HOME: process.env.HOME, PATH: path.join(':') };
}

/** Runs a program to its end: { code, output }. Past the limit it is killed, and code is null. */
export function run(command, args, { cwd, env, limitInSeconds = 1200 }) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitInSeconds * 1000);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', fail).on('close', (code) => {
      clearTimeout(timer);
      done({ code, output });
    });
  });
}

const clone = (from, to) => fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true, mode: fs.constants.COPYFILE_FICLONE });

/** COPY's rule: a folder's content goes into the target, a file below it when the target ends with a slash or there are several sources. */
function copy(sources, target, isFolder, copyOne) {
  for (const source of sources)
    copyOne(source, isFolder(source) || !(target.endsWith('/') || sources.length > 1) ? target : posix.join(target, basename(source)));
}

const steps = {
  WORKDIR(stage, { path }) {
    stage.workdir = posix.resolve(stage.workdir, expand(path, stage.variables));
    fs.mkdirSync(stage.at('.'), { recursive: true });
  },
  USER: (stage, { user }) => void (stage.user = expand(user, stage.variables)),
  ARG: (stage, { name, fallback }) => void (stage.variables[name] ??= fallback === undefined ? undefined : expand(fallback, stage.variables)),
  ENV(stage, { pairs }) {
    const set = Object.fromEntries(pairs.map(([name, value]) => [name, expand(value, stage.variables)])); // none sees the others of its line
    Object.assign(stage.env, set);
    Object.assign(stage.variables, set);
  },
  ENTRYPOINT: (stage, { words }) => void Object.assign(stage, { entrypoint: words, command: [] }),
  CMD: (stage, { words }) => void (stage.command = words),
  HEALTHCHECK: (stage, { words }) => void (stage.healthcheck = words),

  COPY(stage, { from, sources, target }, { stages, context }) {
    const to = expand(target, stage.variables);
    const paths = sources.map((source) => expand(source, stage.variables));
    if (from) {
      const other = stages.get(from);
      if (!other) throw new Error(`there is no stage ${from} above`);
      const missing = paths.find((path) => !fs.existsSync(other.atRoot(path)));
      if (missing) throw new Error(`the stage ${from} has no ${missing}`);
      copy(
        paths,
        to,
        (path) => fs.statSync(other.atRoot(path)).isDirectory(),
        (path, place) => clone(other.atRoot(path), stage.at(place)),
      );
      return;
    }
    copy(
      paths.map((path) => posix.normalize(path).replace(/\/$/, '')),
      to,
      (path) => context.files.some((file) => file.startsWith(`${path}/`)),
      (path, place) => {
        const files = context.files.filter((file) => file === path || file.startsWith(`${path}/`));
        if (files.length === 0) throw new Error(`the build context has no ${path}: it does not exist, or .dockerignore leaves it out`);
        for (const file of files) {
          const target = join(stage.at(place), file.slice(path.length));
          fs.mkdirSync(dirname(target), { recursive: true });
          fs.cpSync(join(context.root, file), target);
        }
      },
    );
  },

  async RUN(stage, { command }) {
    const below = command.replaceAll(/(?<![\w./-])\/(?!dev\/null)(?=\w)/g, `${stage.root}/`);
    const { code, output } = await run('sh', ['-c', below], { cwd: stage.at('.'), env: stage.environment() });
    if (code !== 0) throw new Error(`${code === null ? 'was killed' : `ended with ${code}`}\n${output.trim().split('\n').slice(-40).join('\n')}`);
  },
};

/** A stage's folder and what its steps have set so far. */
function newStage(root, parent) {
  const stage = {
    root,
    workdir: parent?.workdir ?? '/',
    user: parent?.user ?? 'root',
    env: { ...parent?.env },
    variables: { ...parent?.env }, // an ARG ends with its stage, an ENV does not
    entrypoint: parent?.entrypoint ?? [],
    command: parent?.command ?? [],
    healthcheck: parent?.healthcheck,
    atRoot: (path) => join(root, posix.resolve('/', path)),
    at: (path) => join(root, posix.resolve(stage.workdir, path)),
    environment: () => ({
      ...cleanEnvironment(),
      ...Object.fromEntries(
        Object.entries(stage.variables)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [name, value.startsWith('/') ? join(root, value) : value]),
      ),
    }),
  };
  return stage;
}

/** The names of the stages that these are made from, themselves included. */
export function neededFor(names, stages) {
  const needed = new Set();
  const add = (name) => {
    const stage = stages.find((known) => known.name === name);
    if (!stage || needed.has(name)) return;
    needed.add(name);
    for (const other of [stage.base, ...stage.steps.map(({ from }) => from)]) add(other);
  };
  for (const name of names) add(name);
  return needed;
}

/** Builds the stages in `folder`, telling `log` of each step. Resolves to a map from stage name to stage; throws at the first step that fails. */
export async function replay(stages, { folder, context, log }) {
  const built = new Map();
  for (const { name, base, steps: list } of stages) {
    const parent = built.get(base);
    const stage = newStage(join(folder, name), parent);
    log(`${name}, from ${base}`);
    if (parent) clone(parent.root, stage.root);
    else fs.mkdirSync(stage.root);
    for (const step of list) {
      const began = performance.now();
      try {
        await steps[step.kind](stage, step, { stages: built, context });
      } catch (error) {
        throw new Error(`Dockerfile line ${step.line}: ${step.text}\n${error.message}`);
      }
      const seconds = (performance.now() - began) / 1000;
      log(`  ${step.text.slice(0, 110)}${seconds > 1 ? `  (${seconds.toFixed(1)} s)` : ''}`);
    }
    built.set(name, stage);
  }
  return built;
}
