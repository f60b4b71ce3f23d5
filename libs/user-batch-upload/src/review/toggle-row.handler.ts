import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Loads } from '../load/loads.js';
import type { LoadRecord } from '../load/load.js';
import { Database } from '../sql/database.js';
import { Refusal } from '../user-batch-upload.errors.js';
import { inReview } from './in-review.js';
import { filteredRows, type RowsFilter } from './rows-filter.js';
import { type Ticks, ToggleRow } from './toggle-row.command.js';

@CommandHandler(ToggleRow)
export class ToggleRowHandler implements ICommandHandler<ToggleRow> {
  constructor(
    private readonly db: Database,
    private readonly loads: Loads,
  ) {}

  execute({ organisationId, loadId, target, ticks }: ToggleRow): Promise<void> {
    return this.db.transaction(async () => {
      const load = await this.loads.record(organisationId, loadId, { hold: true });
      inReview(load);
      if ('line' in target) await this.toggleLine(load, target.line, ticks);
      else await this.toggleFilter(load, target, ticks);
    });
  }

  private async toggleLine(load: LoadRecord, line: number, ticks: Ticks): Promise<void> {
    const [row] = await this.db.query<{ creates: number | null; selected: number | null }>(
      `select t.creates, t.selected from batch_upload_verdict v
       left join batch_upload_tick t on t.load_id = v.load_id and t.line = v.line
       where v.load_id = ? and v.line = ?`,
      [load.id, line],
    );
    if (!row)
      throw new Refusal('ROW_NOT_FOUND', `This load has no row that starts on line ${line}.`);
    if (row.selected === null)
      throw new Refusal(
        'ROW_NOT_SELECTABLE',
        `Line ${line} has no box: it is invalid or would change nothing. Put it right in the file and upload it again.`,
      );
    const selected = ticks.selected ?? row.selected === 1;
    if (ticks.email && !(selected && row.creates === 1))
      throw new Refusal(
        'EMAIL_NOT_ALLOWED',
        row.creates === 1
          ? `Line ${line} is unticked, so nobody would be created to write to. Tick Create first.`
          : `Line ${line} updates a user; e-mails are for users that the load creates.`,
      );
    await this.set('load_id = ? and line = ?', [load.id, line], ticks);
  }

  private async toggleFilter(load: LoadRecord, filter: RowsFilter, ticks: Ticks): Promise<void> {
    const { sql, params } = filteredRows(load, filter, this.db.dialect);
    const everyRow = !filter.search?.trim() && !filter.problem && (filter.show ?? 'all') === 'all';
    if (everyRow) await this.set('load_id = ?', [load.id], ticks);
    else
      await this.set(`load_id = ? and line in (select v.line ${sql})`, [load.id, ...params], ticks);
  }

  private async set(condition: string, params: unknown[], ticks: Ticks): Promise<void> {
    if (ticks.selected !== undefined)
      await this.db.run(
        ticks.selected
          ? `update batch_upload_tick set selected = 1 where ${condition} and selected = 0`
          : `update batch_upload_tick set selected = 0, email = 0 where ${condition} and selected = 1`,
        params,
      );
    if (ticks.email !== undefined)
      await this.db.run(
        ticks.email
          ? `update batch_upload_tick set email = 1 where ${condition} and email = 0 and creates = 1 and selected = 1`
          : `update batch_upload_tick set email = 0 where ${condition} and email = 1`,
        params,
      );
  }
}
