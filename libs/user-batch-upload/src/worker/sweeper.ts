import { EntityManager, RequestContext } from '@mikro-orm/core';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Dispatcher } from '../delivery/dispatcher.js';
import { LoadRepository } from '../load/load.repository.js';
import { Retention } from './retention.js';
import { StorageHealth } from '../database/storage-health.js';
import { Options } from '../user-batch-upload.options.js';
import { FutureTimes } from './future-times.js';
import { Worker } from './worker.js';
import { describeError } from '../problems/redact.js';

/** How many loads one sweep starts. */
const AT_ONCE = 100;
/** The longest pause between two sweeps during an outage, in milliseconds. The pause doubles up to it. */
const LONGEST_PAUSE_MS = 30_000;

/** Finds work that no wake-up announced: after a crash, a lost wake-up or an ended lease. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private timer?: NodeJS.Timeout;
  private sweeping = Promise.resolve();
  private purging?: Promise<void>;
  private readonly stopping = new AbortController();
  /** How many sweeps in a row failed because of an outage. */
  private outages = 0;

  constructor(
    private readonly options: Options,
    private readonly em: EntityManager,
    private readonly loads: LoadRepository,
    private readonly worker: Worker,
    private readonly dispatcher: Dispatcher,
    private readonly retention: Retention,
    private readonly storage: StorageHealth,
    private readonly futureTimes: FutureTimes,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.options.runWorker) return;
    const sweepAndWait = (): void => {
      this.sweeping = this.sweep().finally(() => {
        if (this.stopping.signal.aborted) return;
        this.timer = setTimeout(sweepAndWait, this.pauseMs);
        this.timer.unref();
      });
    };
    this.timer = setTimeout(sweepAndWait, 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.stopping.abort();
    await this.sweeping;
    await this.purging;
  }

  /** The pause before the next sweep. It grows during an outage. */
  private get pauseMs(): number {
    const { sweepMs } = this.options;
    return Math.max(sweepMs, Math.min(sweepMs * 2 ** this.outages, LONGEST_PAUSE_MS));
  }

  private async sweep(): Promise<void> {
    try {
      this.outages = (await this.storage.databaseOutage()) ? this.outages + 1 : 0;
      if (this.outages > 0) return;
      await RequestContext.create(this.em.fork(), () => this.futureTimes.correct());
      const waiting = await RequestContext.create(this.em.fork(), () =>
        this.loads.idsForWork(AT_ONCE),
      );
      // The events of a load wait for its end; the worker then wakes the dispatcher.
      if (!this.worker.isBusy) this.dispatcher.wake();
      for (const id of waiting) void this.worker.work(id);
      // Not awaited: the purge of a large load takes longer than work may wait.
      this.purging ??= this.runPurge().finally(() => (this.purging = undefined));
    } catch (error) {
      if (!this.storage.note(error)) this.logger.error(describeError(error));
    }
  }

  private async runPurge(): Promise<void> {
    try {
      await RequestContext.create(this.em.fork(), () => this.retention.run(this.stopping.signal));
    } catch (error) {
      if (!this.storage.note(error)) this.logger.error(describeError(error));
    }
  }
}
