/** Lines of a file, the first of them by number. */
export interface SomeLines {
  lines: readonly number[];
  /** All of them. */
  count: number;
  /** The start of each line's text. */
  words: readonly string[];
}

/** Places in a sheet, the first of them by name, and how many more there are. */
export interface SomePlaces {
  places: readonly (string | number)[];
  more: number;
}

/** The parameters of each notice of how a file was read. */
export interface NoticeParams {
  ENCODING_ASSUMED: {
    why: 'no-mark' | 'not-utf8';
    encoding: string;
    /** Words that show whether it is right. */
    words: readonly string[];
  };
  SHEET_ASSUMED: { read: string; others: readonly string[]; more: number };
  HIDDEN_ROWS_READ: SomePlaces;
  FORMULA_WITHOUT_VALUE: SomePlaces;
  ZEROS_ADDED: SomePlaces;
  DIGITS_LOST: SomePlaces;
  MERGED_CELLS: SomePlaces;
  MACROS_IGNORED: object;
  LINKS_IGNORED: object;
  LINES_ABOVE_HEADER: SomeLines;
  HEADER_REPEATED: SomeLines;
  LINES_IN_QUOTES: SomeLines;
  QUOTES_ASSUMED: SomeLines;
  END_OF_FILE_DROPPED: SomeLines;
}
