import type { Notice } from '../../load/notice.js';
import type { Assumptions } from './worksheet.js';

const SHOWN = 20;

/** The first of them, and how many more. */
const listed = (items: readonly (string | number)[], count = items.length): string =>
  items.slice(0, SHOWN).join(', ') + (count > SHOWN ? ` and ${count - SHOWN} more` : '');

export const sheetNotice = (read: string, others: readonly string[]): Notice => ({
  code: 'SHEET_ASSUMED',
  message: `The sheet “${read}” was read, the first one of the workbook. It also has ${listed(others.map((name) => `“${name}”`))}. If another one is meant, choose it and upload the file again.`,
  sheets: [read, ...others],
});

/** What is in the workbook and was left alone. */
export function partNotices(names: readonly string[]): Notice[] {
  const notices: Notice[] = [];
  if (names.some((name) => name.endsWith('vbaproject.bin')))
    notices.push({
      code: 'MACROS_IGNORED',
      message: 'The workbook has macros. They were not run; only the cells were read.',
    });
  if (names.some((name) => name.includes('/externallinks/')))
    notices.push({
      code: 'LINKS_IGNORED',
      message:
        'The workbook has links to other files. They were not followed; the values that the workbook itself has were read.',
    });
  return notices;
}

export function rowNotices(assumptions: Assumptions): Notice[] {
  const { hiddenRows, withoutValue, padded, lostDigits, merged, mergedCount } = assumptions;
  const notices: [Notice['code'], (string | number)[], string, number?][] = [
    ['HIDDEN_ROWS_READ', hiddenRows, 'Hidden rows were read too: lines'],
    [
      'FORMULA_WITHOUT_VALUE',
      withoutValue,
      'Formulas whose value was never stored were read as blank cells. Open the workbook in a spreadsheet program, save it, and upload it again; or type the values. Lines',
    ],
    [
      'ZEROS_ADDED',
      padded,
      'Numbers with a format of zeros, such as 00000, were read with the zeros that the sheet shows: lines',
    ],
    [
      'DIGITS_LOST',
      lostDigits,
      'Numbers of more than 15 digits have lost their last digits in the workbook. Give the column the format “Text” and type them again: lines',
    ],
    [
      'MERGED_CELLS',
      merged,
      'Merged cells count once, in their first row and column; the others are blank:',
      mergedCount,
    ],
  ];
  return notices
    .filter(([, where]) => where.length > 0)
    .map(([code, where, what, count]) => ({ code, message: `${what} ${listed(where, count)}.` }));
}
