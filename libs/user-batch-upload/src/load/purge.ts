import { Injectable } from '@nestjs/common';
import { Database } from '../sql/database.js';
import { Options } from '../user-batch-upload.options.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** An upload that has not arrived after this long has broken off. */
const RECEIVING_MS = 60 * 60 * 1000;

const NO_CHUNK = `not exists (select 1 from batch_upload_chunk where load_id = ?)`;

/** The lines of one chunk of a load. */
interface ChunkLines {
  first_line: number;
  last_line: number;
}

/**
 * Ends what was given up and deletes what is past its time: the cells of ended loads. Counts, ids and outcomes stay.
 * Chunk by chunk, so that nobody waits for it; a chunk's record is deleted with what is to go, and so is gone on with
 * after a stop.
 */
@Injectable()
export class Purge {
  constructor(
    private readonly db: Database,
    private readonly options: Options,
  ) {}

  /** Resolves early where it is told to stop; what is left then is found by the next run. */
  async run(stop?: AbortSignal): Promise<void> {
    const { now } = this.db.dialect;
    const retention = this.options.retentionDays * DAY_MS;
    await this.db.run(
      `update batch_upload_load set status = 'DISCARDED', ended_at = ${now} where status = 'STAGED' and created_at < ${now} - ?`,
      [retention],
    );
    await this.db.run(
      `update batch_upload_load set purged_at = ${now}, to_purge = 1 where purged_at is null and (
         (status in ('FINISHED', 'REJECTED') and ended_at < ${now} - ?) or
         (status = 'DISCARDED' and ended_at < ${now} - ?))`,
      [retention, this.options.discardedRetentionDays * DAY_MS],
    );
    const due = await this.db.query<{ id: string }>(
      `select id from batch_upload_load where to_purge = 1`,
    );
    for (const { id } of due) await this.purge(id, stop);
    const brokenOff = await this.db.query<{ id: string }>(
      `select id from batch_upload_load where status = 'RECEIVING' and created_at < ${now} - ?`,
      [RECEIVING_MS],
    );
    for (const { id } of brokenOff) await this.erase(id, stop);
  }

  /** Removes every trace of a load that was never opened for review. */
  async erase(id: string, stop?: AbortSignal): Promise<void> {
    await this.eachChunk(id, stop, async ({ first_line, last_line }) => {
      for (const table of ['verdict', 'row'])
        await this.deleteLines(table, id, first_line, last_line);
      for (const table of ['boxes', 'keys', 'chunk']) await this.deleteChunk(table, id, first_line);
    });
    await this.db.run(`delete from batch_upload_load where id = ? and ${NO_CHUNK}`, [id, id]);
  }

  private async purge(id: string, stop?: AbortSignal): Promise<void> {
    await this.eachChunk(id, stop, async ({ first_line, last_line }) => {
      const lines = [id, first_line, last_line];
      await this.deleteLines('row', id, first_line, last_line);
      await this.deleteChunk('keys', id, first_line);
      await this.db.run(
        `update batch_upload_verdict set user_name = null, changes = '[]', problems = '[]', notices = '[]'
         where load_id = ? and line between ? and ?`,
        lines,
      );
      await this.db.run(
        `update batch_upload_outcome set reason = null where load_id = ? and line between ? and ?`,
        lines,
      );
      await this.db.run(
        `update batch_upload_event set changes = '[]' where load_id = ? and line between ? and ? and changes <> '[]'
         and fanned_out = 1 and not exists (select 1 from batch_upload_delivery d where d.position = batch_upload_event.position)`,
        lines,
      );
      // What a listener is still to be told is deleted when it was, some later time.
      const [untold] = await this.db.query(
        `select 1 from batch_upload_event where load_id = ? and line between ? and ? and changes <> '[]' limit 1`,
        lines,
      );
      if (!untold) await this.deleteChunk('chunk', id, first_line);
    });
    await this.db.run(`update batch_upload_load set to_purge = 0 where id = ? and ${NO_CHUNK}`, [
      id,
      id,
    ]);
  }

  private async eachChunk(
    id: string,
    stop: AbortSignal | undefined,
    work: (chunk: ChunkLines) => Promise<void>,
  ): Promise<void> {
    const chunks = await this.db.query<ChunkLines>(
      `select first_line, last_line from batch_upload_chunk where load_id = ? order by first_line`,
      [id],
    );
    for (const chunk of chunks) {
      if (stop?.aborted) return;
      await this.db.transaction(() => work(chunk));
    }
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
