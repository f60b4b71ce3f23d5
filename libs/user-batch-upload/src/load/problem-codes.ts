import { isWarning, type ReportedProblem, type Severity } from '../problems/problem.js';

/** How many rows of a load have a problem of this code in this column. */
export interface ProblemCount {
  /** `''` for the whole row. */
  column: string;
  code: string;
  severity: Severity;
  rows: number;
}

/** How many rows have each text of the column `problem_codes`. */
export type RowsOfCodes = ReadonlyMap<string, number>;

const MARKS = { error: '!', warning: '?' } as const satisfies Record<Severity, string>;

/** A substring of `problem_codes` where a row has a warning. */
export const ANY_WARNING = `,${MARKS.warning}`;

/** The column without commas, `@`, `!` and `?`. Replaces a lone surrogate, which has no percent code. */
const columnText = (column: string): string =>
  encodeURIComponent(Buffer.from(column).toString()).replaceAll('!', '%21');

/** `,!REQUIRED@Office,?USER_DELETED@Profile%20Status,`, each once; empty where there is no problem. */
export function problemCodes(problems: readonly ReportedProblem[]): string {
  if (problems.length === 0) return '';
  const marked = problems.map(
    (problem) =>
      `${isWarning(problem) ? MARKS.warning : MARKS.error}${problem.code}@${columnText(problem.column)}`,
  );
  return `,${[...new Set(marked)].join(',')},`;
}

/** Substrings of `problem_codes`: a row that has such a problem has one of them. */
export function textsOfProblem({ code, column }: { code?: string; column?: string }): string[] {
  const place = column === undefined ? '@' : `@${columnText(column)},`;
  return code === undefined
    ? [place]
    : Object.values(MARKS).map((mark) => `,${mark}${code}${place}`);
}

const readProblemCodes = (text: string): Omit<ProblemCount, 'rows'>[] =>
  text
    .split(',')
    .filter(Boolean)
    .map((marked) => {
      const [code = '', column = ''] = marked.slice(1).split('@');
      return {
        column: decodeURIComponent(column),
        code,
        severity: marked.startsWith(MARKS.warning) ? 'warning' : 'error',
      };
    });

/** Adds the rows to the counts; a negative number subtracts them. Errors come first, then the most frequent. */
export function addCounts(
  counts: readonly ProblemCount[],
  rowsOfCodes: RowsOfCodes,
): ProblemCount[] {
  const keyOf = ({ severity, code, column }: Omit<ProblemCount, 'rows'>) =>
    `${severity} ${code} ${column}`;
  const sums = new Map(counts.map((count) => [keyOf(count), { ...count }]));
  for (const [codes, rows] of rowsOfCodes)
    for (const problem of readProblemCodes(codes)) {
      const before = sums.get(keyOf(problem))?.rows ?? 0;
      sums.set(keyOf(problem), { ...problem, rows: before + rows });
    }
  return [...sums.values()]
    .filter(({ rows }) => rows > 0)
    .sort(
      (a, b) =>
        a.severity.localeCompare(b.severity) ||
        b.rows - a.rows ||
        a.code.localeCompare(b.code) ||
        a.column.localeCompare(b.column),
    );
}

export function rowsWithWarning(rowsOfCodes: RowsOfCodes): number {
  let rows = 0;
  for (const [codes, count] of rowsOfCodes) if (codes.includes(ANY_WARNING)) rows += count;
  return rows;
}
