import { Body, HttpCode, type MessageEvent, Param, Post, Req, Sse } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsInt } from 'class-validator';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { CurrentActor } from '../http/actor.guard.js';
import type { Load } from '../load/load.js';
import { LoadRepository } from '../load/load.repository.js';
import { type Actor, Actors } from '../ports/actors.port.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { RepeatLoad } from '../stage/repeat-load.command.js';
import { FinishLoad } from './finish-load.command.js';
import { progressStream } from './progress-stream.js';

export class FinishRequest {
  /** The load's revision as its reader saw it. */
  @MayBeLeftOut()
  @IsInt()
  revision?: number;
}

@BatchUploadController('/loads')
export class FinishController {
  constructor(
    private readonly commands: CommandBus,
    private readonly loads: LoadRepository,
    private readonly actors: Actors,
  ) {}

  @Post(':id/finish')
  @HttpCode(202)
  finish(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { revision }: FinishRequest,
  ): Promise<Load> {
    return this.commands.execute(new FinishLoad(actor, id, revision));
  }

  @Post(':id/again')
  again(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Load> {
    return this.commands.execute(new RepeatLoad(actor, id));
  }

  /** Ends with the session that opened it. */
  @Sse(':id/progress')
  async progress(
    @CurrentActor() { organisationId, userId }: Actor,
    @Param('id') id: string,
    @Req() request: Request,
  ): Promise<Observable<MessageEvent>> {
    const look = () => this.loads.find(organisationId, id);
    const mayWatch = async () => {
      const now = await this.actors.fromRequest(request);
      return (
        now !== undefined &&
        now.mayUpload &&
        now.userId === userId &&
        now.organisationId === organisationId
      );
    };
    return progressStream(await look(), look, mayWatch);
  }
}
