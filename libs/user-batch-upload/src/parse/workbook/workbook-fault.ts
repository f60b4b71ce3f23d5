/** Why a workbook is not read. The reader's process loads no framework, so the serving process makes the refusal of it. */
export class WorkbookFault extends Error {
  constructor(
    readonly code: 'FILE_NOT_CSV' | 'FILE_MALFORMED' | 'UPLOAD_INVALID',
    message: string,
  ) {
    super(message);
  }
}

/** It is no workbook, or one that nobody can read. */
export const unreadable = (what: string): WorkbookFault =>
  new WorkbookFault(
    'FILE_NOT_CSV',
    `${what} Open it in the program that made it, choose “Save as”, then an Excel workbook (XLSX) or “CSV UTF-8”, and upload that file.`,
  );

/** It is beyond what the reader takes. `what` continues “The workbook …”. */
export const beyond = (what: string): WorkbookFault =>
  new WorkbookFault(
    'FILE_MALFORMED',
    `The workbook ${what}. Copy the rows into the current template, or save the sheet as “CSV UTF-8”, and upload that file.`,
  );
