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
    await this.set(load, 'line = ?', [line], ticks);
  }

  private async toggleFilter(load: LoadRecord, filter: RowsFilter, ticks: Ticks): Promise<void> {
    const { sql, params } = filteredRows(load, filter, this.db.dialect);
    const everyRow = !filter.search?.trim() && !filter.problem && (filter.show ?? 'all') === 'all';
    if (everyRow) await this.set(load, 'true', [], ticks);
    else await this.set(load, `line in (select v.line ${sql})`, params, ticks);
  }

  private async set(
    load: LoadRecord,
    condition: string,
    params: unknown[],
    ticks: Ticks,
  ): Promise<void> {
    const change = (set: string, which: string): Promise<number> =>
      this.db.run(
        `update batch_upload_tick set ${set} where load_id = ? and ${condition} and ${which}`,
        [load.id, ...params],
      );
    let { selected, emails } = load;
    if (ticks.selected === true) selected += await change('selected = 1', 'selected = 0');
    // Who is not to be created gets no e-mail.
    if (ticks.selected === false || ticks.email === false)
      emails -= await change('email = 0', 'email = 1');
    if (ticks.selected === false) selected -= await change('selected = 0', 'selected = 1');
    if (ticks.email === true)
      emails += await change('email = 1', 'email = 0 and creates = 1 and selected = 1');
    await this.db.run(`update batch_upload_load set selected = ?, emails = ? where id = ?`, [
      selected,
      emails,
      load.id,
    ]);
  }
}
