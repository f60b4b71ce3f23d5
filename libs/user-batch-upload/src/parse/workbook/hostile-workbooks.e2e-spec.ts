import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { refusalOf, withFile } from '../../../../../test/files/opening.js';
import {
  partsOf,
  readSheet,
  relations,
  type TestWorkbook,
  workbookOf,
  zipOf,
} from '../../../../../test/files/workbook.js';
import { linesFrom } from './reader-lines.js';
import { openWorkbook } from './workbook.js';

const MB = 1024 * 1024;
const ROW = '<row r="1"><c r="A1"><v>1</v></c></row>';
const DOCTYPE =
  '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>';
const sheetXml = (rows: string, doctype = ''): string =>
  `<?xml version="1.0"?>${doctype}<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const withParts = (parts: Record<string, string | Buffer>): TestWorkbook => ({
  sheets: [{ rows: ROW }],
  parts,
});

/** The lines that are read of a file. The reader bounds itself; a test that lasts longer than Jest allows has failed. */
const linesOf = async (bytes: Buffer) => (await readSheet(bytes)).rows.map(({ line }) => line);

/** A workbook with one change of its bytes. */
async function patched(change: (bytes: Buffer, directoryOf: (name: string) => number) => Buffer) {
  const bytes = await workbookOf(ROW);
  return change(bytes, (name) => {
    const at = bytes.lastIndexOf(name) - 46;
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error(`There is no ${name}.`);
    return at;
  });
}

describe('A workbook that asks for too much', () => {
  const hostile: [what: string, workbook: () => TestWorkbook | string][] = [
    ['spaces without end in a cell', () => `<row><c><v>${' '.repeat(8 * MB)}</v></c></row>`],
    ['spaces without end between rows', () => ROW + ' '.repeat(8 * MB)],
    ['an attribute without end', () => `<row spans="${'1'.repeat(8 * MB)}"/>`],
    ['a name without end', () => `<${'a'.repeat(8 * MB)}/>`],
    ['a comment without end', () => `<!--${'a'.repeat(8 * MB)}-->`],
    [
      'attributes without end',
      () => `<row ${Array.from({ length: 300_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
    ],
    ['elements nested without end', () => '<row>'.repeat(100_000)],
    ['a million rows too many', () => '<row/>'.repeat(1_048_577)],
    ['cells without end in a row', () => `<row>${'<c/>'.repeat(20_000)}</row>`],
    ['more bytes than it may unpack to', () => `${ROW}${'<row/>  '.repeat((66 * MB) / 8)}`],
    [
      'long cells in many columns of a row',
      () => ({
        strings: `<si><t>${'x'.repeat(32_000)}</t></si>`,
        sheets: [{ rows: `<row>${'<c t="s"><v>0</v></c>'.repeat(16_000)}</row>` }],
      }),
    ],
    [
      'one long text in thousands of cells',
      () => ({
        strings: `<si><t>${'x'.repeat(32_000)}</t></si>`,
        sheets: [{ rows: '<row><c t="s"><v>0</v></c></row>'.repeat(4_000) }],
      }),
    ],
    [
      'a text of 10 MB',
      () => ({
        strings: `<si><t>${'x'.repeat(10 * MB)}</t></si>`,
        sheets: [{ rows: '<row><c t="s"><v>0</v></c></row>' }],
      }),
    ],
    [
      'millions of different texts',
      () => ({ strings: '<si/>'.repeat(1_100_000), sheets: [{ rows: ROW }] }),
    ],
    ['hundreds of sheets', () => ({ sheets: Array.from({ length: 300 }, () => ({ rows: ROW })) })],
    [
      'relations without end',
      () =>
        withParts({
          'xl/_rels/workbook.xml.rels': relations(
            Array.from({ length: 3_000 }, () => ['worksheet', 'x.xml']),
          ),
        }),
    ],
    [
      'styles without end',
      () =>
        withParts({
          'xl/styles.xml': `<styleSheet><cellXfs>${'<xf/>'.repeat(200_000)}</cellXfs></styleSheet>`,
        }),
    ],
    ['entities that grow', () => sheetXml('<row><c><v>&b;</v></c></row>', DOCTYPE)],
    ['a file of the machine', () => sheetXml('<row><c><v>&c;</v></c></row>', DOCTYPE)],
    ['row -5', () => '<row r="-5"/>'],
    ['row 99999999999', () => '<row r="99999999999"/>'],
    ['row 1.5', () => '<row r="1.5"/>'],
    ['column ZZZZZZZ', () => '<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>'],
    ['column XFE', () => '<row r="1"><c r="XFE1"><v>1</v></c></row>'],
    ['a cell of another row', () => '<row r="1"><c r="A2"><v>1</v></c></row>'],
    ['rows backwards', () => '<row r="2"/><row r="1"/>'],
    ['a row twice', () => '<row r="1"/><row r="1"/>'],
    ['a cell twice', () => '<row r="1"><c r="A1"/><c r="A1"/></row>'],
    ['a text that it does not have', () => '<row><c t="s"><v>7</v></c></row>'],
  ];

  it.each(hostile)('is refused as malformed: %s', async (_what, workbook) => {
    const refusal = await refusalOf(linesOf(await workbookOf(workbook())));
    expect(refusal.code).toBe('FILE_MALFORMED');
    expect(refusal.detail).toContain('upload that file');
  });

  it('is refused as malformed: thousands of parts', async () => {
    const parts = Array.from({ length: 2_100 }, (_, index): [string, string] => [`p${index}`, '']);
    const refusal = await refusalOf(
      linesOf(await zipOf([...Object.entries(partsOf(ROW)), ...parts])),
    );
    expect(refusal.code).toBe('FILE_MALFORMED');
  });

  it('is refused as malformed: a part twice', async () => {
    const entries = Object.entries(partsOf(ROW));
    const refusal = await refusalOf(linesOf(await zipOf([...entries, ...entries.slice(-1)])));
    expect(refusal.code).toBe('FILE_MALFORMED');
  });
});

describe('A workbook that is odd but small', () => {
  it.each<[string, TestWorkbook | string, number[]]>([
    [
      'first and last cell',
      `${ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`,
      [1, 1_048_576],
    ],
    ['first and last row', `${ROW}<row r="1048576"><c><v>1</v></c></row>`, [1, 1_048_576]],
    [
      'a merge of the whole sheet',
      {
        sheets: [{ rows: ROW, after: '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>' }],
      },
      [1],
    ],
    [
      'a list for the whole sheet',
      {
        sheets: [
          {
            rows: ROW,
            after:
              '<dataValidations><dataValidation sqref="A1:XFD1048576"><formula1>"a,b"</formula1></dataValidation></dataValidations>',
          },
        ],
      },
      [1],
    ],
    ['a style that it does not have', '<row><c s="999"><v>1</v></c></row>', [1]],
    ['no number where there should be one', '<row><c><v>abc</v></c></row>', [1]],
  ])('is read: %s', async (_what, workbook, lines) => {
    expect(await linesOf(await workbookOf(workbook))).toEqual(lines);
  });

  it('is read: NULs behind its end', async () => {
    const bytes = await workbookOf(ROW);
    expect(await linesOf(Buffer.concat([bytes, Buffer.alloc(100)]))).toEqual([1]);
  });

  it('is read: the ZIP format for files beyond 4 GB', async () => {
    const zip = new ZipFile();
    for (const [name, content] of Object.entries(partsOf(ROW)))
      zip.addBuffer(Buffer.from(content as string), name, { forceZip64Format: true });
    zip.end({ forceZip64Format: true, comment: '' });
    expect(await linesOf(await buffer(zip.outputStream))).toEqual([1]);
  });
});

describe('What is no workbook, or a broken one', () => {
  const unreadable: [what: string, bytes: () => Promise<Buffer>, word: string][] = [
    ['another ZIP file', () => zipOf([['a.txt', 'x']]), 'ZIP'],
    ['an empty ZIP file', () => zipOf([]), 'ZIP'],
    [
      'an ODS file',
      () => zipOf([['mimetype', 'application/vnd.oasis.opendocument.spreadsheet']]),
      'ODS',
    ],
    [
      'a Word document',
      () =>
        zipOf([
          ['_rels/.rels', relations([['officeDocument', 'word/document.xml']])],
          ['word/document.xml', '<x/>'],
        ]),
      'DOCX',
    ],
    [
      'a binary workbook',
      () =>
        zipOf([
          ['_rels/.rels', relations([['officeDocument', 'xl/workbook.bin']])],
          ['xl/workbook.bin', 'x'],
        ]),
      'XLSB',
    ],
    ['a cut file', () => patched((bytes) => bytes.subarray(0, bytes.length - 30)), 'ZIP'],
    ['the start of a file', () => patched((bytes) => bytes.subarray(0, 4)), 'ZIP'],
    [
      'text behind its end',
      () => patched((bytes) => Buffer.concat([bytes, Buffer.from('more')])),
      'ZIP',
    ],
    [
      'text before its start',
      () => patched((bytes) => Buffer.concat([Buffer.from('more'), bytes])),
      'ZIP',
    ],
    [
      'a path that leaves the archive',
      () =>
        patched((bytes) => {
          for (let at = bytes.indexOf('xl/styles'); at >= 0; at = bytes.indexOf('xl/styles', at))
            bytes.write('../', at);
          return bytes;
        }),
      'ZIP',
    ],
    [
      'a size that is a lie',
      () =>
        patched((bytes, directoryOf) => {
          bytes.writeUInt32LE(10, directoryOf('xl/worksheets/sheet1.xml') + 24);
          return bytes;
        }),
      'ZIP',
    ],
    [
      'a checksum that is wrong',
      () =>
        patched((bytes, directoryOf) => {
          bytes.writeUInt32LE(7, directoryOf('xl/worksheets/sheet1.xml') + 16);
          return bytes;
        }),
      'damaged',
    ],
    [
      'a part with a password',
      () =>
        patched((bytes, directoryOf) => {
          bytes.writeUInt16LE(1, directoryOf('xl/workbook.xml') + 8);
          return bytes;
        }),
      'password',
    ],
    [
      'a sheet that is cut',
      () => workbookOf('<?xml version="1.0"?><worksheet><sheetData><row r="1">'),
      'damaged',
    ],
    [
      'an entity that is not declared',
      () => workbookOf('<row><c><v>&lol;</v></c></row>'),
      'damaged',
    ],
    [
      'bytes that are not UTF-8',
      () =>
        workbookOf(withParts({ 'xl/worksheets/sheet1.xml': Buffer.from('<a>\xFF</a>', 'latin1') })),
      'encoding',
    ],
    [
      'an encoding that there is not',
      () => workbookOf('<?xml version="1.0" encoding="none"?><a/>'),
      'encoding',
    ],
    [
      'a sheet that is missing',
      () =>
        workbookOf(
          withParts({ 'xl/_rels/workbook.xml.rels': relations([['worksheet', 'none.xml']]) }),
        ),
      'none.xml',
    ],
    [
      'a sheet outside of the file',
      () =>
        workbookOf(
          withParts({
            'xl/_rels/workbook.xml.rels': relations([['worksheet', '../../../etc/passwd']]),
          }),
        ),
      'etc/passwd',
    ],
    ['no sheet', () => workbookOf({ sheets: [] }), 'no visible sheet'],
  ];

  it.each(unreadable)('is refused as another type of file: %s', async (_what, bytes, word) => {
    const refusal = await refusalOf(linesOf(await bytes()));
    expect(refusal.code).toBe('FILE_NOT_CSV');
    expect(refusal.getStatus()).toBe(415);
    expect(refusal.detail).toContain(word);
  });

  it('has a message in plain words if it is cut off', async () => {
    const bytes = await patched((all) => all.subarray(0, all.length / 2));
    const { detail } = await refusalOf(linesOf(bytes));
    expect(detail).toContain('it is damaged or was cut off. Open it in the program');
    expect(detail).not.toContain('central directory');
  });

  it('is refused as malformed where its size is said to be 2 GB', async () => {
    const bytes = await patched((all, directoryOf) => {
      all.writeUInt32LE(2_000_000_000, directoryOf('xl/worksheets/sheet1.xml') + 24);
      return all;
    });
    expect((await refusalOf(linesOf(bytes))).code).toBe('FILE_MALFORMED');
  });
});

describe('The process that reads', () => {
  it('may run out of memory without harm: the file is refused', async () => {
    const code = '0'.repeat(900_000);
    const formats = Array.from({ length: 70 }, (_, index) => `${index}${code}`);
    const refusal = await refusalOf(
      linesOf(await workbookOf({ formats, sheets: [{ rows: ROW }] })),
    );
    expect(refusal.code).toBe('FILE_MALFORMED');
    expect(refusal.detail).toContain('memory');
  });

  it('is ended where it keeps silent for too long', async () => {
    const reader = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const refusal = await refusalOf(linesFrom(reader, 300).next());
    expect(refusal.code).toBe('FILE_MALFORMED');
    expect(await once(reader, 'close')).toEqual([null, 'SIGKILL']);
  });

  it('is ended, and the next one starts, where no record is asked for', async () => {
    const bytes = await workbookOf(ROW);
    await withFile(bytes, async (path) => {
      for (let turn = 0; turn < 6; turn += 1)
        await (await openWorkbook(path, { maxRows: 100 })).close();
    });
    expect(await linesOf(bytes)).toEqual([1]);
  });
});
