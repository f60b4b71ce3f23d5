import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { RowCheck } from './load-row.js';
import { type ChunkSelection, firstStateOf, linesOf, rangesOf } from './selection.js';

/** The first and the last line of each chunk of a load, in the order of the file. */
export function chunkBounds(
  db: Database,
  loadId: string,
): Promise<{ first_line: number; last_line: number }[]> {
  return db.all((tables) =>
    tables
      .selectFrom('batch_upload_selection')
      .select(['first_line', 'last_line'])
      .where('load_id', '=', loadId)
      .orderBy('first_line'),
  );
}

/** The selections of loads. Staging writes them, the review changes them, Finish reads them. */
@Injectable()
export class SelectionRepository {
  constructor(private readonly db: Database) {}

  /** At first every row that would create or update is ticked, and no Email box. */
  async add(
    loadId: string,
    rows: readonly Pick<RowCheck, 'line' | 'action' | 'hasEmailBox'>[],
  ): Promise<void> {
    const lines = rows.map(({ line }) => line);
    await this.db.change((tables) =>
      tables.insertInto('batch_upload_selection').values({
        load_id: loadId,
        first_line: lines[0] ?? 0,
        last_line: lines.at(-1) ?? 0,
        lines: rangesOf(lines),
        states: rows.map(({ action, hasEmailBox }) => firstStateOf(action, hasEmailBox)).join(''),
      }),
    );
  }

  /** All chunks of the load, or only those with some of these lines, in the order of the file. */
  async find(loadId: string, within?: { first: number; last: number }): Promise<ChunkSelection[]> {
    const records = await this.db.all((tables) => {
      const selection = tables
        .selectFrom('batch_upload_selection')
        .select(['first_line', 'last_line', 'lines', 'states'])
        .where('load_id', '=', loadId)
        .orderBy('first_line');
      return within
        ? selection.where('first_line', '<=', within.last).where('last_line', '>=', within.first)
        : selection;
    });
    return records.map((record) => ({
      firstLine: record.first_line,
      lastLine: record.last_line,
      lines: linesOf(record.lines, record.states.length),
      states: record.states,
    }));
  }

  async save(loadId: string, changed: readonly ChunkSelection[]): Promise<void> {
    if (changed.length === 0) return;
    const states = this.db.batch(
      { first_line: 'integer', states: 'text' },
      changed.map((chunk) => [chunk.firstLine, chunk.states]),
    );
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_selection')
        .from(states.as('changed'))
        .set((row) => ({ states: row.ref('changed.states') }))
        .where('batch_upload_selection.load_id', '=', loadId)
        .whereRef('batch_upload_selection.first_line', '=', 'changed.first_line'),
    );
  }
}
