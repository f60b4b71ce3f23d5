import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { LoadRecord } from '../load/load.js';
import { firstStateOf } from '../load/selection.js';
import type { Duplicate } from '../match/duplicates/duplicates.js';
import { MarkedRows } from '../match/marks/marked-rows.js';
import type { ChangedMarks } from '../match/marks/row-marks.js';
import type { CodedProblem } from '../problems/problem.js';
import { appendProblems } from '../stage/append-problems.js';
import { LastAdministrators, problemsOf } from '../stage/last-administrators.js';
import { MovedNames } from '../stage/moved-names.js';
import { problemsOfDuplicates, RefuseRows } from '../stage/refuse-rows.js';
import type { TalliedRow } from './review-tally.js';

/** Finds, after a change of rows, the problems between rows that staging finds in the whole file. */
@Injectable()
export class AffectedRows {
  constructor(
    private readonly db: Database,
    private readonly marked: MarkedRows,
    private readonly movedNames: MovedNames,
    private readonly lastAdministrators: LastAdministrators,
    private readonly refuseRows: RefuseRows,
  ) {}

  /**
   * The lines of other rows to check again: rows that give a name which the user of a changed row has or had, and rows
   * of administrators, if the change decides whether an active one is left.
   */
  async affectedBy(load: LoadRecord, marks: ChangedMarks): Promise<number[]> {
    const giving = await this.marked.giving(load.id, marks.heldNames);
    return [...giving, ...(await this.leavingOthers(load, marks))];
  }

  /** Adds problems between rows to the checked rows, and puts the rows with these problems into `checked`. */
  async addProblems(
    { id, organisation_id, language }: LoadRecord,
    marks: Pick<ChangedMarks, 'renames' | 'leaving'>,
    duplicates: AsyncIterable<Duplicate[]>,
    checked: Map<number, TalliedRow>,
  ): Promise<void> {
    const note = (codes: ReadonlyMap<number, string>, change: Partial<TalliedRow>) => {
      for (const [line, problemCodes] of codes) {
        const row = checked.get(line);
        if (!row) throw new Error(`Line ${line} of load ${id} has a problem and was not checked.`);
        checked.set(line, { ...row, ...change, problemCodes });
      }
    };
    const refuse = async (problems: ReadonlyMap<number, readonly CodedProblem[]>) =>
      note(await this.refuseRows.refuse(id, language, problems), {
        state: firstStateOf('INVALID'),
      });
    for await (const some of duplicates) await refuse(problemsOfDuplicates(some));
    for await (const moved of this.movedNames.among(id, marks.renames))
      note(await appendProblems(this.db, id, language, moved), {});
    if (marks.leaving.length > 0) {
      const all = await this.marked.leaving(id);
      if (await this.lastAdministrators.areLast(organisation_id, all))
        await refuse(problemsOf(marks.leaving));
    }
  }

  private async leavingOthers(
    load: LoadRecord,
    { leaving, leftBefore }: ChangedMarks,
  ): Promise<number[]> {
    if (leaving.length + leftBefore.length === 0) return [];
    const all = await this.marked.leaving(load.id);
    const checked = new Set(leaving.map(({ line }) => line));
    const others = all.filter(({ line }) => !checked.has(line));
    const [wereLast, areLast] = [
      await this.lastAdministrators.areLast(load.organisation_id, [...others, ...leftBefore]),
      await this.lastAdministrators.areLast(load.organisation_id, all),
    ];
    return wereLast === areLast ? [] : others.map(({ line }) => line);
  }
}
