/** Repeats a step while there is work, one step at a time. A wake-up during a step is not lost. */
export class Loop {
  private running?: Promise<void>;
  private isWanted = false;
  private isStopping = false;

  constructor(
    /** One step. Resolves to whether there may be more work. */
    private readonly step: () => Promise<boolean>,
    private readonly failed: (error: unknown) => void,
  ) {}

  wake(): void {
    this.isWanted = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.isWanted && !this.isStopping) this.wake();
    });
  }

  /** Resolves when the running step has ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async run(): Promise<void> {
    this.isWanted = false;
    try {
      while (!this.isStopping && (await this.step()))
        await new Promise((resolve) => setImmediate(resolve));
    } catch (error) {
      this.failed(error);
    }
  }
}
