import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SelectionRepository } from '../load/selection.repository.js';
import { changeStates, type ChunkSelection, stateOf, ticked } from '../load/selection.js';
import { ChangeableLoads } from '../load/changeable-loads.js';
import { LoadRepository } from '../load/load.repository.js';
import type { LoadRecord } from '../load/load.js';
import { Database } from '../database/database.js';
import { Refusal } from '../problems/refusal.js';
import { assertInReview } from '../load/assert-in-review.js';
import { FilterRows, type RowPredicate, type RowsFilter } from './rows-filter.js';
import { type Ticks, ToggleRow } from './toggle-row.command.js';

@CommandHandler(ToggleRow)
export class ToggleRowHandler implements ICommandHandler<ToggleRow> {
  constructor(
    private readonly db: Database,
    private readonly changeable: ChangeableLoads,
    private readonly loads: LoadRepository,
    private readonly selections: SelectionRepository,
    private readonly filterRows: FilterRows,
  ) {}

  execute({ actor, loadId, target, ticks }: ToggleRow): Promise<LoadRecord> {
    return this.db.transaction(async () => {
      const load = await this.changeable.lock(actor, loadId);
      assertInReview(load);
      return 'line' in target
        ? this.toggleLine(load, target.line, ticks)
        : this.toggleFilter(load, target, ticks);
    });
  }

  private async toggleLine(load: LoadRecord, line: number, ticks: Ticks): Promise<LoadRecord> {
    const chunks = await this.selections.find(load.id, { first: line, last: line });
    const row = chunks
      .map(({ lines, states }) => states[lines.indexOf(line)])
      .find((state) => state !== undefined);
    if (!row) throw new Refusal('ROW_NOT_FOUND', { line: String(line) });
    const { action, selected, hasEmailBox } = stateOf(row);
    if (action !== 'CREATE' && action !== 'UPDATE')
      throw new Refusal('ROW_NOT_SELECTABLE', {
        line,
        why: action === 'INVALID' ? 'errors' : 'unchanged',
      });
    if (ticks.email && !hasEmailBox)
      throw new Refusal('EMAIL_NOT_ALLOWED', { line, why: 'no-box' });
    if (ticks.email && !(ticks.selected ?? selected))
      throw new Refusal('EMAIL_NOT_ALLOWED', { line, why: 'unticked' });
    return this.set(load, chunks, ticks, (one) => one === line);
  }

  private async toggleFilter(
    load: LoadRecord,
    filter: RowsFilter,
    ticks: Ticks,
  ): Promise<LoadRecord> {
    const matches = await this.filterRows.predicate(load.id, filter);
    return this.set(load, await this.selections.find(load.id), ticks, matches);
  }

  private async set(
    load: LoadRecord,
    chunks: readonly ChunkSelection[],
    ticks: Ticks,
    matches: RowPredicate,
  ): Promise<LoadRecord> {
    let { selected, emails } = load;
    const changed = changeStates(chunks, (line, state) => {
      const before = stateOf(state);
      if (!matches(line, before.action)) return state;
      const after = ticked(state, ticks);
      selected += Number(stateOf(after).selected) - Number(before.selected);
      emails += Number(stateOf(after).email) - Number(before.email);
      return after;
    });
    await this.selections.save(load.id, changed);
    return this.loads.saveReview(load.id, { selected, emails });
  }
}
