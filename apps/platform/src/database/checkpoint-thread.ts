import { Logger } from '@nestjs/common';
import { Worker } from 'node:worker_threads';

/** The compiled worker, also when this file runs from source. */
const CHECKPOINTS = new URL('../../dist/database/checkpoints.js', import.meta.url);
const RESTART_MS = 1_000;

/** Keeps a checkpoint thread running for the database at `path`. Restarts the thread if it ends. */
export class CheckpointThread {
  private readonly logger = new Logger('SQLite');
  private worker?: Worker;
  private isStopping = false;

  constructor(private readonly path: string) {
    this.start();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.worker?.terminate();
  }

  private start(): void {
    if (this.isStopping) return;
    this.worker = new Worker(CHECKPOINTS, { workerData: this.path })
      .on('message', (message: string) => this.logger.warn(message))
      // An unhandled `error` event would end the process.
      .on('error', (error) => this.logger.error(error))
      .on('exit', () => setTimeout(() => this.start(), RESTART_MS).unref());
    this.worker.unref();
  }
}
