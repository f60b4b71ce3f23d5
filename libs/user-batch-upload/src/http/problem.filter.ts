import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  Logger,
  Optional,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { StorageHealth } from '../database/storage-health.js';
import { outageOf, outageRefusal } from '../problems/outage.js';
import { describeError } from '../problems/redact.js';
import { Refusal } from '../problems/refusal.js';
import { languageOf, tellLanguage } from './request-language.js';

/**
 * Answers every failed request as RFC 9457 `application/problem+json` with a stable `code`. Other members of the
 * exception's body, such as the indicators of a health check, are kept.
 */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('HTTP');

  /** `storage` is set if the module that registers the filter imports the library's module. */
  constructor(@Optional() private readonly storage?: StorageHealth) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const outage = outageOf(exception);
    const refusal = outage ? outageRefusal(outage) : asRefusal(exception);
    if (outage && this.storage) this.storage.note(exception);
    else if (refusal.getStatus() >= 500) this.logger.error(describeError(exception));
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const status = refusal.getStatus();
    const language = languageOf(host.switchToHttp().getRequest<Request>());
    if (refusal.isTranslated) tellLanguage(response, language);
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          ...extensionsOf(exception),
          type: 'about:blank',
          title: STATUS_CODES[status],
          status,
          code: refusal.code,
          ...refusal.in(language),
          ...refusal.file,
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
  503: 'UNAVAILABLE',
  507: 'STORAGE_FULL',
};

/** The members that Nest writes into the body of an exception. */
const NESTS = ['statusCode', 'message', 'error'];

/** The other members of the exception's body. */
function extensionsOf(exception: unknown): object {
  if (exception instanceof Refusal || !(exception instanceof HttpException)) return {};
  const body = exception.getResponse();
  if (typeof body === 'string') return {};
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) => !NESTS.includes(name) || (name === 'error' && typeof value === 'object'),
    ),
  );
}

/** Whether a body parser refused the request for its size. Nest wraps the parser's error. */
const isTooLarge = (exception: unknown): boolean =>
  exception instanceof Error &&
  [exception, exception.cause].some(
    (error) => error instanceof Error && 'type' in error && error.type === 'entity.too.large',
  );

function asRefusal(exception: unknown): Refusal {
  if (exception instanceof Refusal) return exception;
  if (isTooLarge(exception)) return new Refusal('FILE_TOO_LARGE', {});
  if (exception instanceof HttpException) {
    const status = exception.getStatus();
    const code = CODES[status] ?? (status < 500 ? 'REQUEST_REFUSED' : 'SERVER_ERROR');
    return new Refusal(code, exception.message, [], status);
  }
  // Body parsers throw plain errors with a status. Their text describes the request, so it may be shown.
  if (exception instanceof Error && 'status' in exception && 'expose' in exception) {
    const status = Number(exception.status);
    if (status >= 400 && status < 500)
      return new Refusal(CODES[status] ?? 'REQUEST_REFUSED', exception.message, [], status);
  }
  return new Refusal('SERVER_ERROR', { what: 'request' }, [], 500);
}
