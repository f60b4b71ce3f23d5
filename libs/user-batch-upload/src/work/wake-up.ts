/** Works on the load with this id. Never rejects. */
export type Work = (loadId: string) => Promise<void>;

/** Notifies workers that a load has work. A wake-up may get lost, arrive late or twice: the sweeper finds the work. */
export abstract class WakeUp {
  /** Calls `work` for each load that is woken, in this or another process. Not called in a process that only serves. */
  abstract listen(work: Work): void;

  /**
   * Wakes workers for a load of this many rows: several workers if it has several chunks.
   * Takes at most two seconds and never throws.
   */
  abstract wake(loadId: string, rows: number): Promise<void>;

  /** Whether the transport (for example Redis) can be reached. Always true without a transport. */
  abstract isHealthy(): Promise<boolean>;
}
