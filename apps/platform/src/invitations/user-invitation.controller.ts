import { EntityManager } from '@mikro-orm/core';
import { HttpCode, Param, Post } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Refusal } from 'user-batch-upload';
import { MailNotSent } from '../mail/mailer.js';
import { mayGive } from '../roles/may-give.js';
import { RoleEntity } from '../roles/role.entity.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { noSuchUser } from '../users/change-user.js';
import { User } from '../users/user.entity.js';
import { Invitations } from './invitations.js';

@SettingsController('users')
export class UserInvitationController {
  constructor(
    private readonly em: EntityManager,
    private readonly invitations: Invitations,
  ) {}

  /** Sends a new link. Earlier links stop working, even if the mail can't be sent. */
  @Post(':id/invitation')
  @HttpCode(202)
  @SignedIn('administer')
  async invite(@Me() me: SignedInUser, @Param('id') id: string): Promise<void> {
    const { organisationId } = me;
    const user = await this.em.findOne(User, { id, organisationId }, { disableIdentityMap: true });
    if (!user) throw noSuchUser();
    const role = await this.em.findOneOrFail(RoleEntity, user.roleId);
    if (!mayGive(me, role))
      throw new Refusal('PROTECTED_USER', 'This user has more rights than you.', [], 409);
    if (user.status === 'DELETED')
      throw new Refusal(
        'USER_DELETED',
        'This user is deleted. Make them active or inactive first, then invite them.',
        [],
        409,
      );
    try {
      await this.invitations.send({ eventId: randomUUID(), userId: id, organisationId });
    } catch (error) {
      if (error instanceof MailNotSent)
        throw new Refusal(
          'UNAVAILABLE',
          `The invitation was not sent: ${error.message}. Try again later.`,
          [],
          503,
        );
      throw error;
    }
  }
}
