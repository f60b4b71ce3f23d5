import { Body, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CurrentActor } from '../http/actor.guard.js';
import { LoadRepository } from '../load/load.repository.js';
import type { Actor } from '../ports/actors.port.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { DeadLetterScopeRequest, DeadLettersRequest } from './dead-letter.requests.js';
import { DeadLetters } from './dead-letters.js';

@BatchUploadController('/dead-letters')
export class DeadLetterController {
  constructor(
    private readonly loads: LoadRepository,
    private readonly deadLetters: DeadLetters,
  ) {}

  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { page, pageSize, loadId }: DeadLettersRequest,
  ) {
    const scope = await this.scope(actor, loadId);
    return { ...(await this.deadLetters.list(scope, page, pageSize)), page, pageSize };
  }

  @Post('retry')
  @HttpCode(200)
  async retry(@CurrentActor() actor: Actor, @Body() { loadId }: DeadLetterScopeRequest) {
    return { retried: await this.deadLetters.retry(await this.scope(actor, loadId)) };
  }

  private async scope({ organisationId }: Actor, loadId?: string) {
    if (loadId) await this.loads.record(organisationId, loadId);
    return { organisationId, loadId };
  }
}
