// What takes longest comes first, so that no processor waits for it at the end. By itself Jest knows that of its last run only, and in a fresh clone there was none.
import Sequencer from '@jest/test-sequencer';

/** Spec files that take more than half a minute, the longest first. */
const long = [
  'apps/cli/src/casetrail.spec.ts',
  'apps/worker/src/rebuild.spec.ts',
  'apps/api/src/access-matrix.e2e.spec.ts',
  'apps/api/src/disclosure.e2e.spec.ts',
  '.browser.spec.ts',
  'campaigns/src/crash/crash.spec.ts',
  'apps/worker/src/poison.spec.ts',
  'libs/readmodel/src/counting/counting.property.spec.ts',
  'apps/worker/src/kill.spec.ts',
  'campaigns/src/controls/controls.spec.ts',
  'apps/cli/src/login.spec.ts',
  'apps/cli/src/audit.spec.ts',
  'apps/worker/src/sealing.spec.ts',
];
const rankOf = ({ path }) => {
  const rank = long.findIndex((name) => path.replaceAll('\\', '/').endsWith(name));
  return rank === -1 ? long.length : rank;
};

export default class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rankOf(one) - rankOf(other));
  }
}
