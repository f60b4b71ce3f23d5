import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { InvitationController } from './invitation.controller.js';
import { Invitations } from './invitations.js';
import { SendInvitation } from './send-invitation.listener.js';
import { UserInvitationController } from './user-invitation.controller.js';

@Module({
  imports: [MailModule, PasswordsModule],
  controllers: [InvitationController, UserInvitationController],
  providers: [Invitations, SendInvitation],
})
export class InvitationsModule {}
