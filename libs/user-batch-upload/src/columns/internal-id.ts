/** What is wrong with an Internal ID. */
export type InternalIdDamage = 'scientific' | 'decimal' | 'date' | 'apostrophe' | 'placeholder';

const SCIENTIFIC = /^[-+]?\d+(?:[.,]\d+E[-+]?\d+|E[-+]\d+)$/i;
const DECIMAL = /^\d+[.,]0+$/;
/** A date or a time as a workbook's cell is read. */
const DATE_CELL = /^(?:\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|\d{2,}:\d\d:\d\d)$/;
const APOSTROPHE = /^['\u2018\u2019]\d+$/;

/** What programs and people write instead of leaving a cell empty. `NA` is not listed: it may be initials. */
const PLACEHOLDERS = new Set([
  'N/A',
  'N.A.',
  'NULL',
  'NONE',
  'NIL',
  'TBD',
  'UNDEFINED',
  'NAN',
  '(BLANK)',
  '[OBJECT OBJECT]',
]);
const PLACEHOLDER_SIGNS = new Set(['-', '--', '?', '.', '0']);

/** Whether the whole text is a word for an empty cell. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDERS.has(text.toUpperCase());

/**
 * Undefined for an ID that is valid as written. In a workbook, a date is an ID such as `3-15` that a spreadsheet
 * program converted. In a text file, somebody wrote the date.
 */
export function internalIdDamage(id: string, isWorkbook: boolean): InternalIdDamage | undefined {
  if (SCIENTIFIC.test(id)) return 'scientific';
  if (DECIMAL.test(id)) return 'decimal';
  if (isWorkbook && DATE_CELL.test(id)) return 'date';
  if (APOSTROPHE.test(id)) return 'apostrophe';
  return isPlaceholder(id) || PLACEHOLDER_SIGNS.has(id) ? 'placeholder' : undefined;
}

/** `12E4` may be a real ID, or what a spreadsheet made of 120000. */
export const maybeScientific = (id: string): boolean => /^\d+E\d+$/i.test(id);

/**
 * An Internal ID without what people and spreadsheets change in it: ASCII letters in lower case, dashes and white space
 * left out, then leading zeros left out. `EMP-009` stays `emp009`; `00731` is `731`. Never empty for a filled one.
 */
export function looseInternalId(id: string): string {
  // Most IDs are plain ASCII, for which the first way takes half of the time.
  const folded = /^[ -~]*$/.test(id)
    ? id.replace(/[ -]/g, '').toLowerCase()
    : id.replace(/[\s\p{Pd}\u2212]/gu, '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return folded.replace(/^0+(?=.)/, '') || id;
}
