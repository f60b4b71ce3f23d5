/** An assumption made while reading the file, for the admin to check. `message` has the words or lines in question. */
export interface Notice {
  code:
    | 'ENCODING_ASSUMED'
    | 'SHEET_ASSUMED'
    | 'HIDDEN_ROWS_READ'
    | 'FORMULA_WITHOUT_VALUE'
    | 'ZEROS_ADDED'
    | 'DIGITS_LOST'
    | 'MERGED_CELLS'
    | 'MACROS_IGNORED'
    | 'LINKS_IGNORED'
    | 'LINES_ABOVE_HEADER'
    | 'HEADER_REPEATED'
    | 'LINES_IN_QUOTES'
    | 'QUOTES_ASSUMED'
    | 'END_OF_FILE_DROPPED';
  message: string;
  /** Of `SHEET_ASSUMED`: the sheets to choose from. */
  sheets?: string[];
}
