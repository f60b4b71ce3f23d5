import type { CodedNotice } from '../../load/notice.js';
import type { SomePlaces } from '../../texts/notice-parameters.js';
import type { Assumptions } from './worksheet.js';

const SHOWN = 20;

/** The first places, and how many more there are. */
const some = (places: readonly (string | number)[], count = places.length): SomePlaces => ({
  places: places.slice(0, SHOWN),
  more: Math.max(0, count - SHOWN),
});

export const sheetNotice = (read: string, others: readonly string[]): CodedNotice => ({
  code: 'SHEET_ASSUMED',
  params: { read, others: others.slice(0, SHOWN), more: Math.max(0, others.length - SHOWN) },
  sheets: [read, ...others],
});

/** Notices of the parts that were ignored. */
export function partNotices(names: readonly string[]): CodedNotice[] {
  const notices: CodedNotice[] = [];
  if (names.some((name) => name.endsWith('vbaproject.bin')))
    notices.push({ code: 'MACROS_IGNORED', params: {} });
  if (names.some((name) => name.includes('/externallinks/')))
    notices.push({ code: 'LINKS_IGNORED', params: {} });
  return notices;
}

export function rowNotices(assumptions: Assumptions): CodedNotice[] {
  const { hiddenRows, withoutValue, padded, lostDigits, merged, mergedCount } = assumptions;
  const notices = [
    { code: 'HIDDEN_ROWS_READ', params: some(hiddenRows) },
    { code: 'FORMULA_WITHOUT_VALUE', params: some(withoutValue) },
    { code: 'ZEROS_ADDED', params: some(padded) },
    { code: 'DIGITS_LOST', params: some(lostDigits) },
    { code: 'MERGED_CELLS', params: some(merged, mergedCount) },
  ] as const;
  return notices.filter(({ params }) => params.places.length > 0);
}
