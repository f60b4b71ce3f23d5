import { describe, expect, it } from '@jest/globals';
import { openBytes, openWhole, refusalOf, withFile } from '../../../../test/files/opening.js';
import { textRows, workbookOf } from '../../../../test/files/workbook.js';
import { BASE_COLUMNS } from '../columns/column.js';
import { openFile, type OpenFileOptions } from './open-file.js';

const HEADER: string[] = BASE_COLUMNS.map(({ header }) => header);
const person = (email: string) => ['1', '00123', email, 'Ana', 'Sousa', 'North Clinic'];
const open = async (rows: string[][], options: Partial<OpenFileOptions> = {}) =>
  openBytes(await workbookOf(textRows(rows)), options);
const refused = (rows: string[][], options?: Partial<OpenFileOptions>) =>
  refusalOf(open(rows, options));

describe('A sheet with the columns of the template', () => {
  it('is opened as a text file is: rows, lines, headers; without an encoding and a delimiter', async () => {
    const file = await open([HEADER, person('a@x.example'), ['', ' '], [], person('b@x.example')]);
    expect(file).toMatchObject({
      encoding: null,
      delimiter: null,
      sheet: 'Sheet1',
      notices: [],
      headers: HEADER,
    });
    expect(file.rows.map(({ line, cells }) => [line, cells[1], cells[2], cells[8]])).toEqual([
      [2, '00123', 'a@x.example', ''],
      [5, '00123', 'b@x.example', ''],
    ]);
  });

  it('may have a title above the header and the header again, with a notice', async () => {
    const file = await open([['Our users'], HEADER, person('a@x.example'), HEADER]);
    expect(file.rows.map(({ line }) => line)).toEqual([3]);
    expect(file.notices.map(({ code }) => code)).toEqual(['LINES_ABOVE_HEADER', 'HEADER_REPEATED']);
  });

  it('may have the header further down where nothing is above it', async () => {
    const rows = [...Array.from({ length: 40 }, () => []), HEADER, person('a@x.example')];
    expect((await open(rows)).rows.map(({ line }) => line)).toEqual([42]);
  });

  it('keeps cells that would be separators or quotes in a text file', async () => {
    const cells = ['1', 'a;b;c;d;e;f;g;h;i;j', 'x@x.example', 'An "a"', 'line 1\nline 2', '"a,b"'];
    const { rows } = await open([HEADER, cells]);
    expect(rows[0]?.cells.slice(0, 6)).toEqual(cells);
  });

  it('is read in chunks of the size that is asked for, and not beyond the rows that are taken', async () => {
    const rows = [HEADER, ...Array.from({ length: 1_200 }, (_, n) => person(`${n}@x.example`))];
    const bytes = await workbookOf(textRows(rows));
    const sizes = await withFile(bytes, async (path) => {
      const options = { columns: [...BASE_COLUMNS], maxRows: 2_000, chunkSize: 500 };
      const counted: number[] = [];
      for await (const chunk of (await openFile(path, options)).chunks) counted.push(chunk.length);
      return counted;
    });
    expect(sizes).toEqual([500, 500, 200]);
    const refusal = await refusalOf(openBytes(bytes));
    expect(refusal.code).toBe('TOO_MANY_ROWS');
    expect(refusal.detail).toContain('1200 rows');
  });

  it('is read with a mapping', async () => {
    const header = HEADER.with(2, 'Mail');
    const mapping = { Mail: 'Email Address' };
    const { rows, headers } = await open([header, person('a@x.example')], { mapping });
    expect(rows[0]?.cells[headers.indexOf('Email Address')]).toBe('a@x.example');
  });
});

describe('A sheet that is refused', () => {
  it.each<[string, string[][]]>([
    ['FILE_EMPTY', []],
    ['FILE_EMPTY', [HEADER]],
    ['HEADER_INVALID', [HEADER.with(2, 'Mail'), person('a@x.example')]],
    ['HEADER_INVALID', [person('a@x.example'), HEADER, person('b@x.example')]],
  ])('is refused as a text file is: %s', async (code, rows) => {
    expect((await refused(rows)).code).toBe(code);
  });

  it.each<[string, string[][]]>([
    ['FILE_EMPTY', []],
    ['FILE_EMPTY', [HEADER]],
    ['HEADER_INVALID', [['Staff list of March'], ['Ask Ana where it is wrong']]],
  ])('is named where the workbook has others: %s', async (code, rows) => {
    const bytes = await workbookOf({
      sheets: [
        { name: 'Cover', rows: textRows(rows) },
        { name: 'Staff', rows: textRows([HEADER, person('a@x.example')]) },
      ],
    });
    const refusal = await refusalOf(openBytes(bytes));
    expect(refusal.code).toBe(code);
    expect(refusal.detail).toContain('“Cover”');
    expect(refusal.file.sheets).toEqual(['Cover', 'Staff']);
    expect((await openBytes(bytes, { sheet: 'Staff' })).sheet).toBe('Staff');
  });

  it('shows its columns with samples for a mapping', async () => {
    const refusal = await refused([HEADER.with(2, 'Mail'), person('a@x.example')]);
    expect(refusal.file.columns).toContainEqual(
      expect.objectContaining({ found: 'Mail', samples: ['a@x.example'] }),
    );
  });

  it('is of a text file, which has none', async () => {
    const path = `${HEADER.join(',')}\r\n1`;
    expect((await refusalOf(openBytes(path, { sheet: 'Users' }))).code).toBe('UPLOAD_INVALID');
  });

  it('leaves no reader behind: many can be refused one after the other', async () => {
    const bytes = await workbookOf(textRows([['Name'], ['Ana']]));
    await withFile(bytes, async (path) => {
      for (let turn = 0; turn < 6; turn += 1)
        expect((await refusalOf(openWhole(path))).code).toBe('HEADER_INVALID');
    });
  });
});
