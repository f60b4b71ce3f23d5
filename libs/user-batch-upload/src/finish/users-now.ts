import { Injectable } from '@nestjs/common';
import { emailKey } from '../columns/email-key.js';
import { filled } from '../match/match-rows.js';
import type { Actor } from '../ports/actors.port.js';
import { type UserRecord, Users } from '../ports/users.port.js';
import type { ReviewedRow, UsersNow } from './reviewed-row.js';
import { keyAtReview, KEYS } from './key-conflicts.js';

/** Looks the users of a chunk up again and locks them until the transaction ends. */
@Injectable()
export class FindUsersNow {
  constructor(private readonly users: Users) {}

  async find(actor: Actor, rows: readonly ReviewedRow[]): Promise<UsersNow> {
    const { organisationId } = actor;
    const given = rows.map((row) =>
      row.action === 'CREATE'
        ? row.cells
        : new Map(row.changes.map(({ column, to }) => [column, to])),
    );
    const users = await this.users.findByKeys(
      organisationId,
      {
        ids: filled(rows.map((row) => row.userId ?? '')),
        emailKeys: filled(given.map((cells) => emailKey(cells.get('Email Address') ?? ''))),
        internalIds: filled(given.map((cells) => cells.get('Internal ID') ?? '')),
      },
      { lock: true },
    );
    const byId = new Map(users.map((user) => [user.id, user]));
    const asked = filled(rows.map((row) => byId.get(row.userId ?? '')?.id ?? ''));
    const all = [...users, ...(await this.holdersOfMovedKeys(organisationId, rows, byId))];
    return {
      byId,
      rollsBack: this.users.joinsTransaction,
      changeable: new Set(asked.length > 0 ? await this.users.findChangeable(actor, asked) : []),
      byEmail: new Map(all.map((user) => [emailKey(user.email), user])),
      byInternalId: new Map(
        all.filter((user) => user.internalId !== '').map((user) => [user.internalId, user]),
      ),
    };
  }

  /** The users who now have a key that matched somebody else at the review. Queried only if a user lost a key. */
  private async holdersOfMovedKeys(
    organisationId: string,
    rows: readonly ReviewedRow[],
    byId: ReadonlyMap<string, UserRecord>,
  ): Promise<UserRecord[]> {
    const [emails = [], internalIds = []] = KEYS.map(({ column, holds }) =>
      rows.flatMap((row) => {
        const user = byId.get(row.userId ?? '');
        const key = keyAtReview(row, column);
        return user && key !== '' && !holds(user, key) ? [key] : [];
      }),
    );
    if (emails.length + internalIds.length === 0) return [];
    return this.users.findByKeys(organisationId, {
      emailKeys: filled(emails.map(emailKey)),
      internalIds: filled(internalIds),
    });
  }
}
