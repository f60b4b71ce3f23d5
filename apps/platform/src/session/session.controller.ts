import { EntityManager } from '@mikro-orm/core';
import { hash, verify } from '@node-rs/argon2';
import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { Request, Response } from 'express';
import { emailKey, Refusal } from 'user-batch-upload';
import { Organisation } from '../organisations/organisation.entity.js';
import { User } from '../users/user.entity.js';
import { FailedSignIns } from './failed-sign-ins.js';
import { COOKIE, Sessions, type SignedInUser } from './sessions.js';
import { Me, SignedIn } from './signed-in.guard.js';

export class SignInRequest {
  @IsString()
  @MaxLength(254)
  email!: string;

  @IsString()
  @MaxLength(1000)
  password!: string;

  @IsOptional()
  @IsString()
  organisationId?: string;
}

@ApiTags('session')
@Controller('session')
export class SessionController {
  /** Compared against where there is no such user, so that the answer takes as long. */
  private readonly noUserHash = hash('no such user');

  constructor(
    private readonly em: EntityManager,
    private readonly sessions: Sessions,
    private readonly failures: FailedSignIns,
  ) {}

  @Post()
  @HttpCode(200)
  async signIn(
    @Body() { email, password, organisationId }: SignInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ user: SignedInUser }> {
    const address = request.ip ?? '';
    const key = emailKey(email.trim());
    await this.failures.refuseTooMany(address, key);
    const users = await this.usersOf(key, password);
    const chosen = organisationId
      ? users.filter((user) => user.organisationId === organisationId)
      : users;
    const [user] = chosen;
    const signedIn = user && (await this.sessions.activeUser(user.id));
    if (!user || !signedIn) {
      await this.failures.count(address, key);
      throw new Refusal(
        'UNAUTHENTICATED',
        'E-mail and password do not belong together, or the user is not active.',
      );
    }
    if (chosen.length > 1) throw await this.organisationRequired(chosen);
    const { token, maxAgeMs } = await this.sessions.start(user.id);
    response.cookie(COOKIE, token, {
      httpOnly: true,
      sameSite: 'lax',
      secure: request.secure,
      path: '/',
      maxAge: maxAgeMs,
    });
    return { user: signedIn };
  }

  @Get()
  @SignedIn()
  current(@Me() user: SignedInUser): { user: SignedInUser } {
    return { user };
  }

  @Delete()
  @HttpCode(204)
  async signOut(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.end(request);
    response.clearCookie(COOKIE, { path: '/' });
  }

  private async usersOf(key: string, password: string): Promise<User[]> {
    const candidates = await this.em.find(User, {
      emailKey: key,
      status: 'ACTIVE',
      passwordHash: { $ne: null },
    });
    if (candidates.length === 0) await verify(await this.noUserHash, password);
    const users: User[] = [];
    for (const user of candidates)
      if (user.passwordHash && (await verify(user.passwordHash, password))) users.push(user);
    return users;
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
