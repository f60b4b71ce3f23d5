import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { LoadRow } from '../load/load-row.js';
import { Loads } from '../load/loads.js';
import { Database } from '../sql/database.js';
import { ReadRows } from './read-rows.js';
import { filteredRows, type RowsFilter } from './rows-filter.js';

export interface RowsPage {
  items: LoadRow[];
  total: number;
  page: number;
  pageSize: number;
  /** Over all rows of the filter: how many have the box, and how many have it ticked. */
  selection: { boxes: number; selected: number; emailBoxes: number; emails: number };
  /** Over the whole load: how many rows have each kind of problem. */
  problems: { code: string; rows: number }[];
}

/** One page of a load's rows, in the order of the file. */
export class ListRows extends Query<RowsPage> {
  constructor(
    readonly organisationId: string,
    readonly loadId: string,
    readonly filter: RowsFilter,
    readonly page: number,
    readonly pageSize: number,
  ) {
    super();
  }
}

@QueryHandler(ListRows)
export class ListRowsHandler implements IQueryHandler<ListRows> {
  constructor(
    private readonly db: Database,
    private readonly loads: Loads,
    private readonly read: ReadRows,
  ) {}

  async execute({ organisationId, loadId, filter, page, pageSize }: ListRows): Promise<RowsPage> {
    const load = await this.loads.record(organisationId, loadId);
    const { sql, params } = filteredRows(load, filter, this.db.dialect);
    const [total] = await this.db.query<{ rows: number }>(`select count(*) as rows ${sql}`, params);
    const lines = await this.db.query<{ line: number }>(
      `select v.line ${sql} order by v.line limit ? offset ?`,
      [...params, pageSize, (page - 1) * pageSize],
    );
    return {
      items: await this.read.lines(
        load,
        lines.map(({ line }) => line),
      ),
      total: Number(total?.rows ?? 0),
      page,
      pageSize,
      selection: await this.selection(sql, params),
      problems: JSON.parse(load.problem_counts) as RowsPage['problems'],
    };
  }

  private async selection(sql: string, params: unknown[]): Promise<RowsPage['selection']> {
    const [ticks] = await this.db.query<
      Record<'boxes' | 'selected' | 'creating' | 'emails', number | null>
    >(
      `select count(*) as boxes, sum(t.selected) as selected, sum(t.creates * t.selected) as creating,
         sum(t.email) as emails ${sql.replace(
           'from batch_upload_verdict v',
           'from batch_upload_verdict v join batch_upload_tick t on t.load_id = v.load_id and t.line = v.line',
         )}`,
      params,
    );
    return {
      boxes: Number(ticks?.boxes ?? 0),
      selected: Number(ticks?.selected ?? 0),
      emailBoxes: Number(ticks?.creating ?? 0),
      emails: Number(ticks?.emails ?? 0),
    };
  }
}
