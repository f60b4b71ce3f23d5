import {
  type BeforeApplicationShutdown,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { BullRootModuleOptions } from '@nestjs/bull';
import Bull from 'bull';
import { CHUNK_ROWS, type Options } from '../user-batch-upload.options.js';
import { Runner } from '../work/wake-up.js';
import { Worker } from './worker.js';

const QUEUE = 'user-batch-upload';
/** Bull's `add` waits for ever while Redis is down; nobody else should. */
const PATIENCE_MS = 1_500;
/** Processes that are woken for one load at most. */
const HELPERS = 16;
/** Loads that one process takes up at the same time. */
const LOADS_AT_ONCE = 4;

/**
 * Wakes any of the processes that share a Redis, by Bull, on the connection that the host set with
 * `BullModule.forRoot()`. A job carries ids only and may run twice, late or never: the truth is in the database.
 */
export class BullRunner
  extends Runner
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly logger = new Logger(BullRunner.name);
  private readonly queue: Bull.Queue<{ loadId: string }>;
  private isDown = false;
  private isStopping = false;

  constructor(
    shared: BullRootModuleOptions,
    private readonly options: Options,
    private readonly modules: ModuleRef,
  ) {
    super();
    // Without an end to its tries, a Redis that is down would keep a stopped process alive.
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
    // Nobody hears of this call's failure, which would end a process that stops while Redis is down (Bull 4.16.5).
    Object.assign(this.queue, { setWorkerName: () => undefined });
    this.queue.on('error', (error) => this.noteDown(error));
  }

  onApplicationBootstrap(): void {
    if (!this.options.work) return;
    // The promise lasts as long as the queue is worked on.
    void this.queue
      .process(LOADS_AT_ONCE, ({ data }) => this.modules.get(Worker).work(data.loadId))
      .catch((error: Error) => this.noteDown(error));
  }

  async wake(loadId: string, rows: number): Promise<void> {
    const helpers = Math.min(Math.ceil(rows / CHUNK_ROWS), HELPERS);
    const jobs = Array.from({ length: helpers }, () => ({ data: { loadId } }));
    // Where Redis is known to be gone nobody waits for it; Bull would queue the jobs up until it is back.
    if (this.queue.client.status !== 'ready') this.noteDown(new Error('not connected'));
    else
      await patiently(this.queue.addBulk(jobs)).then(
        () => (this.isDown = false),
        (error: Error) => this.noteDown(error),
      );
    // Every web process also works: where Redis is down, the load need not wait for the sweeper.
    if (this.isDown && this.options.work)
      setImmediate(() => void this.modules.get(Worker).work(loadId));
  }

  isWell(): Promise<boolean> {
    return patiently(this.queue.client.ping()).then(
      () => true,
      () => false,
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await patiently(this.queue.close(true)).catch((error: Error) => this.noteDown(error));
  }

  private noteDown(error: Error): void {
    if (!this.isDown)
      this.logger.warn(`Redis: ${error.message}. Loads go on without it, a little later.`);
    this.isDown = true;
  }
}

async function patiently<Result>(work: PromiseLike<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
