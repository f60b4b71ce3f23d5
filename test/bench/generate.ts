import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { BASE_HEADERS } from '../e2e/csv.ts';

/** The nine base columns and six custom fields make fifteen columns. */
export const COLUMNS = [
  ...BASE_HEADERS,
  'Employee Notes',
  'Weekly Hours',
  'Start Date',
  'Remote',
  'Shift',
  'Badge',
] as const;

/** The seed has one field of every kind. This one makes the file fifteen columns wide. */
export const EXTRA_FIELD = { label: 'Badge', kind: 'TEXT' };

export const INVALID_OFFICE = 'No Such Clinic';
const OFFICES = ['North Clinic', 'South Clinic', 'West Clinic'];
const SHIFTS = ['Day', 'Evening', 'Night'];

/** Of how many rows one is invalid. */
const INVALID_EVERY = 100;

/** The kind of the row with this number: half of the users exist, a tenth is unchanged. */
const isExisting = (row: number): boolean => row % 2 === 0;
const isUnchanged = (row: number): boolean => row % 10 === 0;
const isInvalid = (row: number, every: number): boolean => row % every === 7;

/** The user with this number before the load, by column. */
export function userCells(user: number): string[] {
  return [
    '1',
    `B-${user}`,
    `user.${user}@bench.example`,
    `First${user % 997}`,
    `Last${user % 1009}`,
    OFFICES[user % 3] ?? '',
    'ACTIVE',
    'USA',
    String(5_550_000_000 + (user % 1_000_000)),
    `Joined with group ${user % 37}, speaks to patients`,
    `${20 + (user % 20)}.5`,
    `20${10 + (user % 14)}-0${1 + (user % 9)}-1${user % 10}`,
    user % 4 === 0 ? 'Yes' : 'No',
    SHIFTS[user % 3] ?? '',
    `BADGE-${user}`,
  ];
}

function fileCells(row: number, invalidEvery = INVALID_EVERY): string[] {
  const cells = userCells(row);
  if (isInvalid(row, invalidEvery)) cells[5] = INVALID_OFFICE;
  if (!isExisting(row) || isUnchanged(row)) return cells;
  cells[4] = `Renamed${row % 1013}`;
  if (row % 4 === 0) {
    cells[8] = String(5_560_000_000 + (row % 1_000_000));
    cells[10] = '12.25';
  }
  return cells;
}

const line = (cells: readonly string[]): string =>
  `${cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')}\r\n`;

const HEAD = `\uFEFF${line(COLUMNS)}`;

/** The file as spreadsheets save it: UTF-8 with BOM, comma, CRLF. */
export async function writeFile(
  path: string,
  rows: number,
  { from = 0, invalidEvery = INVALID_EVERY } = {},
): Promise<void> {
  const file = createWriteStream(path);
  file.write(HEAD);
  for (let row = from; row < from + rows; row += 1)
    if (!file.write(line(fileCells(row, invalidEvery)))) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}

/** A small file with rows from this number on. Another number means other users. */
export function smallFile(from: number, rows: number): Blob {
  const lines = Array.from({ length: rows }, (_, index) => line(fileCells(from + index)));
  return new Blob([HEAD, ...lines]);
}

/** The users that match rows with these numbers. */
export function* existingUsers(rows: number): Generator<number> {
  for (let row = 0; row < rows; row += 1) if (isExisting(row)) yield row;
}
