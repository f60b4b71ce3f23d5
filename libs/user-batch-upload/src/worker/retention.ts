import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Chunks, type ClaimedChunk, UNDELIVERED_MS } from '../work/chunk-lease.js';
import { Options } from '../user-batch-upload.options.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** An upload that has not arrived after this long has broken off. */
const RECEIVING_MS = 60 * 60 * 1000;

/**
 * Ends what was given up and deletes what is past its time: the cells of ended loads. Counts, ids and outcomes stay.
 * A chunk at a time, so that nobody waits for it, and whoever comes after a stop goes on. Chunks of ended loads are
 * claimed as other work is; those of an upload that broke off are nobody else's.
 */
@Injectable()
export class Purge {
  /** Is something in the log that was deleted from the database? */
  private isInLog = true;

  constructor(
    private readonly db: Database,
    private readonly chunks: Chunks,
    private readonly options: Options,
  ) {}

  /** Resolves early where it is told to stop; what is left then is found by the next run. */
  async run(stop?: AbortSignal): Promise<void> {
    const { now, overwriteDeleted } = this.db.dialect;
    if (overwriteDeleted) await this.db.query(overwriteDeleted);
    const retention = this.options.retentionDays * DAY_MS;
    await this.db.run(
      `update batch_upload_load set status = 'DISCARDED', ended_at = ${now} where status = 'STAGED' and created_at < ${now} - ?`,
      [retention],
    );
    await this.db.transaction(async () => {
      await this.db.run(
        `update batch_upload_load set purged_at = ${now}, to_purge = 1 where purged_at is null and (
           (status in ('FINISHED', 'REJECTED') and ended_at < ${now} - ?) or
           (status = 'DISCARDED' and ended_at < ${now} - ?))`,
        [retention, this.options.discardedRetentionDays * DAY_MS],
      );
      await this.db.run(
        `update batch_upload_chunk set todo = 'PURGE', leased_until = 0
         where load_id in (select id from batch_upload_load where to_purge = 1)
         and (todo is null or todo <> 'PURGE')`,
      );
    });
    const due = await this.db.query<{ id: string }>(
      `select id from batch_upload_load where to_purge = 1`,
    );
    for (const { id } of due) await this.purge(id, stop);
    const brokenOff = await this.db.query<{ id: string }>(
      `select id from batch_upload_load where status = 'RECEIVING' and created_at < ${now} - ?`,
      [RECEIVING_MS],
    );
    for (const { id } of brokenOff) await this.erase(id, stop);
    await this.emptyLog();
  }

  /** Removes every trace of a load that was never opened for review. */
  async erase(id: string, stop?: AbortSignal): Promise<void> {
    const chunks = await this.db.query<{ first_line: number; last_line: number }>(
      `select first_line, last_line from batch_upload_chunk where load_id = ? order by first_line`,
      [id],
    );
    for (const { first_line, last_line } of chunks) {
      if (stop?.aborted) return;
      await this.db.transaction(async () => {
        for (const table of ['verdict', 'row'])
          await this.deleteLines(table, id, first_line, last_line);
        for (const table of ['boxes', 'keys', 'chunk'])
          await this.deleteChunk(table, id, first_line);
      });
    }
    await this.db.run(`delete from batch_upload_load where id = ?`, [id]);
    this.isInLog = true;
  }

  private async purge(id: string, stop?: AbortSignal): Promise<void> {
    while (!stop?.aborted) {
      const chunk = await this.chunks.claim(id, 'PURGE');
      if (!chunk) break;
      await this.db.transaction(() => this.purgeChunk(chunk));
      this.isInLog = true;
    }
    await this.db.run(
      `update batch_upload_load set to_purge = 0
       where id = ? and not exists (select 1 from batch_upload_chunk where load_id = ?)`,
      [id, id],
    );
  }

  /** What was deleted is still in SQLite's log. A reader may keep it busy, until the next run. */
  private async emptyLog(): Promise<void> {
    const { emptyLog } = this.db.dialect;
    if (!emptyLog || !this.isInLog) return;
    const [log] = await this.db.query<{ busy: number }>(emptyLog);
    this.isInLog = log?.busy === 1;
  }

  private async purgeChunk({ loadId, firstLine, lastLine }: ClaimedChunk): Promise<void> {
    const lines = [loadId, firstLine, lastLine];
    await this.deleteLines('row', loadId, firstLine, lastLine);
    await this.deleteChunk('keys', loadId, firstLine);
    await this.db.run(
      `update batch_upload_verdict set user_name = null, changes = '[]', problems = '[]'
       where load_id = ? and line between ? and ?
       and (user_name is not null or changes <> '[]' or problems <> '[]')`,
      lines,
    );
    await this.db.run(
      `update batch_upload_outcome set reason = null
       where load_id = ? and line between ? and ? and reason is not null`,
      lines,
    );
    await this.db.run(
      `update batch_upload_event set changes = '[]' where load_id = ? and line between ? and ? and changes <> '[]'
       and fanned_out = 1 and not exists (select 1 from batch_upload_delivery d where d.position = batch_upload_event.position)`,
      lines,
    );
    await this.db.run(
      `update batch_upload_delivery set error = null where error is not null and position in (
         select position from batch_upload_event where load_id = ? and line between ? and ?)`,
      lines,
    );
    // What a listener is still to be told goes when it was, some later time.
    const [untold] = await this.db.query(
      `select 1 from batch_upload_event where load_id = ? and line between ? and ? and changes <> '[]' limit 1`,
      lines,
    );
    if (!untold) await this.deleteChunk('chunk', loadId, firstLine);
    else
      await this.db.run(
        `update batch_upload_chunk set leased_until = ${this.db.dialect.now} + ? where load_id = ? and first_line = ?`,
        [UNDELIVERED_MS, loadId, firstLine],
      );
  }

  private async deleteLines(table: string, id: string, first: number, last: number): Promise<void> {
    await this.db.run(
      `delete from batch_upload_${table} where load_id = ? and line between ? and ?`,
      [id, first, last],
    );
  }

  private async deleteChunk(table: string, id: string, firstLine: number): Promise<void> {
    await this.db.run(`delete from batch_upload_${table} where load_id = ? and first_line = ?`, [
      id,
      firstLine,
    ]);
  }
}
