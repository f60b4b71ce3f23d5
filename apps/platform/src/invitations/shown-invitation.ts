import type { User } from '../users/user.entity.js';
import type { Invitation } from './invitation.entity.js';

/**
 * The last invitation of a user, as the API shows it. WAITING: the mail server has not accepted it. IN_DOUBT: an
 * attempt ended without a reply from the mail server, so the mail may arrive twice or not yet. ENDED: the e-mail or
 * the password changed, or the user was DELETED.
 */
export interface ShownInvitation {
  status: 'WAITING' | 'SENT' | 'IN_DOUBT' | 'ACCEPTED' | 'EXPIRED' | 'ENDED';
  sentTo: string;
  sentAt: string | null;
  expiresAt: string;
}

export function showInvitation(invitation: Invitation, user: User): ShownInvitation {
  return {
    status: statusOf(invitation, user),
    sentTo: invitation.sentTo,
    sentAt: invitation.sentAt?.toISOString() ?? null,
    expiresAt: invitation.expiresAt.toISOString(),
  };
}

function statusOf(invitation: Invitation, user: User): ShownInvitation['status'] {
  const { acceptedAt, inDoubt, sentAt, expiresAt, credentialsVersion } = invitation;
  if (acceptedAt) return 'ACCEPTED';
  if (user.status === 'DELETED') return 'ENDED';
  if (!sentAt && !inDoubt) return 'WAITING';
  if (credentialsVersion !== user.credentialsVersion) return 'ENDED';
  if (expiresAt <= new Date()) return 'EXPIRED';
  return inDoubt ? 'IN_DOUBT' : 'SENT';
}
