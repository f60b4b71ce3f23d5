import { Injectable } from '@nestjs/common';
import { Database } from '../sql/database.js';
import { Options } from '../user-batch-upload.options.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** An upload that has not arrived after this long has broken off. */
const RECEIVING_MS = 60 * 60 * 1000;

/** Ends what was given up and deletes what is past its time: the cells of ended loads. Counts, ids and outcomes stay. */
@Injectable()
export class Purge {
  constructor(
    private readonly db: Database,
    private readonly options: Options,
  ) {}

  async run(): Promise<void> {
    const { now } = this.db.dialect;
    const retention = this.options.retentionDays * DAY_MS;
    await this.db.run(
      `update batch_upload_load set status = 'DISCARDED', ended_at = ${now} where status = 'STAGED' and created_at < ${now} - ?`,
      [retention],
    );
    const due = await this.db.query<{ id: string }>(
      `select id from batch_upload_load where purged_at is null and (
         (status in ('FINISHED', 'REJECTED') and ended_at < ${now} - ?) or
         (status = 'DISCARDED' and ended_at < ${now} - ?))`,
      [retention, this.options.discardedRetentionDays * DAY_MS],
    );
    for (const { id } of due) await this.purge(id);
    const brokenOff = await this.db.query<{ id: string }>(
      `select id from batch_upload_load where status = 'RECEIVING' and created_at < ${now} - ?`,
      [RECEIVING_MS],
    );
    for (const { id } of brokenOff) await this.erase(id);
  }

  /** Removes every trace of a load that was never opened for review. */
  async erase(id: string): Promise<void> {
    for (const table of ['boxes', 'keys', 'verdict', 'chunk', 'row'])
      await this.db.run(`delete from batch_upload_${table} where load_id = ?`, [id]);
    await this.db.run(`delete from batch_upload_load where id = ?`, [id]);
  }

  private async purge(id: string): Promise<void> {
    await this.db.transaction(async () => {
      for (const table of ['row', 'keys'])
        await this.db.run(`delete from batch_upload_${table} where load_id = ?`, [id]);
      await this.db.run(
        `update batch_upload_verdict set user_name = null, changes = '[]', problems = '[]', notices = '[]'
         where load_id = ?`,
        [id],
      );
      await this.db.run(
        `update batch_upload_event set changes = '[]' where load_id = ? and changes is not null
         and fanned_out = 1 and not exists (select 1 from batch_upload_delivery d where d.position = batch_upload_event.position)`,
        [id],
      );
      await this.db.run(`update batch_upload_outcome set reason = null where load_id = ?`, [id]);
      await this.db.run(
        `update batch_upload_load set purged_at = ${this.db.dialect.now} where id = ?`,
        [id],
      );
    });
  }
}
