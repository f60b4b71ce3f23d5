import { Injectable } from '@nestjs/common';
import { CheckChunk } from '../check/check-chunk.js';
import type { CheckScope } from '../check/row-plan.js';
import { Database } from '../database/database.js';
import { DeletedData } from '../database/deleted-data.js';
import type { CheckedCounts, LoadRecord } from '../load/load.js';
import { LoadRepository } from '../load/load.repository.js';
import {
  addCounts,
  problemCodes,
  type ProblemCount,
  textsOfProblem,
} from '../load/problem-codes.js';
import { groupsOf } from '../load/row-groups.js';
import { SelectionRepository } from '../load/selection.repository.js';
import { changeStates, checkedAgain, type ChunkSelection, stateOf } from '../load/selection.js';
import { Duplicates } from '../match/duplicates/duplicates.js';
import { type Changed, noKeys, RowKeys } from '../match/duplicates/row-keys.js';
import { noMarks } from '../match/marks/row-marks.js';
import { StagedRows } from '../stage/staged-rows.js';
import { CHUNK_ROWS } from '../user-batch-upload.options.js';
import { AffectedRows } from './affected-rows.js';
import { type CheckedRow, EditedRows, talliedRows } from './edited-rows.js';
import { ReviewTally, type TalliedRow } from './review-tally.js';

/** The result of a change of cells. */
export interface ChangedCells {
  /** How many rows have other cells. */
  changed: number;
  /** How many of them have no error now. */
  fixed: number;
  /** The lines of other rows that were checked again, in the order of the file. */
  touched: number[];
  /** The load after the change. */
  load: LoadRecord;
}

type ChunkBounds = Pick<ChunkSelection, 'firstLine' | 'lastLine'>;

/** The rows of one change, before and after it. */
interface Review {
  load: LoadRecord;
  scope: CheckScope;
  before: Map<number, TalliedRow>;
  after: Map<number, TalliedRow>;
  /** The chunks of these rows, by their first lines. */
  chunks: Map<number, ChunkBounds>;
  edited: Set<number>;
  /** Rows that were duplicates. Before the change, no other row shared a key. */
  sharing: Set<number>;
  /** Rows that may have become duplicates, or may no longer be duplicates. */
  suspects: Set<number>;
  /** The keys and marks that rows lost or got. */
  changed: Changed;
}

/**
 * Changes cells of a load in review. Matches and checks these rows and the rows that they affect again, as staging
 * does. Call it in a transaction that has locked the load.
 */
@Injectable()
export class ChangeCells {
  constructor(
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly checkChunk: CheckChunk,
    private readonly staged: StagedRows,
    private readonly edited: EditedRows,
    private readonly selections: SelectionRepository,
    private readonly keys: RowKeys,
    private readonly duplicates: Duplicates,
    private readonly affected: AffectedRows,
    private readonly deletedData: DeletedData,
  ) {}

  /**
   * `groups`: the rows with their new cells, at most `CHUNK_ROWS` at a time, each row once. Raises the load's revision
   * if there is a row.
   */
  async change(
    load: LoadRecord,
    scope: CheckScope,
    groups: AsyncIterable<readonly CheckedRow[]>,
  ): Promise<ChangedCells> {
    const changed = await this.deletedData.overwrite(() => this.changeAll(load, scope, groups));
    this.deletedData.note();
    return changed;
  }

  private async changeAll(
    load: LoadRecord,
    scope: CheckScope,
    groups: AsyncIterable<readonly CheckedRow[]>,
  ): Promise<ChangedCells> {
    const review: Review = {
      load,
      scope,
      before: new Map(),
      after: new Map(),
      chunks: new Map(),
      edited: new Set(),
      sharing: new Set(),
      suspects: new Set(),
      changed: { keys: noKeys(), marks: noMarks() },
    };
    for await (const rows of groups) {
      for (const { line } of rows) review.edited.add(line);
      await this.staged.updateRows(load.id, rows);
      await this.check(rows, review);
    }
    if (review.edited.size === 0) return { changed: 0, fixed: 0, touched: [], load };
    await this.checkOthers(review);
    return this.save(review);
  }

  private async check(rows: readonly CheckedRow[], review: Review): Promise<void> {
    const { load, scope, before, after, edited, sharing, suspects } = review;
    const lines = rows.map(({ line }) => line);
    const rowChecks = await this.db.restorable((restore) =>
      this.checkChunk.check(rows, scope, restore),
    );
    const found = new Map(rowChecks.map((rowCheck) => [rowCheck.line, rowCheck]));
    const chunks = await this.chunksOf(load.id, lines);
    for (const { firstLine, lastLine } of chunks)
      review.chunks.set(firstLine, { firstLine, lastLine });
    const revisions = new Map(
      rows.map(({ line, revision }) => [line, edited.has(line) ? load.revision + 1 : revision]),
    );
    for (const row of talliedRows(rows, chunks)) {
      before.set(row.line, row);
      if (!row.problemCodes.includes(DUPLICATE)) continue;
      sharing.add(row.line);
      suspects.add(row.line);
    }
    await this.staged.updateRowChecks(load.id, rowChecks, (line) => revisions.get(line) ?? 0);
    await this.selections.save(
      load.id,
      changeStates(chunks, (line, state) => {
        const row = found.get(line);
        if (!row) return state;
        const now = checkedAgain(state, row.action, row.hasEmailBox);
        after.set(line, { line, state: now, problemCodes: problemCodes(row.problems) });
        return now;
      }),
    );
    await this.keys.replace(load.id, rowChecks, chunks, sharing, review.changed);
  }

  /** Checks the rows again that a change of other rows affects, then adds the problems between rows. */
  private async checkOthers(review: Review): Promise<void> {
    const { load, scope, before, after, sharing, suspects } = review;
    const { marks } = review.changed;
    const known = noKeys();
    // Each round checks the rows that the changes of the round before affect, until no new row is found.
    for (;;) {
      const { changed } = review;
      for (const [kind, keys] of changed.keys.entries())
        for (const key of keys) known[kind]?.add(key);
      const lines = (await this.keys.having(load.id, changed.keys)).map(([line]) => line);
      // Keys of a single row that is already checked make no duplicates.
      if (lines.length > 1 || lines.some((line) => !before.has(line)))
        for (const line of lines) suspects.add(line);
      const affected = [...lines, ...(await this.affected.affectedBy(load, changed.marks))];
      const others = [...new Set(affected)].filter((line) => !before.has(line));
      if (others.length === 0) break;
      review.changed = { keys: noKeys(), marks: { ...marks, heldNames: new Set() } };
      for (const some of await this.inGroups(load.id, others))
        await this.check(await this.edited.rows(load.id, some, scope.headers.length), review);
    }
    const firstLines = withSomeOf(suspects, [...review.chunks.values()]).map(
      ({ firstLine }) => firstLine,
    );
    const duplicates = this.duplicates.findAmong(load.id, suspects, firstLines, sharing, known);
    await this.affected.addProblems(load, marks, duplicates, after);
  }

  private async save({ load, before, after, edited }: Review): Promise<ChangedCells> {
    const tally = new ReviewTally();
    let fixed = 0;
    for (const row of before.values()) tally.add(row, -1);
    for (const row of after.values()) {
      tally.add(row, 1);
      if (edited.has(row.line) && stateOf(row.state).action !== 'INVALID') fixed += 1;
    }
    const counts = JSON.parse(load.counts) as CheckedCounts;
    const problems = JSON.parse(load.problem_counts) as ProblemCount[];
    const saved = await this.loads.saveReview(load.id, {
      counts: JSON.stringify(tally.addedTo(counts)),
      problem_counts: JSON.stringify(addCounts(problems, tally.rowsOfCodes)),
      selected: load.selected + tally.selected,
      emails: load.emails + tally.emails,
    });
    const touched = [...before.keys()].filter((line) => !edited.has(line)).sort((a, b) => a - b);
    return { changed: edited.size, fixed, touched, load: saved };
  }

  /** The lines in groups whose rows fit into memory together. */
  private async inGroups(loadId: string, lines: number[]): Promise<number[][]> {
    if (lines.length === 1) return [lines];
    return groupsOf(await this.edited.sizes(loadId, lines), CHUNK_ROWS);
  }

  /** The chunks that have some of these lines, with all of their rows. */
  private async chunksOf(loadId: string, lines: readonly number[]): Promise<ChunkSelection[]> {
    const inOrder = lines.toSorted((a, b) => a - b);
    const [first = 0, last = 0] = [inOrder[0], inOrder.at(-1)];
    return withSomeOf(lines, await this.selections.find(loadId, { first, last }));
  }
}

const [DUPLICATE = ''] = textsOfProblem({ code: 'DUPLICATE_IN_FILE' });

/** The chunks that have some of these lines. */
function withSomeOf<Chunk extends ChunkBounds>(
  lines: Iterable<number>,
  chunks: readonly Chunk[],
): Chunk[] {
  const inOrder = [...lines].sort((a, b) => a - b);
  let next = 0;
  return chunks
    .toSorted((a, b) => a.firstLine - b.firstLine)
    .filter(({ firstLine, lastLine }) => {
      while (next < inOrder.length && (inOrder[next] as number) < firstLine) next += 1;
      return next < inOrder.length && (inOrder[next] as number) <= lastLine;
    });
}
