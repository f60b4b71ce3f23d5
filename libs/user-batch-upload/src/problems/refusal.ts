import { HttpException } from '@nestjs/common';
import { type Language, LANGUAGES } from '../texts/language.js';
import type { FaultParams, RefusalParams } from '../texts/refusal-parameters.js';
import { textsIn } from '../texts/texts-in.js';

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

/** A code of the library. A host may refuse with codes of its own. */
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
  /** The template's column that it means, or probably means. */
  suggestion?: string;
}

/** What a `HEADER_INVALID` or `FILE_EMPTY` says about the file, so that a client can offer a mapping or another sheet. */
export interface RefusedFile {
  /** Each column of the file. */
  columns?: FileColumn[];
  /** The sheets of a workbook, if its first sheet was read because the upload names none of several. */
  sheets?: string[];
}

/** An error whose message is made from its parameters, in the language of the request. */
export type CodedError = {
  [Code in keyof FaultParams]: Omit<RefusalError, 'code' | 'message'> & {
    code: Code;
    params: FaultParams[Code];
  };
}[keyof FaultParams];

/** The parameters of the detail, where the code is one of the library's. */
type ParamsOf<Code extends string> = Code extends keyof RefusalParams ? RefusalParams[Code] : never;

/**
 * Refuses a whole request. `text` says what is wrong and how to fix it: a text of the host, or the parameters of one of
 * the library's texts. The response has it in the language of the request, `detail` and `errors` in English.
 */
export class Refusal<Code extends string = string> extends HttpException {
  /** In English, as are `errors`. */
  readonly detail: string;
  readonly errors: RefusalError[];

  /** `status`: the HTTP status; by default that of the library's code, or 400. */
  constructor(
    readonly code: Code | RefusalCode,
    private readonly text: string | ParamsOf<Code>,
    private readonly found: readonly (RefusalError | CodedError)[] = [],
    status: number = REFUSALS[code as RefusalCode] ?? 400,
    readonly file: RefusedFile = {},
  ) {
    super(code, status);
    const { detail, errors } = this.in(LANGUAGES[0]);
    this.detail = detail;
    this.errors = errors;
    this.message = `${code}: ${detail}`;
  }

  /** The texts in this language. A text of the host stays as it is. */
  in(language: Language): { detail: string; errors: RefusalError[] } {
    return {
      detail: typeof this.text === 'string' ? this.text : detailIn(language, this.code, this.text),
      errors: this.found.map((error) => errorIn(language, error)),
    };
  }

  /** Whether the detail is in the language that is asked for. */
  get isTranslated(): boolean {
    return typeof this.text !== 'string';
  }

  override getResponse(): object {
    const { code, detail, errors } = this;
    return { code, detail, errors };
  }
}

function detailIn(language: Language, code: string, params: unknown): string {
  const texts = textsIn(language).refusals as Record<string, (params: unknown) => string>;
  const text = texts[code];
  if (!text) throw new Error(`There is no text for the refusal ${code}.`);
  return text(params);
}

function errorIn(language: Language, error: RefusalError | CodedError): RefusalError {
  if (!isCoded(error)) return error;
  const { params, ...rest } = error;
  const text = textsIn(language).faults[error.code] as (values: typeof params) => string;
  return { ...rest, message: text(params) };
}

const isCoded = (error: RefusalError | CodedError): error is CodedError => !('message' in error);
