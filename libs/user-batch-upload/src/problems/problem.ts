/** The codes of a row's problems. Source of each rule: the contract's row codes and the help page. */
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
  | 'DUPLICATE_IN_FILE'
  | 'MATCH_CONFLICT'
  | 'NO_SUCH_USER'
  | 'PROTECTED_USER';

/** Something wrong with a row, as data. `value` is the cell as read. */
export interface Problem {
  column: string;
  code: ProblemCode | (string & {});
  value: string;
  message: string;
  /** A ready value for the cell, where one is near. */
  suggestion?: string;
}

/** As a rule reports it and as it is kept: without `value`, where that is the row's cell. */
export type ReportedProblem = Omit<Problem, 'value'> & { value?: string };
