import type { Notice } from '../load/notice.js';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** A record of the file. `cells` stand in the order of `OpenedFile.headers`; `''` is blank. */
export interface RawRow {
  /** The line of the file on which the record starts; the header is line 1. */
  line: number;
  cells: string[];
  /** Filled cells beyond the last header. */
  extraCells: string[];
}

export interface OpenedFile {
  encoding: Encoding;
  delimiter: Delimiter;
  notices: Notice[];
  /** The template's columns in the order of the file; `Problems`, `Result` and blank columns are left out. */
  headers: string[];
  /**
   * The rows in chunks, read once as they are asked for. Throws `FILE_MALFORMED`, `TOO_MANY_ROWS`, and
   * `HEADER_INVALID` for a filled cell under a blank header. Whoever stops early must call the iterator's `return`
   * (as `for await` does), which closes the file.
   */
  chunks: AsyncIterable<RawRow[]>;
}
