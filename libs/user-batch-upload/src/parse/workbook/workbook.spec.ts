import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '../../../../../test/files/opening.js';
import {
  partsOf,
  readSheet,
  relations,
  type TestWorkbook,
  textRows,
  workbookOf,
  zipOf,
} from '../../../../../test/files/workbook.js';
import { type CodedNotice, noticeIn } from '../../load/notice.js';

/** Reads a workbook whole, as [line, ...cells]. */
const read = async (workbook: TestWorkbook | string, sheet?: string) => {
  const book = await readSheet(await workbookOf(workbook), sheet);
  return { ...book, rows: book.rows.map(({ line, cells }) => [line, ...cells]) };
};
/** One row whose cells have the styles 1, 2, … */
const styled = (values: readonly (string | number)[]) =>
  `<row>${values.map((value, index) => `<c s="${index + 1}"><v>${value}</v></c>`).join('')}</row>`;
const firstNotice = ({ notices }: { notices: CodedNotice[] }): string | undefined =>
  notices[0] && noticeIn('en', notices[0]).message;

const codes = ({ notices }: { notices: { code: string }[] }) => notices.map(({ code }) => code);

describe('The cells of a workbook', () => {
  it('are read as texts, shared, inline, rich or of a formula', async () => {
    const { rows } = await read({
      strings:
        '<si><t>Ana</t></si><si><r><t>So</t></r><r><t xml:space="preserve">usa </t></r><rPh><t>x</t></rPh></si>' +
        '<si><t>&#128512;&amp;_x005F_x0041__x000A_</t></si>',
      sheets: [
        {
          rows:
            '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c r="D3" t="s"><v>2</v></c>' +
            '<c r="E3" t="str"><f>A1&amp;B1</f><v>joined</v></c><c r="F3" t="inlineStr"><is><t>in</t></is></c></row>',
        },
      ],
    });
    expect(rows).toEqual([[3, 'Ana', '', 'Sousa ', '😀&_x0041_\n', 'joined', 'in']]);
  });

  it.each([
    [0.30000000000000004, '0.3'],
    [0.25, '0.25'],
    ['4400000000', '4400000000'],
    ['-1.50', '-1.5'],
    ['1E-7', '0.0000001'],
    ['123456789012345', '123456789012345'],
    ['123456789012345678', '1.23456789012346E+17'],
    ['-0', '0'],
    ['12E2', '1200'],
  ])('are read as numbers by their value, to 15 digits: %s', async (value, text) => {
    expect((await read(`<row><c><v>${value}</v></c></row>`)).rows).toEqual([[1, text]]);
  });

  it('are read as dates and times by the format of the number', async () => {
    const formats = [
      'yyyy-mm-dd',
      '[$-407]d. mmmm yyyy',
      'm/d/yy h:mm',
      'h:mm',
      '[h]:mm',
      '"day "0',
      '0%',
      'mmm',
      '[Red]General',
      'dd\\.mm',
      'yyyy',
      'd',
    ];
    const values = [45366, 45366, 45366.4375, 0.5, 1.25, 3, 0.25, 45366, 7, 60, 0, 3e6];
    expect((await read({ formats, sheets: [{ rows: styled(values) }] })).rows).toEqual([
      [
        1,
        '2024-03-15',
        '2024-03-15',
        '2024-03-15 10:30:00',
        '12:00:00',
        '30:00:00',
        '3',
        '0.25',
        '2024-03-15',
        '7',
        '1900-02-29',
        '1900-01-00',
        '3000000',
      ],
    ]);
  });

  it('are read as dates of the 1904 system where the workbook says so', async () => {
    const rows = styled([43904, 0]);
    const formats = ['yyyy-mm-dd', 'yyyy-mm-dd'];
    expect((await read({ formats, is1904: true, sheets: [{ rows }] })).rows).toEqual([
      [1, '2024-03-15', '1904-01-01'],
    ]);
  });

  it('are read as dates that are written as such', async () => {
    const rows =
      '<row><c t="d"><v>2024-03-15</v></c><c t="d"><v>2024-03-15T00:00:00</v></c><c t="d"><v>2024-03-15T10:30:00.000Z</v></c></row>';
    expect((await read(rows)).rows).toEqual([
      [1, '2024-03-15', '2024-03-15', '2024-03-15 10:30:00'],
    ]);
  });

  it('are padded by a format of zeros, with a notice of the lines', async () => {
    const rows = styled([123, 123456, 5]);
    const book = await read({ formats: ['00000', '00000', '0'], sheets: [{ rows }] });
    expect(book.rows).toEqual([[1, '00123', '123456', '5']]);
    expect(codes(book)).toEqual(['ZEROS_ADDED']);
    expect(firstNotice(book)).toContain('lines 1.');
  });

  it('are read as Yes, No and error values', async () => {
    const rows =
      '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>';
    expect((await read(rows)).rows).toEqual([[1, 'Yes', 'No', '#N/A', '#DIV/0!']]);
  });

  it('are blank, with a notice, where a formula has no stored value', async () => {
    const book = await read(
      '<row><c><v>1</v></c><c><f>A1+1</f></c><c><f>A1+2</f><v>3</v></c></row>',
    );
    expect(book.rows).toEqual([[1, '1', '', '3']]);
    expect(codes(book)).toEqual(['FORMULA_WITHOUT_VALUE']);
  });

  it('count once where they are merged, with a notice', async () => {
    const book = await read({
      sheets: [
        {
          rows: '<row><c t="str"><v>both</v></c><c/><c><v>2</v></c></row>',
          after: '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        },
      ],
    });
    expect(book.rows).toEqual([[1, 'both', '', '2']]);
    expect(codes(book)).toEqual(['MERGED_CELLS']);
    expect(firstNotice(book)).toContain('A1:B1');
  });

  it('keep the numbers of their rows, blank ones left out, hidden ones read with a notice', async () => {
    const book = await read(
      '<row r="2"><c t="str"><v> </v></c></row><row r="4" hidden="1"><c><v>1</v></c></row><row><c><v>2</v></c></row>',
    );
    expect(book.rows).toEqual([
      [4, '1'],
      [5, '2'],
    ]);
    expect(codes(book)).toEqual(['HIDDEN_ROWS_READ']);
  });

  it('are found where the parts have prefixes, other places, UTF-16 or the strict form', async () => {
    const sheet =
      '<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>é</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
    const { rows } = await read({
      sheets: [{ rows: '' }],
      parts: { 'xl/worksheets/sheet1.xml': Buffer.from(`\uFEFF${sheet}`, 'utf16le') },
    });
    expect(rows).toEqual([[1, 'é']]);
  });
});

describe('The sheet that is read', () => {
  const one = '<row><c><v>1</v></c></row>';
  const two = '<row><c><v>2</v></c></row>';
  const sheets = [
    { name: 'Old', state: 'hidden', rows: one },
    { name: 'Users', rows: two },
    { name: 'Secret', state: 'veryHidden', rows: one },
  ] as const;

  it('is the first visible one', async () => {
    expect(await read({ sheets: [...sheets] })).toEqual({
      sheet: 'Users',
      notices: [],
      rows: [[1, '2']],
    });
  });

  it('is assumed, with a notice, where there are more', async () => {
    const book = await read({ sheets: [...sheets, { name: 'More', rows: one }] });
    expect(codes(book)).toEqual(['SHEET_ASSUMED']);
    expect(firstNotice(book)).toMatch(/“Users”.*“More”/);
  });

  it('is the one that is named, hidden ones too', async () => {
    const book = await read({ sheets: [...sheets] }, 'Old');
    expect(book).toEqual({ sheet: 'Old', notices: [], rows: [[1, '1']] });
  });

  it('has to exist: the refusal names all of them', async () => {
    const refusal = await refusalOf(read({ sheets: [...sheets] }, 'Userz'));
    expect(refusal.code).toBe('UPLOAD_INVALID');
    expect(refusal.detail).toMatch(/“Userz”.*“Old”, “Users”, “Secret”/);
  });

  it('has to be visible where none is named', async () => {
    const refusal = await refusalOf(read({ sheets: [sheets[0]] }));
    expect(refusal.code).toBe('FILE_NOT_CSV');
  });
});

describe('A workbook is known', () => {
  const partsWith = (main: string, content?: string): Record<string, string> => {
    const parts = partsOf(textRows([['Ana']])) as Record<string, string>;
    const {
      'xl/workbook.xml': book = '',
      'xl/_rels/workbook.xml.rels': links = '',
      ...rest
    } = parts;
    return {
      ...rest,
      '_rels/.rels': relations([['officeDocument', `xl/${main}`]]),
      [`xl/${main}`]: content ?? book,
      [`xl/_rels/${main}.rels`]: links,
    };
  };

  it.each(['workbook2.xml', 'book.xml'])('though its first part is called %s', async (main) => {
    const { rows } = await readSheet(await zipOf(Object.entries(partsWith(main))));
    expect(rows).toEqual([{ line: 1, cells: ['Ana'] }]);
  });

  it('by what the part says, not by that a ZIP file has one', async () => {
    const zip = zipOf(Object.entries(partsWith('drawing.xml', '<drawing/>')));
    const refusal = await refusalOf(readSheet(await zip));
    expect(refusal.code).toBe('FILE_NOT_CSV');
    expect(refusal.detail).toContain('not a valid Excel workbook');
  });
});

describe('Macros and links to other files', () => {
  it('are left alone, with a notice', async () => {
    const book = await read({
      sheets: [{ rows: '<row><c><f>[1]Other!A1</f><v>7</v></c></row>' }],
      parts: { 'xl/vbaProject.bin': 'x', 'xl/externalLinks/externalLink1.xml': '<x/>' },
    });
    expect(book.rows).toEqual([[1, '7']]);
    expect(codes(book)).toEqual(['MACROS_IGNORED', 'LINKS_IGNORED']);
  });
});
