import { EntityManager } from '@mikro-orm/core';
import { Inject } from '@nestjs/common';
import { DurableListener, InviteRequested } from 'user-batch-upload';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { hashToken } from '../session/sessions.js';
import { User } from '../users/user.entity.js';
import { Invitation } from './invitation.entity.js';
import { InvitationSecret } from './invitation-secret.js';
import { Mailer, surelyNotTaken } from './mailer.js';

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

@DurableListener(InviteRequested)
export class SendInvitation {
  constructor(
    private readonly em: EntityManager,
    private readonly secret: InvitationSecret,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async handle({ eventId, userId, organisationId }: InviteRequested): Promise<void> {
    const user = await this.em.findOne(User, { id: userId, organisationId });
    if (!user || user.status === 'DELETED') return;
    const token = await this.secret.tokenFor(eventId);
    const invitation =
      (await this.em.findOne(Invitation, eventId)) ??
      this.em.create(Invitation, {
        eventId,
        tokenHash: hashToken(token),
        userId,
        expiresAt: new Date(Date.now() + LIFETIME_MS),
        inDoubt: false,
      });
    if (invitation.sentAt) return;
    if (invitation.sendingAt && !this.mailer.isWrittenOnce) invitation.inDoubt = true;
    invitation.sendingAt = new Date();
    await this.em.flush();
    const organisation = await this.em.findOneOrFail(Organisation, organisationId);
    try {
      await this.mailer.send({
        id: eventId,
        to: { name: nameOf(user), address: user.email },
        ...letter(user, organisation, `${this.config.publicUrl}/invitations/${token}`),
      });
    } catch (error) {
      if (surelyNotTaken(error)) invitation.sendingAt = null;
      await this.em.flush();
      throw error;
    }
    invitation.sentAt = new Date();
    await this.em.flush();
  }
}

const nameOf = ({ firstName, lastName }: User): string =>
  [firstName, lastName].filter(Boolean).join(' ');

function letter(user: User, organisation: Organisation, link: string) {
  const name = nameOf(user);
  const lines = [
    `Hello ${name},`,
    `${organisation.name} has created an account for you. Set your password here; the link works once, for 7 days:`,
    link,
    'If you did not expect this, you can ignore this mail.',
  ];
  const html = lines.map((line) =>
    line === link ? `<p><a href="${link}">Set your password</a></p>` : `<p>${escapeHtml(line)}</p>`,
  );
  return {
    subject: `Your account at ${organisation.name}`,
    text: lines.join('\n\n'),
    html: html.join('\n'),
  };
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
