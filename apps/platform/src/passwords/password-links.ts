import { EntityManager } from '@mikro-orm/core';
import { hash } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { hashToken, newToken } from '../session/tokens.js';
import { User } from '../users/user.entity.js';
import { PasswordLink } from './password-link.entity.js';

/**
 * Links that set a password. The token is created when the mail is sent; only its hash is stored. A link works while
 * the user still has the `credentialsVersion` it was created for. The database raises the version when a password is
 * set, so a link works once, and all other links of the user end with it.
 */
@Injectable()
export class PasswordLinks {
  constructor(private readonly em: EntityManager) {}

  /** Resolves to the token. */
  async create(
    { id, credentialsVersion }: Pick<User, 'id' | 'credentialsVersion'>,
    lifetimeMs: number,
    invitationId: string | null = null,
  ): Promise<string> {
    const token = newToken();
    const expiresAt = new Date(Date.now() + lifetimeMs);
    const tokenHash = hashToken(token);
    await this.em.insert(PasswordLink, {
      tokenHash,
      userId: id,
      credentialsVersion,
      invitationId,
      expiresAt,
    });
    return token;
  }

  find(token: string): Promise<PasswordLink | null> {
    return this.em.findOne(
      PasswordLink,
      { tokenHash: hashToken(token) },
      { disableIdentityMap: true },
    );
  }

  /** The user of the link, or null if it no longer works. */
  userOf({ userId, credentialsVersion, expiresAt }: PasswordLink): Promise<User | null> {
    if (expiresAt <= new Date()) return Promise.resolve(null);
    return this.em.findOne(
      User,
      { id: userId, credentialsVersion, status: { $ne: 'DELETED' } },
      { disableIdentityMap: true },
    );
  }

  /** Resolves to false if the link has stopped working in the meantime. */
  async setPassword(
    { userId, credentialsVersion }: PasswordLink,
    password: string,
  ): Promise<boolean> {
    const passwordHash = await hash(password);
    const written = await this.em.nativeUpdate(
      User,
      { id: userId, credentialsVersion, status: { $ne: 'DELETED' } },
      { passwordHash },
    );
    return written > 0;
  }

  /** Deletes the links of rejected mails. */
  async remove(token: string): Promise<void> {
    await this.em.nativeDelete(PasswordLink, { tokenHash: hashToken(token) });
  }
}
