import { Get, Header, type StreamableFile } from '@nestjs/common';
import { CurrentActor } from '../http/actor.guard.js';
import type { Actor } from '../ports/actors.port.js';
import { csvFile } from '../template/csv-file.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { Sample } from './sample.js';

@BatchUploadController()
export class SampleController {
  constructor(private readonly sample: Sample) {}

  @Get('sample.csv')
  @Header('Cache-Control', 'no-store')
  async file(@CurrentActor() actor: Actor): Promise<StreamableFile> {
    return csvFile('sample.csv', await this.sample.csv(actor));
  }
}
