import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import type { LoadRecord } from '../load/load.js';
import type { RowSize } from '../load/row-groups.js';
import type { ChunkSelection } from '../load/selection.js';
import type { RawRow } from '../parse/file-format.js';
import type { Actor } from '../ports/actors.port.js';
import { rawRow } from '../stage/staged-rows.js';
import type { TalliedRow } from './review-tally.js';

/** A row of a load in review, with what its check found. */
export interface CheckedRow extends RawRow {
  problemCodes: string;
  /** The load's revision when one of its cells was last edited. */
  revision: number;
}

/** A cell before and after an edit. */
export interface CellEdit {
  line: number;
  header: string;
  before: string;
  value: string;
}

/** Stores edits with the cells as read, and finds rows to edit. */
@Injectable()
export class EditedRows {
  constructor(private readonly db: Database) {}

  /** Adds a fix, or the edit of one row, at the load's next revision. */
  async begin(load: LoadRecord, actor: Actor, id: string): Promise<void> {
    await this.db.change((tables) =>
      tables.insertInto('batch_upload_fix').values({
        load_id: load.id,
        revision: load.revision + 1,
        id,
        edited_by: actor.userId,
        edited_by_name: actor.name,
        edited_at: this.db.now,
      }),
    );
  }

  /** Keeps edits of the load's next revision. */
  async keep(load: LoadRecord, edits: readonly CellEdit[]): Promise<void> {
    await this.db.insertBatch(
      'batch_upload_edit',
      { line: 'integer', header: 'text', original: 'text', value: 'text' },
      edits.map(({ line, header, before, value }) => [
        line,
        header,
        JSON.stringify(before),
        JSON.stringify(value),
      ]),
      { load_id: load.id, revision: load.revision + 1 },
      {
        original: sql`coalesce((select earlier.original from ${sql.table('batch_upload_edit')} as earlier
          where earlier.load_id = ${load.id} and earlier.line = batch.line and earlier.header = batch.header
          limit 1), batch.original)`,
      },
    );
  }

  /** The revision of the fix with this id. */
  async fixRevision(loadId: string, fixId: string): Promise<number | undefined> {
    const fix = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_fix')
        .select('revision')
        .where('load_id', '=', loadId)
        .where('id', '=', fixId),
    );
    return fix?.revision;
  }

  /** The lines that the fix edited, in the order of the file. */
  async linesOf(loadId: string, fixRevision: number): Promise<number[]> {
    const edits = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_edit')
        .select('line')
        .distinct()
        .where('load_id', '=', loadId)
        .where('revision', '=', fixRevision)
        .orderBy('line'),
    );
    return edits.map(({ line }) => line);
  }

  async forget(loadId: string, fixRevision: number): Promise<void> {
    for (const table of ['batch_upload_edit', 'batch_upload_fix'] as const)
      await this.db.change((tables) =>
        tables.deleteFrom(table).where('load_id', '=', loadId).where('revision', '=', fixRevision),
      );
  }

  /** The rows of these lines, with `width` cells each. */
  async rows(loadId: string, lines: readonly number[], width: number): Promise<CheckedRow[]> {
    const rows = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row_check as c')
        .innerJoin('batch_upload_row as r', (join) =>
          join.onRef('r.load_id', '=', 'c.load_id').onRef('r.line', '=', 'c.line'),
        )
        .select(['c.line', 'r.cells', 'c.problem_codes', 'c.revision'])
        .where('c.load_id', '=', loadId)
        .where(this.db.isOneOf('c.line', lines))
        .orderBy('c.line'),
    );
    return rows.map((row) => checkedRow(row, width));
  }

  /** All edits of these lines, the oldest first. */
  editsOf(loadId: string, lines: readonly number[]) {
    return this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_edit')
        .select(['line', 'header', 'revision', 'original', 'value'])
        .where('load_id', '=', loadId)
        .where(this.db.isOneOf('line', lines))
        .orderBy('revision'),
    );
  }

  /** The bytes of the cells of these lines, in the order of the file. */
  sizes(loadId: string, lines: readonly number[]): Promise<RowSize[]> {
    return this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row')
        .select(['line', sql<number>`octet_length(cells)`.as('size')])
        .where('load_id', '=', loadId)
        .where(this.db.isOneOf('line', lines))
        .orderBy('line'),
    );
  }
}

/** The row from its stored texts, with `width` cells. */
export const checkedRow = (
  row: { line: number; cells: string; problem_codes: string; revision: number },
  width: number,
): CheckedRow => ({
  ...rawRow(row.line, row.cells, width),
  problemCodes: row.problem_codes,
  revision: row.revision,
});

/** The rows with their boxes. `chunks` have all of them. */
export function talliedRows(
  rows: readonly Pick<CheckedRow, 'line' | 'problemCodes'>[],
  chunks: readonly ChunkSelection[],
): TalliedRow[] {
  const codesOf = new Map(rows.map(({ line, problemCodes }) => [line, problemCodes]));
  return chunks.flatMap(({ lines, states }) => {
    const tallied: TalliedRow[] = [];
    for (const [index, line] of lines.entries()) {
      const problemCodes = codesOf.get(line);
      if (problemCodes !== undefined)
        tallied.push({ line, state: states[index] as string, problemCodes });
    }
    return tallied;
  });
}
