import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { Request } from 'express';
import { createHash, randomBytes } from 'node:crypto';
import type { Permission } from '../roles/role.entity.js';
import { fromJson } from '../database/from-json.js';
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
  private readonly em: SqlEntityManager;

  constructor(em: EntityManager) {
    this.em = em as SqlEntityManager;
  }

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
    return this.signedIn(
      'join session s on s.user_id = u.id where s.token_hash = ? and s.expires_at > ?',
      [hashToken(token), new Date()],
    );
  }

  async end(request: Request): Promise<void> {
    const token = tokenOf(request);
    if (token) await this.em.nativeDelete(Session, { tokenHash: hashToken(token) });
  }

  endAllOf(userId: string): Promise<number> {
    return this.em.nativeDelete(Session, { userId });
  }

  activeUser(userId: string): Promise<SignedInUser | undefined> {
    return this.signedIn('where u.id = ?', [userId]);
  }

  /** Asked with every request: one statement, and no entities are made of its answer. */
  private async signedIn(who: string, params: unknown[]): Promise<SignedInUser | undefined> {
    const [user] = await this.em.execute<StoredSignedIn[]>(
      `select u.id, u.organisation_id, u.first_name, u.last_name, u.email, r.rank, r.permissions
       from app_user u join role r on r.id = u.role_id ${who} and u.status = 'ACTIVE'`,
      params,
    );
    if (!user) return undefined;
    return {
      id: user.id,
      organisationId: user.organisation_id,
      name: [user.first_name, user.last_name].filter(Boolean).join(' '),
      email: user.email,
      rank: user.rank,
      permissions: fromJson(user.permissions),
    };
  }
}

interface StoredSignedIn {
  id: string;
  organisation_id: string;
  first_name: string;
  last_name: string;
  email: string;
  rank: number;
  permissions: Permission[] | string;
}

const tokenOf = (request: Request): string | undefined =>
  parseCookie(request.headers.cookie ?? '')[COOKIE];
