import type { Column } from '../columns/column.js';
import { Refusal } from '../problems/refusal.js';
import { cleanCell } from './clean-cell.js';
import { foldName, headerName } from './column-names.js';
import type { Mapping } from './file-format.js';
import { malformed, unwrapped } from './faults.js';
import { type FileRecord, RecordReader } from './records.js';

/** The delimiters that are detected without a `sep=` line. */
export const DELIMITERS = [',', ';', '\t', '|'];
/** Lines among which the header is looked for. */
const LOOKED_AT = 11;
/** How many cells of a record are compared with the headers of the template. */
const COUNTED_CELLS = 2_000;
/** A title above the header has at most this many filled cells. */
const TITLE_CELLS = 2;

/** How the file is laid out: what separates its cells, and where its header is. */
export interface Layout {
  /** Empty for a sheet. */
  delimiter: string;
  /** The line of the header. */
  line: number;
  header: string[];
  /** Whether the whole header line is in quotes. */
  isWrapped: boolean;
  /** Filled lines above the header, without `sep=`. */
  above: FileRecord[];
  /** The first rows, for samples. */
  rows: string[][];
}

/** `sep=;` in any case, also quoted, also with the separators that a spreadsheet adds. */
const SEP = /^\uFEFF*\s*("?)sep=([^\s"\p{L}\p{N}]|\t)\1[,;\t| ]*$/iu;

interface Candidate {
  delimiter: string;
  record: FileRecord;
  cells: string[];
  isWrapped: boolean;
  known: number;
  isHeader: boolean;
}

/**
 * Finds the header in the file's beginning: the first line with at least half of the template's columns, or with all
 * headers of the mapping; else the first filled line. Undefined if no line is filled. Throws `DELIMITERS_MIXED` if
 * the `sep=` line and the header disagree, and `FILE_MALFORMED` if no header can be read.
 */
export function findLayout(
  head: string,
  isWhole: boolean,
  columns: readonly Column[],
  mapping?: Mapping,
): Layout | undefined {
  const [firstLine = ''] = head.slice(0, 100).split(/[\r\n]/, 1);
  const named = SEP.exec(firstLine)?.[2];
  const known = new Set(columns.map(({ header }) => foldName(header)));
  const candidatesOf = (delimiter: string): Candidate[] =>
    new RecordReader(delimiter)
      .read(head, isWhole, LOOKED_AT)
      .filter(({ line }) => named === undefined || line > 1)
      .map((record) => candidate(record, delimiter, known, mapping));
  const candidates = (named === undefined ? DELIMITERS : [named]).map(candidatesOf);
  const found = best(candidates.flat().filter(({ isHeader }) => isHeader));
  if (!found && named !== undefined) {
    const other = best(
      DELIMITERS.flatMap(candidatesOf).filter(
        ({ isHeader, delimiter }) => isHeader && delimiter !== named,
      ),
    );
    if (other) throw delimitersMixed(named, null, other.delimiter, other.record.line);
  }
  const first = found ?? best(candidates.map(firstFilled).filter((one) => one !== undefined));
  if (!first) {
    const faulty = candidates[0]?.find(({ record }) => record.fault);
    if (faulty) throw malformed([faulty.record]);
    const blank = named === undefined ? (BLANK_LINES.exec(head)?.[0] ?? '') : '';
    if (blank === '') return undefined;
    const below = findLayout(head.slice(blank.length), isWhole, columns, mapping);
    return below && movedDown(below, lineCount(blank));
  }
  const records = new RecordReader(first.delimiter).read(
    head,
    isWhole,
    first.record.line + SAMPLED_LINES,
  );
  const above = records.filter(
    ({ line, cells, fault }) =>
      line < first.record.line &&
      (named === undefined || line > 1) &&
      (fault !== undefined || filledCells(cells) > 0),
  );
  if (above.some(({ fault }) => fault)) throw malformed(above.filter(({ fault }) => fault));
  return {
    delimiter: first.delimiter,
    line: first.record.line,
    header: first.cells,
    isWrapped: first.isWrapped,
    above,
    rows: records
      .filter(({ line, fault }) => line > first.record.line && !fault)
      .map((record) => unwrapped(record, first.delimiter)?.cells ?? record.cells),
  };
}

/** Like `findLayout`, for the first records of a sheet, which has no separators. */
export function findSheetLayout(
  records: readonly FileRecord[],
  columns: readonly Column[],
  mapping?: Mapping,
): Layout | undefined {
  const known = new Set(columns.map(({ header }) => foldName(header)));
  const candidates = records.map((record) => candidate(record, '', known, mapping));
  const first =
    candidates.find(({ isHeader, record }) => isHeader && record.line <= LOOKED_AT) ??
    firstFilled(candidates);
  if (!first) return undefined;
  const { line } = first.record;
  return {
    delimiter: '',
    line,
    header: first.cells,
    isWrapped: false,
    above: records.filter((record) => record.line < line),
    rows: records.filter((record) => record.line > line).map(({ cells }) => cells),
  };
}

export const SAMPLED_LINES = 20;

const filledCells = (cells: readonly string[]): number =>
  cells.reduce((count, cell) => (cell !== '' && cleanCell(cell) !== '' ? count + 1 : count), 0);

/** Whether the record may be a title above the header, and is no row. */
export const isTitle = ({ cells, text }: FileRecord): boolean =>
  filledCells(cells) <= TITLE_CELLS && !text.includes('@');

function candidate(
  record: FileRecord,
  delimiter: string,
  known: ReadonlySet<string>,
  mapping: Mapping | undefined,
): Candidate {
  const inner = unwrapped(record, delimiter);
  const cells = inner?.cells ?? record.cells;
  const names = cells.slice(0, COUNTED_CELLS).map(headerName);
  const distinct = new Set(names.filter((name) => known.has(name)));
  return {
    delimiter,
    record,
    cells,
    isWrapped: inner !== undefined,
    known: distinct.size,
    isHeader: distinct.size * 2 >= known.size || isMapped(names, mapping),
  };
}

/** Whether all headers of the mapping are there. */
function isMapped(names: readonly string[], mapping: Mapping = {}): boolean {
  const wanted = Object.keys(mapping);
  const keys = new Set(columnKeys(names).flat());
  return wanted.length > 0 && wanted.every((key) => keys.has(foldName(key)));
}

/** The keys of each header in a mapping: `Email`, or `Email#2` for the second. The first is also `Email#1`. */
export function columnKeys(names: readonly string[]): string[][] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? [name, `${name}#1`] : [`${name}#${count}`];
  });
}

const BLANK_LINES = /^[\s,;|]*[\r\n]/;

function lineCount(text: string): number {
  let count = 0;
  for (const _end of text.matchAll(/\r\n|\r|\n/g)) count += 1;
  return count;
}

const movedDown = (layout: Layout, lines: number): Layout => ({
  ...layout,
  line: layout.line + lines,
  above: layout.above.map((record) => ({
    ...record,
    line: record.line + lines,
    lastLine: record.lastLine + lines,
  })),
});

/** Whatever separates cells, it has none. */
const HAS_NO_CELL = /^[\s,;|]*$/;

const firstFilled = (candidates: readonly Candidate[]): Candidate | undefined => {
  const first = candidates.find(
    ({ cells, record }) =>
      record.fault || (filledCells(cells) > 0 && !HAS_NO_CELL.test(record.text)),
  );
  return first?.record.fault ? undefined : first;
};

/** The first line. On it, the delimiter that finds most columns of the template, then the one that splits most. */
const best = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>((best, one) => {
    if (!best) return one;
    const by =
      best.record.line - one.record.line ||
      one.known - best.known ||
      one.cells.length - best.cells.length;
    return by > 0 ? one : best;
  }, undefined);

/** `headerLine`: null where the first line names the separator. */
export function delimitersMixed(
  delimiter: string,
  headerLine: number | null,
  other: string,
  line: number,
): Refusal {
  const params = { delimiter, headerLine, other, line };
  return new Refusal('DELIMITERS_MIXED', params, [{ code: 'DELIMITERS_MIXED', params, line }]);
}

/** The separator of a row, if the header's separator does not split it. Separators in quotes are text. */
export function otherDelimiter(
  record: FileRecord,
  delimiter: string,
  width: number,
): string | undefined {
  const { cells } = record;
  if (width < 2 || cells.length * 2 > width) return undefined;
  const text = outsideQuotes(record, delimiter);
  return DELIMITERS.find((other) => {
    const pieces = other === delimiter ? 0 : text.split(other, width).length;
    if (pieces <= cells.length || pieces * 2 < width) return false;
    const [found] = new RecordReader(other).read(text, true);
    const count = found?.cells.length ?? 0;
    return count > cells.length && count * 2 >= width;
  });
}

/** The text of unquoted cells. All of it if text follows a closing quote: another separator then placed the quotes. */
function outsideQuotes({ cells, text, quoted, looseCell }: FileRecord, delimiter: string): string {
  if (!quoted || looseCell !== undefined) return text;
  const positions = new Set(quoted);
  return cells.filter((_cell, position) => !positions.has(position)).join(delimiter);
}
