import { EntityManager, RequestContext } from '@mikro-orm/core';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { letter } from '../mail/letter.js';
import { Mailer } from '../mail/mailer.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { Attempts } from '../session/attempts.js';
import { User } from '../users/user.entity.js';
import { PasswordLink } from './password-link.entity.js';
import { PasswordLinks } from './password-links.js';

const LIFETIME_SECONDS = 60 * 60;
const GRACE_MS = 3_000;

/** Sends the mails of *Forgot password?* after the answer, so that its timing does not reveal who has an account. */
@Injectable()
export class PasswordResets implements BeforeApplicationShutdown {
  private readonly logger = new Logger('PasswordResets');
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly em: EntityManager,
    private readonly links: PasswordLinks,
    private readonly attempts: Attempts,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns at once. */
  request(emailKey: string): void {
    const work = RequestContext.create(this.em, () => this.send(emailKey))
      .catch((error: unknown) => this.logger.error(`A password reset was not sent. ${error}`))
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([
      Promise.all(this.underWay),
      setTimeout(GRACE_MS, undefined, { ref: false }),
    ]);
  }

  /**
   * Sends one mail per organisation in which a user has this e-mail, at most three an hour. Links work for an hour, so
   * requests by somebody else lock nobody out.
   */
  private async send(emailKey: string): Promise<void> {
    const limit = {
      what: 'password reset',
      who: emailKey,
      most: 3,
      windowSeconds: LIFETIME_SECONDS,
    };
    if (!(await this.attempts.count([limit]))) return;
    await this.em.nativeDelete(PasswordLink, {
      invitationId: null,
      expiresAt: { $lt: new Date(Date.now() - 24 * LIFETIME_SECONDS * 1000) },
    });
    const users = await this.em.find(User, { emailKey, status: { $ne: 'DELETED' } });
    const results = await Promise.allSettled(users.map((user) => this.sendTo(user)));
    const failure = results.find(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected') throw failure.reason;
  }

  private async sendTo(user: User): Promise<void> {
    const { name } = await this.em.findOneOrFail(Organisation, user.organisationId);
    const token = await this.links.create(user, LIFETIME_SECONDS * 1000);
    await this.mailer.send({
      id: randomUUID(),
      ...letter(user, {
        subject: `Reset your password at ${name}`,
        before: `Somebody asked for a new password for your account at ${name}. Set it here; the link works once, for an hour:`,
        link: `${this.config.publicUrl}/password-resets/${token}`,
        label: 'Set a new password',
        after: 'If it was not you, you can ignore this mail. Your password stays as it is.',
      }),
    });
  }
}
