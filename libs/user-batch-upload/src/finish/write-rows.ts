import { DeadlockException, LockWaitTimeoutException } from '@mikro-orm/core';
import { Injectable, Logger } from '@nestjs/common';
import { leavesNoAdministrator, losesAdministrator } from '../check/administrators.js';
import type { LoadScope } from '../check/check-scopes.js';
import { emailKey } from '../columns/email-key.js';
import { Database } from '../database/database.js';
import { idsOfLines } from '../database/ordered-id.js';
import type { Change } from '../load/change.js';
import type { LoadRecord } from '../load/load.js';
import { type UserWrite, Users, type WriteResult } from '../ports/users.port.js';
import { outageOf } from '../problems/outage.js';
import { describeError } from '../problems/redact.js';
import { type Plan, planWrite } from './plan-write.js';
import type { ReviewedRow, UsersNow } from './reviewed-row.js';
import { conflict, failed, isOutcome, type RowOutcome } from './row-outcome.js';
import { FindUsersNow } from './users-now.js';

/** The result of a row: its user was written, or the reason why not. */
export type RowResult = RowOutcome | { userId: string; changes: readonly Change[] };

/** Writes the users of a chunk's ticked rows through the host's port, inside the chunk's transaction. */
@Injectable()
export class WriteRows {
  private readonly logger = new Logger(WriteRows.name);

  constructor(
    private readonly db: Database,
    private readonly users: Users,
    private readonly usersNow: FindUsersNow,
  ) {}

  /** The results by line. `isCareful` writes user by user, so that a user whom the host can't write fails only its row. */
  async write(
    load: LoadRecord,
    scope: LoadScope,
    rows: readonly ReviewedRow[],
    isCareful: boolean,
  ): Promise<Map<number, RowResult>> {
    const results = new Map<number, RowResult>();
    if (rows.length === 0) return results;
    const now = await this.usersNow.find(scope.actor, rows);
    const plans = new Map<string, Plan & { line: number }>();
    // The ids are the same at every attempt, so that a port whose writes are not rolled back recognises them.
    const idOf = idsOfLines(load.id, load.created_at);
    for (const row of rows) {
      const plan = planWrite(row, idOf(row.line), load.role_id, now, scope);
      if (isOutcome(plan)) results.set(row.line, plan);
      else plans.set(plan.write.id, { ...plan, line: row.line });
    }
    await this.keepAnAdministrator(load.organisation_id, plans, results, now);
    // Every load uses one order, so that two loads that write the same e-mails can't deadlock.
    const asked = [...plans.values()]
      .map(({ write }) => ({ write, key: emailKey(write.values.email ?? '') }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ write }) => write);
    for (const result of await this.ask(load.organisation_id, asked, isCareful)) {
      const plan = plans.get(result.id);
      if (plan)
        results.set(
          plan.line,
          result.written
            ? { userId: result.userId ?? result.id, changes: plan.changes }
            : NOT_WRITTEN[result.reason],
        );
    }
    return results;
  }

  private async ask(
    organisationId: string,
    writes: UserWrite[],
    isCareful: boolean,
  ): Promise<(WriteResult | { id: string; written: false; reason: 'REFUSED' })[]> {
    if (!isCareful) return this.writeAll(organisationId, writes);
    const results = [];
    for (const write of writes)
      try {
        results.push(...(await this.db.savepoint(() => this.writeAll(organisationId, [write]))));
      } catch (error) {
        // Another load or an outage caused it, not this user. The whole chunk is tried again.
        if (
          error instanceof DeadlockException ||
          error instanceof LockWaitTimeoutException ||
          outageOf(error)
        )
          throw error;
        this.logger.error(
          `User ${write.id} of organisation ${organisationId} is not written: ${describeError(error)}`,
        );
        results.push({ id: write.id, written: false as const, reason: 'REFUSED' as const });
      }
    return results;
  }

  /** Throws if a write has no result, so that what the port wrote for it is rolled back. */
  private async writeAll(organisationId: string, writes: UserWrite[]): Promise<WriteResult[]> {
    const results = await this.users.write(organisationId, writes);
    const answered = new Set(results.map(({ id }) => id));
    const missing = writes.filter(({ id }) => !answered.has(id)).length;
    if (missing > 0)
      throw new Error(
        `${this.users.constructor.name}.write() gave no result for ${missing} of ${writes.length} writes. It must return one for each, with its id.`,
      );
    return results;
  }

  private async keepAnAdministrator(
    organisationId: string,
    plans: Map<string, Plan & { line: number }>,
    results: Map<number, RowResult>,
    now: UsersNow,
  ): Promise<void> {
    const leaving = [...plans.values()].filter(({ write }) => {
      const user = now.byId.get(write.id);
      return (
        user &&
        write.kind === 'UPDATE' &&
        losesAdministrator(user, write.values.status ?? user.status)
      );
    });
    const gone = new Set(leaving.map(({ write }) => write.id));
    if (!(await leavesNoAdministrator(this.users, organisationId, gone))) return;
    for (const { write, line } of leaving) {
      plans.delete(write.id);
      results.set(line, failed('LAST_ADMINISTRATOR', {}));
    }
  }
}

const NOT_WRITTEN: Record<
  Extract<WriteResult, { written: false }>['reason'] | 'REFUSED',
  RowOutcome
> = {
  REFUSED: failed('NOT_SAVED', {}),
  EMAIL_TAKEN: conflict('KEY_TAKEN_JUST_NOW', { column: 'Email Address' }),
  INTERNAL_ID_TAKEN: conflict('KEY_TAKEN_JUST_NOW', { column: 'Internal ID' }),
  USER_GONE: conflict('USER_GONE', {}),
};
