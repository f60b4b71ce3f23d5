import { describe, expect, it } from '@jest/globals';
import { openBytes } from '../../../../test/files/opening.js';
import type { CustomField, CustomFieldKind } from '../ports/custom-fields.port.js';
import { columnsOf } from '../columns/column.js';
import { sampleCsv } from './sample-csv.js';
import { templateCsv } from './template-csv.js';

const field = (label: string, kind: CustomFieldKind, options: string[] = []): CustomField => ({
  id: label,
  label,
  kind,
  options,
  required: true,
});
const columns = columnsOf([
  field('Notes', 'TEXT'),
  field('Hours', 'NUMBER'),
  field('Start, "first" day', 'DATE'),
  field('Remote', 'YES_NO'),
  field('Team', 'LIST', ['Red', 'Blue']),
]);

describe('The template', () => {
  it('is the header row of the organisation: UTF-8 with a byte order mark, commas, CRLF', () => {
    expect(templateCsv(columns)).toBe(
      '\uFEFFProfile Type ID,Internal ID,Email Address,First Name,Last Name,Office,Profile Status,' +
        'Mobile Phone Country,Mobile Phone,Notes,Hours,"Start, ""first"" day",Remote,Team\r\n',
    );
  });

  it('keeps labels safe that look like formulas, and reading knows them again', async () => {
    const odd = columnsOf([field('=Cost', 'TEXT'), field('-Discount', 'TEXT')]);
    expect(templateCsv(odd)).toContain(",'=Cost,'-Discount\r\n");
    const { headers } = await openBytes(`${templateCsv(odd)}1\r\n`, { columns: odd });
    expect(headers.slice(-2)).toEqual(['=Cost', '-Discount']);
  });
});

describe('The sample', () => {
  it('is the template with two Individuals and a Facility, every custom field filled', async () => {
    const file = await openBytes(sampleCsv(columns, { offices: ['Nørth, East', 'South'] }), {
      columns,
    });
    const cells = (header: string): (string | undefined)[] =>
      file.rows.map((row) => row.cells[file.headers.indexOf(header)]);
    expect(cells('Profile Type ID')).toEqual(['1', '1', '2']);
    expect(cells('Office')).toEqual(Array(3).fill('Nørth, East'));
    expect(new Set(cells('Email Address')).size).toBe(3);
    expect(file.rows.map((row) => row.cells.slice(-5))).toEqual(
      Array(3).fill(['Any text', '1.5', '2024-03-15', 'Yes', 'Red']),
    );
  });

  it('leaves the office blank where the organisation has none', async () => {
    const { headers, rows } = await openBytes(sampleCsv(columns, { offices: [] }), { columns });
    expect(rows.map(({ cells }) => cells[headers.indexOf('Office')])).toEqual(['', '', '']);
  });
});
