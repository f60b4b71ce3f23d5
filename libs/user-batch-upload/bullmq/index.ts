import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { WakeUp } from '../src/work/wake-up.js';
import { JOB_OPTIONS, QUEUE } from '../src/worker/queue.wake-up.js';
import { BullMQWakeUp } from './bullmq.wake-up.js';

/**
 * Distributes loads with BullMQ, on the connection of the host's `BullModule.forRoot()`:
 * `UserBatchUploadModule.forRoot({ …, wakeUp: BullMQWakeUpModule })`. The queue is registered as `user-batch-upload`. A
 * module that imports this one can inject it with `@InjectQueue('user-batch-upload')`.
 */
@Module({
  imports: [BullModule.registerQueue({ name: QUEUE, defaultJobOptions: JOB_OPTIONS })],
  providers: [{ provide: WakeUp, useClass: BullMQWakeUp }],
  exports: [WakeUp, BullModule],
})
export class BullMQWakeUpModule {}
