/** `4.41235E+9`: what a spreadsheet makes of a long number. */
export const isScientific = (cell: string): boolean => /^-?\d+([.,]\d+)?E[+-]?\d+$/i.test(cell);
