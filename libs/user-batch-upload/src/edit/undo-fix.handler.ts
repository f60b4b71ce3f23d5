import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { groupsOf } from '../load/row-groups.js';
import { Refusal } from '../problems/refusal.js';
import { CHUNK_ROWS } from '../user-batch-upload.options.js';
import { ChangeCells, type ChangedCells } from './change-cells.js';
import { EditableLoads } from './editable-loads.js';
import { type CheckedRow, EditedRows } from './edited-rows.js';
import { UndoFix } from './undo-fix.command.js';

@CommandHandler(UndoFix)
export class UndoFixHandler implements ICommandHandler<UndoFix> {
  constructor(
    private readonly loads: EditableLoads,
    private readonly edited: EditedRows,
    private readonly changeCells: ChangeCells,
  ) {}

  execute({ actor, loadId, fixId }: UndoFix): Promise<Pick<ChangedCells, 'changed' | 'load'>> {
    return this.loads.change(actor, loadId, async (before, scope) => {
      const revision = await this.edited.fixRevision(loadId, fixId);
      if (revision === undefined) throw new Refusal('FIX_NOT_FOUND', {});
      const lines = await this.edited.linesOf(loadId, revision);
      const rows = this.rowsBefore(loadId, revision, lines, scope.headers);
      const { changed, load } = await this.changeCells.change(before, scope, rows);
      await this.edited.forget(loadId, revision);
      return { changed, load };
    });
  }

  /** The rows of these lines as they would be without this fix, if they differ from now. */
  private async *rowsBefore(
    loadId: string,
    fixRevision: number,
    lines: readonly number[],
    headers: readonly string[],
  ): AsyncGenerator<CheckedRow[]> {
    for (let at = 0; at < lines.length; at += CHUNK_ROWS) {
      const sizes = await this.edited.sizes(loadId, lines.slice(at, at + CHUNK_ROWS));
      for (const some of groupsOf(sizes)) {
        const rows = new Map(
          (await this.edited.rows(loadId, some, headers.length)).map((row) => [row.line, row]),
        );
        const changed = new Map<number, CheckedRow>();
        for (const { line, header, value } of cellsBefore(
          await this.edited.editsOf(loadId, some),
          fixRevision,
        )) {
          const row = changed.get(line) ?? rows.get(line);
          const index = headers.indexOf(header);
          if (row && row.cells[index] !== value)
            changed.set(line, { ...row, cells: row.cells.with(index, value) });
        }
        if (changed.size > 0) yield [...changed.values()].sort((a, b) => a.line - b.line);
      }
    }
  }
}

type Edits = Awaited<ReturnType<EditedRows['editsOf']>>;

/** The cells of this fix, as they would be without it. */
function cellsBefore(
  edits: Edits,
  fixRevision: number,
): { line: number; header: string; value: string }[] {
  const cells = new Map<string, { line: number; header: string; value: string }>();
  for (const { line, header, revision, original } of edits)
    if (revision === fixRevision)
      cells.set(`${line} ${header}`, { line, header, value: JSON.parse(original) as string });
  // The oldest come first.
  for (const { line, header, revision, value } of edits) {
    const cell = cells.get(`${line} ${header}`);
    if (cell && revision !== fixRevision) cell.value = JSON.parse(value) as string;
  }
  return [...cells.values()];
}
