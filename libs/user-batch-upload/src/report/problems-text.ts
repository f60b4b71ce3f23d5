import type { ReportedProblem } from '../problems/problem.js';
import type { Language } from '../texts/language.js';
import { textsIn } from '../texts/texts-in.js';

/** The problems of a row, as the report has them in one cell. */
export function problemsText(language: Language, problems: readonly ReportedProblem[]): string {
  const { warning, suggestion: suggested } = textsIn(language).report;
  return problems
    .map(({ column, severity, message, suggestion }) => {
      const about = column === '' ? message : `${column}: ${message}`;
      const text = severity === 'warning' ? warning(about) : about;
      return suggestion ? `${text} ${suggested(suggestion)}` : text;
    })
    .join(' | ');
}
