import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { Refusal } from '../problems/refusal.js';
import { describeError } from '../problems/redact.js';

/** Answers every failed request as RFC 9457 `application/problem+json` with a stable `code`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('HTTP');

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const refusal = asRefusal(exception);
    if (refusal.getStatus() >= 500) this.logger.error(describeError(exception));
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const status = refusal.getStatus();
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: 'about:blank',
          title: STATUS_CODES[status],
          status,
          code: refusal.code,
          detail: refusal.detail,
          errors: refusal.errors,
        }),
      );
  }
}

const CODES: Record<number, string> = {
  400: 'VALIDATION',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'FILE_TOO_LARGE',
  429: 'RATE_LIMITED',
};

function asRefusal(exception: unknown): Refusal {
  if (exception instanceof Refusal) return exception;
  if (exception instanceof HttpException) {
    const status = exception.getStatus();
    const code = CODES[status] ?? (status < 500 ? 'REQUEST_REFUSED' : 'SERVER_ERROR');
    return new Refusal(code, exception.message, [], status);
  }
  // Body parsers throw plain errors that carry a status; their text is about the request, not about us.
  if (exception instanceof Error && 'status' in exception && 'expose' in exception) {
    const status = Number(exception.status);
    if (status >= 400 && status < 500)
      return new Refusal(CODES[status] ?? 'REQUEST_REFUSED', exception.message, [], status);
  }
  return new Refusal(
    'SERVER_ERROR',
    'Something went wrong on our side. Nothing of this request was kept; please try again.',
    [],
    500,
  );
}
