import { appends } from './append/append.ts';
import { freshTables, grownLedger } from './append/growth.ts';
import type { Benchmark } from './benchmark.ts';
import { catchUp } from './counting/catch-up.ts';
import { oneEvent } from './counting/one-event.ts';
import { rebuild } from './counting/rebuild.ts';
import { requests } from './http/requests.ts';
import { appendWhileSealed } from './keeping/append-while-sealed.ts';
import { sealAndVerify } from './keeping/keeping.ts';
import { sizes } from './keeping/sizes.ts';
import { papers } from './reading/paper.ts';
import { publication } from './reading/publication.ts';
import { screens } from './reading/screens.ts';
import { visible } from './visible/visible.ts';

/** Everything that is measured, in the order of the page. */
export const benchmarks: readonly Benchmark[] = [
  ...appends,
  freshTables,
  grownLedger,
  requests,
  visible,
  catchUp,
  oneEvent,
  rebuild,
  papers,
  publication,
  screens,
  sealAndVerify,
  appendWhileSealed,
  sizes,
];
