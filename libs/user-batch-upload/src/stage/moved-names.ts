import { Injectable } from '@nestjs/common';
import { PersonStaysTheSame } from '../check/rules/person-stays-the-same.rule.js';
import { foldCase } from '../columns/fold-case.js';
import type { Renaming, RowCheck } from '../load/load-row.js';
import { MarkedRows } from '../match/marks/marked-rows.js';
import type { Rename } from '../match/marks/row-marks.js';
import type { CodedProblem } from '../problems/problem.js';
import { Options } from '../user-batch-upload.options.js';
import { Turns } from '../work/turns.js';

/** Names that are looked for together: some MB. A file that gives more is read several times. */
const NAMES = 20_000;
/** Rows that get their warning together. */
const BATCH = 1_000;

type Found = Map<number, CodedProblem[]>;

/**
 * Finds rows that give a user the name of another user of the file, as after one column of a sheet was sorted without
 * the others. Belongs to the rule `PersonStaysTheSame`, which sees one row.
 */
@Injectable()
export class MovedNames {
  constructor(
    private readonly marked: MarkedRows,
    private readonly options: Options,
  ) {}

  /** The warnings of a load that is wholly checked, by line, in batches. */
  async *find(loadId: string): AsyncGenerator<Found> {
    let waiting: Rename[] = [];
    for await (const renames of this.marked.renames(loadId)) {
      waiting = waiting.concat(renames);
      if (waiting.length < NAMES) continue;
      yield* this.among(loadId, waiting);
      waiting = [];
    }
    yield* this.among(loadId, waiting);
  }

  /** The warnings of these rows, by line, in batches. */
  async *among(loadId: string, renames: readonly Rename[]): AsyncGenerator<Found> {
    if (renames.length === 0 || isLeftOut(this.options)) return;
    const turns = new Turns();
    const givenBy = byName(renames);
    let found: Found = new Map();
    const hashes = new Set(renames.map(({ hash }) => hash));
    for await (const names of this.marked.namesHeld(loadId, hashes))
      for (const name of names) {
        const key = foldCase(name);
        for (const { line, ...renaming } of givenBy.get(key) ?? [])
          found.set(line, [warning(renaming)]);
        givenBy.delete(key);
        if (found.size >= BATCH) {
          yield found;
          found = new Map();
        }
        await turns.after(key.length);
      }
    if (found.size > 0) yield found;
  }
}

/** The warnings of a load whose rows are all in memory, by line. */
export function movedNamesIn(rowChecks: readonly RowCheck[], options: Options): Found {
  const renames = rowChecks.flatMap(({ line, renaming }) =>
    renaming ? [{ line, ...renaming }] : [],
  );
  const givenBy = byName(isLeftOut(options) ? [] : renames);
  return new Map(
    rowChecks.flatMap(({ user }) =>
      (givenBy.get(foldCase(user?.name ?? '')) ?? []).map(
        ({ line, ...renaming }) => [line, [warning(renaming)]] as const,
      ),
    ),
  );
}

const isLeftOut = ({ rules }: Options): boolean => rules.leaveOut.includes(PersonStaysTheSame);

function byName<Row extends Renaming>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = foldCase(row.after);
    const some = found.get(key);
    if (some) some.push(row);
    else found.set(key, [row]);
  }
  return found;
}

const warning = ({ column, before, after }: Renaming): CodedProblem => ({
  column,
  code: 'PERSON_REPLACED',
  severity: 'warning',
  params: { before, after, isOther: true },
});
