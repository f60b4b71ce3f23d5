import {
  type BeforeApplicationShutdown,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { BullRootModuleOptions } from '@nestjs/bull';
import Bull from 'bull';
import { CHUNK_ROWS, type Options } from '../user-batch-upload.options.js';
import { WakeUp } from '../work/wake-up.js';
import { Worker } from './worker.js';

const QUEUE = 'user-batch-upload';
/** Bull's `add` waits without end while Redis is down. */
const TIMEOUT_MS = 1_500;
/** How many processes are woken for one load. */
const HELPERS = 16;
/** How many loads one process works on at the same time. */
const LOADS_AT_ONCE = 4;

/**
 * Wakes processes that share a Redis through Bull, on the connection that the host set with `BullModule.forRoot()`.
 * A job carries only the load's id. It may run twice, late or never: the work itself is in the database.
 */
export class BullWakeUp
  extends WakeUp
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly logger = new Logger(BullWakeUp.name);
  private readonly queue: Bull.Queue<{ loadId: string }>;
  private isDown = false;
  private isStopping = false;

  constructor(
    shared: BullRootModuleOptions,
    private readonly options: Options,
    private readonly modules: ModuleRef,
  ) {
    super();
    // With endless retries, a Redis that is down would keep a stopped process alive.
    const retryStrategy = (tries: number) =>
      this.isStopping ? null : Math.min(tries * 200, 1_000);
    const url = shared.url ?? (typeof shared.redis === 'string' ? shared.redis : undefined);
    const redis = typeof shared.redis === 'object' ? shared.redis : {};
    const settings = {
      ...shared,
      redis: { ...redis, retryStrategy },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    };
    this.queue = url ? new Bull(QUEUE, url, settings) : new Bull(QUEUE, settings);
    // Bull 4.16.5 ignores the rejection of this call. Unhandled, it would crash a process that stops while Redis is down.
    Object.assign(this.queue, { setWorkerName: () => undefined });
    this.queue.on('error', (error) => this.noteDown(error));
  }

  onApplicationBootstrap(): void {
    if (!this.options.runWorker) return;
    // The promise stays pending while the queue is processed.
    void this.queue
      .process(LOADS_AT_ONCE, ({ data }) => this.modules.get(Worker).work(data.loadId))
      .catch((error: Error) => this.noteDown(error));
  }

  async wake(loadId: string, rows: number): Promise<void> {
    const helpers = Math.min(Math.ceil(rows / CHUNK_ROWS), HELPERS);
    const jobs = Array.from({ length: helpers }, () => ({ data: { loadId } }));
    // While Redis is down, Bull would queue the jobs in memory until it is back.
    if (this.queue.client.status !== 'ready') this.noteDown(new Error('not connected'));
    else
      await withTimeout(this.queue.addBulk(jobs)).then(
        () => (this.isDown = false),
        (error: Error) => this.noteDown(error),
      );
    // While Redis is down, this process works on the load, which then does not wait for the sweeper.
    if (this.isDown && this.options.runWorker)
      setImmediate(() => void this.modules.get(Worker).work(loadId));
  }

  isHealthy(): Promise<boolean> {
    return withTimeout(this.queue.client.ping()).then(
      () => true,
      () => false,
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await withTimeout(this.queue.close(true)).catch((error: Error) => this.noteDown(error));
  }

  private noteDown(error: Error): void {
    if (!this.isDown)
      this.logger.warn(`Redis: ${error.message}. Loads go on without it, a little later.`);
    this.isDown = true;
  }
}

async function withTimeout<Result>(work: PromiseLike<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
