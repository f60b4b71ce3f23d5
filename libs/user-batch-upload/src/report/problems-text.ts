import type { ReportedProblem } from '../problems/problem.js';

/** The problems of a row, as the report has them in one cell. */
export const problemsText = (problems: readonly ReportedProblem[]): string =>
  problems
    .map(({ column, severity, message, suggestion }) => {
      const about = column === '' ? message : `${column}: ${message}`;
      const text = severity === 'warning' ? `Warning: ${about}` : about;
      return suggestion ? `${text} Suggestion: ${suggestion}` : text;
    })
    .join(' | ');
