/** An assumption made while reading the file, for the admin to check. */
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
    | 'LINKS_IGNORED';
  message: string;
}
