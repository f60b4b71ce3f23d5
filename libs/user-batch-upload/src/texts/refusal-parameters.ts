import type { FileRefusalParams, FileFaultParams } from './file-parameters.js';

/** What is wrong with a request that no page of the library sends. */
export type RequestFault =
  | { why: 'nul' | 'not-object' | 'ticks' | 'ticks-or-cells' }
  | { why: 'levels' | 'values'; most: number }
  | { why: 'name'; name: string }
  | { why: 'takes-none'; names: readonly string[] };

/** What is wrong with the parts of an upload. */
export type UploadFault =
  | { why: 'no-form' | 'control-characters' | 'name-control' | 'no-sheets' | 'mapping' }
  | { why: 'broken'; technical: string }
  | { why: 'name-length'; length: number; limit: number }
  /** Without names: a field was given twice. */
  | { why: 'foreign'; names: readonly string[] }
  | { why: 'encoding'; encoding: string }
  | { why: 'mapped-twice'; headers: readonly [string, string]; column: string }
  | { why: 'no-header' | 'no-column'; name: string; names: readonly string[]; more: number }
  | { why: 'no-sheet'; sheet: string; sheets: readonly string[]; more: number };

/** The parameters of the detail of each refusal. */
export interface RefusalParams extends FileRefusalParams {
  ROLE_MISSING: object;
  UPLOAD_INVALID: UploadFault;
  VALIDATION: RequestFault;
  UNAUTHENTICATED: object;
  /** `uploader`: whoever uploaded the file that is being checked. */
  FORBIDDEN: { who: 'you' | 'uploader' };
  CROSS_SITE: object;
  LOAD_NOT_YOURS: { maker: string };
  LOAD_NOT_FOUND: object;
  ROW_NOT_FOUND: { line: string };
  FIX_NOT_FOUND: object;
  LOAD_NOT_STAGED: {
    status: 'RECEIVING' | 'STAGING' | 'STAGED' | 'FINISHED' | 'DISCARDED' | 'REJECTED';
  };
  LOAD_FINISHING: object;
  LOAD_CHANGED: object;
  LOAD_NOT_FINISHED: { what: 'events' | 'again' };
  NOTHING_SELECTED: { what: 'finish' | 'again' };
  ROLE_NOT_ALLOWED: { what: 'finish' | 'again'; role: string };
  ROW_NOT_SELECTABLE: { line: number; why: 'errors' | 'unchanged' };
  EMAIL_NOT_ALLOWED: { line: number; why: 'no-box' | 'unticked' };
  /** An empty column: the problem is about the whole row. */
  CELL_NOT_EDITABLE: { column: string };
  REPORT_PURGED: { what: 'events' | 'report' | 'again' };
  ROLE_UNKNOWN: object;
  /** `isTooMany`: of the loads; else they are too large together. */
  LOADS_TOO_MANY: { loads: number; isTooMany: boolean };
  UNAVAILABLE: { kind: 'read-only' | 'unreachable' };
  STORAGE_FULL: object;
  SERVER_ERROR: { what: 'request' | 'staging' };
}

/** The parameters of the message of each error of a refusal. */
export interface FaultParams extends FileFaultParams {
  UPLOAD_INVALID: UploadFault;
}
