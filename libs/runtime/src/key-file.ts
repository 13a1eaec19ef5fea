import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { assertPrivate } from './secret-files.ts';

const KEY_BYTES = 32;

function parse(path: string): Buffer {
  const text = fs.readFileSync(path, 'utf8').trim();
  if (!/^([0-9a-f]{2}){32,}$/i.test(text))
    throw new Error(`${path} must hold a key of at least ${KEY_BYTES} bytes in hexadecimal, as openssl rand -hex ${KEY_BYTES} prints it.`);
  return Buffer.from(text, 'hex');
}

/** Writes a new key, for this account alone. Whoever comes first makes it: if there is one by now, that one counts. */
export function makeOnce(path: string, key: string): void {
  fs.mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  fs.writeFileSync(fresh, `${key}\n`, { mode: 0o600 });
  try {
    fs.linkSync(fresh, path); // fails if another process was first: then its key counts
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(fresh);
  }
}

/**
 * Reads a secret key (hexadecimal, 32 bytes or more). Where it may be made, a missing one is made at random, once, whoever comes first.
 * A key that several machines must share is never made here: each would make its own. Nor is it taken where everybody on this machine may read it.
 */
export function readKey(path: string, mayBeMade: boolean): Buffer {
  if (fs.existsSync(path)) {
    if (!mayBeMade) assertPrivate(path);
    return parse(path);
  }
  if (!mayBeMade) throw new Error(`There is no key in ${path}. Make one, once for all machines, and keep it safe: openssl rand -hex ${KEY_BYTES} > ${path}`);
  makeOnce(path, randomBytes(KEY_BYTES).toString('hex'));
  return parse(path);
}
