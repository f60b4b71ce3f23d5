import type { ModuleRef } from '@nestjs/core';
import { setTimeout } from 'node:timers/promises';
import { CHUNK_ROWS, Options } from '../user-batch-upload.options.js';
import { Runner } from '../work/wake-up.js';
import { Worker } from './worker.js';

/** Most small loads are finished by then, in milliseconds. */
const PATIENCE_MS = 500;

/** Works on the load in this process. Waits briefly for a small load, so that the answer can show its end. */
export class InProcessRunner extends Runner {
  constructor(
    private readonly modules: ModuleRef,
    private readonly options: Options,
  ) {
    super();
  }

  async wake(loadId: string, rows: number): Promise<void> {
    if (!this.options.work) return;
    const work = this.modules.get(Worker).work(loadId);
    if (rows > CHUNK_ROWS) return;
    const waiting = new AbortController();
    await Promise.race([work, setTimeout(PATIENCE_MS, undefined, { signal: waiting.signal })]);
    waiting.abort();
  }

  isWell(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
