import { DurableListener, InviteRequested, UnrecoverableError } from 'user-batch-upload';
import { MailNotSent } from '../mail/mailer.js';
import { Invitations } from './invitations.js';

@DurableListener(InviteRequested)
export class SendInvitation {
  constructor(private readonly invitations: Invitations) {}

  async handle({ eventId, userId, organisationId }: InviteRequested): Promise<void> {
    try {
      await this.invitations.send({ eventId, userId, organisationId });
    } catch (error) {
      if (error instanceof MailNotSent && error.isFinal)
        throw new UnrecoverableError(error.message, { cause: error });
      throw error;
    }
  }
}
