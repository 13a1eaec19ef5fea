import { isIP } from 'node:net';
import { z } from 'zod';

const KIB = 1024;
const SECOND = 1000;

/** What a request may cost, how many one may send, and what stands between the api and the world. Bytes, characters and milliseconds. */
export type Edge = {
  readonly body: number;
  readonly headers: number;
  readonly headersWithin: number;
  readonly requestWithin: number;
  /** How deep a body may be nested, how many names an object and items an array may have, how long a text may be. */
  readonly json: { readonly depth: number; readonly names: number; readonly items: number; readonly text: number };
  /**
   * Requests in ten seconds: of one user, and of one address as long as it does not say who is asking. Of one user, too: searches and revelations of personal data
   * in a minute, exports in an hour. 0 is without end.
   */
  readonly rates: {
    readonly reads: number;
    readonly writes: number;
    readonly strangers: number;
    readonly searches: number;
    readonly reveals: number;
    readonly exports: number;
  };
  /** How many requests may be worked on at a time; whoever comes then is asked to come again. 0 is without end. */
  readonly atOnce: number;
  /** How many rows a file may have that is exported. It is made in memory, and recorded before it leaves. */
  readonly exportRows: number;
  /** Addresses and networks of the proxies in front. Only they are believed about whom they ask for: anybody can write X-Forwarded-For. */
  readonly proxies: readonly string[];
  readonly isBehindTls: boolean;
};

export const whole = (least: number, most: number) =>
  z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce
      .number({ error: 'must be a whole number' })
      .int('must be a whole number')
      .min(least, `must be at least ${least}`)
      .max(most, `must be at most ${most}`)
      .optional(),
  );
export const kib = whole(1, 64 * KIB);
export const headersKib = whole(1, 64);
export const seconds = whole(1, 3600);
export const depth = whole(1, 1000);
export const count = whole(1, 1_000_000);
export const rate = whole(0, 1_000_000);
const addresses = (text: string) => text.split(',').map((address) => address.trim());
const isNetwork = (address: string) => /^[^/]+(\/\d{1,3})?$/.test(address) && isIP(address.split('/')[0] as string) > 0;
export const proxies = z
  .string()
  .refine((text) => text === '' || addresses(text).every(isNetwork), 'must be addresses or networks like 10.0.0.0/8, with commas between them')
  .transform((text) => (text === '' ? [] : addresses(text)))
  .optional();

/** The variables as they are set. What is not set is as usual. */
export type EdgeVariables = {
  readonly [
    K in
      | 'CASETRAIL_BODY_KIB'
      | 'CASETRAIL_HEADERS_KIB'
      | 'CASETRAIL_HEADERS_SECONDS'
      | 'CASETRAIL_REQUEST_SECONDS'
      | 'CASETRAIL_JSON_DEPTH'
      | 'CASETRAIL_JSON_NAMES'
      | 'CASETRAIL_JSON_ITEMS'
      | 'CASETRAIL_JSON_TEXT_KIB'
      | 'CASETRAIL_READS_IN_TEN_SECONDS'
      | 'CASETRAIL_WRITES_IN_TEN_SECONDS'
      | 'CASETRAIL_STRANGERS_IN_TEN_SECONDS'
      | 'CASETRAIL_SEARCHES_IN_A_MINUTE'
      | 'CASETRAIL_REVEALS_IN_A_MINUTE'
      | 'CASETRAIL_EXPORTS_IN_AN_HOUR'
      | 'CASETRAIL_REQUESTS_AT_ONCE'
      | 'CASETRAIL_EXPORT_ROWS'
  ]?: number | undefined;
} & { readonly CASETRAIL_PROXIES?: readonly string[] | undefined; readonly CASETRAIL_BEHIND_TLS?: boolean | undefined };

export const edgeFrom = (set: EdgeVariables): Edge => ({
  body: (set.CASETRAIL_BODY_KIB ?? 256) * KIB,
  headers: (set.CASETRAIL_HEADERS_KIB ?? 16) * KIB,
  headersWithin: (set.CASETRAIL_HEADERS_SECONDS ?? 10) * SECOND,
  requestWithin: (set.CASETRAIL_REQUEST_SECONDS ?? 30) * SECOND,
  json: {
    depth: set.CASETRAIL_JSON_DEPTH ?? 16,
    names: set.CASETRAIL_JSON_NAMES ?? 1000,
    items: set.CASETRAIL_JSON_ITEMS ?? 1000,
    text: (set.CASETRAIL_JSON_TEXT_KIB ?? 16) * KIB,
  },
  rates: {
    reads: set.CASETRAIL_READS_IN_TEN_SECONDS ?? 1200,
    writes: set.CASETRAIL_WRITES_IN_TEN_SECONDS ?? 300,
    strangers: set.CASETRAIL_STRANGERS_IN_TEN_SECONDS ?? 300,
    searches: set.CASETRAIL_SEARCHES_IN_A_MINUTE ?? 30,
    reveals: set.CASETRAIL_REVEALS_IN_A_MINUTE ?? 20,
    exports: set.CASETRAIL_EXPORTS_IN_AN_HOUR ?? 5,
  },
  atOnce: set.CASETRAIL_REQUESTS_AT_ONCE ?? 1000,
  exportRows: set.CASETRAIL_EXPORT_ROWS ?? 10_000,
  proxies: set.CASETRAIL_PROXIES ?? [],
  isBehindTls: set.CASETRAIL_BEHIND_TLS ?? false,
});

/** What holds where nothing is set. */
export const usualEdge: Edge = edgeFrom({});
