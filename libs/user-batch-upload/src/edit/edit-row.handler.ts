import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { assertUnchanged } from '../load/assert-unchanged.js';
import { Refusal } from '../problems/refusal.js';
import { ChangeCells, type ChangedCells } from './change-cells.js';
import { columnIndex, typedCell } from './editable-cells.js';
import { EditableLoads } from './editable-loads.js';
import { EditRow } from './edit-row.command.js';
import { type CellEdit, type CheckedRow, EditedRows } from './edited-rows.js';

@CommandHandler(EditRow)
export class EditRowHandler implements ICommandHandler<EditRow> {
  constructor(
    private readonly loads: EditableLoads,
    private readonly edited: EditedRows,
    private readonly changeCells: ChangeCells,
  ) {}

  execute(command: EditRow): Promise<Pick<ChangedCells, 'touched' | 'load'>> {
    const { actor, loadId, line, cells, revision } = command;
    return this.loads.change(actor, loadId, async (load, scope) => {
      const [row] = await this.edited.rows(loadId, [line], scope.headers.length);
      if (!row) throw new Refusal('ROW_NOT_FOUND', { line: String(line) });
      assertUnchanged(row.revision, revision);
      const { edits, after } = editsTo(row, scope.headers, cells);
      if (edits.length === 0) return { touched: [], load };
      await this.edited.begin(load, actor, randomUUID());
      await this.edited.keep(load, edits);
      return this.changeCells.change(load, scope, only(after));
    });
  }
}

function editsTo(
  row: CheckedRow,
  headers: readonly string[],
  cells: EditRow['cells'],
): { edits: CellEdit[]; after: CheckedRow } {
  const after = { ...row, cells: headers.map((_, index) => row.cells[index] ?? '') };
  const edits: CellEdit[] = [];
  for (const [header, text] of Object.entries(cells)) {
    const index = columnIndex(headers, header);
    const before = after.cells[index] ?? '';
    const value = typedCell(text);
    if (value === before) continue;
    edits.push({ line: row.line, header, before, value });
    after.cells[index] = value;
  }
  return { edits, after };
}

async function* only<Item>(item: Item): AsyncGenerator<Item[]> {
  yield [item];
}
