import { describe, expect, it } from '@jest/globals';
import { openWhole, realFile, refusalOf } from '../../../../test/files/opening.js';
import { columnsOf } from '../columns/column.js';

/** The seeded organisation, which the files are made for. */
const COLUMNS = columnsOf(
  ['Employee Notes', 'Weekly Hours', 'Start Date', 'Remote', 'Shift'].map((label) => ({
    id: label,
    label,
    kind: 'TEXT' as const,
    options: [],
    required: false,
  })),
);
const open = (file: string, encoding?: string) =>
  openWhole(realFile(file), { columns: COLUMNS, encoding });

interface Expected {
  delimiter?: string;
  encoding?: string;
  /** By line, some cells by column. */
  rows: Record<number, Record<string, string>>;
  /** Notices by code, with words of each. */
  notices?: Record<string, string>;
}

const plain = (id: string, line = 2): Expected['rows'] => ({
  [line]: { 'Internal ID': id, 'First Name': 'Ana', 'Last Name': 'Test', Office: 'North Clinic' },
});

const READ: [file: string, what: string, expected: Expected][] = [
  ['b01-sep-semicolon', 'sep=;', { delimiter: ';', rows: plain('B-01', 3) }],
  ['b01b-sep-comma-quoted', '"sep=,"', { rows: plain('B-01b', 3) }],
  ['b02-pipe', 'pipes', { delimiter: '|', rows: plain('B-02') }],
  [
    'b04-whole-line-quoted',
    'lines wholly in quotes',
    { rows: plain('B-04'), notices: { LINES_IN_QUOTES: 'Lines 1 and 2 are entirely in quotes' } },
  ],
  [
    'b05-title-row',
    'a title above the header',
    {
      rows: plain('B-05', 3),
      notices: {
        LINES_ABOVE_HEADER: 'Line 1 is above the header and was ignored: “Table 1”.',
      },
    },
  ],
  ['b06b-header-inner-nbsp', 'a no-break space in a header', { rows: plain('B-06b') }],
  ['b06c-header-linebreak', 'a line break in a header', { rows: plain('B-06c', 3) }],
  [
    'b08-utf16le-nobom',
    'UTF-16 without its mark',
    {
      encoding: 'utf-16le',
      rows: plain('B-08'),
      notices: { ENCODING_ASSUMED: 'no byte order mark, so it was read as UTF-16LE' },
    },
  ],
  ['b09c-double-bom-quotes', 'two byte order marks', { rows: plain('B-09c') }],
  [
    'b10f-windows1251',
    'Windows-1251 by itself',
    {
      encoding: 'windows-1252',
      rows: { 2: { 'First Name': 'Äìèòðèé' } },
      notices: { ENCODING_ASSUMED: 'Do these words look right? Äìèòðèé.' },
    },
  ],
  [
    'b11-lone-quote-inside',
    'quotes inside an unquoted cell',
    {
      rows: { 2: { 'First Name': 'Bob "Bobby" Smith', Office: 'North Clinic' } },
      notices: { QUOTES_ASSUMED: 'Line 2 has quotes' },
    },
  ],
  [
    'b11b-inch',
    'an inch sign',
    {
      rows: { 2: { 'Employee Notes': 'desk 24" wide' }, 3: { 'Internal ID': 'B-11c' } },
      notices: { QUOTES_ASSUMED: 'desk 24" wide' },
    },
  ],
  [
    'b11j-equals-quote',
    '="…"',
    { rows: { 2: { 'Internal ID': '00123', 'Mobile Phone': '5551234567' } } },
  ],
  [
    'b12l-ctrl-z',
    'Ctrl-Z at the end',
    { rows: plain('B-12l'), notices: { END_OF_FILE_DROPPED: 'after line 2' } },
  ],
  [
    'b12n-nul-padding',
    'NULs at the end',
    { rows: plain('B-12n'), notices: { END_OF_FILE_DROPPED: 'after line 2' } },
  ],
  [
    'b80-two-bad-quote-lines',
    'two lines with quotes inside cells',
    {
      rows: {
        2: { 'First Name': 'Bob "B"' },
        3: { 'First Name': 'Al "A"' },
        4: { 'Internal ID': 'B-80c' },
      },
      notices: { QUOTES_ASSUMED: 'Lines 2 and 3 have quotes' },
    },
  ],
  [
    'b83-pages-repeat-header',
    'the header again',
    {
      rows: { 2: { 'Internal ID': 'B-83a' }, 4: { 'Internal ID': 'B-83b' } },
      notices: { HEADER_REPEATED: 'Line 3 is the header again' },
    },
  ],
];

describe('Files that people have', () => {
  it.each(READ)('are read: %s (%s)', async (file, _what, expected) => {
    const opened = await open(`${file}.csv`);
    expect(opened.delimiter).toBe(expected.delimiter ?? ',');
    expect(opened.encoding).toBe(expected.encoding ?? 'utf-8');
    const read = opened.rows.map(({ line, cells, extraCells }) => {
      expect(extraCells).toEqual([]);
      const wanted = Object.keys(expected.rows[line] ?? {});
      return [
        line,
        Object.fromEntries(wanted.map((name) => [name, cells[opened.headers.indexOf(name)]])),
      ];
    });
    expect(Object.fromEntries(read)).toEqual(expected.rows);
    expect(opened.rows).toHaveLength(Object.keys(expected.rows).length);
    const notices = Object.entries(expected.notices ?? {});
    expect(opened.notices).toEqual(
      notices.map(([code, words]) => ({ code, message: expect.stringContaining(words) })),
    );
  });

  it.each([
    ['b10f-windows1251', 'windows-1251', 'Дмитрий'],
    ['b10g-shiftjis', 'shift_jis', '山田'],
  ])('have the right letters with their encoding: %s as %s', async (file, encoding, name) => {
    const opened = await open(`${file}.csv`, encoding);
    expect(opened.encoding).toBe(encoding);
    expect(opened.rows[0]?.cells[3]).toBe(name);
    expect(opened.notices).toEqual([]);
  });

  it.each([
    ['b03-header-comma-rows-semicolon.csv', 422, 'DELIMITERS_MIXED', ['comma', 'semicolon']],
    ['b44-html.xls', 415, 'FILE_NOT_CSV', ['a web page', 'CSV UTF-8']],
    ['b44e-json.csv', 415, 'FILE_NOT_CSV', ['JSON', 'CSV UTF-8']],
    ['b60-workbook.ods', 415, 'FILE_NOT_CSV', ['ODS', 'LibreOffice', 'Text CSV']],
  ])('are refused by what they are: %s', async (file, status, code, words) => {
    const refusal = await refusalOf(open(file));
    expect([refusal.getStatus(), refusal.code]).toEqual([status, code]);
    for (const word of words) expect(refusal.detail).toContain(word);
  });

  it('are read where they are workbooks: b60-workbook.xlsx', async () => {
    const { rows, headers, sheet, notices } = await open('b60-workbook.xlsx');
    expect(rows.map(({ line, cells }) => [line, cells[headers.indexOf('Start Date')]])).toEqual([
      [2, '2024-03-15'],
      [3, '2024-03-15'],
      [4, '2024-03-15'],
    ]);
    expect([sheet, notices]).toEqual(['sample', []]);
  });
});
