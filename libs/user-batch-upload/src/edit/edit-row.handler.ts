import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { Database } from '../database/database.js';
import { assertUnchanged } from '../load/assert-unchanged.js';
import type { RawRow } from '../parse/file-format.js';
import { Refusal } from '../problems/refusal.js';
import { StagedRows } from '../stage/staged-rows.js';
import { ChangeCells } from './change-cells.js';
import { columnIndex, typedCell } from './editable-cells.js';
import { EditableLoads } from './editable-loads.js';
import { EditRow } from './edit-row.command.js';
import { type CellEdit, EditedRows } from './edited-rows.js';

@CommandHandler(EditRow)
export class EditRowHandler implements ICommandHandler<EditRow> {
  constructor(
    private readonly db: Database,
    private readonly loads: EditableLoads,
    private readonly staged: StagedRows,
    private readonly edited: EditedRows,
    private readonly changeCells: ChangeCells,
  ) {}

  execute({ actor, loadId, line, cells, revision }: EditRow): Promise<{ touched: number[] }> {
    return this.db.transaction(async () => {
      const { load, scope } = await this.loads.lock(actor, loadId);
      const isLine = this.db.isOneOf('line', [line]);
      const [row] = await this.staged.rows(loadId, isLine, scope.headers.length);
      const changedAt = await this.edited.revisionOf(loadId, line);
      if (!row || changedAt === undefined)
        throw new Refusal('ROW_NOT_FOUND', `This load has no row that starts on line ${line}.`);
      assertUnchanged(changedAt, revision);
      const { edits, after } = editsTo(row, scope.headers, cells);
      if (edits.length === 0) return { touched: [] };
      await this.edited.begin(load, actor, randomUUID());
      await this.edited.keep(load, edits);
      const { touched } = await this.changeCells.change(load, scope, only(after));
      return { touched };
    });
  }
}

function editsTo(
  row: RawRow,
  headers: readonly string[],
  cells: EditRow['cells'],
): { edits: CellEdit[]; after: RawRow } {
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
