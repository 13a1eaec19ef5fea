export { type DemoCityOptions, type DemoCitySummary, demoCity, demoCityCommands, demoCitySummary, demoCityVersion } from './city.ts';
export { MOST_REPLICAS, replicated } from './replicas.ts';
export type { PlayedCommand } from './record-book.ts';
export * from './scenarios/index.ts';
export { OPENED_AT, demoOpening, system } from './opening.ts';
export { type DemoIdentity, demoIdentities, isAboutIdentity } from './identities.ts';
export { demoPeople, demoPerson } from './people.ts';
