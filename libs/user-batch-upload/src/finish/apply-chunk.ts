import { DeadlockException, LockWaitTimeoutException } from '@mikro-orm/core';
import { Injectable, Logger } from '@nestjs/common';
import type { Change } from '../load/change.js';
import { type NewEvent, Outbox } from '../events/outbox.js';
import { Chunks, type ClaimedChunk } from '../work/chunk-lease.js';
import { type LoadRecord, NOTHING_DONE, type OutcomeCounts } from '../load/load.js';
import { Boxes, type BoxState, stateOf } from '../load/selection.js';
import type { Outcome } from '../load/load-row.js';
import { emailKey } from '../columns/email-key.js';
import { filled } from '../match/match-rows.js';
import { type UserWrite, Users, type WriteResult } from '../ports/users.port.js';
import { type CheckScope, losesAdministrator } from '../check/check-chunk.js';
import { LoadScopes } from '../check/check-scopes.js';
import { Database } from '../database/database.js';
import { orderedId } from '../database/ordered-id.js';
import { CompleteFinish } from './complete-finish.js';
import {
  isOutcome,
  type ReviewedRow,
  type RowOutcome,
  type UsersNow,
  writeFor,
} from './plan-write.js';
import { describeError } from '../problems/redact.js';

interface StagedRecord {
  line: number;
  user_id: string | null;
  changes: string;
  /** Of a create; an update has its changes. */
  cells: string | null;
}

type ReviewedRecord = StagedRecord & BoxState;

interface Applied {
  line: number;
  outcome: Outcome;
  reason: string | null;
  userId: string | null;
}

/** The try of Finish from which a chunk is written user by user. */
const CAREFUL_FROM = 3;

/**
 * Applies one chunk of a load in one transaction: its lease checked, its users looked up again and held, the
 * host's users written, an outcome for each row, the events into the outbox. All of it, or nothing.
 */
@Injectable()
export class ApplyChunk {
  private readonly logger = new Logger(ApplyChunk.name);

  constructor(
    private readonly db: Database,
    private readonly chunks: Chunks,
    private readonly scopes: LoadScopes,
    private readonly users: Users,
    private readonly outbox: Outbox,
    private readonly boxes: Boxes,
    private readonly completeFinish: CompleteFinish,
  ) {}

  /** What is asked of the host before the first chunk can be applied, while that is being claimed. */
  prepare(load: LoadRecord): void {
    void this.scopes.of(load, load.finished_by ?? '');
  }

  /** Resolves to whether it was the whole load, which then is finished. */
  async apply(load: LoadRecord, chunk: ClaimedChunk): Promise<boolean> {
    const scope = await this.scopes.of(load, load.finished_by ?? '');
    return this.db.transaction(async () => {
      await this.chunks.done(chunk);
      const rows = await this.rows(chunk);
      const ticked = rows.filter((row) => row.selected);
      const results = scope
        ? await this.writeRows(
            load,
            scope,
            ticked.map((row) => reviewed(row, scope.headers)),
            chunk.tries >= CAREFUL_FROM,
          )
        : new Map(ticked.map((row) => [row.line, LOST_RIGHTS]));
      const applied = rows.map((row) => outcomeOf(row, results.get(row.line)));
      const invited = new Set(rows.filter((row) => row.email).map((row) => row.line));
      await this.db.insertAll(
        'batch_upload_outcome',
        { line: 'integer', outcome: 'text', reason: 'text', user_id: 'text' },
        applied.map((row) => [row.line, row.outcome, row.reason, row.userId]),
        { load_id: load.id },
      );
      const changes = new Map(ticked.map((row) => [row.line, row.changes]));
      await this.outbox.add(
        {
          organisationId: load.organisation_id,
          loadId: load.id,
          actorId: load.finished_by ?? '',
        },
        applied.flatMap((row) => eventsOf(row, invited.has(row.line), changes.get(row.line))),
      );
      const tally = tallyOf(applied, invited);
      // A small load begins and ends with its only chunk.
      const isWhole = rows.length === load.row_count;
      if (isWhole) await this.completeFinish.close(load.id, tally);
      else await this.chunks.tally(chunk, tally);
      return isWhole;
    });
  }

  private async rows({ loadId, firstLine, lastLine }: ClaimedChunk): Promise<ReviewedRecord[]> {
    const staged = await this.db.query<StagedRecord>(
      `select v.line, v.user_id, v.changes, case when v.action = 'CREATE' then r.cells end as cells
       from batch_upload_verdict v
       join batch_upload_row r on r.load_id = v.load_id and r.line = v.line
       where v.load_id = ? and v.line between ? and ? order by v.line`,
      [loadId, firstLine, lastLine],
    );
    const boxes = await this.boxes.find(loadId, { first: firstLine, last: lastLine });
    const states = boxes.map((chunk) => chunk.states).join('');
    return staged.map((row, index) => ({ ...row, ...stateOf(states[index] as string) }));
  }

  private async writeRows(
    load: LoadRecord,
    scope: CheckScope,
    rows: ReviewedRow[],
    isCareful: boolean,
  ): Promise<Map<number, RowOutcome | { userId: string }>> {
    const results = new Map<number, RowOutcome | { userId: string }>();
    if (rows.length === 0) return results;
    const now = await this.usersNow(load.organisation_id, rows);
    const writes = new Map<string, { write: UserWrite; line: number }>();
    for (const row of rows) {
      const write = writeFor(row, orderedId, load.role_id, now, scope);
      if (isOutcome(write)) results.set(row.line, write);
      else writes.set(write.id, { write, line: row.line });
    }
    await this.keepAnAdministrator(writes, results, now, scope);
    // In one order for every load, so that two which give the same e-mails can't wait for each other.
    const asked = [...writes.values()]
      .map(({ write }) => ({ write, key: emailKey(write.values.email ?? '') }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ write }) => write);
    for (const result of await this.write(load.organisation_id, asked, isCareful)) {
      const line = writes.get(result.id)?.line;
      if (line !== undefined)
        results.set(line, result.written ? { userId: result.id } : REASONS[result.reason]);
    }
    return results;
  }

  /** Carefully: user by user, so that one whom the host can't write is that row's failure, not the chunk's. */
  private async write(
    organisationId: string,
    writes: UserWrite[],
    isCareful: boolean,
  ): Promise<(WriteResult | { id: string; written: false; reason: 'REFUSED' })[]> {
    if (!isCareful) return this.users.write(organisationId, writes);
    const results = [];
    for (const write of writes)
      try {
        results.push(...(await this.db.savepoint(() => this.users.write(organisationId, [write]))));
      } catch (error) {
        // Another load's doing, not this user's: the whole chunk is tried again.
        if (error instanceof DeadlockException || error instanceof LockWaitTimeoutException)
          throw error;
        this.logger.error(describeError(error));
        results.push({ id: write.id, written: false as const, reason: 'REFUSED' as const });
      }
    return results;
  }

  private async usersNow(organisationId: string, rows: ReviewedRow[]): Promise<UsersNow> {
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
    return {
      byId: new Map(users.map((user) => [user.id, user])),
      byEmail: new Map(users.map((user) => [emailKey(user.email), user])),
      byInternalId: new Map(
        users.filter((user) => user.internalId !== '').map((user) => [user.internalId, user]),
      ),
    };
  }

  private async keepAnAdministrator(
    writes: Map<string, { write: UserWrite; line: number }>,
    results: Map<number, RowOutcome | { userId: string }>,
    now: UsersNow,
    scope: CheckScope,
  ): Promise<void> {
    const leaving = [...writes.values()].filter(({ write }) => {
      const user = now.byId.get(write.id);
      return (
        user &&
        write.kind === 'UPDATE' &&
        losesAdministrator(user, write.values.status ?? user.status)
      );
    });
    if (leaving.length === 0) return;
    const active = await this.users.lockActiveAdministrators(scope.organisationId);
    const gone = new Set(leaving.map(({ write }) => write.id));
    if (active.some((id) => !gone.has(id))) return;
    for (const { write, line } of leaving) {
      writes.delete(write.id);
      results.set(line, { outcome: 'FAILED', reason: 'No active administrator would be left.' });
    }
  }
}

const LOST_RIGHTS: RowOutcome = {
  outcome: 'FAILED',
  reason: 'Whoever finished this load may no longer use batch upload.',
};

const REASONS: Record<Extract<WriteResult, { written: false }>['reason'] | 'REFUSED', RowOutcome> =
  {
    REFUSED: {
      outcome: 'FAILED',
      reason: 'The platform could not save this user. Try this row again later.',
    },
    EMAIL_TAKEN: {
      outcome: 'CONFLICT',
      reason: 'The e-mail was given to someone else after the review.',
    },
    INTERNAL_ID_TAKEN: {
      outcome: 'CONFLICT',
      reason: 'The Internal ID was given to someone else after the review.',
    },
    USER_GONE: { outcome: 'CONFLICT', reason: 'The user no longer exists.' },
  };

function reviewed(row: ReviewedRecord, headers: readonly string[]): ReviewedRow {
  const cells = JSON.parse(row.cells ?? '[]') as string[];
  return {
    line: row.line,
    action: row.action === 'CREATE' ? 'CREATE' : 'UPDATE',
    userId: row.user_id,
    changes: JSON.parse(row.changes) as Change[],
    cells: new Map(cells.map((cell, index) => [headers[index] ?? '', cell])),
  };
}

function outcomeOf(
  row: ReviewedRecord,
  result: RowOutcome | { userId: string } | undefined,
): Applied {
  const base = { line: row.line, userId: row.user_id, reason: null };
  if (row.action === 'UNCHANGED') return { ...base, outcome: 'UNCHANGED' };
  if (row.action === 'INVALID') return { ...base, outcome: 'SKIPPED', reason: 'Has problems.' };
  if (!row.selected) return { ...base, outcome: 'SKIPPED', reason: 'Unticked.' };
  if (!result) throw new Error(`The host's users port gave no result for line ${row.line}.`);
  if ('userId' in result)
    return {
      ...base,
      outcome: row.action === 'CREATE' ? 'CREATED' : 'UPDATED',
      userId: result.userId,
    };
  return { ...base, ...result };
}

function eventsOf(
  { line, userId, outcome }: Applied,
  invited: boolean,
  changes: string | undefined,
): NewEvent[] {
  if (userId === null || (outcome !== 'CREATED' && outcome !== 'UPDATED')) return [];
  if (outcome === 'UPDATED') return [{ type: 'UserUpdated', line, userId, changes }];
  const created: NewEvent = { type: 'UserCreated', line, userId };
  return invited ? [created, { type: 'InviteRequested', line, userId }] : [created];
}

function tallyOf(rows: Applied[], invited: ReadonlySet<number>): OutcomeCounts {
  const tally = { ...NOTHING_DONE };
  for (const { outcome, line } of rows) {
    tally[outcome.toLowerCase() as Lowercase<Outcome>] += 1;
    if (outcome === 'CREATED' && invited.has(line)) tally.invited += 1;
  }
  return tally;
}
