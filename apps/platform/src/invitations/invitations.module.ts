import { Module } from '@nestjs/common';
import { InvitationController } from './invitation.controller.js';
import { InvitationSecret } from './invitation-secret.js';
import { Mailer } from './mailer.js';
import { SendInvitation } from './send-invitation.listener.js';

@Module({
  controllers: [InvitationController],
  providers: [SendInvitation, InvitationSecret, Mailer],
})
export class InvitationsModule {}
