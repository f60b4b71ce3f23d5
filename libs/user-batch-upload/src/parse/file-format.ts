import type { CodedNotice } from '../load/notice.js';

/** A record of the file. `cells` are in the order of `OpenedFile.headers`; `''` is blank. */
export interface RawRow {
  /** The line of the file on which the record starts, as an editor shows it. */
  line: number;
  cells: string[];
  /** Filled cells beyond the last header. */
  extraCells: string[];
}

/** A header of the file to a column of the template, or to null to ignore it. The second of equal headers is `Email#2`. */
export type Mapping = Readonly<Record<string, string | null>>;

export interface OpenedFile {
  /** A name of the WHATWG Encoding Standard, in lower case; null for a workbook. */
  encoding: string | null;
  /** One character; null for a workbook. */
  delimiter: string | null;
  /** The sheet that is read; null for a text file. */
  sheet: string | null;
  /** What was assumed; complete once all chunks are read. */
  notices: CodedNotice[];
  /**
   * The template's columns in the order of the file, then those that a mapping leaves blank. Columns that our downloads
   * add, and blank columns, are left out.
   */
  headers: string[];
  /**
   * The rows in chunks, read once as they are asked for; there is at least one. Throws `FILE_MALFORMED`,
   * `DELIMITERS_MIXED`, `TOO_MANY_ROWS`, and `HEADER_INVALID` for a filled cell under a blank header. A caller
   * that stops early must call the iterator's `return` (as `for await` does), which closes the file.
   */
  chunks: AsyncIterable<RawRow[]>;
}
