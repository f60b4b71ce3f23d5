import type {
  ColumnFault,
  FileFaultParams,
  FileRefusalParams,
  UnreadableWorkbook,
  WorkbookBound,
} from '../file-parameters.js';
import { formatsIn } from '../formats.js';
import type { TextsOf } from '../parameters.js';
import { FILE_KINDS, WAYS_OUT } from './file-kinds.js';

const { number } = formatsIn('en');

const quoted = (text: string): string => `“${text}”`;

const DELIMITERS: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe (|)',
};
const delimiterName = (delimiter: string): string => DELIMITERS[delimiter] ?? quoted(delimiter);

/** In bytes, from a megabyte on in megabytes. */
function size(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes >= 1 ? `${Number(megabytes.toFixed(1))} MB` : `${bytes} bytes`;
}

/** The message of each error of a file. */
export const fileFaults: TextsOf<FileFaultParams> = {
  COLUMN_MISSING: ({ column }) => `The column ${quoted(column)} is missing.`,
  COLUMN_UNKNOWN: (fault) => {
    if ('gone' in fault) return `${fault.gone} is no longer a column of the template.`;
    if ('position' in fault)
      return `Column ${fault.position} has no header, but ${quoted(fault.cell)} on line ${fault.line}.`;
    return `The column ${quoted(fault.column)} is not in the template${fault.suggestion === undefined ? '.' : `; did you mean ${quoted(fault.suggestion)}?`}`;
  },
  COLUMN_REPEATED: ({ column }) => `The column ${quoted(column)} appears more than once.`,
  ROWS_ABOVE_HEADER: ({ headerLine, line }) =>
    `There are rows above the header: the header is on line ${headerLine}, and line ${line} above it is not a title.`,
  FILE_MALFORMED: ({ line, lastLine, fault }) => {
    switch (fault) {
      case 'NEVER_CLOSED':
        return `Line ${line} can't be read: a quote (") is opened and never closed.`;
      case 'TOO_LONG':
        return `Line ${line} can't be read: it is longer than any row can be.`;
      case 'TEXT_BEHIND_LINES':
        return `Lines ${line} to ${lastLine} can't be read: a quoted cell runs over them, with text after its closing quote ("). A quote is probably missing on line ${line}.`;
      default:
        return `Lines ${line} to ${lastLine} can't be read: a quoted cell has probably swallowed rows. A closing quote (") is probably missing on line ${line}.`;
    }
  },
  DELIMITERS_MIXED: ({ delimiter, other, line, headerLine }) =>
    `${headerLine === null ? 'The first line' : `The header on line ${headerLine}`} has the separator ${delimiterName(delimiter)}, but line ${line} has the separator ${delimiterName(other)}.`,
};

const columnFault = (fault: ColumnFault): string =>
  (fileFaults[fault.code] as (params: ColumnFault['params']) => string)(fault.params);

/** Messages, and how many more there are. */
const together = (messages: readonly string[], more: number): string =>
  [...messages, ...(more > 0 ? [`And ${number(more)} more.`] : [])].join(' ');

function unreadable(fault: UnreadableWorkbook): string {
  switch (fault.why) {
    case 'password':
      return 'The file is protected with a password.';
    case 'no-sheet':
      return 'The workbook has no visible sheet with cells.';
    case 'encoding':
      return 'The workbook has text that is not in the encoding that it names.';
    case 'damaged':
      return 'The workbook is damaged.';
    case 'lacks-part':
      return `The workbook lacks its part ${quoted(fault.part)}.`;
    case 'zip':
      return "The file can't be unpacked as a ZIP file, which every XLSX workbook is: it is damaged or was cut off.";
  }
}

/** After “The workbook”. */
function beyond(fault: WorkbookBound): string {
  switch (fault.bound) {
    case 'parts':
      return `has ${number(fault.count ?? 0)} parts; at most ${number(fault.most)} are read`;
    case 'part-twice':
      return `has the part ${quoted(fault.part)} twice`;
    case 'megabytes':
      return `unpacks to more than ${number(fault.most)} MB`;
    case 'styles':
      return `has more than ${number(fault.most)} cell styles`;
    case 'characters':
      return `has more than ${number(fault.most)} million characters`;
    case 'texts':
      return `has more than ${number(fault.most)} different texts`;
    case 'sheets':
      return `has more than ${number(fault.most)} sheets`;
    case 'relations':
      return `has more than ${number(fault.most)} relations`;
    case 'levels':
      return `nests more than ${number(fault.most)} elements`;
    case 'seconds':
      return `takes longer than ${number(fault.most)} seconds to read`;
    case 'memory':
      return 'takes more memory than the reader has';
    case 'doctype':
      return 'declares a document type, which no spreadsheet program writes';
    case 'token':
      return 'has a single text or tag of more than 1 MB';
    case 'row-characters':
      return `has more than ${number(fault.most)} characters in row ${fault.row}`;
    case 'no-text':
      return `refers in row ${fault.row} to a text that it does not have`;
    case 'row':
      return `has row ${quoted(fault.found)} where row ${fault.row} or a later one of at most ${fault.last} is expected`;
    case 'cell':
      return `has a cell ${quoted(fault.found)} in row ${fault.row} that can't be there`;
  }
}

/** The detail of each refusal of a file. */
export const fileRefusals: TextsOf<FileRefusalParams> = {
  FILE_MISSING: () =>
    'There is no file. Choose a CSV file made from the template and submit it again.',
  FILE_TOO_LARGE: ({ bytes }) =>
    bytes === undefined
      ? 'This request is too large. Shorten the texts in it, or send them in several requests.'
      : `The file is larger than the limit of ${size(bytes)}. Split it into smaller files.`,
  FILE_NOT_CSV: (params) => {
    if ('kind' in params)
      return params.wayOut === 'program'
        ? `This is ${FILE_KINDS[params.kind]}, which can't be read here. ${WAYS_OUT.program}`
        : `This is ${FILE_KINDS[params.kind]}, not a CSV file or an XLSX workbook. ${WAYS_OUT[params.wayOut]}`;
    return params.why === 'nul-bytes'
      ? `This file has NUL bytes, so it is not a text file. ${WAYS_OUT.spreadsheet}`
      : `${unreadable(params)} ${WAYS_OUT.program}`;
  },
  FILE_ENCODING: (params) => {
    const what =
      params.why === 'marked'
        ? `The file begins with the byte order mark of ${params.mark}, so it can't be read as ${params.asked}.`
        : params.encoding === undefined
          ? 'The file is neither UTF-8 nor Windows-1252.'
          : `The file is not clean ${params.encoding}.`;
    return `${what} If you know its encoding, upload it again with that encoding. Or open it in your spreadsheet program, choose “Save as”, then “CSV UTF-8”, and upload that file.`;
  },
  FILE_EMPTY: ({ sheet }) =>
    sheet === undefined
      ? 'The file has no row. Fill in at least one row below the header and upload it again.'
      : `The sheet ${quoted(sheet)}, the first one of the workbook, has no row. Choose the sheet with the rows. Or fill in at least one row below the header of this one, and upload the workbook again.`,
  FILE_MALFORMED: (params) =>
    'bound' in params
      ? `The workbook ${beyond(params)}. Copy the rows into the current template, or save the sheet as “CSV UTF-8”, and upload that file.`
      : `${together(params.lines.map(fileFaults.FILE_MALFORMED), params.more)} Put each cell that has a quote (") in quotes as a whole and double each quote in it, or remove the quote; then upload the file again.`,
  DELIMITERS_MIXED: (params) =>
    `${fileFaults.DELIMITERS_MIXED(params)} Use one separator in the whole file: open it in your spreadsheet program, move the rows below the header of the current template, save it as “CSV UTF-8”, and upload that file.`,
  TOO_MANY_ROWS: ({ rows, maxRows }) =>
    `The file has ${number(rows)} rows; at most ${number(maxRows)} are allowed in one file. Split it into files of up to ${number(maxRows)} rows.`,
  HEADER_INVALID: (params) => {
    if ('gone' in params)
      return params.gone === 'meanwhile'
        ? 'Columns of this file were removed from the organisation while it was being checked. Download the current template and upload again.'
        : 'Columns of this load were removed or renamed since. Download its report of the rows to fix, and upload that file: its columns can be matched.';
    if ('headerLine' in params)
      return `${fileFaults.ROWS_ABOVE_HEADER(params)} Move the header to the first line and upload the file again.`;
    const sheet =
      params.sheet === undefined
        ? ''
        : ` The sheet ${quoted(params.sheet)}, the first one of the workbook, was read: if the rows are on another sheet, move that one before it.`;
    return `The columns are not those of your organisation's current template: ${together(params.faults.map(columnFault), params.more)} Download the current template and move your rows into it.${sheet}`;
  },
};
