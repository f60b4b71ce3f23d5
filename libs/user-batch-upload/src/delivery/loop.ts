/** Does the work again while it finds some, once at a time; a wake-up during the work is not lost. */
export class Loop {
  private running?: Promise<void>;
  private isWanted = false;
  private isStopping = false;

  constructor(
    /** One step; resolves to whether there may be more to do at once. */
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

  /** Resolves when the step under way is done. */
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
