import { describe, expect, it } from '@jest/globals';
import { filledIn, partsIn, readSheet } from '../../../../test/files/workbook.js';
import { columnsOf } from '../columns/column.js';
import type { CustomField, CustomFieldKind } from '../ports/custom-fields.port.js';
import { NOTES_SHEETS } from './notes-sheet.js';
import { templateXlsx } from './template-xlsx.js';

const field = (label: string, kind: CustomFieldKind, options: string[] = []): CustomField => ({
  id: label,
  label,
  kind,
  options,
  required: kind === 'DATE',
});
const columns = columnsOf([
  field('=Cost', 'TEXT'),
  field('Start <first> & "last" day', 'DATE'),
  field('Remote', 'YES_NO'),
  field('Shift', 'LIST', ['Day', 'Night, late', '_x0041_ \u0007']),
  field('Empty', 'LIST'),
]);
const offices = ['North, East Clinic', '=1+1', "'=1+1", 'A & B'];
const template = await templateXlsx(columns, offices, 'en');

const read = async (bytes: Buffer, sheet?: string) => {
  const { rows, notices } = await readSheet(bytes, sheet);
  return { notices, rows: rows.map(({ cells }) => cells) };
};

describe('The template as a workbook', () => {
  it('has the columns of the organisation as its header, and reading it assumes nothing', async () => {
    expect(await read(template)).toEqual({
      notices: [],
      rows: [columns.map(({ header }) => header)],
    });
  });

  it('keeps every cell as it is typed: all columns are text down to the last row', async () => {
    const parts = await partsIn(template);
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const styled = [...sheet.matchAll(/<col min="(\d+)" max="\1" [^>]*style="(\d)"/g)];
    expect(styled.map(([, column]) => Number(column))).toEqual(columns.map((_, at) => at + 1));
    const styles = [
      ...(parts.get('xl/styles.xml') ?? '').matchAll(/<xf numFmtId="(\d+)"[^>]*xfId/g),
    ];
    for (const [, , style] of styled) expect(styles[Number(style)]?.[1]).toBe('49');
  });

  it('has nothing that a spreadsheet program takes for a formula', async () => {
    for (const [name, xml] of await partsIn(template)) {
      if (!name.startsWith('xl/worksheets/')) continue;
      expect(xml).not.toMatch(/<f[ >]/);
      expect(
        [...xml.matchAll(/<c [^>]*>/g)].filter(([cell]) => !cell.includes('t="inlineStr"')),
      ).toEqual([]);
    }
  });

  it('offers lists by ranges, so that a comma in a name splits nothing', async () => {
    const sheet = (await partsIn(template)).get('xl/worksheets/sheet1.xml') ?? '';
    const lists = [...sheet.matchAll(/sqref="(\w+):[^"]*"><formula1>([^<]*)</g)];
    expect(lists.map(([, from, source]) => [from, source])).toEqual([
      ['A2', 'Lists!$A$1:$A$2'],
      ['F2', 'Lists!$B$1:$B$4'],
      ['G2', 'Lists!$C$1:$C$3'],
      ['H2', expect.stringMatching(/^Lists!\$D\$1:\$D\$2\d\d$/)],
      ['L2', 'Lists!$E$1:$E$2'],
      ['M2', 'Lists!$F$1:$F$3'],
    ]);
    const { rows } = await read(template, 'Lists');
    expect(rows.slice(0, 4).map((row) => row[1])).toEqual([
      'North, East Clinic',
      '=1+1',
      // Reading takes one guard off.
      "''=1+1",
      'A & B',
    ]);
    expect(rows[2]?.slice(2)).toEqual(['DELETED', 'AGO', '', '_x0041_ \u0007']);
  });

  it('keeps its header in sight and its lists out of sight', async () => {
    const parts = await partsIn(template);
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain('state="frozen"');
    expect(parts.get('xl/workbook.xml')).toMatch(/name="Lists" sheetId="3" state="hidden"/);
  });

  it('explains each column on a second sheet', async () => {
    const { rows } = await read(template, NOTES_SHEETS.en);
    for (const { header } of columns)
      expect(rows.find(([column]) => column === header)?.[2]).toBeTruthy();
    expect(rows.find(([column]) => column?.startsWith('Start'))?.[1]).toBe('Yes');
  });

  it('is read with the cells that were filled in', async () => {
    const row = ['1', '00123', 'ana@x.example', 'Ana', '=1+1', 'A & B', '', '', '5551234567'];
    const { rows, notices } = await read(await filledIn(template, [row]));
    expect(rows[1]).toEqual(row);
    expect(notices).toEqual([]);
  });
});
