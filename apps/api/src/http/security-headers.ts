/** Nothing of an answer may run, load or be framed. The papers bring a style of their own. */
const nothing = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** The readable page of the documentation is made of our own files; its buttons send requests to us. Images may be inside its style. */
const documentation =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What every answer says to a browser. Over plain HTTP, nobody believes a promise of TLS. */
export const securityHeaders = (path: string, isBehindTls: boolean): Record<string, string> => ({
  'content-security-policy': /^\/docs(?:[/?]|$)/.test(path) ? documentation : nothing,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY', // for browsers that do not know frame-ancestors
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'no-store',
  ...(isBehindTls && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
});
