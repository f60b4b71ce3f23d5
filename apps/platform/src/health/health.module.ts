import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';

@Module({})
export class HealthModule {
  /** `batchUpload`: the mounted module, whose health is included. */
  static forRoot(batchUpload: DynamicModule): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule, batchUpload],
      controllers: [HealthController],
    };
  }
}
