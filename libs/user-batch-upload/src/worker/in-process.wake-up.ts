import { Injectable } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { CHUNK_ROWS } from '../user-batch-upload.options.js';
import { WakeUp, type Work } from '../work/wake-up.js';

/** Most small loads are finished by then, in milliseconds. */
const TIMEOUT_MS = 500;

/** Works on the load in this process. Waits briefly for a small load, so that the response can show its outcome. */
@Injectable()
export class InProcessWakeUp extends WakeUp {
  private work?: Work;

  listen(work: Work): void {
    this.work = work;
  }

  async wake(loadId: string, rows: number): Promise<void> {
    if (!this.work) return;
    const work = this.work(loadId);
    if (rows > CHUNK_ROWS) return;
    const waiting = new AbortController();
    await Promise.race([work, setTimeout(TIMEOUT_MS, undefined, { signal: waiting.signal })]);
    waiting.abort();
  }

  isHealthy(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
