export { type DemoCityOptions, type DemoCitySummary, demoCity, demoCityCommands, demoCitySummary, demoCityVersion } from './city.ts';
export type { PlayedCommand } from './record-book.ts';
export * from './scenarios/index.ts';
