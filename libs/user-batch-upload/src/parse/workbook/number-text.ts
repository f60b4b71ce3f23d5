import type { NumberFormat } from './number-formats.js';

const DAY_SECONDS = 24 * 60 * 60;
const DAY_MS = DAY_SECONDS * 1000;
/** 9999-12-31 in the 1900 system. */
const LAST_DAY = 2_958_465;
/** Days from the start of the 1900 system to that of the 1904 system. */
const DAYS_TO_1904 = 1_462;
/** Spreadsheet programs count 29 February 1900, which did not exist. */
const DAY_THAT_DOES_NOT_EXIST = 60;

/**
 * A number as text: its value to 15 digits, which is what spreadsheet programs keep, or the date or time that its format
 * shows. A number of 16 or more digits gets an exponent, because its last digits are lost and it must not look exact.
 */
export function numberText(value: number, format: NumberFormat, is1904: boolean): string {
  switch (format.kind) {
    case 'elapsed':
      return value >= 0 ? clock(Math.round(value * DAY_SECONDS)) : plainNumber(value);
    case 'date':
    case 'time':
      return dateText(value, format.kind, is1904) ?? plainNumber(value);
    case 'zeros': {
      const text = plainNumber(value);
      return /^\d+$/.test(text) ? text.padStart(format.width, '0') : text;
    }
    default:
      return plainNumber(value);
  }
}

export function plainNumber(value: number): string {
  const [digits = '0', exponent = '0'] = value.toExponential(14).toUpperCase().split('E');
  const power = Number(exponent);
  const sign = value < 0 ? '-' : '';
  const bare = digits.replace('-', '').replace('.', '').replace(/0+$/, '');
  if (bare === '') return '0';
  if (power >= 15)
    return `${sign}${bare[0]}${bare.length > 1 ? `.${bare.slice(1)}` : ''}E+${power}`;
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${bare}`;
  const whole = bare.slice(0, power + 1).padEnd(power + 1, '0');
  const fraction = bare.slice(power + 1);
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

function dateText(value: number, kind: 'date' | 'time', is1904: boolean): string | undefined {
  if (value < 0) return undefined;
  const seconds = Math.round(value * DAY_SECONDS);
  let day = Math.floor(seconds / DAY_SECONDS);
  const time = clock(seconds % DAY_SECONDS);
  if (day === 0 && (kind === 'time' || seconds > 0)) return time;
  if (is1904) day += DAYS_TO_1904;
  if (day > LAST_DAY) return undefined;
  return time === '00:00:00' ? calendarDay(day) : `${calendarDay(day)} ${time}`;
}

function calendarDay(day: number): string {
  if (day === 0) return '1900-01-00';
  if (day === DAY_THAT_DOES_NOT_EXIST) return '1900-02-29';
  const counted = day > DAY_THAT_DOES_NOT_EXIST ? day - 1 : day;
  return new Date(Date.UTC(1899, 11, 31) + counted * DAY_MS).toISOString().slice(0, 10);
}

function clock(seconds: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
