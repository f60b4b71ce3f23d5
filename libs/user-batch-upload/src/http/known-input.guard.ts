import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Request } from 'express';
import { Refusal } from '../problems/refusal.js';
import { hostileInput } from './hostile-input.js';

/**
 * Refuses shapes that no route takes (nested too deep, too many values, `__proto__`, a NUL), before any pipe sees them.
 * Refuses query parameters and bodies on routes that take none. Validation refuses unknown ones on the other routes.
 */
@Injectable()
export class KnownInputGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { params, query, body } = context.switchToHttp().getRequest<Request>();
    const hostile = hostileInput({ params, query, body });
    if (hostile) throw new Refusal('VALIDATION', hostile);
    const foreign = [
      ...(takes(context, RouteParamtypes.QUERY) ? [] : Object.keys(query)),
      ...(takes(context, RouteParamtypes.BODY) ? [] : Object.keys((body ?? {}) as object)),
    ];
    if (foreign.length === 0) return true;
    throw new Refusal('VALIDATION', { why: 'takes-none', names: foreign });
  }
}

/** Whether the handler has a `@Query()` or `@Body()`. Nest keeps its parameters under `kind:position`. */
function takes(context: ExecutionContext, kind: RouteParamtypes): boolean {
  const parameters = (Reflect.getMetadata(
    ROUTE_ARGS_METADATA,
    context.getClass(),
    context.getHandler().name,
  ) ?? {}) as object;
  return Object.keys(parameters).some((key) => key.startsWith(`${kind}:`));
}
