import { EntityManager, RequestContext } from '@mikro-orm/core';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Options } from '../user-batch-upload.options.js';
import { Deliveries, type Delivery } from './deliveries.js';
import { type Listener, Listeners } from './listeners.js';

/** Tells the listeners what happened, after it is committed: at least once, one user's events in order. */
@Injectable()
export class Dispatcher implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private running?: Promise<void>;
  private wanted = false;
  private retry?: NodeJS.Timeout;
  private stopping = false;

  constructor(
    private readonly em: EntityManager,
    private readonly options: Options,
    private readonly listeners: Listeners,
    private readonly deliveries: Deliveries,
  ) {}

  /** Starts delivering soon, if it isn't under way. */
  wake(): void {
    if (this.stopping || !this.options.work) return;
    this.wanted = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.wanted) this.wake();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.retry);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.wanted && !this.stopping) {
        this.wanted = false;
        await RequestContext.create(this.em.fork(), () => this.deliverAll());
      }
    } catch (error) {
      this.logger.error(error);
    }
  }

  private async deliverAll(): Promise<void> {
    const listeners = this.listeners.all();
    while (!this.stopping) {
      const told = await this.deliveries.fanOut(listeners);
      const due = await this.deliveries.claim(listeners);
      if (due.length > 0) await this.deliver(due, listeners);
      else if (told === 0) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async deliver(due: Delivery[], listeners: readonly Listener[]): Promise<void> {
    const heard: Delivery[] = [];
    for (const delivery of due) {
      const listener = listeners.find(({ name }) => name === delivery.listener);
      try {
        await RequestContext.create(this.em.fork(), async () => listener?.handle(delivery.event));
        heard.push(delivery);
      } catch (error) {
        this.logger.warn(
          `${delivery.listener}, event ${delivery.event.eventId}, try ${delivery.attempts}: ${String(error)}`,
        );
        await this.deliveries.failed(delivery, String(error));
        this.wakeLater(this.options.deliveryBackoffMs * 2 ** (delivery.attempts - 1));
      }
    }
    if (heard.length > 0) await this.deliveries.done(heard);
  }

  private wakeLater(ms: number): void {
    if (ms > this.options.sweepMs) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.wake(), ms + 1);
    this.retry.unref();
  }
}
