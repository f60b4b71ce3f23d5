import { describe, expect, it } from '@jest/globals';
import { fileCase, openBytes, openWhole } from '../../../../test/files/opening.js';
import { BASE_COLUMNS } from '../columns/column.js';

const HEADERS = BASE_COLUMNS.map(({ header }) => header);
const FIRST_NAME = HEADERS.indexOf('First Name');

describe('How a file is read', () => {
  it.each([
    ['utf-8', 'utf-8'],
    ['utf-8-with-bom', 'utf-8'],
    ['utf-16le-with-bom', 'utf-16le'],
    ['utf-16be-with-bom', 'utf-16be'],
  ])('reads %s, and its byte order mark is no part of the first header', async (name, encoding) => {
    const file = await openWhole(fileCase(name));
    expect(file).toMatchObject({ encoding, delimiter: ',', notices: [], headers: HEADERS });
    expect(file.rows.map(({ line, cells }) => [line, cells[FIRST_NAME], cells.at(-1)])).toEqual([
      [2, 'Ana', '5551234567'],
      [3, 'José', ''],
    ]);
  });

  it('reads what is not UTF-8 as Windows-1252, and says so with a few of the words', async () => {
    const file = await openWhole(fileCase('windows-1252'));
    expect(file.encoding).toBe('windows-1252');
    expect(file.rows[1]?.cells.slice(3, 6)).toEqual(['Zoë', 'O’Brien', 'Café €']);
    expect(file.notices).toEqual([
      {
        code: 'ENCODING_ASSUMED',
        message: expect.stringContaining('José, Núñez, Zürich, „West“, Zoë.'),
      },
    ]);
  });

  it('has no words to show where only no-break spaces are not ASCII', async () => {
    const bytes = Buffer.from(`${HEADERS.join(',')}\r\n1,\xa0A\xa0,a@example.com\r\n`, 'latin1');
    const { notices } = await openBytes(bytes);
    expect(notices[0]?.message).not.toContain('words');
  });

  it('believes the encoding that the admin names, without a notice', async () => {
    const file = await openWhole(fileCase('windows-1252'), { encoding: 'windows-1252' });
    expect(file.notices).toEqual([]);
    expect(file.rows[0]?.cells[FIRST_NAME]).toBe('José');
    const mojibake = await openWhole(fileCase('utf-8-with-bom'), { encoding: 'windows-1252' });
    expect(mojibake.headers).toEqual(HEADERS);
    expect(mojibake.rows[1]?.cells[FIRST_NAME]).toBe('JosÃ©');
  });

  const encoders: [string, (text: string) => Buffer][] = [
    ['utf-8', (text) => Buffer.from(text)],
    ['utf-16le', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['utf-16be', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['windows-1252', (text) => Buffer.from(text, 'latin1')],
  ];
  const variants = encoders.flatMap(([encoding, encode]) =>
    ([',', ';', '\t'] as const).flatMap((delimiter) =>
      ['\r\n', '\n', '\r'].map((end) => ({ encoding, encode, delimiter, end })),
    ),
  );
  it.each(variants)(
    'reads $encoding with $delimiter between cells and $end between lines',
    async ({ encoding, encode, delimiter, end }) => {
      const quoted = (cell: string): string => `"${cell}"`;
      const records = [
        HEADERS,
        ['1', 'é-1', 'a@example.com', quoted(`a${delimiter}b`), quoted('say ""hi""')],
        ['2', 'é-2', 'b@example.com', quoted(`x${end}y`), 'Sousa', 'North Clinic', '', '', '1'],
      ];
      const text = records.map((cells) => cells.join(delimiter)).join(end);
      const file = await openBytes(encode(text));
      expect(file).toMatchObject({ encoding, delimiter });
      expect(file.rows).toEqual([
        {
          line: 2,
          cells: ['1', 'é-1', 'a@example.com', `a${delimiter}b`, 'say "hi"', '', '', '', ''],
          extraCells: [],
        },
        {
          line: 3,
          cells: ['2', 'é-2', 'b@example.com', `x${end}y`, 'Sousa', 'North Clinic', '', '', '1'],
          extraCells: [],
        },
      ]);
    },
  );

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['semicolons-and-commas-in-cells', ';'],
    ['blank-lines', ','],
  ])('tells the delimiter of %s by the header', async (name, delimiter) => {
    expect((await openWhole(fileCase(name))).delimiter).toBe(delimiter);
  });

  it('tells the delimiter though blank lines stand above the header', async () => {
    const file = await openBytes(`\r\n;;\r\n${HEADERS.join(';')}\r\n1;A\r\n`);
    expect(file.delimiter).toBe(';');
    expect(file.rows[0]?.line).toBe(4);
  });
});

describe('Lines', () => {
  const lines = async (name: string): Promise<number[]> =>
    (await openWhole(fileCase(name))).rows.map(({ line }) => line);

  it('are those an editor shows where line ends are mixed', async () => {
    expect(await lines('mixed-line-ends')).toEqual([2, 3, 4, 5]);
  });

  it('are those an editor shows after quoted line breaks, a quoted CRLF being one', async () => {
    expect(await lines('quoted-line-breaks')).toEqual([2, 4, 9]);
  });

  it('are counted though they are blank, and are then no rows', async () => {
    expect(await lines('blank-lines')).toEqual([5, 8]);
  });

  it('count a quoted line break in the header', async () => {
    const { rows } = await openBytes(`"Profile Type ID\r\n",${HEADERS.slice(1).join(',')}\n1,A\n`);
    expect(rows[0]?.line).toBe(3);
  });
});

describe('Cells', () => {
  it('are trimmed, no-break spaces too, and brought to NFC, headers as well', async () => {
    const file = await openWhole(fileCase('untrimmed-cells'));
    expect(file.headers).toEqual(HEADERS);
    expect(file.rows[0]?.cells.slice(0, 6)).toEqual([
      '1',
      'A-1',
      'a@example.com',
      'José',
      'Sousa',
      'North Clinic',
    ]);
  });

  it('are blank where a row is short, and extra where one is filled beyond the header', async () => {
    const [short, long] = (await openWhole(fileCase('short-and-long-rows'))).rows;
    expect(short?.cells).toEqual(['1', 'A-1', 'a@example.com', '', '', '', '', '', '']);
    expect(short?.extraCells).toEqual([]);
    expect(long?.cells).toHaveLength(HEADERS.length);
    expect(long?.extraCells).toEqual(['extra', 'more']);
  });

  it('lose the one quote that our report puts before a formula, and no other', async () => {
    const [row] = (await openWhole(fileCase('formulas-of-our-report'))).rows;
    expect(row?.cells).toEqual([
      '1',
      '-A',
      'a@example.com',
      '=1+1',
      "'=x",
      '＝North',
      "'x",
      '-1.5',
      '+1',
    ]);
  });

  it('stand in the order of the headers of the file, without the columns of our report', async () => {
    const file = await openWhole(fileCase('columns-in-another-order'));
    expect(file.headers.slice(0, 5)).toEqual([
      'Office',
      'Email Address',
      'Profile Type ID',
      'Internal ID',
      'First Name',
    ]);
    expect(file.rows[0]?.cells.slice(0, 6)).toEqual([
      'North Clinic',
      'a@example.com',
      '1',
      'A-1',
      'Ana',
      'Sousa',
    ]);
    expect(file.rows[0]?.extraCells).toEqual([]);
  });
});
