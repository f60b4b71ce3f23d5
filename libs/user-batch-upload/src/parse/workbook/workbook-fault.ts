import type {
  FileKind,
  UnreadableWorkbook,
  WayOut,
  WorkbookBound,
} from '../../texts/file-parameters.js';
import type { RefusalParams } from '../../texts/refusal-parameters.js';

type Fault = {
  [Code in 'FILE_NOT_CSV' | 'FILE_MALFORMED' | 'UPLOAD_INVALID']: {
    code: Code;
    params: RefusalParams[Code];
  };
}['FILE_NOT_CSV' | 'FILE_MALFORMED' | 'UPLOAD_INVALID'];

/** Why a workbook is not read. The reader's process loads no framework, so the serving process makes the refusal. */
export class WorkbookFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.code);
  }
}

/** The file is not a workbook, or is one that can't be read. */
export const unreadable = (params: UnreadableWorkbook): WorkbookFault =>
  new WorkbookFault({ code: 'FILE_NOT_CSV', params });

/** It is a file of another kind. */
export const otherFile = (kind: FileKind, wayOut: WayOut = 'program'): WorkbookFault =>
  new WorkbookFault({ code: 'FILE_NOT_CSV', params: { kind, wayOut } });

/** The workbook exceeds a bound of the reader. */
export const beyond = (params: WorkbookBound): WorkbookFault =>
  new WorkbookFault({ code: 'FILE_MALFORMED', params });
