export type Backend = 'PostgreSQL' | 'Redis';

const redis = process.env['TEST_REDIS_URL'];

/** What the queues are tried on: PostgreSQL always, Redis where TEST_REDIS_URL names one. */
export const backends: readonly Backend[] = redis ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'];

/** Each spec file has a database of its own on the Redis server, and empties no other: they run side by side. */
export function redisUrlOf(specFile: number): string {
  if (!redis) throw new Error('TEST_REDIS_URL is not set.');
  return Object.assign(new URL(redis), { pathname: `/${specFile}` }).href;
}

/** Runs the specs for each backend, and says in the report which ones there were, and why. */
export function onEachBackend(specs: (backend: Backend) => void): void {
  for (const backend of backends) describe(`with the queues on ${backend}`, () => specs(backend));
  const ran = `tested with the queues on ${backends.join(' and on ')}${redis ? '' : ', NOT on Redis: TEST_REDIS_URL is not set'}`;
  it(ran, () => console.info(`The worker is ${ran}.`));
}
