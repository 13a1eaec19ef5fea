/**
 * What no answer may hold: how we are built, where we run, what the database said, what is secret. Each with a text that it is there for.
 * Our own words are on the other side: see what the spec says is no leak.
 */
export const leaks: readonly { readonly what: string; readonly pattern: RegExp; readonly like: string }[] = [
  {
    what: 'a line of a stack',
    pattern: /\bat (?:async )?[\w.<>#]+ \(?(?:file:|node:|\/)/,
    like: 'at Object.execute (/srv/casetrail/apps/api/dist/main.js:12:7)',
  },
  { what: 'a line of a stack without a name', pattern: /\bat (?:async )?(?:file:\/\/|node:|\/)\S+:\d+/, like: 'at file:///app/dist/main.js:12:7' },
  { what: 'a place in a source file', pattern: /\.(?:ts|js|mjs|cjs):\d+/, like: 'execute.ts:71' },
  { what: 'a package', pattern: /node_modules/, like: 'node_modules/pg/lib/client.js' },
  { what: 'a module of Node', pattern: /node:(?:internal|fs|net|http|events)/, like: 'node:internal/process' },
  { what: 'a source map', pattern: /sourceMappingURL|webpack:\/\//, like: 'sourceMappingURL=main.js.map' },
  { what: 'a path on this machine', pattern: /(?:^|[\s"'(=])\/(?:home|root|usr|srv|var|tmp|opt|etc|run|proc|app)\//, like: 'in /home/node/casetrail/x' },
  { what: 'a file of this machine as a URL', pattern: /file:\/\/\//, like: 'file:///app/main.js' },
  { what: 'a path of Windows', pattern: /[A-Z]:\\\\?(?:Users|Windows|Program)/, like: 'C:\\Users\\li' },
  {
    what: 'a statement that reads',
    pattern: /\bselect\b[^"]{0,80}\bfrom\b[^"]{0,80}(?:\$\d|::|\b(?:ledger|views|counting|access|seal|operations)\.)/i,
    like: 'select id from ledger.events',
  },
  {
    what: 'a statement that writes',
    pattern: /\b(?:insert into|delete from|update)\b[^"]{0,80}(?:\$\d|\b(?:ledger|views|counting|access|seal|operations)\.)/i,
    like: 'insert into ledger.events (stream) values ($1)',
  },
  { what: 'a statement that changes tables', pattern: /\b(?:alter|drop|create|truncate) (?:table|index|schema|role|function)\b/i, like: 'drop table x' },
  { what: 'a placeholder of a query', pattern: /\bparameter \$\d|bind message/i, like: 'could not determine data type of parameter $1' },
  { what: 'a row that failed', pattern: /Failing row/i, like: 'Failing row contains (1, x).' },
  { what: 'a constraint', pattern: /violates (?:[\w-]+ )*constraint/i, like: 'new row for relation "events" violates check constraint "events_check"' },
  { what: 'a key that is there twice', pattern: /duplicate key value|Key \([^)]*\)=\(/i, like: 'Key (id)=(7) already exists.' },
  { what: 'a mistake in a statement', pattern: /syntax error at or near/i, like: 'syntax error at or near "form"' },
  {
    what: 'a value that PostgreSQL cannot read',
    pattern: /invalid input syntax|value too long for type|out of range for type|invalid byte sequence/i,
    like: 'invalid input syntax for type bigint: "x"',
  },
  {
    what: 'something that the database lacks',
    pattern: /(?:relation|column|function|schema|role|database|operator|type) "?[\w.]+"?(?:\([^)]*\))? does not exist/i,
    like: 'relation "ledger.x" does not exist',
  },
  { what: 'a right that is missing', pattern: /permission denied for|must be owner of|must be superuser/i, like: 'permission denied for table events' },
  { what: 'a transaction', pattern: /current transaction is aborted|deadlock detected|could not serialize|could not obtain lock/i, like: 'deadlock detected' },
  {
    what: 'a time limit of the database',
    pattern: /canceling statement|lock timeout|terminating connection/i,
    like: 'canceling statement due to statement timeout',
  },
  {
    what: 'a connection of the database',
    pattern: /Connection terminated|too many clients|remaining connection slots|no pg_hba/i,
    like: 'sorry, too many clients already',
  },
  {
    what: 'a table of PostgreSQL',
    pattern: /\bpg_(?:catalog|class|stat|toast|temp|sleep|advisory|hba|authid)|information_schema/,
    like: 'pg_catalog.pg_class',
  },
  { what: 'a role of the database', pattern: /casetrail_(?:api|worker|auditor|owner)/, like: 'casetrail_api' },
  { what: 'an SQLSTATE', pattern: /\bSQLSTATE\b|"code":"(?:42[0-9A-Z]{3}|2[23][0-9A-Z]{3}|40[0P]\d{2}|57[0P]\d{2})"/, like: 'SQLSTATE 42P01' },
  { what: 'an address of the database', pattern: /postgres(?:ql)?:\/\//, like: 'postgres://casetrail:x@db/casetrail' },
  { what: 'an address of the queue', pattern: /rediss?:\/\//, like: 'redis://cache:6379' },
  { what: 'a command of Redis', pattern: /\bWRONGTYPE\b|\bNOAUTH\b|\bEVALSHA\b|ReplyError/, like: 'NOAUTH Authentication required.' },
  {
    what: 'an error of TypeORM',
    pattern: /\b(?:QueryFailedError|TypeORMError|EntityNotFoundError|EntityMetadataNotFoundError)\b|\bQueryRunner\b/,
    like: 'QueryFailedError: x',
  },
  { what: 'an error of the language', pattern: /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|AssertionError|AggregateError)\b/, like: 'TypeError: x' },
  {
    what: 'an error of a library',
    pattern: /\b(?:ZodError|JOSEError|JWTExpired|JWSSignatureVerificationFailed|FastifyError|FST_ERR_\w+|UnhandledPromise\w*)\b/,
    like: 'FST_ERR_CTP_BODY_TOO_LARGE',
  },
  {
    what: 'how a value was missing',
    pattern: /Cannot (?:read|set) propert|is not a function|is not iterable|is not defined|Cannot destructure/,
    like: "Cannot read properties of undefined (reading 'x')",
  },
  {
    what: 'how JSON was wrong',
    pattern: /Unexpected (?:token|end of JSON|non-whitespace)|in JSON at position/,
    like: 'Unexpected token } in JSON at position 7',
  },
  {
    what: 'the end of the stack',
    pattern: /Maximum call stack|heap out of memory|Invalid array length|Invalid string length/,
    like: 'Maximum call stack size exceeded',
  },
  {
    what: 'an error of the operating system',
    pattern: /\bE(?:CONNREFUSED|CONNRESET|NOENT|ACCES|PERM|ADDRINUSE|PIPE|TIMEDOUT|HOSTUNREACH|MFILE|NOSPC)\b/,
    like: 'ENOENT: no such file',
  },
  { what: 'an address inside', pattern: /\b(?:127\.0\.0\.1|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+):\d{2,5}\b/, like: 'connect 127.0.0.1:5432' },
  {
    what: 'a field of an error',
    pattern: /"(?:stack|sql|query|driverError|constraint|routine|severity|internalQuery|schema|table|parameters|errno|syscall)":/,
    like: '{"routine":"x"}',
  },
  { what: 'what serves here', pattern: /\b(?:fastify|nestjs|express|node\.js)\/\d|x-powered-by/i, like: 'Fastify/5.1' },
  { what: 'a private key', pattern: /BEGIN (?:[A-Z]+ )?PRIVATE KEY|PRIVATE\+KEY\+/, like: '-----BEGIN PRIVATE KEY-----' },
  { what: 'a token', pattern: /\beyJ[\w-]{10,}\.[\w-]{10,}\./, like: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsZWFkLTEifQ.x' },
  {
    what: 'a header that carries a secret',
    pattern: /\bauthorization: ?(?:basic|bearer) [\w+/=-]+|\bset-cookie: ?\S|\bBearer [\w-]{20,}/i,
    like: 'authorization: Basic bGk6d2Vp',
  },
  {
    what: 'a setting of the process',
    pattern: /\b(?:DATABASE_URL|REDIS_URL|POSTGRES_PASSWORD|CASETRAIL_[A-Z]+_KEY_FILE|NODE_ENV)\b/,
    like: 'DATABASE_URL must be set',
  },
  { what: 'an identity number', pattern: /\b\d{17}[\dX]\b/, like: '11010119900307000X' },
];

/** What a text holds and must not. */
export const leaksIn = (text: string): string[] => leaks.filter(({ pattern }) => pattern.test(text)).map(({ what }) => what);
