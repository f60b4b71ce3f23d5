import { HttpException } from '@nestjs/common';

/** The codes with which a whole request is refused, and their HTTP status. */
export const REFUSALS = {
  FILE_MISSING: 400,
  ROLE_MISSING: 400,
  UPLOAD_INVALID: 400,
  VALIDATION: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CROSS_SITE: 403,
  LOAD_NOT_YOURS: 403,
  LOAD_NOT_FOUND: 404,
  ROW_NOT_FOUND: 404,
  FIX_NOT_FOUND: 404,
  LOAD_NOT_STAGED: 409,
  LOAD_FINISHING: 409,
  LOAD_CHANGED: 409,
  LOAD_NOT_FINISHED: 409,
  NOTHING_SELECTED: 409,
  ROLE_NOT_ALLOWED: 409,
  ROW_NOT_SELECTABLE: 409,
  EMAIL_NOT_ALLOWED: 409,
  CELL_NOT_EDITABLE: 409,
  REPORT_PURGED: 410,
  FILE_TOO_LARGE: 413,
  FILE_NOT_CSV: 415,
  ROLE_UNKNOWN: 422,
  FILE_ENCODING: 422,
  FILE_EMPTY: 422,
  FILE_MALFORMED: 422,
  DELIMITERS_MIXED: 422,
  TOO_MANY_ROWS: 422,
  HEADER_INVALID: 422,
  RATE_LIMITED: 429,
  LOADS_TOO_MANY: 429,
  UNAVAILABLE: 503,
  STORAGE_FULL: 507,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** One of several errors of a refused request, for example a missing header. */
export interface RefusalError {
  code: string;
  message: string;
  column?: string;
  suggestion?: string;
  [more: string]: unknown;
}

/** A column of a file whose header does not match. */
export interface FileColumn {
  /** The header as a mapping calls it; the second of equal ones is `Email#2`. */
  found: string;
  /** The first different cells, each by its first 200 characters. */
  samples: string[];
  /** The template's column that it is, or probably is. */
  suggestion?: string;
}

/** Refuses a whole request. `detail` says what is wrong and how to fix it. */
export class Refusal extends HttpException {
  constructor(
    readonly code: RefusalCode | (string & {}),
    readonly detail: string,
    readonly errors: RefusalError[] = [],
    status: number = REFUSALS[code as RefusalCode] ?? 400,
    /** Of a `HEADER_INVALID`: each column of the file. */
    readonly columns?: FileColumn[],
  ) {
    super({ code, detail, errors }, status);
    this.message = `${code}: ${detail}`;
  }
}
