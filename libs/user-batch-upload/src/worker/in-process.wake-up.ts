import type { ModuleRef } from '@nestjs/core';
import { setTimeout } from 'node:timers/promises';
import { CHUNK_ROWS, Options } from '../user-batch-upload.options.js';
import { Runner } from '../work/wake-up.js';
import { Worker } from './worker.js';

/** A small load is mostly through by then. */
const PATIENCE_MS = 500;

/** Works on the load in this process. A small one is waited for a moment, so that the answer may tell of its end. */
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
