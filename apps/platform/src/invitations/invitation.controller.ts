import { EntityManager } from '@mikro-orm/core';
import { hash } from '@node-rs/argon2';
import { Body, Controller, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { KnownInputGuard, Refusal } from 'user-batch-upload';
import { Organisation } from '../organisations/organisation.entity.js';
import { hashToken } from '../session/sessions.js';
import { User } from '../users/user.entity.js';
import { Invitation } from './invitation.entity.js';

export class AcceptRequest {
  @ApiProperty({ minLength: 12 })
  @IsString()
  @Length(12, 1000, { message: 'password must have at least 12 characters' })
  password!: string;
}

@ApiTags('invitations')
@Controller('invitations')
@UseGuards(KnownInputGuard)
export class InvitationController {
  constructor(private readonly em: EntityManager) {}

  @Get(':token')
  async find(@Param('token') token: string) {
    const user = await this.invited(await this.open(token));
    const organisation = await this.em.findOneOrFail(Organisation, user.organisationId);
    return {
      organisation: organisation.name,
      name: [user.firstName, user.lastName].filter(Boolean).join(' '),
      email: user.email,
    };
  }

  @Post(':token')
  @HttpCode(204)
  async accept(@Param('token') token: string, @Body() { password }: AcceptRequest): Promise<void> {
    const invitation = await this.open(token);
    const passwordHash = await hash(password);
    await this.em.transactional(async (em) => {
      const user = await this.invited(invitation);
      const accepted = await em.nativeUpdate(
        Invitation,
        { eventId: invitation.eventId, acceptedAt: null },
        { acceptedAt: new Date() },
      );
      if (accepted === 0) throw used();
      await em.nativeUpdate(User, { id: user.id }, { passwordHash });
    });
  }

  private async open(token: string): Promise<Invitation> {
    const invitation = await this.em.findOne(Invitation, { tokenHash: hashToken(token) });
    if (!invitation)
      throw new Refusal(
        'INVITATION_NOT_FOUND',
        'There is no such invitation. Open the link of the mail as it is.',
        [],
        404,
      );
    if (invitation.acceptedAt) throw used();
    if (invitation.expiresAt < new Date())
      throw new Refusal(
        'INVITATION_EXPIRED',
        'This invitation has expired. Ask an administrator for a new one.',
        [],
        410,
      );
    return invitation;
  }

  private async invited({ userId }: Invitation): Promise<User> {
    const user = await this.em.findOne(User, { id: userId, status: { $ne: 'DELETED' } });
    if (!user)
      throw new Refusal(
        'INVITATION_NOT_FOUND',
        'The account of this invitation no longer exists.',
        [],
        404,
      );
    return user;
  }
}

const used = (): Refusal =>
  new Refusal(
    'INVITATION_USED',
    'This invitation was used already. Sign in with the password that you set.',
    [],
    410,
  );
