import { assetCommands, assetEvents } from './asset-messages.ts';

export const asset = { category: 'asset', noun: 'asset', initialState: { status: 'unknown' }, commands: assetCommands, events: assetEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
