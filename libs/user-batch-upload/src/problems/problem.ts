/** The codes of a row's problems. */
export type ProblemCode =
  | 'REQUIRED'
  | 'PROFILE_TYPE_INVALID'
  | 'INTERNAL_ID_INVALID'
  | 'EMAIL_INVALID'
  | 'NAME_INVALID'
  | 'OFFICE_UNKNOWN'
  | 'OFFICE_AMBIGUOUS'
  | 'STATUS_INVALID'
  | 'PHONE_INVALID'
  | 'PHONE_COUNTRY_INVALID'
  | 'NUMBER_INVALID'
  | 'DATE_INVALID'
  | 'YES_NO_INVALID'
  | 'OPTION_INVALID'
  | 'TOO_LONG'
  | 'CONTROL_CHARACTER'
  | 'TOO_MANY_CELLS'
  | 'SPREADSHEET_ERROR'
  | 'DUPLICATE_IN_FILE'
  | 'MATCH_CONFLICT'
  | 'NO_SUCH_USER'
  | 'PROTECTED_USER'
  | 'USER_DELETED'
  | 'USER_REVIVED'
  | 'PERSON_REPLACED'
  | 'POSSIBLE_DUPLICATE'
  | 'PLACEHOLDER'
  | 'TEXT_DAMAGED'
  | 'SERVER_ERROR';

/** `error`: the row is INVALID and Finish passes over it. `warning`: the row goes on; an admin should look. */
export type Severity = 'error' | 'warning';

/** Something about a row, as data. `value` is the cell as read. */
export interface Problem {
  column: string;
  code: ProblemCode | (string & {});
  severity: Severity;
  value: string;
  message: string;
  /** A value that is ready to use, if exactly one can be meant. */
  suggestion?: string;
}

/** As a rule reports it and as it is kept: without `value` where that is the row's cell, without `severity` where it is an error. */
export type ReportedProblem = Omit<Problem, 'value' | 'severity'> & {
  value?: string;
  severity?: Severity;
};

export const isWarning = ({ severity }: ReportedProblem): boolean => severity === 'warning';
