import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';

@Module({})
export class HealthModule {
  /** `batchUpload`: the mounted module, to ask how it is doing. */
  static of(batchUpload: DynamicModule): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule, batchUpload],
      controllers: [HealthController],
    };
  }
}
