import { readdirSync, readFileSync } from 'node:fs';
import type { Random } from '../crash/random.ts';

const FOLDERS = ['../files/', './cases/'].map((folder) => new URL(folder, import.meta.url));

/** Files that caused trouble before: the reader's cases, and files from the real world. The second reader reads no workbooks. */
const CASES: Buffer[] = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(csv|xls|ods)$/.test(name) && !name.endsWith('.expected.csv'))
    .sort()
    .map((name) => readFileSync(new URL(name, folder))),
);

const CELLS = [
  '',
  '',
  '1',
  '2',
  'Ana',
  'Sousa',
  'North Clinic',
  'ana@new.example',
  'ACTIVE',
  'USA',
  '5551234567',
  '2024-01-31',
  '1.50',
  'Yes',
  'José',
  'Jose\u0301',
  '  padded\u00a0',
  '=1+1',
  "'=1+1",
  "''+x",
  '-1.5',
  'a, b',
  'a; b',
  'a\tb',
  'say "hi"',
  '"',
  '""',
  'two\r\nlines',
  'two\nlines',
  'two\rlines',
  '😀',
  '__proto__',
  'x'.repeat(300),
  'Lorem ipsum '.repeat(400),
  '\u0316\u0301'.repeat(40),
];

const TOKENS = [
  '"',
  '""',
  '","',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  ',,,,\n',
  '\ufeff',
  '\0',
  '\u001a',
  ' ',
  '\u00a0',
  "'",
  '=',
  'é',
  'e\u0301',
  '\u0316\u0301',
  'sep=;\n',
  'sep=,\n',
  'Users\n',
  '="7"',
  ' "',
  '" ',
  'Problems',
  'x,y,z\n',
];

/** A file for these headers, or a case, with a few changed bytes. The same random numbers make the same file. */
export function makeFile(random: Random, headers: readonly string[]): Buffer {
  let bytes = random.chance(0.75) ? written(random, headers) : random.of(CASES);
  const changes = random.weighted([
    [0, 4],
    [1, 3],
    [2, 2],
    [5, 1],
  ]);
  for (let change = 0; change < changes; change += 1) bytes = changed(random, bytes);
  return bytes;
}

function written(random: Random, headers: readonly string[]): Buffer {
  const delimiter = random.weighted([
    [',', 6],
    [';', 2],
    ['\t', 2],
    ['|', 1],
  ]);
  const ends = random.chance(0.2) ? ['\r\n', '\n', '\r'] : [random.of(['\r\n', '\n', '\r'])];
  const columns = [...random.shuffled(headers)];
  if (random.chance(0.2)) columns.splice(random.whole(0, columns.length), 0, '');
  if (random.chance(0.2)) columns.push('Problems', 'Result');
  const rows = Array.from({ length: random.whole(0, 12) }, () => {
    const width = random.chance(0.85) ? columns.length : random.whole(0, columns.length + 3);
    return Array.from({ length: width }, (_, at) => (columns[at] === '' ? '' : random.of(CELLS)));
  });
  const isWrapped = random.chance(0.05);
  const records = random.chance(0.1) ? [columns, ...rows, columns, ...rows] : [columns, ...rows];
  const text = records
    .map((cells) => {
      const line = cells.map((cell) => quoted(random, cell, delimiter)).join(delimiter);
      return (isWrapped ? `"${line.replaceAll('"', '""')}"` : line) + random.of(ends);
    })
    .join(random.chance(0.1) ? random.of(ends) : '');
  return encoded(random, random.chance(0.2) ? text.trimEnd() : text);
}

const quoted = (random: Random, cell: string, delimiter: string): string =>
  random.chance(0.1) || /["\r\n]/.test(cell) || cell.includes(delimiter)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;

function encoded(random: Random, text: string): Buffer {
  const encoding = random.weighted([
    ['utf-8', 6],
    ['utf-8 with its mark', 2],
    ['utf-16le', 1],
    ['utf-16be', 1],
    ['utf-16 without its mark', 1],
    ['windows-1252', 1],
  ]);
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-8 with its mark') return Buffer.from(`\ufeff${text}`);
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1');
  if (encoding === 'utf-16 without its mark') return Buffer.from(text, 'utf16le');
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

function changed(random: Random, bytes: Buffer): Buffer {
  const at = random.whole(0, bytes.length);
  const to = Math.min(bytes.length, at + random.whole(1, 40));
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.of(['token', 'token', 'token', 'byte', 'cut', 'twice', 'end', 'move'])) {
    case 'token':
      return Buffer.concat([before, Buffer.from(random.of(TOKENS)), after]);
    case 'byte':
      return Buffer.concat([before, Buffer.from([random.whole(0, 255)]), bytes.subarray(at + 1)]);
    case 'cut':
      return Buffer.concat([before, bytes.subarray(to)]);
    case 'twice':
      return Buffer.concat([before, bytes.subarray(at, to), after]);
    case 'end':
      return random.chance(0.1) ? before : bytes;
    default:
      return Buffer.concat([after, before]);
  }
}
