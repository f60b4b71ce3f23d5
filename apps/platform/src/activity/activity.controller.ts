import { EntityManager } from '@mikro-orm/core';
import { Get, Query } from '@nestjs/common';
import { offsetOf, PageRequest } from '../paging.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController } from '../session/signed-in.guard.js';
import { User } from '../users/user.entity.js';
import { Activity } from './activity.entity.js';

@SettingsController('activity')
export class ActivityController {
  constructor(private readonly em: EntityManager) {}

  /** Lists who changed what and by which load, newest first. */
  @Get()
  async list(@Me() { organisationId }: SignedInUser, @Query() page: PageRequest) {
    const [entries, total] = await this.em.findAndCount(
      Activity,
      { organisationId },
      { orderBy: { at: 'desc', loadId: 'asc', line: 'asc' }, ...offsetOf(page) },
    );
    const ids = [...new Set(entries.flatMap(({ actorId, userId }) => [actorId, userId]))];
    const users = await this.em.find(User, { id: ids, organisationId });
    const names = new Map(
      users.map((user) => [user.id, [user.firstName, user.lastName].filter(Boolean).join(' ')]),
    );
    const person = (id: string) => ({ id, name: names.get(id) ?? '' });
    return {
      items: entries.map((entry) => ({
        id: entry.eventId,
        at: entry.at.toISOString(),
        action: entry.action,
        actor: person(entry.actorId),
        user: person(entry.userId),
        loadId: entry.loadId,
        line: entry.line,
        changes: entry.changes,
      })),
      total,
      ...page,
    };
  }
}
