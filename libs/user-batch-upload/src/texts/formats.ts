import type { Language } from './language.js';
import { quotedBetween } from './quoted.js';

/** English numbers have no separators, because scripts parse our texts. German has none in numbers of four digits. */
const GROUPING = { en: false, de: 'min2' } as const;
const MARKS: Record<Language, [open: string, close: string]> = { en: ['“', '”'], de: ['„', '“'] };

/** How a language writes numbers, lists and quotes. Make it once for each language: `Intl` objects are slow to make. */
export function formatsIn(language: Language) {
  const numbers = new Intl.NumberFormat(language, { useGrouping: GROUPING[language] });
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    number: (value: number): string => numbers.format(value),
    /** `a, b, and c` in English, `a, b und c` in German. */
    allOf: (items: readonly string[]): string => lists.format(items),
    quoted: quotedBetween(...MARKS[language]),
  };
}
