import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import type { Work } from '../src/work/wake-up.js';
import { type LoadJob, LOADS_AT_ONCE, QUEUE, QueueWakeUp } from '../src/worker/queue.wake-up.js';

/** Wakes workers through Bull. */
@Injectable()
export class BullWakeUp extends QueueWakeUp {
  constructor(@InjectQueue(QUEUE) private readonly queue: Queue<LoadJob>) {
    super();
    Object.assign(queue, {
      // Bull 4.16.5 ignores the rejection of this call. Unhandled, it would crash a process that stops while Redis is down.
      setWorkerName: () => undefined,
      // `beforeApplicationShutdown` closes the queue. Nest would wait for a Redis that is down.
      onApplicationShutdown: undefined,
    });
    queue.on('error', (error) => this.noteDown(error));
  }

  protected add(jobs: LoadJob[]): Promise<unknown> {
    return this.queue.addBulk(jobs.map((data) => ({ data })));
  }

  protected process(work: Work): void {
    // The promise stays pending while the queue is processed.
    void this.queue
      .process(LOADS_AT_ONCE, ({ data }) => work(data.loadId))
      .catch((error: Error) => this.noteDown(error));
  }

  protected ping(): Promise<unknown> {
    return this.queue.client.ping();
  }

  protected close(): Promise<unknown> {
    return this.queue.close(true);
  }

  protected disconnect(): void {
    for (const client of this.queue.clients) client.disconnect();
  }
}
