import { fuzzShare } from './testing/fuzz.ts';

fuzzShare(1, 2);
