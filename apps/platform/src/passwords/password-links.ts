import { EntityManager } from '@mikro-orm/core';
import { hash } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { hashToken, newToken } from '../session/tokens.js';
import { User } from '../users/user.entity.js';
import { PasswordLink } from './password-link.entity.js';

/**
 * Links that set a password. A token is made when its mail is sent, and only its hash is kept. A link works while the
 * user still has the `credentialsVersion` that it was made for; the database raises that when a password is set, so a
 * link works once, and all others of the user end with it.
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

  /** The user whom the link is for, or null where it no longer works. */
  userOf({ userId, credentialsVersion, expiresAt }: PasswordLink): Promise<User | null> {
    if (expiresAt <= new Date()) return Promise.resolve(null);
    return this.em.findOne(
      User,
      { id: userId, credentialsVersion, status: { $ne: 'DELETED' } },
      { disableIdentityMap: true },
    );
  }

  /** Resolves to false where the link stopped working in the meantime. */
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

  /** Links of mails that were surely not sent. */
  async remove(token: string): Promise<void> {
    await this.em.nativeDelete(PasswordLink, { tokenHash: hashToken(token) });
  }
}
