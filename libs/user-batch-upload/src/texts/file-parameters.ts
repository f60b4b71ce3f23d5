/** A kind of file that is not read. */
export type FileKind =
  | 'pdf'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'tiff'
  | 'bmp'
  | 'webp'
  | 'heic'
  | 'archive'
  | 'sqlite'
  | 'access'
  | 'parquet'
  | 'old-xls'
  | 'rtf'
  | 'ods'
  | 'odt'
  | 'odf'
  | 'xlsb'
  | 'docx'
  | 'pptx'
  | 'numbers'
  | 'iwork'
  | 'encrypted'
  | 'doc'
  | 'ppt'
  | 'xls'
  | 'html'
  | 'mhtml'
  | 'xml-spreadsheet'
  | 'fods'
  | 'xml'
  | 'json'
  | 'vcard'
  | 'calendar'
  | 'postscript'
  | 'sylk'
  | 'dif'
  | 'java'
  | 'epub'
  | 'zip'
  | 'no-excel';

/** How a table is saved as a file that can be read: by the program that wrote the file. */
export type WayOut =
  | 'excel'
  | 'libre-office'
  | 'numbers'
  | 'spreadsheet'
  | 'export'
  | 'no-table'
  | 'password'
  | 'unpack'
  | 'program';

/** Why a workbook is not read. */
export type UnreadableWorkbook =
  | { why: 'password' | 'no-sheet' | 'encoding' | 'damaged' | 'zip' }
  | { why: 'lacks-part'; part: string };

/** Bounds of the reader that a workbook exceeds. */
export type WorkbookBound =
  | {
      bound:
        | 'parts'
        | 'megabytes'
        | 'styles'
        | 'characters'
        | 'texts'
        | 'sheets'
        | 'relations'
        | 'levels'
        | 'seconds';
      most: number;
      count?: number;
    }
  | { bound: 'memory' | 'doctype' | 'token' }
  | { bound: 'part-twice'; part: string }
  | { bound: 'row-characters'; most: number; row: number }
  | { bound: 'no-text'; row: number }
  | { bound: 'row'; found: string; row: number; last: number }
  | { bound: 'cell'; found: string; row: number };

/** Known separators are shown by name, others as they are. */
export type MixedDelimiters = {
  delimiter: string;
  other: string;
  line: number;
  /** Null: the first line names the separator. */
  headerLine: number | null;
};

export type LineFault = {
  line: number;
  lastLine: number;
  fault?: 'NEVER_CLOSED' | 'TOO_LONG' | 'TEXT_BEHIND_LINES' | 'SWALLOWED';
};

export type ColumnFault =
  | { code: 'COLUMN_MISSING'; params: FileFaultParams['COLUMN_MISSING'] }
  | { code: 'COLUMN_UNKNOWN'; params: FileFaultParams['COLUMN_UNKNOWN'] }
  | { code: 'COLUMN_REPEATED'; params: FileFaultParams['COLUMN_REPEATED'] };

/** The parameters of the detail of each refusal of a file. */
export interface FileRefusalParams {
  FILE_MISSING: object;
  /** Without `bytes`: a request that sends no file. */
  FILE_TOO_LARGE: { bytes?: number };
  FILE_NOT_CSV: { kind: FileKind; wayOut: WayOut } | { why: 'nul-bytes' } | UnreadableWorkbook;
  FILE_ENCODING:
    { why: 'marked'; mark: string; asked: string } | { why: 'unclean'; encoding?: string };
  /** `sheet`: the one that was read, where the workbook has others. */
  FILE_EMPTY: { sheet?: string };
  /** `more`: how many lines are not listed. */
  FILE_MALFORMED: { lines: readonly LineFault[]; more: number } | WorkbookBound;
  DELIMITERS_MIXED: MixedDelimiters;
  TOO_MANY_ROWS: { rows: number; maxRows: number };
  HEADER_INVALID:
    | { faults: readonly ColumnFault[]; more: number; sheet?: string }
    | { headerLine: number; line: number }
    /** Columns were removed from the organisation, while the file was checked or since the load. */
    | { gone: 'meanwhile' | 'since' };
}

/** The parameters of the message of each error of a file. */
export interface FileFaultParams {
  COLUMN_MISSING: { column: string };
  COLUMN_UNKNOWN:
    | { column: string; suggestion?: string }
    | { gone: string }
    /** A column without a header, and one of its cells. */
    | { position: number; cell: string; line: number };
  COLUMN_REPEATED: { column: string };
  ROWS_ABOVE_HEADER: { headerLine: number; line: number };
  FILE_MALFORMED: LineFault;
  DELIMITERS_MIXED: MixedDelimiters;
}
