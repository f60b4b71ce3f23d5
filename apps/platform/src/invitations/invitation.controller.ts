import { EntityManager } from '@mikro-orm/core';
import {
  Body,
  Controller,
  Get,
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
import { KnownInputGuard, Refusal } from 'user-batch-upload';
import { Organisation } from '../organisations/organisation.entity.js';
import { LinkLimits } from '../passwords/link-limits.js';
import { NewPasswordRequest } from '../passwords/new-password.js';
import type { PasswordLink } from '../passwords/password-link.entity.js';
import { PasswordLinks } from '../passwords/password-links.js';
import { Devices } from '../session/devices.js';
import { RetryAfter } from '../session/retry-after.filter.js';
import { User } from '../users/user.entity.js';
import { Invitation } from './invitation.entity.js';

interface Found {
  link: PasswordLink;
  invitation: Invitation;
}

@ApiTags('invitations')
@Controller('invitations')
@UseGuards(KnownInputGuard)
@UseFilters(RetryAfter)
export class InvitationController {
  constructor(
    private readonly em: EntityManager,
    private readonly links: PasswordLinks,
    private readonly limits: LinkLimits,
    private readonly devices: Devices,
  ) {}

  @Get(':token')
  async find(@Param('token') token: string, @Req() request: Request) {
    const { user } = await this.open(token, request);
    const organisation = await this.em.findOneOrFail(Organisation, user.organisationId);
    return {
      organisation: organisation.name,
      name: [user.firstName, user.lastName].filter(Boolean).join(' '),
      email: user.email,
      isActive: user.status === 'ACTIVE',
    };
  }

  @Post(':token')
  @HttpCode(204)
  async accept(
    @Param('token') token: string,
    @Body() { password }: NewPasswordRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { user, link, invitation } = await this.open(token, request);
    await this.em.transactional(async (em) => {
      if (!(await this.links.setPassword(link, password))) throw used();
      await em.nativeUpdate(
        Invitation,
        { eventId: invitation.eventId },
        { acceptedAt: new Date() },
      );
    });
    // The link proves access to the mailbox, so this device can sign in while somebody else guesses the password.
    await this.devices.remember(request, response, user.emailKey);
  }

  private async open(token: string, request: Request): Promise<Found & { user: User }> {
    const found = await this.limits.limit(request, () => this.stored(token), notFound);
    const { link, invitation } = found;
    if (invitation.acceptedAt) throw used();
    if (invitation.replacedAt)
      throw gone('REPLACED', 'A newer invitation was sent. Open the link of the newest mail.');
    if (link.expiresAt <= new Date())
      throw gone('EXPIRED', 'This invitation has expired. Ask an administrator for a new one.');
    const user = await this.links.userOf(link);
    if (user) return { ...found, user };
    if ((await this.em.count(User, { id: link.userId, status: { $ne: 'DELETED' } })) === 0)
      throw new Refusal(
        'INVITATION_NOT_FOUND',
        'The account of this invitation no longer exists.',
        [],
        404,
      );
    throw gone(
      'ENDED',
      'The account has changed since this invitation was sent. Ask an administrator for a new one.',
    );
  }

  private async stored(token: string): Promise<Found | null> {
    const link = await this.links.find(token);
    const invitation =
      link?.invitationId &&
      (await this.em.findOne(
        Invitation,
        { eventId: link.invitationId },
        { disableIdentityMap: true },
      ));
    return invitation ? { link, invitation } : null;
  }
}

const gone = (why: 'USED' | 'REPLACED' | 'EXPIRED' | 'ENDED', detail: string): Refusal =>
  new Refusal(`INVITATION_${why}`, detail, [], 410);

const used = (): Refusal =>
  gone('USED', 'This invitation has already been used. Sign in with the password that you set.');

const notFound = (): Refusal =>
  new Refusal(
    'INVITATION_NOT_FOUND',
    'This invitation does not exist. Open the whole link from the mail.',
    [],
    404,
  );
