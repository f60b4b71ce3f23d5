import { EntityManager } from '@mikro-orm/core';
import { hash, verify } from '@node-rs/argon2';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { Request, Response } from 'express';
import { emailKey, KnownInputGuard, Refusal } from 'user-batch-upload';
import { Organisation } from '../organisations/organisation.entity.js';
import { Text } from '../request-fields.js';
import { User } from '../users/user.entity.js';
import { Devices } from './devices.js';
import { RetryAfter } from './retry-after.filter.js';
import { Sessions, type SignedInUser } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';
import { Me, SignedIn } from './signed-in.guard.js';

export class SignInRequest {
  @Text()
  email!: string;

  // Not trimmed: spaces at either end belong to the password.
  @ApiProperty()
  @IsString()
  @MaxLength(1000)
  password!: string;

  /** The organisation, if e-mail and password match users in several. */
  @Text({ optional: true })
  organisationId?: string;
}

@ApiTags('session')
@Controller()
@UseGuards(KnownInputGuard)
@UseFilters(RetryAfter)
export class SessionController {
  /** Compared if there is no such user, so that the response takes the same time. */
  private readonly noUserHash = hash('no such user');

  constructor(
    private readonly em: EntityManager,
    private readonly sessions: Sessions,
    private readonly limits: SignInLimits,
    private readonly devices: Devices,
  ) {}

  @Post('session')
  @HttpCode(200)
  async signIn(
    @Body() { email, password, organisationId }: SignInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ user: SignedInUser }> {
    const key = emailKey(email);
    const users = await this.limits.limit(request, key, () =>
      this.usersOf(key, password, organisationId),
    );
    if (users && users.length > 1) throw await this.organisationRequired(users);
    const [found] = users ?? [];
    const user = found && (await this.sessions.activeUser(found.id));
    if (!user)
      throw new Refusal(
        'UNAUTHENTICATED',
        'The email or the password is wrong, or the user is not active.',
      );
    await this.sessions.start(found, request, response);
    await this.devices.remember(request, response, key);
    return { user };
  }

  @Get('session')
  @SignedIn()
  current(@Me() user: SignedInUser): { user: SignedInUser } {
    return { user };
  }

  @Delete('session')
  @HttpCode(204)
  signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    return this.sessions.end(request, response);
  }

  /** Signs out everywhere. */
  @Delete('sessions')
  @HttpCode(204)
  @SignedIn()
  signOutEverywhere(
    @Me() { id }: SignedInUser,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    return this.sessions.endAllOf(id, response);
  }

  /** The user who may sign in with this, or undefined. */
  private async usersOf(
    key: string,
    password: string,
    organisationId?: string,
  ): Promise<User[] | undefined> {
    const candidates = await this.em.find(
      User,
      { emailKey: key, status: 'ACTIVE', passwordHash: { $ne: null } },
      { disableIdentityMap: true },
    );
    if (candidates.length === 0) await verify(await this.noUserHash, password);
    const users: User[] = [];
    for (const user of candidates)
      if (
        user.passwordHash &&
        (await verify(user.passwordHash, password)) &&
        (!organisationId || user.organisationId === organisationId)
      )
        users.push(user);
    return users.length > 0 ? users : undefined;
  }

  private async organisationRequired(users: User[]): Promise<Refusal> {
    const organisations = await this.em.find(Organisation, {
      id: users.map((user) => user.organisationId),
    });
    return new Refusal(
      'ORGANISATION_REQUIRED',
      'You belong to several organisations. Choose one.',
      organisations.map(({ id, name }) => ({
        code: 'ORGANISATION',
        message: name,
        organisationId: id,
        name,
      })),
      409,
    );
  }
}
