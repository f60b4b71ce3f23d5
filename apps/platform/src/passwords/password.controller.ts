import { EntityManager } from '@mikro-orm/core';
import { hash, verify } from '@node-rs/argon2';
import { Body, Controller, HttpCode, Put, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiCookieAuth, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { Request, Response } from 'express';
import { KnownInputGuard, Refusal } from 'user-batch-upload';
import { Attempts } from '../session/attempts.js';
import { RetryAfter } from '../session/retry-after.filter.js';
import { Sessions, type SignedInUser } from '../session/sessions.js';
import { Me, SignedIn } from '../session/signed-in.guard.js';
import { User } from '../users/user.entity.js';
import { NewPasswordRequest } from './new-password.js';

export class ChangePasswordRequest extends NewPasswordRequest {
  /** The current password. */
  @ApiProperty({ maxLength: 1000 })
  @IsString()
  @MaxLength(1000)
  current!: string;
}

@ApiTags('password')
@ApiCookieAuth()
@Controller('password')
@SignedIn()
@UseGuards(KnownInputGuard)
@UseFilters(RetryAfter)
export class PasswordController {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
  ) {}

  /** Ends every session of the user and starts a new one on this device. */
  @Put()
  @HttpCode(204)
  async change(
    @Me() { id }: SignedInUser,
    @Body() { current, password }: ChangePasswordRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const limits = [{ what: 'password', who: id, most: 10, windowSeconds: 15 * 60 }];
    const now = await this.attempts.limit(
      `password ${id}`,
      () => Promise.resolve(limits),
      () => this.verified(id, current),
    );
    if (!now)
      throw new Refusal(
        'PASSWORD_WRONG',
        'This is not your current password. Nothing was changed.',
        [],
        403,
      );
    const changed = await this.em.nativeUpdate(
      User,
      { id, passwordHash: now },
      { passwordHash: await hash(password) },
    );
    if (changed === 0)
      throw new Refusal(
        'PASSWORD_CHANGED',
        'Your password was changed from somewhere else at the same time. Sign in again.',
        [],
        409,
      );
    const user = await this.em.findOneOrFail(User, id, { disableIdentityMap: true });
    await this.sessions.start(user, request, response);
  }

  /** The hash that matches the password, or undefined if it does not match. */
  private async verified(id: string, password: string): Promise<string | undefined> {
    const user = await this.em.findOneOrFail(User, id, { disableIdentityMap: true });
    const { passwordHash } = user;
    return passwordHash && (await verify(passwordHash, password)) ? passwordHash : undefined;
  }
}
