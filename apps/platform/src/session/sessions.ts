import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { Request } from 'express';
import { createHash, randomBytes } from 'node:crypto';
import { type Permission, RoleEntity } from '../roles/role.entity.js';
import { User } from '../users/user.entity.js';
import { Session } from './session.entity.js';

export const COOKIE = 'platform_session';
const LIFETIME_MS = 12 * 60 * 60 * 1000;

export interface SignedInUser {
  id: string;
  organisationId: string;
  name: string;
  email: string;
  rank: number;
  permissions: Permission[];
}

export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

/** Sessions live in the database, by a hash of their token. Only an ACTIVE user has one. */
@Injectable()
export class Sessions {
  constructor(private readonly em: EntityManager) {}

  async start(userId: string): Promise<{ token: string; maxAgeMs: number }> {
    const token = randomBytes(32).toString('base64url');
    await this.em.nativeDelete(Session, { expiresAt: { $lt: new Date() } });
    await this.em.insert(Session, {
      tokenHash: hashToken(token),
      userId,
      expiresAt: new Date(Date.now() + LIFETIME_MS),
    });
    return { token, maxAgeMs: LIFETIME_MS };
  }

  async find(request: Request): Promise<SignedInUser | undefined> {
    const token = tokenOf(request);
    if (!token) return undefined;
    const session = await this.em.findOne(
      Session,
      { tokenHash: hashToken(token), expiresAt: { $gt: new Date() } },
      { disableIdentityMap: true },
    );
    return session ? this.activeUser(session.userId) : undefined;
  }

  async end(request: Request): Promise<void> {
    const token = tokenOf(request);
    if (token) await this.em.nativeDelete(Session, { tokenHash: hashToken(token) });
  }

  endAllOf(userId: string): Promise<number> {
    return this.em.nativeDelete(Session, { userId });
  }

  async activeUser(userId: string): Promise<SignedInUser | undefined> {
    const user = await this.em.findOne(
      User,
      { id: userId, status: 'ACTIVE' },
      { disableIdentityMap: true },
    );
    const role =
      user && (await this.em.findOne(RoleEntity, user.roleId, { disableIdentityMap: true }));
    return user && role
      ? {
          id: user.id,
          organisationId: user.organisationId,
          name: [user.firstName, user.lastName].filter(Boolean).join(' '),
          email: user.email,
          rank: role.rank,
          permissions: role.permissions,
        }
      : undefined;
  }
}

const tokenOf = (request: Request): string | undefined =>
  parseCookie(request.headers.cookie ?? '')[COOKIE];
