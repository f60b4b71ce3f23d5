import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';

/** A column and the text of its cell. */
export type CellPair = [column: string, text: string];

/**
 * Makes pairs of a request's `cells`, before any pipe sees them. A column may be named `constructor` or `toString`, and
 * Nest's validation and class-transformer silently drop such members of an object.
 */
@Injectable()
export class CellsAsPairs implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body } = context.switchToHttp().getRequest<Request<object, unknown, unknown>>();
    if (isObject(body) && 'cells' in body)
      body.cells = isObject(body.cells) ? Object.entries(body.cells) : null;
    return next.handle();
  }
}

const isObject = (value: unknown): value is { cells?: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
