// What can be wrong with a machine, said so that one knows what to do.

const problems = [
  [
    /ENOSPC|No space left on device/i,
    ({ data }) => `The disk is full: there is no space left for ${data}. Free some, or choose another folder with CASETRAIL_HOME.`,
  ],
  [
    /EADDRINUSE|could not bind IPv4|Address already in use/i,
    ({ port }) => `Port ${port} is in use by another program. Choose another one for the database: CASETRAIL_PG_PORT=${port + 1} npm start`,
  ],
  [
    /lock file "postmaster\.pid" already exists/,
    ({ data }) => `Casetrail is already running on ${data}. Stop it first, or choose another folder with CASETRAIL_HOME.`,
  ],
  [
    /database files are incompatible with server|was initialized by PostgreSQL version/,
    ({ data }) => `The data in ${data} are of another version of PostgreSQL. Export them with the old version, or choose another folder with CASETRAIL_HOME.`,
  ],
  [
    /EACCES|EPERM|EROFS|ENOTDIR|(ENOENT|EEXIST).* mkdir|Permission denied|Read-only file system|has invalid permissions|has wrong ownership|Operation not permitted/i,
    ({ data }) =>
      `The data folder ${data} cannot be used: it must be a folder that this account can write to. Mend it, or choose another one with CASETRAIL_HOME.`,
  ],
  [/error while loading shared libraries|Library not loaded/, () => 'The PostgreSQL that npm installed is not complete. Run npm ci once more.'],
];

/** The message for a fault of the database server, with what the server itself said below it. */
export function explain(error, where) {
  const said = [error.message, error.stderr?.toString()].filter(Boolean).join('\n').trim();
  const problem = problems.find(([pattern]) => pattern.test(said));
  return problem ? `${problem[1](where)}\n\n${said}` : said;
}
