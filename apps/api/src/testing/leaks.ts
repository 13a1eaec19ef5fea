/** What no answer may hold: how we are built, where we run, what the database said. */
const leaks: readonly RegExp[] = [
  /\bat (?:async )?[\w.<>#]+ \(?(?:file:|node:|\/)/, // a line of a stack
  /\.(?:ts|js|mjs|cjs):\d+/,
  /node_modules|node:internal/,
  /(?:^|[\s"'(])\/(?:home|root|usr|srv|var|tmp|opt|etc|run)\//,
  /[A-Z]:\\\\(?:Users|Windows|Program)/,
  /\b(?:select|insert|update|delete)\b[^"]{0,80}\b(?:from|into|set|where|returning)\b[^"]{0,80}(?:\$\d|::|\bledger\.|\bviews\.|\bfigures\.)/i,
  /Failing row|violates (?:\w+-?)+ constraint|duplicate key value/i,
  /syntax error at or near|invalid input syntax|(?:relation|column|function) "?[\w.]+"? does not exist/i,
  /permission denied for|current transaction is aborted|deadlock detected|could not serialize/i,
  /\b(?:pg_(?:catalog|class|stat|toast|temp|sleep|advisory)|information_schema|casetrail_(?:api|worker|auditor))/,
  /postgres(?:ql)?:\/\/|rediss?:\/\//,
  /\b(?:QueryFailedError|TypeORMError|EntityNotFoundError|TypeError|RangeError|ReferenceError|SyntaxError|ZodError|AssertionError)\b/,
  /Cannot read propert|is not a function|is not iterable|Unexpected (?:token|end of JSON)|Maximum call stack/,
  /ECONNREFUSED|ECONNRESET|ENOENT|EACCES|\bSQLSTATE\b/,
  /"(?:stack|sql|query|driverError|constraint|routine|severity|internalQuery)":/,
  /BEGIN (?:[A-Z]+ )?PRIVATE KEY|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/,
  /\b\d{17}[\dX]\b/, // an identity number
];

/** The patterns that a text holds and must not. */
export const leaksIn = (text: string): string[] => leaks.filter((leak) => leak.test(text)).map(String);
