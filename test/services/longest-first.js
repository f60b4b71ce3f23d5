import Sequencer from '@jest/test-sequencer';

/** These take longest, and their files are small: Jest, which knows no times in CI, would begin them last. */
const LONGEST = ['test/crash/', 'test/install/', 'test/e2e/heap.', 'test/e2e/start.'];

const isLong = ({ path }) => LONGEST.some((part) => path.replaceAll('\\', '/').includes(part));

/** Begins the longest specs first, so that no worker is left alone with one at the end. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
