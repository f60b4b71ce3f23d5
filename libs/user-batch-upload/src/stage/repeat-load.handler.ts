import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { columnsOf } from '../columns/column.js';
import { Database } from '../database/database.js';
import type { Load, LoadRecord } from '../load/load.js';
import { LoadRepository } from '../load/load.repository.js';
import { groupsOf } from '../load/row-groups.js';
import type { RawRow } from '../parse/file-format.js';
import { CustomFields } from '../ports/custom-fields.port.js';
import { Roles } from '../ports/roles.port.js';
import { Refusal } from '../problems/refusal.js';
import { CHUNK_ROWS } from '../user-batch-upload.options.js';
import { assertColumnsExist } from './assert-columns-exist.js';
import { RepeatLoad } from './repeat-load.command.js';
import { StageRows } from './stage-rows.js';
import { StagedRows } from './staged-rows.js';

@CommandHandler(RepeatLoad)
export class RepeatLoadHandler implements ICommandHandler<RepeatLoad> {
  constructor(
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly roles: Roles,
    private readonly customFields: CustomFields,
    private readonly staged: StagedRows,
    private readonly stageRows: StageRows,
  ) {}

  async execute({ actor, loadId }: RepeatLoad): Promise<Load> {
    const load = await this.loads.record(actor.organisationId, loadId);
    assertRepeatable(load);
    const role = (await this.roles.findGrantable(actor)).find(({ id }) => id === load.role_id);
    if (!role) throw new Refusal('ROLE_NOT_ALLOWED', { what: 'again', role: load.role_name });
    const read = JSON.parse(load.headers) as string[];
    const columns = columnsOf(await this.customFields.findAll(actor.organisationId));
    assertColumnsExist(read, columns, 'since');
    // Columns that the organisation has added since then are blank.
    const headers = [...new Set([...read, ...columns.map(({ header }) => header)])];
    const sizes = await this.staged.unwrittenRows(loadId);
    if (sizes.length === 0) throw new Refusal('NOTHING_SELECTED', { what: 'again' });
    const groups = groupsOf(sizes, CHUNK_ROWS);
    const again = await this.stageRows.stage({
      actor,
      kind: 'AGAIN',
      from: loadId,
      role,
      language: load.language,
      file: { name: load.file_name, bytes: sizes.reduce((sum, { size }) => sum + size, 0) },
      source: {
        encoding: load.encoding,
        delimiter: load.delimiter,
        sheet: load.sheet,
        notices: [],
        headers,
        chunks: this.rows(loadId, groups, read.length, headers.length),
      },
    });
    await this.keepEdits(load, again.id, groups);
    return again;
  }

  /** Copies the edits, to keep the original cells. Their revisions become negative: before any edit of the new load. */
  private async keepEdits(from: LoadRecord, id: string, groups: number[][]): Promise<void> {
    const revision = sql<number>`revision - ${sql.lit(from.revision + 1)}`;
    const shared = [sql.lit(id).as('load_id'), revision.as('revision')] as const;
    for (const lines of groups)
      await this.db.change((tables) =>
        tables
          .insertInto('batch_upload_edit')
          .columns(['load_id', 'revision', 'line', 'header', 'original', 'value'])
          .expression((edit) =>
            edit
              .selectFrom('batch_upload_edit')
              .select([...shared, 'line', 'header', 'original', 'value'])
              .where('load_id', '=', from.id)
              .where(this.db.isOneOf('line', lines)),
          ),
      );
    await this.db.change((tables) =>
      tables
        .insertInto('batch_upload_fix')
        .columns(['load_id', 'revision', 'id', 'edited_by', 'edited_by_name', 'edited_at'])
        .expression((fix) =>
          fix
            .selectFrom('batch_upload_fix')
            .select([...shared, 'id', 'edited_by', 'edited_by_name', 'edited_at'])
            .where('load_id', '=', from.id)
            .where(revision, 'in', (kept) =>
              kept.selectFrom('batch_upload_edit').select('revision').where('load_id', '=', id),
            ),
        ),
    );
  }

  private async *rows(
    loadId: string,
    groups: readonly number[][],
    width: number,
    newWidth: number,
  ): AsyncGenerator<RawRow[]> {
    const blank = Array.from({ length: newWidth - width }, () => '');
    for (const lines of groups) {
      const rows = await this.staged.rows(loadId, this.db.isOneOf('line', lines), width);
      yield rows.map((row) => ({ ...row, cells: [...row.cells, ...blank] }));
    }
  }
}

function assertRepeatable(load: LoadRecord): void {
  if (load.status !== 'FINISHED') throw new Refusal('LOAD_NOT_FINISHED', { what: 'again' });
  if (load.purged_at !== null) throw new Refusal('REPORT_PURGED', { what: 'again' });
}
