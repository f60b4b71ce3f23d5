import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { CHUNK_ROWS } from '../user-batch-upload.options.js';
import { WakeUp, type Work } from '../work/wake-up.js';

/** The queue's name. */
export const QUEUE = 'user-batch-upload';
/** How many loads one process works on at the same time. */
export const LOADS_AT_ONCE = 4;

/** A job. It carries only the load's id. It may run twice, late or never: the work itself is in the database. */
export interface LoadJob {
  loadId: string;
}

/** Nobody reads a job that has ended. */
export const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true };

/** Queues wait forever while Redis is down. */
const TIMEOUT_MS = 1_500;
/** How many processes are woken for one load. */
const HELPERS = 16;

/** Wakes processes that share a Redis. While Redis is down, the process that was asked works on the load itself. */
export abstract class QueueWakeUp extends WakeUp implements BeforeApplicationShutdown {
  private readonly logger = new Logger(this.constructor.name);
  private work?: Work;
  private isDown = false;
  private waitingForRedis?: Promise<void>;

  protected abstract add(jobs: LoadJob[]): Promise<unknown>;
  /** Calls `work` for each job. */
  protected abstract process(work: Work): void;
  /** Resolves when Redis answers. */
  protected abstract ping(): Promise<unknown>;
  /** Leaves running jobs to their own end. */
  protected abstract close(): Promise<unknown>;
  /** Ends connections that wait for a Redis that is down: they would keep a stopped process alive. */
  protected abstract disconnect(): void;

  listen(work: Work): void {
    this.work = work;
    this.process(work);
  }

  async wake(loadId: string, rows: number): Promise<void> {
    const helpers = Math.min(Math.ceil(rows / CHUNK_ROWS), HELPERS);
    const jobs = Array.from({ length: helpers }, () => ({ loadId }));
    // While Redis is down, the queue would keep the jobs in memory until it is back.
    if (this.isDown) this.waitForRedis();
    else await withTimeout(this.add(jobs)).catch((error: Error) => this.noteDown(error));
    // The load then does not wait for the sweeper.
    if (this.isDown && this.work) setImmediate(() => void this.work?.(loadId));
  }

  isHealthy(): Promise<boolean> {
    return withTimeout(this.ping()).then(
      () => true,
      () => false,
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await withTimeout(this.close()).catch((error: Error) => {
      this.noteDown(error);
      this.disconnect();
    });
  }

  protected noteDown(error: Error): void {
    if (!this.isDown)
      this.logger.warn(`Redis: ${error.message}. Loads go on without it, a little later.`);
    this.isDown = true;
    this.waitForRedis();
  }

  private waitForRedis(): void {
    this.waitingForRedis ??= this.ping()
      .then(
        () => (this.isDown = false),
        // It is asked again at the next wake-up or error.
        () => undefined,
      )
      .then(() => (this.waitingForRedis = undefined));
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
