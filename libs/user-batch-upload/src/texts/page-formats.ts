import type { Language } from './language.js';

/** How the page writes numbers, sizes, times and lists in a language. */
export function pageFormatsIn(language: Language) {
  const numbers = new Intl.NumberFormat(language);
  const sizes = (unit: 'kilobyte' | 'megabyte') =>
    new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 });
  const [kilobytes, megabytes] = [sizes('kilobyte'), sizes('megabyte')];
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const units = new Intl.ListFormat(language, { type: 'unit' });
  const conjunctions = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    number: (value: number): string => numbers.format(value),
    /** A number of bytes, in the unit that people use. */
    size: (bytes: number): string =>
      bytes < 1_000_000
        ? kilobytes.format(Math.ceil(bytes / 1_000))
        : megabytes.format(bytes / 1_000_000),
    /** A date as ISO 8601, in the time zone of the reader. */
    time: (iso: string | null): string => (iso ? times.format(new Date(iso)) : ''),
    /** Separate facts in one line. */
    list: (items: readonly string[]): string => units.format(items),
    /** Things that belong together. */
    allOf: (items: readonly string[]): string => conjunctions.format(items),
  };
}
