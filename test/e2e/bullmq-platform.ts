import { BullModule } from '@nestjs/bullmq';
import type { TestingModuleBuilder } from '@nestjs/testing';
import { BullWakeUpModule } from 'user-batch-upload/bull';
import { BullMQWakeUpModule } from 'user-batch-upload/bullmq';

class PlatformBullMQ {}

/** The platform with BullMQ in the place of Bull. */
export const withBullMQ =
  (redisUrl: string) =>
  (builder: TestingModuleBuilder): TestingModuleBuilder =>
    builder.overrideModule(BullWakeUpModule).useModule({
      module: PlatformBullMQ,
      imports: [BullModule.forRoot({ connection: { url: redisUrl } }), BullMQWakeUpModule],
      exports: [BullMQWakeUpModule],
    });
