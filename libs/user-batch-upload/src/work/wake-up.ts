/** Gets a load worked on soon. A wake-up only: it may be lost, late or doubled, and the sweeper makes up for it. */
export abstract class Runner {
  /**
   * Wakes workers for a load of so many rows, several where several chunks are to be done.
   * Never waits more than two seconds and never fails: what is lost here is found by the sweeper.
   */
  abstract wake(loadId: string, rows: number): Promise<void>;

  /** Does what the wake-ups travel by work? A runner without such a thing is always well. */
  abstract isWell(): Promise<boolean>;
}
