import { EntityManager, LockMode } from '@mikro-orm/core';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { letter } from '../mail/letter.js';
import { Mailer, MailNotSent } from '../mail/mailer.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { PasswordLinks } from '../passwords/password-links.js';
import { User } from '../users/user.entity.js';
import { Invitation } from './invitation.entity.js';

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

interface Asked {
  /** Idempotency key: sending again with the same one is a redelivery of the same invitation. */
  eventId: string;
  userId: string;
  organisationId: string;
}

interface Begun {
  user: User;
  token: string;
}

@Injectable()
export class Invitations {
  constructor(
    private readonly em: EntityManager,
    private readonly links: PasswordLinks,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Sends an invitation and replaces all earlier ones of the user. Does nothing if it was sent or replaced before, or
   * if the user is DELETED. Each attempt creates its own link: if a mail goes out twice, either link works.
   * @throws MailNotSent
   */
  async send(asked: Asked): Promise<void> {
    const begun = await this.em.transactional((em) => this.begin(em, asked));
    if (!begun) return;
    const { name } = await this.em.findOneOrFail(Organisation, asked.organisationId);
    const { eventId } = asked;
    try {
      await this.mailer.send({
        id: eventId,
        ...letter(begun.user, {
          subject: `Your account at ${name}`,
          before: `${name} has created an account for you. Set your password here; the link works once, for 7 days:`,
          link: `${this.config.publicUrl}/invitations/${begun.token}`,
          label: 'Set your password',
          after: 'If you did not expect this, you can ignore this mail.',
        }),
      });
    } catch (error) {
      if (error instanceof MailNotSent && error.wasRejected) {
        await this.em.nativeUpdate(Invitation, { eventId }, { sendingAt: null });
        await this.links.remove(begun.token);
      }
      throw error;
    }
    await this.em.nativeUpdate(Invitation, { eventId }, { sentAt: new Date() });
  }

  /** Locks the user, so that concurrent invitations replace each other in turn. */
  private async begin(
    em: EntityManager,
    { eventId, userId, organisationId }: Asked,
  ): Promise<Begun | undefined> {
    const user = await em.findOne(
      User,
      { id: userId, organisationId },
      { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true },
    );
    if (!user || user.status === 'DELETED') return undefined;
    const before = await em.findOne(Invitation, { eventId }, { disableIdentityMap: true });
    if (before?.sentAt || before?.replacedAt) return undefined;
    const now = new Date();
    const sending = {
      eventId,
      userId,
      sentTo: user.email,
      credentialsVersion: user.credentialsVersion,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
      sendingAt: now,
      inDoubt: Boolean(before?.sendingAt) && !this.mailer.isWrittenOnce,
    };
    if (before) await em.nativeUpdate(Invitation, { eventId }, sending);
    else await em.insert(Invitation, sending);
    await em.nativeUpdate(
      Invitation,
      { userId, eventId: { $ne: eventId }, replacedAt: null },
      { replacedAt: now },
    );
    return { user, token: await this.links.create(user, LIFETIME_MS, eventId) };
  }
}
