// npm run check:docker [-- options] [stage…]: do the images and compose.yaml hold together? Needs no Docker: it replays the Dockerfile's steps.
//   --static           only read the files, build nothing
//   --keep             keep the stages' folders, and say where they are
//   stage…             replay only these stages and those below them
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { composeProblems, undocumented } from './dockerfile-compose.mjs';
import { contextFiles } from './dockerfile-context.mjs';
import { parseDockerfile } from './dockerfile-parse.mjs';
import { neededFor, replay, run } from './dockerfile-replay.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const docker = join(root, 'docker');
const read = (...path) => fs.readFileSync(join(root, ...path), 'utf8');
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { static: { type: 'boolean' }, keep: { type: 'boolean' } },
});

/** How each image starts where nothing is configured: a process that lacks a package dies of that first. */
const starts = {
  api: { fails: true, says: /DATABASE_URL must be set/ },
  worker: { fails: true, says: /DATABASE_URL must be set/ },
  cli: { fails: false, says: /\bmigrate\b/ },
};

let failures = 0;
const report = (problems, right) => {
  failures += problems.length;
  console.log(problems.length === 0 ? `ok    ${right}` : problems.map((problem) => `FAIL  ${problem}`).join('\n'));
};

function filesHoldTogether(stages, files) {
  const packages = Object.keys(JSON.parse(read('package-lock.json')).packages).filter((path) => /^(apps|libs)\//.test(path) && !path.includes('node_modules'));
  const copied = stages.flatMap(({ steps }) => steps.flatMap(({ sources }) => sources ?? []));
  report(
    packages
      .filter((path) => !copied.includes(`${path}/package.json`))
      .map((path) => `the Dockerfile does not copy ${path}/package.json: npm ci would not link that package`),
    `the Dockerfile knows all ${packages.length} packages`,
  );
  report(
    Object.keys(starts)
      .filter((name) => !stages.some((stage) => stage.name === name))
      .map((name) => `the Dockerfile has no stage ${name}`),
    'the Dockerfile has the three images',
  );
  report(
    files
      .filter((file) => /(^|\/)(\.env|\.git|\.casetrail|secrets|node_modules|dist)(\/|$|\.)|\.(key|pem)$/.test(file))
      .map((file) => `${file} would be sent to the builder`),
    `the build context is ${files.length} files, no secrets or leftovers among them`,
  );
  report(composeProblems(docker, stages), 'compose.yaml is well formed and fits the Dockerfile and .env.example');
  report(
    undocumented(docker, stages, read('libs/runtime/src/config.ts')).map((name) => `docker/README.md does not explain ${name}`),
    'docker/README.md explains every variable',
  );
}

/** A health check is right if it passes for an answer of 200 and fails for 503 and for none. */
async function healthcheckProblems([command, ...args], stage) {
  let status = 200;
  const server = createServer(({ url }, response) => response.writeHead(url === '/health/ready' ? status : 404).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const env = { ...stage.environment(), PORT: String(server.address().port) };
  const check = async () => (await run(command, args, { cwd: stage.at('.'), env, limitInSeconds: 30 })).code;
  const [ready, notReady] = [await check(), ((status = 503), await check())];
  server.close();
  await once(server, 'close');
  const gone = await check();
  return ready === 0 && notReady === 1 && gone === 1
    ? []
    : [`the health check of the api ends with ${ready} for 200, ${notReady} for 503, ${gone} for no answer, not 0, 1, 1`];
}

async function imageProblems(name, stage) {
  const problems = [];
  if (['root', '0'].includes(stage.user)) problems.push(`${name} runs as root`);
  if (stage.env.NODE_ENV !== 'production') problems.push(`${name} does not set NODE_ENV=production`);
  const { packages } = JSON.parse(read('package-lock.json'));
  const development = Object.keys(packages).filter((path) => packages[path].dev && fs.existsSync(stage.at(path)));
  if (development.length > 0) problems.push(`${name} contains development packages: ${development.slice(0, 10).join(', ')}`);
  const [command, ...args] = [...stage.entrypoint, ...stage.command];
  const { fails, says } = starts[name];
  const { code, output } = await run(command, args, { cwd: stage.at('.'), env: stage.environment(), limitInSeconds: 60 });
  if (code === null || (code !== 0) !== fails || !says.test(output))
    problems.push(`${name}: ${command} ${args.join(' ')} should ${fails ? 'fail' : 'succeed'} and say ${says}; it ended with ${code}:\n${output.trim()}`);
  if (stage.healthcheck) problems.push(...(await healthcheckProblems(stage.healthcheck, stage)));
  return problems;
}

async function imagesStart(stages, files) {
  if (process.platform === 'win32') throw new Error('the steps need a POSIX shell: use --static here, or WSL');
  const unknown = positionals.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Error(`the Dockerfile has no stage ${unknown.join(', ')}`);
  const wanted = neededFor(positionals.length > 0 ? positionals : Object.keys(starts), stages);
  const folder = fs.mkdtempSync(join(tmpdir(), 'casetrail-docker-'));
  const discard = () => options.keep || fs.rmSync(folder, { recursive: true, force: true });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (discard(), process.exit(130)));
  console.log(`Replaying in ${folder}, with node ${process.version} of this machine in place of the base image:`);
  try {
    const built = await replay(
      stages.filter(({ name }) => wanted.has(name)),
      { folder, context: { root, files }, log: console.log },
    );
    for (const name of Object.keys(starts)) if (built.has(name)) report(await imageProblems(name, built.get(name)), `${name} starts from its own packages`);
  } catch (error) {
    report([error.message]);
  } finally {
    discard();
  }
}

const hasEngine = await promisify(execFile)('docker', ['info'], { timeout: 10_000 }).then(
  () => true,
  () => false,
);
console.log(hasEngine ? 'A Docker engine is at hand: `docker compose -f docker/compose.yaml build` builds the real images.' : 'No Docker engine is at hand.');
try {
  const stages = parseDockerfile(read('docker', 'Dockerfile'));
  const files = contextFiles(root, read('.dockerignore'));
  filesHoldTogether(stages, files);
  if (!options.static) await imagesStart(stages, files);
} catch (error) {
  report([error.message]);
}
console.log(failures === 0 ? 'All is well.' : `${failures} problem(s).`);
process.exitCode = failures === 0 ? 0 : 1;
