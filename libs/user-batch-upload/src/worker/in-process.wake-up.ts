import type { ModuleRef } from '@nestjs/core';
import { setTimeout } from 'node:timers/promises';
import { CHUNK_ROWS, Options } from '../user-batch-upload.options.js';
import { WakeUp } from '../work/wake-up.js';
import { Worker } from './worker.js';

/** Most small loads are finished by then, in milliseconds. */
const TIMEOUT_MS = 500;

/** Works on the load in this process. Waits briefly for a small load, so that the answer can show its end. */
export class InProcessWakeUp extends WakeUp {
  constructor(
    private readonly modules: ModuleRef,
    private readonly options: Options,
  ) {
    super();
  }

  async wake(loadId: string, rows: number): Promise<void> {
    if (!this.options.runWorker) return;
    const work = this.modules.get(Worker).work(loadId);
    if (rows > CHUNK_ROWS) return;
    const waiting = new AbortController();
    await Promise.race([work, setTimeout(TIMEOUT_MS, undefined, { signal: waiting.signal })]);
    waiting.abort();
  }

  isHealthy(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
