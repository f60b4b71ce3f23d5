import { DurableListener, InviteRequested } from 'user-batch-upload';
import { Invitations } from './invitations.js';

@DurableListener(InviteRequested)
export class SendInvitation {
  constructor(private readonly invitations: Invitations) {}

  handle({ eventId, userId, organisationId }: InviteRequested): Promise<void> {
    return this.invitations.send({ eventId, userId, organisationId });
  }
}
