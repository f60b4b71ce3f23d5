import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { LoadRecord } from '../load/load.js';
import type { Duplicate } from '../match/duplicates/duplicates.js';
import { MarkedRows } from '../match/marks/marked-rows.js';
import type { ChangedMarks } from '../match/marks/row-marks.js';
import { appendProblems } from '../stage/append-problems.js';
import { LastAdministrators, problemsOf } from '../stage/last-administrators.js';
import { MovedNames } from '../stage/moved-names.js';
import { problemsOfDuplicates, RefuseRows } from '../stage/refuse-rows.js';

/** What a change of rows means to other rows, and what other rows mean to them: what staging finds in the whole file. */
@Injectable()
export class AffectedRows {
  constructor(
    private readonly db: Database,
    private readonly marked: MarkedRows,
    private readonly movedNames: MovedNames,
    private readonly lastAdministrators: LastAdministrators,
    private readonly refuseRows: RefuseRows,
  ) {}

  /** The lines of rows that give a name which came or went, or that were, or become, the last administrators together. */
  async affectedBy(load: LoadRecord, marks: ChangedMarks): Promise<number[]> {
    const giving = await this.marked.giving(load.id, marks.heldNames);
    return [...giving, ...(await this.leavingOthers(load, marks))];
  }

  /** Adds the problems of checked rows that come from other rows. Resolves to the lines that have one. */
  async addProblems(
    { id, organisation_id, language }: LoadRecord,
    marks: Pick<ChangedMarks, 'renames' | 'leaving'>,
    duplicates: AsyncIterable<Duplicate[]>,
  ): Promise<Set<number>> {
    const lines = new Set<number>();
    const note = (some: ReadonlyMap<number, unknown>) => {
      for (const line of some.keys()) lines.add(line);
    };
    for await (const some of duplicates) {
      const problems = problemsOfDuplicates(some);
      await this.refuseRows.refuse(id, language, problems);
      note(problems);
    }
    for await (const moved of this.movedNames.among(id, marks.renames)) {
      await appendProblems(this.db, id, language, moved);
      note(moved);
    }
    if (marks.leaving.length > 0) {
      const all = await this.marked.leaving(id);
      if (await this.lastAdministrators.areLast(organisation_id, all)) {
        const last = problemsOf(marks.leaving);
        await this.refuseRows.refuse(id, language, last);
        note(last);
      }
    }
    return lines;
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
