import type { CustomFieldKind } from '../ports/custom-fields.port.js';

const YES = new Set(['yes', 'y', 'true', '1']);
const NO = new Set(['no', 'n', 'false', '0']);

/** `Yes` or `No` if the cell means one of them, else undefined. */
export function yesNo(cell: string): 'Yes' | 'No' | undefined {
  const word = cell.toLowerCase();
  return YES.has(word) ? 'Yes' : NO.has(word) ? 'No' : undefined;
}

export const isPlainNumber = (cell: string): boolean => /^-?\d+(\.\d+)?$/.test(cell);

/** One form for numbers of equal value: `1.50` and `1.5`, `007` and `7`, `-0` and `0`. */
function numberValue(number: string): string {
  const sign = number.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = number.slice(sign.length).split('.');
  const digits = withoutLeadingZeros(whole) || '0';
  const decimals = withoutTrailingZeros(fraction);
  if (decimals !== '') return `${sign}${digits}.${decimals}`;
  return digits === '0' ? '0' : sign + digits;
}

// By index: an expression such as /0+$/ takes quadratic time, because it starts again at each zero.
function withoutLeadingZeros(digits: string): string {
  let from = 0;
  while (digits[from] === '0') from += 1;
  return digits.slice(from);
}

function withoutTrailingZeros(digits: string): string {
  let to = digits.length;
  while (digits[to - 1] === '0') to -= 1;
  return digits.slice(0, to);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A value of a `DATE` field: `YYYY-MM-DD`, a day of the Gregorian calendar in the years 1000 to 9999. */
export function isDay(cell: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(cell)) return false;
  const year = Number(cell.slice(0, 4));
  const month = Number(cell.slice(5, 7));
  const day = Number(cell.slice(8));
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** A custom-field cell as it is stored. A cell that can't be read stays as it is, and a rule reports it. */
export function fieldValue(kind: CustomFieldKind, cell: string): string {
  return kind === 'YES_NO' ? (yesNo(cell) ?? cell) : cell;
}

/** Whether two cells mean the same. Numbers are compared by value, yes/no by meaning, everything else exactly. */
export function sameFieldValue(kind: CustomFieldKind, a: string, b: string): boolean {
  if (a === b) return true;
  if (kind === 'NUMBER' && isPlainNumber(a) && isPlainNumber(b))
    return numberValue(a) === numberValue(b);
  return fieldValue(kind, a) === fieldValue(kind, b);
}
