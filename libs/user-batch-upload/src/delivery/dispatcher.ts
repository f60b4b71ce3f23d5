import { EntityManager, RequestContext } from '@mikro-orm/core';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import pLimit from 'p-limit';
import { StorageHealth } from '../database/storage-health.js';
import { UnrecoverableError } from '../events/unrecoverable.error.js';
import { outageOf } from '../problems/outage.js';
import { Options } from '../user-batch-upload.options.js';
import type { Claim, Delivery } from './claim.js';
import { Deliveries } from './deliveries.js';
import { FanOut } from './fan-out.js';
import { type Listener, Listeners } from './listeners.js';
import { Loop } from './loop.js';
import { describeError, redactEmails } from '../problems/redact.js';

/** How many calls of one listener run at the same time, each for another user. */
const CALLS_AT_ONCE = 4;
/** How many events one call of `handleAll` takes. */
const MANY_IN_A_CALL = 500;
/** How many events are claimed together for `handle`. After a crash, this many may be delivered again. */
const CALLS_IN_A_CLAIM = 50;
/** The delay of a delivery, so that a request that waits for the end of its load is answered first. */
const SOON_MS = 5;
/** How long a shutdown waits for running listeners. Unfinished events are delivered again. */
const STOP_PATIENCE_MS = 5_000;

/** Delivers committed events to the listeners: at least once, and the events of one user in order. */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private readonly fanOutLoop = this.loop(() => this.fanOutSome());
  private listenerLoops?: readonly Loop[];
  private readonly wakeUps = new Set<NodeJS.Timeout>();
  private isStopping = false;

  constructor(
    private readonly em: EntityManager,
    private readonly options: Options,
    private readonly listeners: Listeners,
    private readonly fanOut: FanOut,
    private readonly deliveries: Deliveries,
    private readonly storage: StorageHealth,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.options.runWorker) return;
    try {
      await RequestContext.create(this.em.fork(), () =>
        this.fanOut.dropOrphans(this.listeners.all()),
      );
    } catch (error) {
      // The next start tries again. A process that can only read still starts.
      if (!this.storage.note(error)) throw error;
    }
  }

  /** Starts delivery soon, unless it is running. */
  wake(): void {
    this.wakeIn(SOON_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const wakeUp of this.wakeUps) clearTimeout(wakeUp);
    const stopped = [this.fanOutLoop, ...(this.listenerLoops ?? [])].map((loop) => loop.stop());
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_PATIENCE_MS);
    });
    await Promise.race([Promise.all(stopped), patience]);
    clearTimeout(timer);
  }

  private async fanOutSome(): Promise<boolean> {
    const count = await this.fanOut.run(this.listeners.all());
    if (count > 0) this.wakeListeners();
    return count > 0;
  }

  /** Each listener has a loop of its own, so that a slow or failing listener delays no other. */
  private wakeListeners(): void {
    this.listenerLoops ??= this.listeners
      .all()
      .map((listener) => this.loop(() => this.deliverSome(listener)));
    for (const loop of this.listenerLoops) loop.wake();
  }

  private async deliverSome(listener: Listener): Promise<boolean> {
    const claim = await this.deliveries.claim(
      listener.name,
      listener.isBatch ? MANY_IN_A_CALL : CALLS_IN_A_CLAIM,
    );
    if (!claim) return false;
    const handled: Delivery[] = [];
    const notCalled: Delivery[] = [];
    const atOnce = pLimit(CALLS_AT_ONCE);
    try {
      await atOnce.map(callsFor(listener, claim.due), async (together) => {
        if (this.isStopping) notCalled.push(...together);
        // The process slept past the end of the claim, and another process has taken over.
        else if (!claim.holds()) return;
        else if (await this.call(listener, together, claim)) handled.push(...together);
      });
    } finally {
      claim.end();
    }
    await this.deliveries.acknowledge(handled);
    await this.deliveries.giveBack(notCalled);
    return true;
  }

  private async call(listener: Listener, together: Delivery[], claim: Claim): Promise<boolean> {
    try {
      const events = together.map(({ event }) => event);
      await RequestContext.create(this.em.fork(), () => listener.call(events));
      return true;
    } catch (error) {
      // A listener that can't write because of an outage did not fail. A mail server that is down is no outage.
      const outage = outageOf(error);
      if (outage && outage.kind !== 'unreachable') {
        this.storage.note(error);
        for (const delivery of together) await claim.postpone(delivery);
        return false;
      }
      const reason = redactEmails(error instanceof Error ? error.message : String(error));
      // After a failed batch each event comes again alone: the error may concern one of them.
      const isFinal = error instanceof UnrecoverableError && together.length === 1;
      for (const delivery of together) {
        this.logger.warn(
          `${listener.name}, event ${delivery.event.eventId}, try ${delivery.attempts}: ${reason}`,
        );
        const pause = await claim.failed(delivery, reason, isFinal);
        // The sweeper ends longer pauses.
        if (pause <= this.options.sweepMs) this.wakeIn(pause + 1);
      }
      return false;
    }
  }

  private wakeIn(ms: number): void {
    if (this.isStopping || !this.options.runWorker) return;
    const wakeUp = setTimeout(() => {
      this.wakeUps.delete(wakeUp);
      this.fanOutLoop.wake();
      this.wakeListeners();
    }, ms);
    this.wakeUps.add(wakeUp.unref());
  }

  private loop(step: () => Promise<boolean>): Loop {
    return new Loop(
      () => RequestContext.create(this.em.fork(), step),
      (error) => {
        if (!this.storage.note(error)) this.logger.error(describeError(error));
      },
    );
  }
}

/** The batches to deliver: first attempts together, repeated ones one at a time. */
function callsFor({ isBatch }: Listener, due: readonly Delivery[]): Delivery[][] {
  if (!isBatch) return due.map((delivery) => [delivery]);
  const fresh = due.filter(({ attempts }) => attempts === 1);
  const failed = due.filter(({ attempts }) => attempts > 1);
  return [...(fresh.length > 0 ? [fresh] : []), ...failed.map((delivery) => [delivery])];
}
