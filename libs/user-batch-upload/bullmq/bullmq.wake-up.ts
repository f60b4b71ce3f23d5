import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Queue, Worker } from 'bullmq';
import type { Work } from '../src/work/wake-up.js';
import { type LoadJob, LOADS_AT_ONCE, QUEUE, QueueWakeUp } from '../src/worker/queue.wake-up.js';

/** Wakes workers through BullMQ. */
@Injectable()
export class BullMQWakeUp extends QueueWakeUp {
  private worker?: Worker<LoadJob>;

  constructor(@InjectQueue(QUEUE) private readonly queue: Queue<LoadJob>) {
    super();
    // `beforeApplicationShutdown` closes the queue. Nest would wait for a Redis that is down.
    Object.assign(queue, { onApplicationShutdown: undefined });
    queue.on('error', (error) => this.noteDown(error));
  }

  protected add(jobs: LoadJob[]): Promise<unknown> {
    return this.queue.addBulk(jobs.map((data) => ({ name: 'load', data })));
  }

  protected process(work: Work): void {
    const { connection, prefix } = this.queue.opts;
    this.worker = new Worker<LoadJob>(QUEUE, ({ data }) => work(data.loadId), {
      connection,
      prefix,
      concurrency: LOADS_AT_ONCE,
    });
    this.worker.on('error', (error) => this.noteDown(error));
  }

  protected ping(): Promise<unknown> {
    // The cheapest question that every backend of BullMQ answers.
    return this.queue.isPaused();
  }

  protected close(): Promise<unknown> {
    return Promise.all([this.worker?.close(true), this.queue.close()]);
  }

  protected disconnect(): void {
    for (const connected of [this.worker, this.queue])
      connected?.disconnect().catch((error: Error) => this.noteDown(error));
  }
}
