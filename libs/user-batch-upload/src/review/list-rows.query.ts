import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { LoadRecord } from '../load/load.js';
import type { LoadRow } from '../load/load-row.js';
import type { ProblemCount } from '../load/problem-codes.js';
import { SelectionRepository } from '../load/selection.repository.js';
import { LoadRepository } from '../load/load.repository.js';
import { ReadRows } from './read-rows.js';
import { forEachMatching, FilterRows, type RowsFilter } from './rows-filter.js';

export interface RowsPage {
  items: LoadRow[];
  total: number;
  page: number;
  pageSize: number;
  /** Over all rows of the filter: how many have the box, and how many have it ticked. */
  selection: { boxes: number; selected: number; emailBoxes: number; emails: number };
  /** Over the whole load: how many rows have each kind of problem. */
  problems: ProblemCount[];
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
    private readonly loads: LoadRepository,
    private readonly selections: SelectionRepository,
    private readonly filterRows: FilterRows,
    private readonly readRows: ReadRows,
  ) {}

  execute(query: ListRows): Promise<RowsPage> {
    const { organisationId, loadId } = query;
    return this.loads.atOneRevision(organisationId, loadId, (load) => this.read(load, query));
  }

  private async read(load: LoadRecord, { filter, page, pageSize }: ListRows): Promise<RowsPage> {
    const matches = await this.filterRows.predicate(load.id, filter);
    const selection = { boxes: 0, selected: 0, emailBoxes: 0, emails: 0 };
    const lines: number[] = [];
    let total = 0;
    forEachMatching(await this.selections.find(load.id), matches, (line, state) => {
      const { action, selected, email, hasEmailBox } = state;
      total += 1;
      if (total > (page - 1) * pageSize && lines.length < pageSize) lines.push(line);
      if (action === 'CREATE' || action === 'UPDATE') selection.boxes += 1;
      if (selected) selection.selected += 1;
      if (selected && hasEmailBox) selection.emailBoxes += 1;
      if (email) selection.emails += 1;
    });
    return {
      items: await this.readRows.lines(load, lines),
      total,
      page,
      pageSize,
      selection,
      problems: JSON.parse(load.problem_counts) as RowsPage['problems'],
    };
  }
}
