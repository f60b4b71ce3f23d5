import type { Column } from '../template/columns.js';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Something that was assumed while reading, for the admin to judge. */
export interface Notice {
  code: 'ENCODING_ASSUMED';
  message: string;
}

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
  delimiter: ',' | ';' | '\t';
  notices: Notice[];
  /** The template's columns in the order of the file; `Problems`, `Result` and blank columns are left out. */
  headers: string[];
  /** The records in chunks of at most `chunkSize`; each is read once. Throws `FILE_MALFORMED`, `TOO_MANY_ROWS`, `FILE_EMPTY`. */
  chunks: AsyncIterable<RawRow[]>;
}

export interface OpenFileOptions {
  columns: Column[];
  maxRows: number;
  chunkSize: number;
  /** What the admin says the file is, instead of finding out. */
  encoding?: Encoding;
}
