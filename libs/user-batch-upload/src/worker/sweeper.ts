import { EntityManager, RequestContext } from '@mikro-orm/core';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Dispatcher } from '../delivery/dispatcher.js';
import { Loads } from '../load/loads.js';
import { Purge } from './retention.js';
import { StorageHealth } from '../database/storage-health.js';
import { Options } from '../user-batch-upload.options.js';
import { FutureTimes } from './future-times.js';
import { Worker } from './worker.js';
import { describeError } from '../problems/redact.js';

/** Loads that one sweep takes up. */
const AT_ONCE = 100;
/** Between two looks whether an outage is over. The pause doubles up to here. */
const LONGEST_PAUSE_MS = 30_000;

/** Finds the work that no one was woken for: after a crash, a lost wake-up, an ended lease. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private timer?: NodeJS.Timeout;
  private sweeping = Promise.resolve();
  private purging?: Promise<void>;
  private readonly stopping = new AbortController();
  /** Sweeps in a row that an outage kept from their work. */
  private outages = 0;

  constructor(
    private readonly options: Options,
    private readonly em: EntityManager,
    private readonly loads: Loads,
    private readonly worker: Worker,
    private readonly dispatcher: Dispatcher,
    private readonly purge: Purge,
    private readonly storage: StorageHealth,
    private readonly futureTimes: FutureTimes,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.options.work) return;
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

  /** Between two sweeps; longer the longer an outage lasts. */
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
      // Events wait for the load that this process is at, which wakes the dispatcher when it is through.
      if (!this.worker.isBusy) this.dispatcher.wake();
      for (const id of waiting) void this.worker.work(id);
      // Beside the sweeps: a large load is purged for longer than work may wait.
      this.purging ??= this.runPurge().finally(() => (this.purging = undefined));
    } catch (error) {
      if (!this.storage.note(error)) this.logger.error(describeError(error));
    }
  }

  private async runPurge(): Promise<void> {
    try {
      await RequestContext.create(this.em.fork(), () => this.purge.run(this.stopping.signal));
    } catch (error) {
      if (!this.storage.note(error)) this.logger.error(describeError(error));
    }
  }
}
