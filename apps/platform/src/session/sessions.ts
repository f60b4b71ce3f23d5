import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { outageOf } from 'user-batch-upload';
import { fromJson } from '../database/from-json.js';
import type { Permission } from '../roles/role.entity.js';
import type { User } from '../users/user.entity.js';
import { Cookies } from './cookies.js';
import { Session } from './session.entity.js';
import { hashToken, newToken } from './tokens.js';

const COOKIE = 'platform_session';
const LIFETIME_MS = 12 * 60 * 60 * 1000;
const IDLE_MS = 2 * 60 * 60 * 1000;
/** Minimum interval between updates of `seenAt`, so that few requests write. */
const SEEN_EVERY_MS = 60 * 1000;

export interface SignedInUser {
  id: string;
  organisationId: string;
  name: string;
  email: string;
  rank: number;
  permissions: Permission[];
}

/**
 * Sessions, stored by a hash of their token. A session ends after 12 hours, after 2 hours without a request, at
 * sign-out, and when the database raises the user's `sessionsVersion` (see `userVersions`).
 */
@Injectable()
export class Sessions {
  private readonly logger = new Logger('Sessions');
  private readonly em: SqlEntityManager;

  constructor(
    em: EntityManager,
    private readonly cookies: Cookies,
  ) {
    this.em = em as SqlEntityManager;
  }

  /** Starts a session and ends the current session of the request. */
  async start(
    { id, sessionsVersion }: Pick<User, 'id' | 'sessionsVersion'>,
    request: Request,
    response: Response,
  ): Promise<void> {
    const token = newToken();
    const now = Date.now();
    await this.em.nativeDelete(Session, { expiresAt: { $lt: new Date(now) } });
    await this.remove(request);
    await this.em.insert(Session, {
      tokenHash: hashToken(token),
      userId: id,
      sessionsVersion,
      seenAt: new Date(now),
      expiresAt: new Date(now + LIFETIME_MS),
    });
    this.cookies.write(response, COOKIE, token, LIFETIME_MS);
  }

  async find(request: Request): Promise<SignedInUser | undefined> {
    const token = this.cookies.read(request, COOKIE);
    if (!token) return undefined;
    const tokenHash = hashToken(token);
    const now = Date.now();
    const [found] = await this.signedIn<{ is_stale: boolean | number }>(
      ', s.seen_at < ? as is_stale',
      `join session s on s.user_id = u.id and s.sessions_version = u.sessions_version
       where s.token_hash = ? and s.expires_at > ? and s.seen_at > ?`,
      [new Date(now - SEEN_EVERY_MS), tokenHash, new Date(now), new Date(now - IDLE_MS)],
    );
    if (found?.is_stale) await this.note(tokenHash, now);
    return found && shown(found);
  }

  async end(request: Request, response: Response): Promise<void> {
    await this.remove(request);
    this.cookies.clear(response, COOKIE);
  }

  /** Ends the sessions of all devices. */
  async endAllOf(userId: string, response: Response): Promise<void> {
    await this.em.execute(
      'update app_user set sessions_version = sessions_version + 1 where id = ?',
      [userId],
    );
    this.cookies.clear(response, COOKIE);
  }

  async activeUser(userId: string): Promise<SignedInUser | undefined> {
    const [user] = await this.signedIn('', 'where u.id = ?', [userId]);
    return user && shown(user);
  }

  private async remove(request: Request): Promise<void> {
    const token = this.cookies.read(request, COOKIE);
    if (token) await this.em.nativeDelete(Session, { tokenHash: hashToken(token) });
  }

  /** A database that rejects writes, for example on a full disk, can still be read. */
  private async note(tokenHash: string, now: number): Promise<void> {
    try {
      await this.em.nativeUpdate(Session, { tokenHash }, { seenAt: new Date(now) });
    } catch (error) {
      // The health check reports an outage. A log line for each request would add nothing.
      if (!outageOf(error))
        this.logger.warn(`Could not save the time of a request in its session: ${String(error)}`);
    }
  }

  /** Runs on every request: one statement, without entities. */
  private signedIn<More = object>(
    more: string,
    who: string,
    params: unknown[],
  ): Promise<(StoredSignedIn & More)[]> {
    return this.em.execute(
      `select u.id, u.organisation_id, u.first_name, u.last_name, u.email, r.rank, r.permissions ${more}
       from app_user u join role r on r.id = u.role_id ${who} and u.status = 'ACTIVE'`,
      params,
    );
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

const shown = (user: StoredSignedIn): SignedInUser => ({
  id: user.id,
  organisationId: user.organisation_id,
  name: [user.first_name, user.last_name].filter(Boolean).join(' '),
  email: user.email,
  rank: user.rank,
  permissions: fromJson(user.permissions),
});
