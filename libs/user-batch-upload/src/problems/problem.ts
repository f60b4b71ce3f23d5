import type { Language } from '../texts/language.js';
import type { ProblemParams } from '../texts/parameters.js';
import { textsIn } from '../texts/texts-in.js';

/** The codes of a row's problems. */
export type ProblemCode = keyof ProblemParams;

/** `error`: the row is INVALID and Finish skips it. `warning`: the row stays valid, and an admin should check it. */
export type Severity = 'error' | 'warning';

/** What is wrong, or doubtful, with a row. `value` is the cell as read. */
export interface Problem {
  /** `''` for the whole row. */
  column: string;
  code: ProblemCode | (string & {});
  severity: Severity;
  value: string;
  message: string;
  /** A value to use instead, if the cell can mean exactly one. */
  suggestion?: string;
}

/** A problem as rules report it and as it is stored. `value` defaults to the row's cell, `severity` to `error`. */
export type ReportedProblem = Omit<Problem, 'value' | 'severity'> & {
  value?: string;
  severity?: Severity;
};

/** A problem whose message is made from its parameters, in the language of the load. */
export type CodedProblem<Column extends string = string> = {
  [Code in ProblemCode]: {
    column: Column;
    code: Code;
    params: ProblemParams[Code];
    value?: string;
    severity?: Severity;
    suggestion?: string;
  };
}[ProblemCode];

/** The problem with its message in this language. A problem that already has a message is returned unchanged. */
export function problemIn(
  language: Language,
  problem: ReportedProblem | CodedProblem,
): ReportedProblem {
  if ('message' in problem) return problem;
  const { params, ...rest } = problem;
  const text = textsIn(language).problems[problem.code] as (values: typeof params) => string;
  return { ...rest, message: text(params) };
}

export const isWarning = ({ severity }: ReportedProblem): boolean => severity === 'warning';
