import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { assertUnchanged } from '../load/assert-unchanged.js';
import type { LoadRecord } from '../load/load.js';
import { ChangeCells } from './change-cells.js';
import { columnIndex, typedCell } from './editable-cells.js';
import { EditableLoads } from './editable-loads.js';
import { type CheckedRow, EditedRows } from './edited-rows.js';
import { type Fault, FaultRows } from './fault-rows.js';
import { FixCells, type FixedCells } from './fix-cells.command.js';

@CommandHandler(FixCells)
export class FixCellsHandler implements ICommandHandler<FixCells> {
  constructor(
    private readonly loads: EditableLoads,
    private readonly faultRows: FaultRows,
    private readonly edited: EditedRows,
    private readonly changeCells: ChangeCells,
  ) {}

  execute(command: FixCells): Promise<FixedCells> {
    const { actor, loadId, fault, to, revision } = command;
    const id = randomUUID();
    return this.loads.change(actor, loadId, async (load, scope) => {
      assertUnchanged(load.revision, revision);
      const index = columnIndex(scope.headers, fault.column);
      const rows = this.fixedRows(load, fault, index, typedCell(to));
      const { touched: _touched, ...fixed } = await this.changeCells.change(load, scope, rows);
      if (fixed.changed > 0) await this.edited.begin(load, actor, id);
      return { id, ...fixed };
    });
  }

  private async *fixedRows(
    load: LoadRecord,
    fault: Fault,
    index: number,
    value: string,
  ): AsyncGenerator<CheckedRow[]> {
    if (value === fault.value) return;
    const added = Buffer.byteLength(value);
    for await (const rows of this.faultRows.find(load, fault, index, added)) {
      await this.edited.keep(
        load,
        rows.map(({ line }) => ({ line, header: fault.column, before: fault.value, value })),
      );
      yield rows.map((row) => ({ ...row, cells: row.cells.with(index, value) }));
    }
  }
}
