/** Support for tests of this package and of those that count. */
export { attack } from './disclosure/testing/attack.ts';
export { type Totals, naiveRecount } from './figures/testing/naive-recount.ts';
export { LOG_DAYS, LOG_START, type LoggedEvent, logDistricts, random, randomLog } from './figures/testing/random-log.ts';
export { tellLog } from './figures/testing/tell-log.ts';
