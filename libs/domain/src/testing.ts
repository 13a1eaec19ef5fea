/** Support for tests of this package and of those that count, show and serve. */
export { attack } from './disclosure/testing/attack.ts';
export { firstRecords } from './kernel/testing/first-records.ts';
export { commandsOf, correctionCommandsOf } from './kernel/testing/samples.ts';
export { publicationCommandsOf } from './publication/publication-fixtures.ts';
export { type Issue, type Said } from './kernel/specify.ts';
export { type Totals, naiveRecount } from './figures/testing/naive-recount.ts';
export { LOG_DAYS, LOG_START, type LoggedEvent, logDistricts, random, randomLog } from './figures/testing/random-log.ts';
export { tellLog } from './figures/testing/tell-log.ts';
