import { HttpCode, type MessageEvent, Param, Post, Sse } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  concat,
  distinctUntilChanged,
  from,
  map,
  of,
  startWith,
  switchMap,
  takeWhile,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { CurrentActor } from '../http/actor.guard.js';
import type { Load } from '../load/load.js';
import { Loads } from '../load/loads.js';
import type { Actor } from '../ports/actors.port.js';
import { UserBatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { FinishLoad } from './finish-load.command.js';

const LOOK_MS = 300;

@UserBatchUploadController('/loads')
export class FinishController {
  constructor(
    private readonly commands: CommandBus,
    private readonly loads: Loads,
  ) {}

  @Post(':id/finish')
  @HttpCode(202)
  finish(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Load> {
    return this.commands.execute(new FinishLoad(actor, id));
  }

  @Sse(':id/progress')
  async progress(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
  ): Promise<Observable<MessageEvent>> {
    const first = await this.loads.find(actor.organisationId, id);
    const looks = timer(LOOK_MS, LOOK_MS).pipe(
      switchMap(() => from(this.loads.find(actor.organisationId, id))),
      startWith(first),
      takeWhile((load) => isMoving(load), true),
      map((load) => JSON.stringify(load)),
      distinctUntilChanged(),
      map((data): MessageEvent => ({ data })),
    );
    return concat(looks, of<MessageEvent>({ type: 'end', data: '{}' }));
  }
}

const isMoving = (load: Load): boolean => load.status === 'STAGING' || load.status === 'FINISHING';
