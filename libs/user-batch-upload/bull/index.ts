import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { WakeUp } from '../src/work/wake-up.js';
import { JOB_OPTIONS, QUEUE } from '../src/worker/queue.wake-up.js';
import { BullWakeUp } from './bull.wake-up.js';

/**
 * Distributes loads with Bull, on the connection of the host's `BullModule.forRoot()`:
 * `UserBatchUploadModule.forRoot({ …, wakeUp: BullWakeUpModule })`. The queue is registered as `user-batch-upload`. A
 * module that imports this one can inject it with `@InjectQueue('user-batch-upload')`.
 */
@Module({
  imports: [BullModule.registerQueue({ name: QUEUE, defaultJobOptions: JOB_OPTIONS })],
  providers: [{ provide: WakeUp, useClass: BullWakeUp }],
  exports: [WakeUp, BullModule],
})
export class BullWakeUpModule {}
