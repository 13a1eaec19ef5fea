import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';

const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/**
 * The command id that a user's Idempotency-Key stands for: the same key of the same user is the same command, whenever it arrives.
 * A UUID of version 8, as far as its bits go: 122 of them are from SHA-256.
 */
export function commandIdOf(user: string, { headers }: FastifyRequest): string {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || !visibleAscii.test(key)) throw new Problem('idempotency/key-required');
  const bytes = hash('sha256', `${user}\n${key}`, 'buffer').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The version that If-Match names, if it is there. */
export function expectedVersion({ headers }: FastifyRequest): number | undefined {
  const value = headers['if-match'];
  if (value === undefined) return undefined;
  const version = /^"(\d{1,9})"$/.exec(value)?.[1];
  if (version === undefined) throw invalid([{ path: 'If-Match', code: 'invalid-format', message: 'must be one version in double quotes, like "3"' }], 'header');
  return Number(version);
}

export const etag = (version: number): string => `"${version}"`;
