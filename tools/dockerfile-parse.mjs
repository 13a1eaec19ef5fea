// Reads a Dockerfile: the part of the format that ours uses. Whatever else stands there is an error, never skipped.

const noEffectHere = new Set(['EXPOSE', 'LABEL', 'STOPSIGNAL']);

/** Lines without comments, with continued ones joined: [{ line, text }]. */
function logicalLines(text) {
  const found = [];
  let open;
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) continue;
    const continued = raw.trimEnd().endsWith('\\');
    const part = continued ? raw.trimEnd().slice(0, -1) : raw;
    if (open) open.text += part;
    else found.push((open = { line: index + 1, text: part }));
    if (!continued) open = undefined;
  }
  return found.map(({ line, text }) => ({ line, text: text.trim() }));
}

/** Replaces $NAME, ${NAME}, ${NAME:-default}. A variable that nothing sets is an error. */
export function expand(text, variables) {
  return text.replaceAll(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (_, braced, fallback, plain) => {
    const value = variables[braced ?? plain] ?? fallback;
    if (value === undefined) throw new Error(`nothing sets ${braced ?? plain}`);
    return value;
  });
}

/** Takes the leading `--name=value` flags off: [{ name: value }, rest]. */
function flagsOf(rest, known) {
  const flags = {};
  for (let flag; (flag = /^--([a-z-]+)=(\S+)\s+/.exec(rest)); rest = rest.slice(flag[0].length)) {
    if (!known.includes(flag[1])) throw new Error(`--${flag[1]} is not understood here`);
    flags[flag[1]] = flag[2];
  }
  if (rest.startsWith('--')) throw new Error(`${rest.split(' ')[0]} is not understood here`);
  return [flags, rest];
}

/** ["a", "b"]: the form that needs no shell, so that signals reach the program. */
function words(rest) {
  let list;
  try {
    list = JSON.parse(rest);
  } catch {
    throw new Error('must be written as a JSON list');
  }
  if (!Array.isArray(list) || list.length === 0 || !list.every((word) => typeof word === 'string')) throw new Error('must be a JSON list of strings');
  return list;
}

function assignments(rest) {
  const pairs = rest.match(/\w+=(?:"[^"]*"|\S*)/g) ?? [];
  if (pairs.length === 0 || rest.includes('\\') || pairs.reduce((left, pair) => left.replace(pair, ''), rest).trim() !== '')
    throw new Error('must be written NAME=value');
  return pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1).replaceAll('"', '')]);
}

const readers = {
  WORKDIR: (path) => ({ path }),
  USER: (user) => ({ user }),
  ENV: (rest) => ({ pairs: assignments(rest) }),
  ARG: (rest) => ({ name: rest.split('=')[0], fallback: rest.includes('=') ? rest.slice(rest.indexOf('=') + 1) : undefined }),
  COPY: (rest) => {
    const [flags, paths] = flagsOf(rest, ['from', 'chown', 'chmod', 'link']);
    const list = paths.split(/\s+/);
    if (list.length < 2 || /[*?[\]"<]/.test(paths)) throw new Error('must be plain paths: sources, then where they go');
    return { from: flags.from, sources: list.slice(0, -1), target: list.at(-1) };
  },
  RUN: (rest) => {
    const [flags, command] = flagsOf(rest, ['mount']);
    if (flags.mount && !flags.mount.startsWith('type=cache,')) throw new Error('only cache mounts are understood');
    if (/^\[|<<-?\w/.test(command)) throw new Error('must be one plain shell line');
    return { command };
  },
  ENTRYPOINT: (rest) => ({ words: words(rest) }),
  CMD: (rest) => ({ words: words(rest) }),
  HEALTHCHECK: (rest) => {
    const [, check] = flagsOf(rest, ['interval', 'timeout', 'start-period', 'retries']);
    if (!check.startsWith('CMD ')) throw new Error('must be a CMD');
    return { words: words(check.slice(4)) };
  },
};

/** The stages in order: [{ name, base, steps: [{ line, kind, text, …what its reader found }] }]. Throws with the line of the first thing it does not understand. */
export function parseDockerfile(text) {
  const before = {};
  const stages = [];
  for (const { line, text: source } of logicalLines(text)) {
    const [, kind, rest] = /^(\S+)\s*(.*)$/.exec(source);
    try {
      const stage = stages.at(-1);
      if (kind === 'FROM') {
        const [, base, name] = /^(\S+)(?:\s+AS\s+([a-z][a-z0-9._-]*))?$/.exec(expand(rest, before)) ?? [];
        if (!base || !name) throw new Error('must be written FROM image AS name');
        if (stages.some((known) => known.name === name)) throw new Error(`there is a stage ${name} already`);
        stages.push({ name, base, steps: [] });
      } else if (!stage && kind !== 'ARG') throw new Error('must come after FROM');
      else if (!stage) before[readers.ARG(rest).name] = readers.ARG(rest).fallback;
      else if (readers[kind]) stage.steps.push({ line, kind, text: source, ...readers[kind](rest) });
      else if (!noEffectHere.has(kind)) throw new Error('is not understood');
    } catch (error) {
      throw new Error(`Dockerfile line ${line}, ${kind}: ${error.message}`);
    }
  }
  return stages;
}
