import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { type Actor, Actors } from 'user-batch-upload';
import { User } from './entities.js';

/** A stub of a sign-in: the cookie is the id of the user. Yours reads the session. */
@Injectable()
export class SignedInUser extends Actors {
  constructor(private readonly em: EntityManager) {
    super();
  }

  fromRequest({ headers }: Request): Promise<Actor | undefined> {
    const [, id] = /\buser=(\d+)/.exec(headers.cookie ?? '') ?? [];
    return this.actor({ id: Number(id ?? 0) });
  }

  find(organisationId: string, userId: string): Promise<Actor | undefined> {
    return this.actor({ id: Number(userId), organisation: Number(organisationId) });
  }

  private async actor(where: { id: number; organisation?: number }): Promise<Actor | undefined> {
    const user = await this.em.findOne(
      User,
      { ...where, status: 'ACTIVE' },
      { populate: ['role'], refresh: true },
    );
    if (!user) return undefined;
    return {
      organisationId: String(user.organisation.id),
      userId: String(user.id),
      name: user.firstName,
      mayUpload: user.role.isAdmin,
    };
  }
}
