import { describe, expect, it } from '@jest/globals';
import { openBytes } from '../../../../test/files/opening.js';
import type { CustomField, CustomFieldKind } from '../ports/custom-fields.port.js';
import { columnsOf } from '../columns/column.js';
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
