import { z } from 'zod';

/** RFC 9457, as every error answers. `code` is stable, and the last part of `type`. */
export const problem = z.strictObject({
  type: z.string().describe('/problems/{code}: a page about this kind of problem'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.string(),
  requestId: z.string().describe('Also in the X-Request-Id header: name it when you ask for help'),
  errors: z
    .array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() }))
    .optional()
    .describe('What is wrong with the request, field by field'),
  details: z.record(z.string(), z.unknown()).optional().describe('What a program needs to know about this case, such as the version now'),
});

/** A kind of problem, as its `type` leads to it. */
export const problemKind = z.strictObject({ code: z.string(), status: z.int(), title: z.string(), meaning: z.string() });
export const problemKinds = z.strictObject({ problems: z.array(problemKind) });

type Kind = { readonly status: number; readonly title: string; readonly meaning: string };

/** Problems that are not about the matter itself. Their codes are public: never rename one. */
export const problems = {
  'request/malformed-json': { status: 400, title: 'The body is not JSON', meaning: 'The body could not be read as UTF-8 JSON. Nothing was recorded.' },
  'request/malformed': { status: 400, title: 'The request is malformed', meaning: 'The request could not be read as HTTP, or its URL is not well formed.' },
  'request/invalid': {
    status: 400,
    title: 'The request is invalid',
    meaning: 'A field of the body, the query or a header is missing, unknown or of the wrong form. `errors` names each. Nothing was recorded.',
  },
  'request/unknown-route': { status: 404, title: 'There is no such address', meaning: 'Nothing is served under this path. /docs lists what is.' },
  'request/method-not-allowed': {
    status: 405,
    title: 'The address does not take this method',
    meaning: 'The path is served, but not with this method. The Allow header names those it takes.',
  },
  'request/timeout': {
    status: 408,
    title: 'The request did not arrive in time',
    meaning: 'The connection was closed before the whole request was there. Nothing is wrong with the request: send it again, with the same key.',
  },
  'request/stale-version': {
    status: 412,
    title: 'The record has moved on',
    meaning: 'If-Match named a version that is no longer the last one. Read the record again, and decide again. Nothing was recorded.',
  },
  'request/too-large': { status: 413, title: 'The body is too large', meaning: 'A body may have 256 KiB, unless this service is set otherwise.' },
  'request/url-too-long': { status: 414, title: 'The address is too long', meaning: 'A part of the path is longer than any id.' },
  'request/unsupported-media-type': { status: 415, title: 'The body is not application/json', meaning: 'Bodies are application/json in UTF-8.' },
  'request/headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    meaning: 'All headers together may have 16 KiB, unless this service is set otherwise.',
  },
  'request/too-many': {
    status: 429,
    title: 'Too many requests',
    meaning:
      'This user, or this address as long as it does not say who is asking, has sent more than its share. Retry-After says when to go on. Nothing was recorded.',
  },
  'authentication/required': { status: 401, title: 'Who is asking?', meaning: 'This address needs a token: Authorization: Bearer.' },
  'authentication/invalid-token': { status: 401, title: 'The token is not valid', meaning: 'The token is forged, expired or meant for something else.' },
  'authentication/no-office': {
    status: 403,
    title: 'Nothing may be done in this office',
    meaning: 'Whoever asks is known, but holds no office today, or not the one that the header Casetrail-Office names. Nothing was recorded.',
  },
  'authentication/office-required': {
    status: 400,
    title: 'In which office?',
    meaning: 'Whoever asks holds several offices, and must name one in the header Casetrail-Office: ROLE@org. `details` lists them. Nothing was recorded.',
  },
  'authentication/issuer-unavailable': {
    status: 503,
    title: 'The issuer of the tokens does not answer',
    meaning:
      'Whether the token is valid cannot be told, because the keys of its issuer cannot be fetched. Nothing was recorded; the same request may be sent again.',
  },
  'idempotency/key-required': {
    status: 400,
    title: 'The Idempotency-Key is missing',
    meaning: 'Every write carries an Idempotency-Key of 1 to 255 visible ASCII characters, so that it can be repeated without harm when an answer got lost.',
  },
  'idempotency/key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used before',
    meaning: 'This key was used for another request. A new request takes a new key. Nothing was recorded.',
  },
  'personal-data/purpose-required': {
    status: 400,
    title: 'What for?',
    meaning: 'Whoever wants to see personal data, or to find somebody by number, says what for: `purpose`. Nothing was shown.',
  },
  'personal-data/not-involved': {
    status: 403,
    title: 'The person is no concern of whoever asks',
    meaning: 'Personal data are shown to those whose organ has to do with the person, and in it to leaders and to those who work on it. Nothing was shown.',
  },
  'personal-data/unreadable': {
    status: 500,
    title: 'What is sealed cannot be read',
    meaning: 'The vault holds something that does not open, although nobody has decided to erase it. Whoever runs this service has been told.',
  },
  'role/not-allowed': { status: 403, title: 'This role may not do that', meaning: 'The act belongs to another role or organ. Nothing was recorded.' },
  'organ/not-in-charge': {
    status: 403,
    title: 'Another organ is in charge',
    meaning: 'The record is in the charge of another organ of the same line. `details` names it. Nothing was recorded.',
  },
  'look/not-recorded': {
    status: 503,
    title: 'The look could not be recorded',
    meaning: 'Nobody looks at this without a record of it, and that record could not be made. Nothing was shown; the same request may be sent again.',
  },
  'access/is-unknown': { status: 404, title: 'There is no such access', meaning: 'No access or conflict has this id, or none that whoever asks has a say in.' },
  'access/not-needed': { status: 409, title: 'The record is shown already', meaning: 'Whoever asks sees this record as it is. Nothing was recorded.' },
  'access/not-possible': {
    status: 409,
    title: 'That cannot be done with this access any more',
    meaning: 'It is decided, reviewed, ended or expired already. Read it again. Nothing was recorded.',
  },
  'access/second-person-required': {
    status: 403,
    title: 'Another person does that',
    meaning: 'Nobody decides on what they asked for, reviews what they took, or ends a conflict of their own. Nothing was recorded.',
  },
  'access/too-long': {
    status: 409,
    title: 'That is too long or over already',
    meaning: 'Access ends in the future, and not later than this service is set to allow. `details` says how long that is. Nothing was recorded.',
  },
  'figure/is-unknown': { status: 404, title: 'There is no such figure', meaning: 'GET /v1/figures lists the figures there are.' },
  'figure/known-at-beyond-ledger': {
    status: 400,
    title: 'The ledger does not reach that far',
    meaning: 'knownAt names a position that nothing has been recorded at yet.',
  },
  'figure/not-counted-yet': {
    status: 503,
    title: 'The figures are not counted that far yet',
    meaning: 'knownAt is in the ledger, but the figures are still being counted up to it. The same request works in a moment.',
  },
  'view/not-shown-yet': {
    status: 503,
    title: 'The record is not shown yet',
    meaning: 'It was recorded, but the read models have not got to it. The same request works in a moment.',
  },
  'publication/not-sealed-yet': {
    status: 503,
    title: 'The ledger is not sealed yet',
    meaning: 'A publication stands on a signed checkpoint of the ledger, and there is none, or sealing has stopped. Nothing was recorded.',
  },
  'publication/figures-behind': {
    status: 503,
    title: 'The figures are behind the sealed ledger',
    meaning: 'The figures have not come to a signed checkpoint, or have stopped before one. Nothing was recorded; see /health/ready.',
  },
  'publication/not-computed': {
    status: 409,
    title: 'The publication has no figures yet',
    meaning: 'There is something to read once its figures are computed.',
  },
  'publication/counted-by-other-rules': {
    status: 409,
    title: 'The figures are counted by other rules now',
    meaning:
      'The events behind a published figure are found by the rules that counted it. This service counts by other ones: ask one of the version it was published with.',
  },
  'event/is-unknown': { status: 404, title: 'There is no such event', meaning: 'The ledger has no event of this id, or at this position, that you may see.' },
  'record/is-unknown': { status: 404, title: 'There is no such record', meaning: 'No record has this id, or none that is shown to whoever asks.' },
  'history/not-reached': {
    status: 400,
    title: 'The history does not reach that far',
    meaning: 'The record has no such version yet, or nothing has been recorded yet at the position that was named. `details` says how far it goes.',
  },
  'correction/not-pending': {
    status: 409,
    title: 'The correction is decided',
    meaning: 'What a correction would change can be asked while it waits for a decision. What an approved one did change, its effect tells.',
  },
  'correction/not-approved': {
    status: 409,
    title: 'The correction is not approved',
    meaning: 'Only what was approved has changed anything. What a correction that waits for a decision would change, its preview tells.',
  },
  'publication/is-unknown': { status: 404, title: 'There is no such publication', meaning: 'No publication has this id.' },
  'publication/not-published': {
    status: 409,
    title: 'The publication is not published',
    meaning:
      'What is not published yet, or was withdrawn before it was, has printed no value: there are no receipts and proofs of it, and nothing to compare with another publication.',
  },
  'difference/cell-is-unknown': {
    status: 404,
    title: 'There is no such cell',
    meaning: 'The difference itself names the cells that it has: new-facts, ended, late-entries, K1 and so on.',
  },
  'problem/is-unknown': { status: 404, title: 'There is no such problem', meaning: 'No problem has this code.' },
  'ledger/not-sealed-yet': {
    status: 503,
    title: 'The ledger is not sealed that far yet',
    meaning: 'It was recorded, but no checkpoint that was signed covers it. The same request works in a moment; /health/ready says how sealing goes.',
  },
  'ledger/beyond-ledger': {
    status: 400,
    title: 'The ledger does not reach that far',
    meaning: 'A position or a size is asked for that nothing has been recorded at yet.',
  },
  'tile/is-unknown': {
    status: 404,
    title: 'There is no such tile',
    meaning: 'The path is not that of a tile, or the newest checkpoint does not need this tile, or not with so many hashes.',
  },
  'export/purpose-required': {
    status: 400,
    title: 'What is the file for?',
    meaning: 'An export names its purpose, one of the codes of the documentation. Nothing was written, and nothing recorded.',
  },
  'export/too-many-rows': {
    status: 409,
    title: 'The list is too long for a file',
    meaning: 'A file has at most so many rows as this service is set to. Filters make the list shorter. Nothing was written, and nothing recorded.',
  },
  'export/moved-on': {
    status: 409,
    title: 'The list has moved on',
    meaning: 'A file is not kept. The list is no longer what it was when this key made its file, so the same file cannot be given again: ask with a new key.',
  },
  'ledger/contention': {
    status: 503,
    title: 'Too many were writing at once',
    meaning: 'Others changed the same records at every attempt. Nothing was recorded; the same request, with the same key, may be sent again.',
  },
  'service/database-unavailable': {
    status: 503,
    title: 'The database does not answer',
    meaning: 'Whether a write was recorded is not known. Send it again with the same key: it is recorded once.',
  },
  'service/busy': {
    status: 503,
    title: 'Too much is being worked on',
    meaning: 'The service works on as many requests as it can. Nothing was done; the same request may be sent again, in a moment.',
  },
  'service/fault': {
    status: 500,
    title: 'Something went wrong here',
    meaning: 'A fault of the service. Whether a write was recorded is not known: send it again with the same key. The request id finds it in the log.',
  },
} as const satisfies Record<string, Kind>;
export type ProblemCode = keyof typeof problems;

/** How a refusal of the domain answers: unknown records are not found, a wrong role is forbidden, everything else is a conflict with what is recorded. */
export function refusal(code: string): { readonly status: number; readonly title: string } {
  if (code in problems) return problems[code as ProblemCode];
  return code.endsWith('/is-unknown') ? { status: 404, title: 'There is no such record' } : { status: 409, title: 'The request was refused' };
}
