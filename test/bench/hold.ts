/** Between two looks. A piece of work that is longer falls between two of them as a whole. */
const LOOK_MS = 1;

/**
 * The longest time that this thread's event loop was held, in milliseconds of processor time: what else the machine does
 * adds nothing to it.
 */
export class LongestHold {
  private longest = 0;
  private before = processorTime();

  constructor() {
    const look = () => {
      const now = processorTime();
      this.longest = Math.max(this.longest, now - this.before);
      this.before = now;
      setTimeout(look, LOOK_MS).unref();
    };
    look();
  }

  /** Since it was taken last. */
  take(): number {
    const { longest } = this;
    this.longest = 0;
    return longest;
  }
}

function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
