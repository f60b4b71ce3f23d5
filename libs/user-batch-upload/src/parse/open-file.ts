import { Refusal } from '../problems/refusal.js';
import { cleanCell } from './clean-cell.js';
import { headerName } from './column-names.js';
import { type Faulty, hasSwallowed, malformed, unwrapped } from './faults.js';
import type { OpenedFile, RawRow } from './file-format.js';
import { type FileSource, openSource, type SourceOptions } from './file-source.js';
import { type Header, headerInvalid, readHeader } from './header.js';
import { delimitersMixed, isTitle, type Layout, otherDelimiter } from './layout.js';
import { ReadingNotices } from './reading-notices.js';
import type { FileRecord } from './records.js';

export interface OpenFileOptions extends SourceOptions {
  /** Rows; fewer where their cells are long. */
  chunkSize: number;
}

/**
 * Opens a CSV file or a workbook. Resolves to how it is read, and its rows. Reads in pieces, so the file may be of any
 * size. Throws `FILE_NOT_CSV`, `FILE_ENCODING`, `HEADER_INVALID`, `DELIMITERS_MIXED`, `FILE_EMPTY`, `UPLOAD_INVALID`
 * for a mapping or a sheet that does not fit the file, and what reading the first chunk throws.
 */
export async function openFile(path: string, options: OpenFileOptions): Promise<OpenedFile> {
  const source = await openSource(path, options);
  try {
    const { layout, encoding, delimiter, sheet, notices } = source;
    if (!layout) throw empty(notices);
    const header = readHeader(layout, options.columns, options.mapping, sheetsOf(notices));
    const body = layout.above.find((record) => !isTitle(record));
    if (body) throw rowsAbove(body, layout, header);
    const chunks = new Reading(layout, header, options, notices).chunks(source);
    const first = await chunks.next();
    if (first.done) throw empty(notices);
    return {
      encoding,
      delimiter,
      sheet,
      notices,
      headers: header.headers,
      chunks: following(first.value, chunks, source),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function* following<Item>(
  first: Item,
  rest: AsyncGenerator<Item>,
  source: FileSource,
): AsyncGenerator<Item> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
    await source.close();
  }
}

/** The sheets of a workbook that has several, where none was asked for. */
const sheetsOf = (notices: OpenedFile['notices']): string[] | undefined =>
  notices.find((notice) => notice.code === 'SHEET_ASSUMED')?.sheets;

function empty(notices: OpenedFile['notices']): Refusal {
  const sheets = sheetsOf(notices);
  const [sheet] = sheets ?? [];
  const params = sheet === undefined ? {} : { sheet };
  return new Refusal('FILE_EMPTY', params, [], undefined, sheets && { sheets });
}

function rowsAbove({ line }: FileRecord, layout: Layout, header: Header): Refusal {
  const params = { headerLine: layout.line, line };
  return new Refusal(
    'HEADER_INVALID',
    params,
    [{ code: 'ROWS_ABOVE_HEADER', line, params }],
    undefined,
    { columns: header.columns() },
  );
}

/** A chunk ends at this weight: three times the usual one, which still takes each step only about 20 ms. */
const CHUNK_CHARACTERS = 500_000;
/** Added to the characters of each cell, because a short cell takes time too. */
const CELL_CHARACTERS = 8;
/** Malformed lines that are kept; the others are counted. */
const KEPT_FAULTS = 100;

/** Turns the records below the header into rows. */
class Reading {
  private readonly notes = new ReadingNotices();
  private readonly faulty: Faulty[] = [];
  private faultCount = 0;
  private rowCount = 0;
  private rows: RawRow[] = [];
  private characters = 0;
  private lastLine = 1;

  constructor(
    private readonly layout: Layout,
    private readonly header: Header,
    private readonly options: OpenFileOptions,
    private readonly notices: OpenedFile['notices'],
  ) {
    for (const { line, text } of layout.above) this.notes.add('LINES_ABOVE_HEADER', line, text);
    if (layout.isWrapped) this.notes.add('LINES_IN_QUOTES', layout.line);
  }

  async *chunks({ records, hasTail }: FileSource): AsyncGenerator<RawRow[]> {
    const { maxRows } = this.options;
    for await (const some of records) yield* this.full(some);
    if (this.faultCount > 0) throw malformed(this.faulty, this.faultCount - this.faulty.length);
    if (this.rowCount > maxRows)
      throw new Refusal('TOO_MANY_ROWS', { rows: this.rowCount, maxRows });
    if (hasTail) this.notes.add('END_OF_FILE_DROPPED', this.lastLine);
    this.notices.push(...this.notes.all());
    if (this.rows.length > 0) yield this.rows;
  }

  /** The chunks that these records fill. */
  private *full(records: readonly FileRecord[]): Generator<RawRow[]> {
    for (const record of records) {
      this.lastLine = record.lastLine;
      if (record.line <= this.layout.line) continue;
      this.add(record);
      if (this.rows.length < this.options.chunkSize && this.characters < CHUNK_CHARACTERS) continue;
      const rows = this.rows;
      this.rows = [];
      this.characters = 0;
      // The file will be refused, so its rows are not needed.
      if (this.faultCount === 0) yield rows;
    }
  }

  private add(outer: FileRecord): void {
    const { delimiter } = this.layout;
    const inner = this.inner(outer);
    const record = inner ?? outer;
    if (outer.fault || this.isMisread(record, outer, inner !== undefined)) {
      this.fault(outer);
      return;
    }
    if (this.faultCount > 0) return;
    const other = otherDelimiter(record, delimiter, this.header.width);
    if (other !== undefined) throw delimitersMixed(delimiter, this.layout.line, other, outer.line);
    const row = this.row(record.cells, outer.line);
    if (!row) return;
    if (this.isHeader(record.cells)) {
      this.notes.add('HEADER_REPEATED', outer.line);
      return;
    }
    if (inner) this.notes.add('LINES_IN_QUOTES', outer.line);
    if (record.looseCell !== undefined)
      this.notes.add('QUOTES_ASSUMED', outer.line, record.looseCell);
    this.rowCount += 1;
    // Beyond the limit, rows are only counted, because the refusal states their number.
    if (this.rowCount > this.options.maxRows) return;
    this.rows.push(row);
    for (const cell of record.cells) this.characters += cell.length + CELL_CHARACTERS;
  }

  private fault(record: FileRecord): void {
    this.faultCount += 1;
    if (this.faulty.length < KEPT_FAULTS)
      this.faulty.push({ line: record.line, lastLine: record.lastLine, fault: record.fault });
    this.rows = [];
  }

  /**
   * The record inside a line that is wholly in quotes. Undefined if the quotes belong to a single cell: the header is
   * not in quotes, and the content has less than half of its columns.
   */
  private inner(record: FileRecord): FileRecord | undefined {
    const { width } = this.header;
    const { isWrapped, delimiter } = this.layout;
    if (!record.isQuoted || (!isWrapped && record.cells.length * 2 > width)) return undefined;
    const inner = unwrapped(record, delimiter);
    return isWrapped || (inner?.cells.length ?? 0) * 2 >= width ? inner : undefined;
  }

  private isMisread(record: FileRecord, outer: FileRecord, isInner: boolean): boolean {
    const { delimiter, header, isWrapped } = this.layout;
    const content = outer.cells[0] ?? '';
    return (
      hasSwallowed(record, delimiter, this.header.width, header.length) ||
      (isWrapped &&
        !isInner &&
        outer.isQuoted &&
        outer.broken !== undefined &&
        content.includes(delimiter))
    );
  }

  /** Whether the record repeats the header, as in files that were joined. */
  private isHeader(cells: readonly string[]): boolean {
    const { names } = this.header;
    return (
      cells.length >= names.length &&
      names.every((name, position) => name === headerName(cells[position] ?? ''))
    );
  }

  /** undefined where no cell is filled. */
  private row(cells: readonly string[], line: number): RawRow | undefined {
    const { positions, blanks, width } = this.header;
    const row: RawRow = {
      line,
      cells: positions.map((position) => cleanCell(cells[position] ?? '')),
      extraCells: NONE,
    };
    if (cells.length > width) {
      const extra = cells
        .slice(width)
        .map(cleanCell)
        .filter((cell) => cell !== '');
      if (extra.length > 0) row.extraCells = extra;
    }
    for (const position of blanks) this.isBlank(cells[position], position, line);
    const isFilled =
      row.cells.some((cell) => cell !== '') ||
      row.extraCells.length > 0 ||
      // A row may be filled only in ignored columns.
      cells.some((cell) => cell !== '' && cleanCell(cell) !== '');
    return isFilled ? row : undefined;
  }

  private isBlank(raw: string | undefined, position: number, line: number): void {
    const cell = cleanCell(raw ?? '');
    if (cell === '') return;
    throw headerInvalid(
      [
        {
          code: 'COLUMN_UNKNOWN',
          column: '',
          params: { position: position + 1, cell: cell.slice(0, 60), line },
        },
      ],
      this.header.columns(),
    );
  }
}

const NONE: string[] = [];
