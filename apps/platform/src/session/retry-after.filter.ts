import { type ArgumentsHost, Catch } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemFilter } from 'user-batch-upload';
import { TooManyAttempts } from './attempts.js';

/** Adds a `Retry-After` header with the time of the next allowed attempt. */
@Catch(TooManyAttempts)
export class RetryAfter extends ProblemFilter {
  override catch(refusal: TooManyAttempts, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    response.setHeader('Retry-After', refusal.retryAfterSeconds);
    super.catch(refusal, host);
  }
}
