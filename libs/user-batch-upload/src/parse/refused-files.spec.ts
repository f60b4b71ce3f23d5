import { describe, expect, it } from '@jest/globals';
import { fileCase, openBytes, openWhole, refusalOf } from '../../../../test/files/opening.js';
import { zipOf } from '../../../../test/files/workbook.js';
import { BASE_COLUMNS } from '../columns/column.js';
import { openFile, type OpenFileOptions } from './open-file.js';

const HEADER = BASE_COLUMNS.map(({ header }) => header).join(',');
const refused = (name: string, options: Partial<OpenFileOptions> = {}) =>
  refusalOf(openWhole(fileCase(name), options));

describe('What is not a text file', () => {
  it.each([
    ['workbook', 'XLSX'],
    ['old-workbook', 'XLS'],
    ['pdf', 'PDF'],
    ['png', 'PNG'],
    ['jpeg', 'JPEG'],
    ['gif', 'GIF'],
    ['nul-bytes', 'NUL'],
  ])('is refused as no CSV: %s', async (name, word) => {
    const refusal = await refused(name);
    expect(refusal.code).toBe('FILE_NOT_CSV');
    expect(refusal.getStatus()).toBe(415);
    expect(refusal.detail).toContain(word);
    expect(refusal.detail).toContain('CSV UTF-8');
  });

  it.each([
    ['BM\x46\0\0\0\0\0\0\0\x36\0\0\0', 'a BMP image'],
    ['\r\n%PDF-1.7\n1 0 obj', 'a PDF'],
    ['BEGIN:VCALENDAR\r\nVERSION:2.0\r\n', 'a calendar (iCalendar)'],
    ['BEGIN:VCARD\r\nVERSION:3.0\r\n', 'an address card (vCard)'],
  ])('is named: %j', async (start, name) => {
    const refusal = await refusalOf(openBytes(Buffer.from(start, 'latin1')));
    expect(refusal.code).toBe('FILE_NOT_CSV');
    expect(refusal.detail).toContain(name);
  });

  it('has a message on how to save an OpenDocument file whose kind is compressed', async () => {
    const mimetype = 'application/vnd.oasis.opendocument.spreadsheet';
    const refusal = await refusalOf(
      openBytes(
        await zipOf([
          ['mimetype', mimetype.padEnd(200)],
          ['content.xml', '<x/>'],
        ]),
      ),
    );
    expect(refusal.detail).toMatch(/ODS.*LibreOffice.*Text CSV/);
  });

  it('is refused in the same way if a stray byte comes before its NUL, far into the file', async () => {
    const head = Buffer.from(`${HEADER}\r\n${'x'.repeat(100_000)}`);
    const bytes = Buffer.from([0x81, 0xe9, 0, 0x78]);
    const refusal = await refusalOf(openBytes(Buffer.concat([head, bytes])));
    expect(refusal.code).toBe('FILE_NOT_CSV');
  });
});

describe('An encoding that reads nothing cleanly', () => {
  it.each([
    ['windows-1252-undefined-byte', {}],
    ['utf-16-odd-length', {}],
    ['utf-16-lone-surrogate', {}],
    ['windows-1252', { encoding: 'utf-8' }],
    ['windows-1252-undefined-byte', { encoding: 'windows-1252' }],
    ['utf-16le-with-bom', { encoding: 'windows-1252' }],
    ['utf-16le-with-bom', { encoding: 'utf-16be' }],
    ['utf-8-with-bom', { encoding: 'utf-16le' }],
  ] as const)('is refused with the way out: %s %j', async (name, options) => {
    const refusal = await refused(name, options);
    expect(refusal.code).toBe('FILE_ENCODING');
    expect(refusal.getStatus()).toBe(422);
    expect(refusal.detail).toContain('CSV UTF-8');
  });
});

describe('A file without a row', () => {
  it.each(['empty', 'header-only', 'blank-lines-only', 'header-and-blank-lines'])(
    'is refused before any row is asked for: %s',
    async (name) => {
      const refusal = await refusalOf(
        openFile(fileCase(name), {
          columns: [...BASE_COLUMNS],
          maxRows: 100,
          chunkSize: 1_000,
        }),
      );
      expect(refusal.code).toBe('FILE_EMPTY');
      expect(refusal.getStatus()).toBe(422);
    },
  );
});

describe('A file with a quote that never closes', () => {
  it('is refused with the line', async () => {
    const refusal = await refused('quote-that-never-closes');
    expect(refusal.code).toBe('FILE_MALFORMED');
    expect(refusal.detail).toContain('Line 3 ');
    expect(refusal.detail).toContain('never closed');
    expect(refusal.errors).toEqual([
      { code: 'FILE_MALFORMED', line: 3, message: expect.stringContaining('Line 3 ') },
    ]);
  });

  it('is refused where the record runs on for more than 256 KB', async () => {
    const text = `${HEADER}\r\n1,A\r\n2,"B${'x,y\r\n'.repeat(100_000)}`;
    const refusal = await refusalOf(openBytes(text, { maxRows: 1_000_000 }));
    expect(refusal.code).toBe('FILE_MALFORMED');
    expect(refusal.detail).toContain('Line 3 ');
    expect(refusal.detail).toContain('never closed');
  });
});

describe('Too many rows', () => {
  it('are refused with their number and the limit, blank lines not counted', async () => {
    const text = `${HEADER}\r\n${'1,A\r\n,,,\r\n'.repeat(250)}`;
    const refusal = await refusalOf(openBytes(text));
    expect(refusal.code).toBe('TOO_MANY_ROWS');
    expect(refusal.getStatus()).toBe(422);
    expect(refusal.detail).toContain('250 rows');
    expect(refusal.detail).toContain('at most 100');
  });

  it('are not found in a file of exactly the limit', async () => {
    const { rows } = await openBytes(`${HEADER}\r\n${'1,A\r\n'.repeat(100)}`);
    expect(rows).toHaveLength(100);
  });
});

describe('A header that is not the template’s', () => {
  it('is refused with everything that is wrong with it, and the nearest right names', async () => {
    const refusal = await refused('columns-missing-unknown-repeated');
    expect(refusal.code).toBe('HEADER_INVALID');
    expect(refusal.getStatus()).toBe(422);
    expect(refusal.errors.map(({ message: _message, ...error }) => error)).toEqual([
      { code: 'COLUMN_MISSING', column: 'Last Name' },
      { code: 'COLUMN_MISSING', column: 'Mobile Phone Country' },
      { code: 'COLUMN_UNKNOWN', column: 'internal id', suggestion: 'Internal ID' },
      { code: 'COLUMN_UNKNOWN', column: 'E-mail', suggestion: 'Email Address' },
      { code: 'COLUMN_UNKNOWN', column: 'Ofice', suggestion: 'Office' },
      { code: 'COLUMN_UNKNOWN', column: 'Shoe Size' },
      { code: 'COLUMN_REPEATED', column: 'First Name' },
    ]);
    for (const { message } of refusal.errors) expect(refusal.detail).toContain(message);
    expect(refusal.detail).toContain('Download the current template');
  });

  it('is refused though it is named like properties of objects, which stay text', async () => {
    const refusal = await refused('columns-named-like-object-properties');
    const unknown = refusal.errors.filter(({ code }) => code === 'COLUMN_UNKNOWN');
    expect(unknown.map(({ column }) => column)).toEqual([
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
    ]);
  });

  it('is refused before a malformed record below it', async () => {
    expect((await refusalOf(openBytes('Name,Mail\r\n"a,b'))).code).toBe('HEADER_INVALID');
  });

  it('lists the missing columns and a thousand unknown ones, and counts the rest', async () => {
    const headers = Array.from({ length: 20_000 }, (_, index) => `c${index}`);
    const refusal = await refusalOf(openBytes(`${headers.join(',')}\r\n1`));
    expect(refusal.errors).toHaveLength(1_000 + BASE_COLUMNS.length);
    expect(refusal.file.columns).toHaveLength(1_000);
    expect(refusal.detail).toContain(`And ${20_000 + BASE_COLUMNS.length - 20} more.`);
    expect(refusal.detail.length).toBeLessThan(3_000);
  });

  it('may leave a column without a name as long as its cells are blank', async () => {
    const refusal = await refused('column-without-a-header');
    expect(refusal.code).toBe('HEADER_INVALID');
    expect(refusal.errors).toEqual([
      {
        code: 'COLUMN_UNKNOWN',
        column: '',
        message: 'Column 6 has no header, but “note” on line 3.',
      },
    ]);
  });
});
