import { isWarning, type ReportedProblem, type Severity } from '../problems/problem.js';

/** How many rows of a load have a problem of this code. */
export interface ProblemCount {
  code: string;
  severity: Severity;
  rows: number;
}

const MARKS = { error: '!', warning: '?' } as const satisfies Record<Severity, string>;

/** The form of a code in the column `problem_codes`: between commas, so that a substring search finds it. */
export const markedCode = (code: string, severity: Severity): string =>
  `,${MARKS[severity]}${code},`;

/** A substring of `problem_codes` where a row has a warning. */
export const ANY_WARNING = `,${MARKS.warning}`;

/** `,!REQUIRED,?USER_DELETED,`, each once; empty where there is no problem. */
export function problemCodes(problems: readonly ReportedProblem[]): string {
  if (problems.length === 0) return '';
  const marked = problems.map(
    (problem) => `${isWarning(problem) ? MARKS.warning : MARKS.error}${problem.code}`,
  );
  return `,${[...new Set(marked)].join(',')},`;
}

/** The codes in the text that `problemCodes` makes. */
export const readProblemCodes = (text: string): Omit<ProblemCount, 'rows'>[] =>
  text
    .split(',')
    .filter(Boolean)
    .map((marked) => ({
      code: marked.slice(1),
      severity: marked.startsWith(MARKS.warning) ? 'warning' : 'error',
    }));
