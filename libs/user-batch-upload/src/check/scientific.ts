/** `4.41235E+9`: the form in which a spreadsheet saves a long number. */
export const isScientific = (cell: string): boolean => /^-?\d+([.,]\d+)?E[+-]?\d+$/i.test(cell);
