import { fuzzShare } from './testing/fuzz.ts';

fuzzShare(2, 2);
