import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What is not the console's, whoever asks. */
const OURS = /^\/(?:v1|docs|health|problems|openapi\.json)(?:[/?]|$)/;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};
/** The one style that React Aria adds to the page by itself: that pressing is no gesture. */
const STYLE_OF_REACT_ARIA = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

type File = { readonly type: string; readonly etag: string; readonly caching: string; readonly bytes: Buffer; readonly gzipped?: Buffer };
const INDEX = '/index.html';

/** The console as it was built. Undefined where it was not. Everything is in memory: no path of a request ever reaches the file system. */
export function consoleFiles(folder: string): ReadonlyMap<string, File> | undefined {
  if (!fs.existsSync(join(folder, INDEX))) return undefined;
  const found = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && types[extname(entry.name)] && !entry.parentPath.endsWith('.vite'));
  return new Map(
    found.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = `/${relative(folder, file).replaceAll('\\', '/')}`;
      const bytes = fs.readFileSync(file);
      return [path, described(path, bytes)];
    }),
  );
}

function described(path: string, bytes: Buffer): File {
  return {
    type: types[extname(path)] as string,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
    // What is in static bears a hash of itself in its name.
    caching: path.startsWith('/static/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    bytes,
    ...(bytes.length > 1000 && { gzipped: gzipSync(bytes, { level: 9 }) }),
  };
}

/** A session that has ended is renewed in a window of its own, which goes to the issuer and comes back to this address: it must find the page that opened it. */
const SIGNED_IN = /^\/signed-in(?:[?]|$)/;
const openerPolicy = (url: string): string => (SIGNED_IN.test(url) ? 'unsafe-none' : 'same-origin-allow-popups');

/** Nothing but our own files may run; the issuer alone is asked for anything else. */
const policyWith = (issuer: string | undefined): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${STYLE_OF_REACT_ARIA}`,
    "img-src 'self' data:",
    `connect-src 'self'${issuer ? ` ${new URL(issuer).origin}` : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Serves the console under every address that is not ours: its files, and its first page for a browser that asks for an address within it. */
export function serveConsole(fastify: FastifyInstance, files: ReadonlyMap<string, File>, issuer: string | undefined): void {
  const policy = policyWith(issuer);
  fastify.addHook('onRequest', async (request, reply) => {
    const file = fileFor(files, request);
    return file && sendFile(file, policy, request, reply);
  });
}

function fileFor(files: ReadonlyMap<string, File>, { method, url, headers }: FastifyRequest): File | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || OURS.test(url)) return undefined;
  const path = url.split('?')[0] as string;
  const isPage = path === '/' || (!path.startsWith('/static/') && /\btext\/html\b/.test(headers.accept ?? ''));
  return files.get(path) ?? (isPage ? files.get(INDEX) : undefined);
}

function sendFile({ type, etag, caching, bytes, gzipped }: File, policy: string, { method, headers, url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.headers({
    'content-security-policy': policy,
    'cross-origin-opener-policy': openerPolicy(url),
    'cache-control': caching,
    etag,
    vary: 'accept-encoding',
  });
  if (headers['if-none-match'] === etag) return reply.code(304).send();
  const body = gzipped && /\bgzip\b/.test([headers['accept-encoding']].flat().join()) ? gzipped : bytes;
  if (body === gzipped) void reply.header('content-encoding', 'gzip');
  void reply.type(type).header('content-length', body.length);
  return reply.send(method === 'HEAD' ? '' : body);
}
