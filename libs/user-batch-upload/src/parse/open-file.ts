import type { Column } from '../columns/column.js';
import { Refusal } from '../problems/refusal.js';
import { cleanCell } from './clean-cell.js';
import { decoded, findEncoding } from './encoding.js';
import {
  DELIMITERS,
  type Delimiter,
  type Encoding,
  type OpenedFile,
  type RawRow,
} from './file-format.js';
import { type Header, headerInvalid, readHeader } from './header.js';
import { type FileRecord, firstRecord, records } from './records.js';

export interface OpenFileOptions {
  columns: Column[];
  maxRows: number;
  /** Rows; fewer where their cells are long. */
  chunkSize: number;
  /** What the admin says the file is, instead of finding out. */
  encoding?: Encoding;
}

/**
 * Opens a CSV file: how it is to be read, and its rows. The file is read in pieces; it may be of any size.
 * Throws `FILE_NOT_CSV`, `FILE_ENCODING`, `HEADER_INVALID`, `FILE_EMPTY`, and `FILE_MALFORMED` where the header or
 * what stands before the first row can't be read.
 */
export async function openFile(path: string, options: OpenFileOptions): Promise<OpenedFile> {
  const { encoding, notices } = await findEncoding(path, options.encoding);
  const head = await firstText(path, encoding);
  const delimiter = findDelimiter(head, options.columns);
  const header = await findHeader(path, encoding, delimiter, options.columns);
  return {
    encoding,
    delimiter,
    notices,
    headers: header.headers,
    chunks: chunks(path, encoding, delimiter, header, options),
  };
}

/** Enough for a header record. */
const HEAD_CHARACTERS = 64 * 1024;

async function firstText(path: string, encoding: Encoding): Promise<string> {
  let head = '';
  for await (const text of decoded(path, encoding)) {
    head += text;
    if (head.length >= HEAD_CHARACTERS) break;
  }
  return head;
}

/** The delimiter under which most of the template's headers are found; then the one that splits most. */
function findDelimiter(head: string, columns: readonly Column[]): Delimiter {
  const known = new Set(columns.map(({ header }) => header));
  // Lines without a word say nothing, unless there is nothing else.
  const start = head.slice(Math.max(0, head.search(/[^\s,;]/))).trimStart();
  const found = DELIMITERS.map((delimiter) => {
    const cells = firstRecord(start, delimiter);
    return {
      delimiter,
      known: cells.filter((cell) => known.has(cleanCell(cell))).length,
      cells: cells.length,
    };
  });
  return found.reduce((best, one) =>
    one.known > best.known || (one.known === best.known && one.cells > best.cells) ? one : best,
  ).delimiter;
}

const isFilled = (cells: readonly string[]): boolean => cells.some((cell) => cell.trim() !== '');

/** Reads on to the first row, so that a file without one is refused before anything is made of it. */
async function findHeader(
  path: string,
  encoding: Encoding,
  delimiter: Delimiter,
  columns: readonly Column[],
): Promise<Header> {
  let header: Header | undefined;
  const toRow = ({ cells }: FileRecord): string[] | undefined => {
    if (!isFilled(cells)) return undefined;
    if (header) return cells;
    // Read while parsing: a fault of the header is told before one of a later record.
    header = readHeader(cells, columns);
    return undefined;
  };
  for await (const _row of records(path, encoding, delimiter, toRow)) if (header) return header;
  throw empty();
}

function empty(): Refusal {
  return new Refusal(
    'FILE_EMPTY',
    'The file has no row. Fill in at least one row below the header and upload it again.',
  );
}

/** Of the cells of one chunk: ten times as many as usual, and still little memory. */
const CHUNK_CHARACTERS = 2_000_000;

async function* chunks(
  path: string,
  encoding: Encoding,
  delimiter: Delimiter,
  header: Header,
  { maxRows, chunkSize }: OpenFileOptions,
): AsyncGenerator<RawRow[]> {
  let rowCount = 0;
  let headerSeen = false;
  let chunk: RawRow[] = [];
  let characters = 0;
  const toChunk = (record: FileRecord): RawRow[] | undefined => {
    if (!isFilled(record.cells)) return undefined;
    if (!headerSeen) {
      headerSeen = true;
      return undefined;
    }
    rowCount += 1;
    // Beyond the limit rows are only counted, for the refusal to say how many there are.
    if (rowCount > maxRows) return undefined;
    chunk.push(rawRow(record, header));
    for (const cell of record.cells) characters += cell.length;
    if (chunk.length < chunkSize && characters < CHUNK_CHARACTERS) return undefined;
    const full = chunk;
    chunk = [];
    characters = 0;
    return full;
  };
  yield* records(path, encoding, delimiter, toChunk);
  if (rowCount > maxRows)
    throw new Refusal(
      'TOO_MANY_ROWS',
      `The file has ${rowCount} rows; at most ${maxRows} are taken at once. Split it into files of up to ${maxRows} rows.`,
    );
  if (chunk.length > 0) yield chunk;
}

const NONE: string[] = [];
const cleaned = (cells: readonly string[]): string[] =>
  cells.map(cleanCell).filter((cell) => cell !== '');

function rawRow({ line, cells }: FileRecord, header: Header): RawRow {
  for (const position of header.blanks) {
    const cell = cleanCell(cells[position] ?? '');
    if (cell !== '')
      throw headerInvalid([
        {
          code: 'COLUMN_UNKNOWN',
          column: '',
          message: `Column ${position + 1} has no header, but “${cell.slice(0, 60)}” on line ${line}.`,
        },
      ]);
  }
  return {
    line,
    cells: header.positions.map((position) => cleanCell(cells[position] ?? '')),
    extraCells: cells.length > header.width ? cleaned(cells.slice(header.width)) : NONE,
  };
}
