import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import type { Request } from 'express';
import { type Actor, Actors } from '../ports/actors.port.js';
import { Refusal } from '../problems/refusal.js';

const ACTOR = Symbol('actor');

interface ActedRequest extends Request {
  [ACTOR]?: Actor;
}

/** Passes requests of actors who may upload. */
@Injectable()
export class ActorGuard implements CanActivate {
  constructor(private readonly actors: Actors) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ActedRequest>();
    const actor = await this.actors.fromRequest(request);
    if (!actor) throw new Refusal('UNAUTHENTICATED', {});
    if (!actor.mayUpload) throw new Refusal('FORBIDDEN', { who: 'you' });
    request[ACTOR] = actor;
    return true;
  }
}

/** The actor that `ActorGuard` found. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const actor = context.switchToHttp().getRequest<ActedRequest>()[ACTOR];
  if (!actor) throw new Error('CurrentActor needs ActorGuard on the controller.');
  return actor;
});
