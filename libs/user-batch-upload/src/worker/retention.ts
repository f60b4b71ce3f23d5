import { Injectable } from '@nestjs/common';
import {
  type Expression,
  expressionBuilder,
  type ExpressionBuilder,
  sql,
  type SqlBool,
} from 'kysely';
import { Database } from '../database/database.js';
import { DeletedData } from '../database/deleted-data.js';
import type { Tables } from '../database/tables.js';
import { LoadRepository } from '../load/load.repository.js';
import { EraseLoad } from '../stage/erase-load.js';
import { Options } from '../user-batch-upload.options.js';
import { ChunkLeases, type ClaimedChunk, UNDELIVERED_MS } from '../work/chunk-lease.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Milliseconds. An upload that takes longer is considered broken. */
const RECEIVING_MS = 60 * 60 * 1000;

/**
 * Discards loads that nobody finished and deletes the cells of ended loads after the retention. Counts, ids and outcomes
 * stay. Works chunk by chunk, so that nobody waits, and after a stop the next run continues. Workers claim the chunks of
 * ended loads like other work.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly chunks: ChunkLeases,
    private readonly eraseLoad: EraseLoad,
    private readonly deletedData: DeletedData,
    private readonly options: Options,
  ) {}

  /** Ends early when `stop` is aborted. The next run does the rest. */
  async run(stop?: AbortSignal): Promise<void> {
    await this.deletedData.overwrite(() => this.purgeAll(stop));
    await this.deletedData.emptyLog();
  }

  private async purgeAll(stop?: AbortSignal): Promise<void> {
    const retentionMs = this.options.retentionDays * DAY_MS;
    await this.loads.discardOlderThan(retentionMs);
    await this.db.transaction(() => this.startPurges(retentionMs));
    for (const id of await this.toPurge()) await this.purge(id, stop);
    for (const id of await this.brokenOff()) await this.eraseLoad.erase(id, stop);
  }

  private async startPurges(retentionMs: number): Promise<void> {
    const discardedMs = this.options.discardedRetentionDays * DAY_MS;
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_load')
        .set({ purged_at: this.db.now, to_purge: 1 })
        .where('purged_at', 'is', null)
        .where(({ or, and, eb }) =>
          or([
            and([
              eb('status', 'in', ['FINISHED', 'REJECTED']),
              eb('ended_at', '<', this.before(retentionMs)),
            ]),
            and([eb('status', '=', 'DISCARDED'), eb('ended_at', '<', this.before(discardedMs))]),
          ]),
        ),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_chunk')
        .set({ task: 'PURGE', leased_until: 0 })
        .where('load_id', 'in', (chunk) =>
          chunk.selectFrom('batch_upload_load').select('id').where(isToPurge),
        )
        .where(({ or, eb }) => or([eb('task', 'is', null), eb('task', '<>', 'PURGE')])),
    );
  }

  private async toPurge(): Promise<string[]> {
    const loads = await this.db.all((tables) =>
      tables.selectFrom('batch_upload_load').select('id').where(isToPurge),
    );
    return loads.map(({ id }) => id);
  }

  private async brokenOff(): Promise<string[]> {
    const loads = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_load')
        .select('id')
        .where('status', '=', 'RECEIVING')
        .where('created_at', '<', this.before(RECEIVING_MS)),
    );
    return loads.map(({ id }) => id);
  }

  private async purge(id: string, stop?: AbortSignal): Promise<void> {
    while (!stop?.aborted) {
      const chunk = await this.chunks.claim(id, 'PURGE');
      if (!chunk) break;
      await this.db.transaction(() => this.purgeChunk(chunk));
      this.deletedData.note();
    }
    // Data about the whole load belongs to no chunk.
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_delivery')
        .set({ error: null })
        .where('load_id', '=', id)
        .where('error', 'is not', null),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_load')
        .set({ to_purge: 0 })
        .where('id', '=', id)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(selectFrom('batch_upload_chunk').select('first_line').where('load_id', '=', id)),
          ),
        ),
    );
  }

  private async purgeChunk(chunk: ClaimedChunk): Promise<void> {
    const isInChunk = linesOf(chunk);
    for (const table of ['batch_upload_row', 'batch_upload_edit'] as const)
      await this.db.change((tables) => tables.deleteFrom(table).where(isInChunk));
    await this.deleteChunk('batch_upload_row_key', chunk);
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_row_check')
        .set({ user_name: null, changes: '[]', problems: '[]' })
        .where(isInChunk)
        .where(({ or, eb }) =>
          or([
            eb('user_name', 'is not', null),
            eb('changes', '<>', '[]'),
            eb('problems', '<>', '[]'),
          ]),
        ),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_outcome')
        .set({ reason: null })
        .where(isInChunk)
        .where('reason', 'is not', null),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_event')
        .set({ changes: '[]' })
        .where(isInChunk)
        .where('changes', '<>', '[]')
        .where('fanned_out', '=', 1)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('batch_upload_delivery as d')
                .select('d.position')
                .whereRef('d.position', '=', 'batch_upload_event.position'),
            ),
          ),
        ),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_delivery')
        .set({ error: null })
        .where('error', 'is not', null)
        .where('position', 'in', (delivery) =>
          delivery.selectFrom('batch_upload_event').select('position').where(isInChunk),
        ),
    );
    // Changes that a listener has not received are kept; a later run deletes them.
    const undelivered = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_event')
        .select('position')
        .where(isInChunk)
        .where('changes', '<>', '[]')
        .limit(1),
    );
    if (undelivered) await this.chunks.postpone(chunk, UNDELIVERED_MS);
    else await this.deleteChunk('batch_upload_chunk', chunk);
  }

  private async deleteChunk(
    table: 'batch_upload_row_key' | 'batch_upload_chunk',
    { loadId, firstLine }: ClaimedChunk,
  ): Promise<void> {
    await this.db.change((tables) =>
      tables.deleteFrom(table).where('load_id', '=', loadId).where('first_line', '=', firstLine),
    );
  }

  private before(ms: number) {
    return sql<number>`${this.db.now} - ${ms}`;
  }
}

/** A literal, because a partial index needs one. */
const isToPurge = (load: ExpressionBuilder<Tables, 'batch_upload_load'>) =>
  load('to_purge', '=', sql.lit(1));

/** Whether the record is about a line of the chunk. */
function linesOf({ loadId, firstLine, lastLine }: ClaimedChunk): Expression<SqlBool> {
  const record = expressionBuilder<{ record: { load_id: string; line: number } }, 'record'>();
  return record.and([record('load_id', '=', loadId), record.between('line', firstLine, lastLine)]);
}
