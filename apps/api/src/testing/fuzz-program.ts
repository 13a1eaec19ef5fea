import { type Share, tryShare } from './fuzz.ts';

/** A process of its own for a share of the fuzz: outside Jest's own world everything runs twice as fast. It ends with whoever started it. */
process.once('message', (share) => void tryShare(share as Share).then((tried) => process.send?.(tried, () => process.disconnect())));
process.once('disconnect', () => process.exit());
