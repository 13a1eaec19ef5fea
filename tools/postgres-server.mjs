// Child process of postgres.mjs: runs the server until its parent disconnects or dies.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { as, dataFolder, own, programs } from './postgres-account.mjs';
import { explain } from './postgres-problems.mjs';
import { isAlive, takeOver } from './postgres-takeover.mjs';

const USER = 'postgres';
const PASSWORD = 'postgres'; // only this machine can connect
const exe = process.platform === 'win32' ? '.exe' : '';
const TEMPORARY = 'casetrail-pg-';

/** Resolves to the port, a free one for 0; fails when it is in use. */
const probe = (port) =>
  new Promise((done, fail) => {
    const listener = createServer().once('error', fail);
    listener.listen(port, '127.0.0.1', () => {
      const { port: found } = listener.address();
      listener.close(() => done(found));
    });
  });

/** Makes a new data folder beside its place, so that an interrupted attempt leaves nothing half made. */
function initialise(bin, data, durable) {
  for (const name of fs.readdirSync(dirname(data))) {
    const maker = name.startsWith(`${basename(data)}.new-`) && Number(name.split('-').at(-1));
    if (maker && !isAlive(maker)) fs.rmSync(join(dirname(data), name), { recursive: true, force: true });
  }
  const fresh = `${data}.new-${process.pid}`;
  const passwordFile = join(tmpdir(), `casetrail-${randomBytes(6).toString('hex')}`);
  try {
    fs.writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
    own(passwordFile);
    fs.mkdirSync(fresh, 0o700);
    own(fresh);
    const settings = ['-U', USER, '-A', 'scram-sha-256', '--pwfile', passwordFile, '--encoding=UTF8', '--locale=C'];
    execFileSync(join(bin, `initdb${exe}`), ['-D', fresh, ...settings, ...(durable ? [] : ['--no-sync'])], { ...as, cwd: tmpdir(), stdio: 'pipe' });
    if (fs.existsSync(data)) fs.rmdirSync(data);
    fs.renameSync(fresh, data);
  } finally {
    fs.rmSync(passwordFile, { force: true });
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

/** A temporary data folder, after removing those whose makers are gone. */
async function temporaryFolder() {
  for (const name of fs.readdirSync(tmpdir()).filter((entry) => entry.startsWith(TEMPORARY))) {
    const maker = Number(name.slice(TEMPORARY.length).split('-')[0]);
    if (!maker || isAlive(maker)) continue;
    await takeOver(join(tmpdir(), name, 'data')).catch(() => {});
    fs.rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const made = fs.mkdtempSync(join(tmpdir(), `${TEMPORARY}${process.pid}-`));
  own(made);
  return join(made, 'data');
}

async function start({ dir, port, database, log }, where) {
  const data = (where.data = dir ? dataFolder(dir) : await temporaryFolder());
  const bin = programs();
  await takeOver(data);
  port = where.port = await probe(port ?? 0);
  if (!fs.existsSync(join(data, 'PG_VERSION'))) {
    if (fs.existsSync(data) && fs.readdirSync(data).length > 0)
      throw new Error(`${data} is neither empty nor a data folder of PostgreSQL. Choose another one with CASETRAIL_HOME.`);
    initialise(bin, data, Boolean(dir));
  }
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // What is thrown away need not survive a power cut, and serves specs that run side by side and kill processes. What stays is always written durably.
    ...(dir ? {} : { fsync: 'off', full_page_writes: 'off', max_connections: 400 }),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(bin, `postgres${exe}`), ['-D', data, ...options], { ...as, cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const exited = new Promise((done) => server.once('exit', done));
  await new Promise((ready, fail) => {
    server.once('error', fail);
    server.once('exit', () => fail(new Error(`PostgreSQL did not start:\n${said}`)));
    server.stderr.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-4000);
      if (log) fs.appendFile(log, text, () => {}); // a full disk must not end the server's keeper
      if (text.includes('ready to accept connections')) ready();
    });
  });

  let asked = false;
  const stop = async () => {
    asked = true;
    server.kill('SIGINT'); // "fast" shutdown
    await exited;
    if (!dir) fs.rmSync(dirname(data), { recursive: true, force: true });
  };
  const url = (name) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`;
  const client = new pg.Client(url('postgres'));
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
    await client.end();
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${said}`, { cause: error });
  }
  void exited.then(() => asked || end({ error: explain(new Error(`The database server stopped unexpectedly:\n${said}`), where) }));
  return { url: url(database), stop };
}

const end = (message) => (process.connected ? process.send(message, () => process.exit(1)) : process.exit(1));
let running;

async function stop() {
  await running?.then((server) => server.stop()).catch(() => {});
  process.exit();
}
process.on('SIGINT', () => {});
process.on('SIGTERM', stop);
process.on('disconnect', stop);
process.once('message', async (options) => {
  const where = { port: options.port, data: options.dir };
  try {
    running = start(options, where);
    const { url } = await running;
    if (process.connected) process.send({ url });
  } catch (error) {
    end({ error: explain(error, where) });
  }
});
