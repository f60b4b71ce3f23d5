import { isLonger, startOf } from '../columns/cell-length.js';
import type { LoadRow } from '../load/load-row.js';
import { Turns } from '../work/turns.js';

/** How many characters of a text a page shows. The smaller numbers are for pages that would be too large. */
const SHOWN_CHARACTERS = [200, 100, 50, 20, 5, 0];
/** From this number down, messages and suggestions of problems are cut too. */
const FEW_CHARACTERS = 20;
/** How much of the 2 MB of a page its rows may take, in bytes. */
const PAGE_BYTES = 1_950_000;
/** The size of a row without its texts, in bytes. */
const BARE_ROW_BYTES = 300;
/** How many characters of a name or reason are shown. */
const LEAST_CHARACTERS = 20;
/** Stands for the whole row in `truncated`, as it does in a problem. */
const WHOLE_ROW = '';

/** The row with its texts cut. `truncated` names the columns of the cut texts. */
export function shownRow(
  row: LoadRow,
  characters: number = SHOWN_CHARACTERS[0] as number,
): LoadRow {
  const truncated = new Set(row.truncated);
  const start = (column: string, text: string, most = characters): string => {
    if (!isLonger(text, most)) return text;
    truncated.add(column);
    return startOf(text, most);
  };
  const isFew = characters <= FEW_CHARACTERS;
  const cells = Object.entries(row.cells).map(([column, cell]) => [column, start(column, cell)]);
  const changes = row.changes.map(({ column, from, to }) => ({
    column,
    from: start(column, from),
    to: start(column, to),
  }));
  const edited = Object.entries(row.edited).map(([column, one]) => [
    column,
    { ...one, original: start(column, one.original) },
  ]);
  const problems = row.problems.map(({ suggestion, ...problem }) => {
    const value = start(problem.column, problem.value);
    const message = isFew ? start(problem.column, problem.message) : problem.message;
    const fits = suggestion !== undefined && !(isFew && isLonger(suggestion, characters));
    if (suggestion !== undefined && !fits) truncated.add(problem.column);
    return { ...problem, value, message, ...(fits && { suggestion }) };
  });
  return {
    ...row,
    user: row.user && {
      id: row.user.id,
      name: startOf(row.user.name, Math.max(characters, LEAST_CHARACTERS)),
    },
    cells: Object.fromEntries(cells) as LoadRow['cells'],
    edited: Object.fromEntries(edited) as LoadRow['edited'],
    changes,
    problems,
    truncated: [...truncated],
  };
}

/** The rows of a page, with their texts cut so that the page has at most 2 MB. */
export async function shownPage(rows: readonly LoadRow[]): Promise<LoadRow[]> {
  let shown: LoadRow[] = [];
  for (const characters of SHOWN_CHARACTERS) {
    shown = await fitting(rows, characters);
    if (shown.length === rows.length) return shown;
  }
  // With hundreds of columns, not all rows fit even without their texts.
  return [...shown, ...rows.slice(shown.length).map(withoutTexts)];
}

/** The first rows that fit on a page if texts are cut to this many characters. */
async function fitting(rows: readonly LoadRow[], characters: number): Promise<LoadRow[]> {
  const turns = new Turns();
  const shown: LoadRow[] = [];
  let left = PAGE_BYTES - rows.length * BARE_ROW_BYTES;
  for (const row of rows) {
    const one = shownRow(row, characters);
    const bytes = Buffer.byteLength(JSON.stringify(one));
    left -= bytes;
    if (left < 0) break;
    shown.push(one);
    await turns.after(bytes);
  }
  return shown;
}

const withoutTexts = (row: LoadRow): LoadRow => ({
  ...row,
  cells: {},
  edited: {},
  changes: [],
  problems: [],
  truncated: [WHOLE_ROW],
});
