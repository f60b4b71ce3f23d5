import { withoutTextMark } from './text-mark.js';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];

/** Names in each language, short and long, by their number. A name that stands for two is left out. */
function names(part: 'month' | 'weekday', dates: readonly Date[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const doubtful = new Set<string>();
  for (const language of LANGUAGES)
    for (const length of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { [part]: length, timeZone: 'UTC' });
      for (const [index, date] of dates.entries()) {
        const name = wordKey(format.format(date));
        if ((found.get(name) ?? index) !== index) doubtful.add(name);
        found.set(name, index);
      }
    }
  for (const name of doubtful) found.delete(name);
  return found;
}

const wordKey = (word: string): string => word.toLowerCase().replace(/\.$/, '');

const MONTHS = names(
  'month',
  Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 15))),
);
/** From Sunday, as `Date` counts them. */
const WEEKDAYS = names(
  'weekday',
  Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 8, 1 + day))),
);

const MIDNIGHT = /[T ]+(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM)$/i;

const ymd = (year: string, month: number | string, day: string): string =>
  `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;

/**
 * The dates, as `YYYY-MM-DD`, that a date in another form may mean. Reads numbers in any order, names of months in
 * seven languages, and full-width digits. Does not read a two-digit year, a time other than midnight, or a time zone.
 * The result may include days that do not exist.
 */
export function readDate(value: string): string[] {
  const text = withoutTextMark(value)
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(MIDNIGHT, '')
    .replace(/\s+/g, ' ')
    .trim();
  const { rest, weekday } = withoutWeekday(text);
  const days = [...new Set([...fromNumbers(rest), ...fromWords(rest)])];
  return weekday === undefined
    ? days
    : days.filter((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === weekday);
}

function withoutWeekday(text: string): { rest: string; weekday?: number } {
  const [all = '', word = ''] = /^(\p{L}+)\.?,? /u.exec(text) ?? [];
  const weekday = WEEKDAYS.get(wordKey(word));
  // `Mar 15` is a day of March, and in Spanish a Tuesday.
  if (weekday === undefined || MONTHS.has(wordKey(word))) return { rest: text };
  return { rest: text.slice(all.length), weekday };
}

function fromNumbers(text: string): string[] {
  const yearFirst =
    /^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?\.?$/.exec(text) ??
    /^(\d{4}) (\d{1,2}) (\d{1,2})$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) {
    const [, year = '', month = '', day = ''] = yearFirst;
    return [ymd(year, month, day)];
  }
  const [, first = '', , second = '', year = ''] =
    /^(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4})$/.exec(text) ?? [];
  return year === '' ? [] : [ymd(year, first, second), ymd(year, second, first)];
}

const WITH_WORD = [
  // 15 March 2024, 15-Mar-2024, 15. März 2024, 15 de marzo de 2024, 1er mars 2024
  /^(?<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?[ -](?:of |de )?(?<month>\p{L}+)\.?,?[ -](?:de )?(?<year>\d{4})$/iu,
  // 15/Mar/2024, 15Mar2024
  /^(?<day>\d{1,2})(?<sign>\/?)(?<month>\p{L}+)\k<sign>(?<year>\d{4})$/u,
  // March 15, 2024, Mar/15/2024
  /^(?<month>\p{L}+)\.?[ /-](?<day>\d{1,2})(?:st|nd|rd|th)?,?[ /-](?<year>\d{4})$/iu,
  // 2024-Mar-15
  /^(?<year>\d{4})[ /-](?<month>\p{L}+)\.?[ /-](?<day>\d{1,2})$/u,
];

function fromWords(text: string): string[] {
  for (const form of WITH_WORD) {
    const { year = '', month = '', day = '' } = form.exec(text)?.groups ?? {};
    const number = MONTHS.get(wordKey(month));
    if (number !== undefined) return [ymd(year, number + 1, day)];
  }
  return [];
}
