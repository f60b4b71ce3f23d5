import {
  Body,
  Controller,
  HttpCode,
  Param,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { emailKey, KnownInputGuard, Refusal } from 'user-batch-upload';
import { Text } from '../request-fields.js';
import { Attempts, TooManyAttempts } from '../session/attempts.js';
import { Devices } from '../session/devices.js';
import { RetryAfter } from '../session/retry-after.filter.js';
import { LinkLimits } from './link-limits.js';
import { NewPasswordRequest } from './new-password.js';
import { PasswordLinks } from './password-links.js';
import { PasswordResets } from './password-resets.js';

export class PasswordResetRequest {
  @Text({ least: 1 })
  email!: string;
}

@ApiTags('password')
@Controller('password-resets')
@UseGuards(KnownInputGuard)
@UseFilters(RetryAfter)
export class PasswordResetController {
  constructor(
    private readonly resets: PasswordResets,
    private readonly links: PasswordLinks,
    private readonly limits: LinkLimits,
    private readonly attempts: Attempts,
    private readonly devices: Devices,
  ) {}

  /** Answers the same for every e-mail. A mail goes out if it belongs to a user who is not DELETED. */
  @Post()
  @HttpCode(202)
  async request(
    @Body() { email }: PasswordResetRequest,
    @Req() { ip = '' }: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const limit = { what: 'reset address', who: ip, most: 100, windowSeconds: 15 * 60 };
    if (!(await this.attempts.count([limit])))
      throw new TooManyAttempts(await this.attempts.secondsLeft([limit]));
    // After the answer: even the look-up would change the response time.
    response.once('close', () => this.resets.request(emailKey(email)));
  }

  @Post(':token')
  @HttpCode(204)
  async setPassword(
    @Param('token') token: string,
    @Body() { password }: NewPasswordRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const link = await this.limits.limit(request, () => this.find(token), notFound);
    const user = await this.links.userOf(link);
    if (!user || !(await this.links.setPassword(link, password))) throw ended();
    // The link proves access to the mailbox, so this device can sign in while somebody else guesses the password.
    await this.devices.remember(request, response, user.emailKey);
  }

  private async find(token: string) {
    const link = await this.links.find(token);
    return link?.invitationId === null ? link : null;
  }
}

const notFound = (): Refusal =>
  new Refusal(
    'PASSWORD_RESET_NOT_FOUND',
    'This link does not exist. Open the whole link from the mail.',
    [],
    404,
  );

const ended = (): Refusal =>
  new Refusal(
    'PASSWORD_RESET_ENDED',
    'This link no longer works: it was used, is older than an hour, or the account has changed. Ask for a new one with “Forgot password?”.',
    [],
    410,
  );
