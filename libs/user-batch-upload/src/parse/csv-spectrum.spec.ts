import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openWhole, refusalOf, textColumns } from '../../../../test/files/opening.js';

const folder = dirname(createRequire(import.meta.url).resolve('csv-spectrum'));
const names = readdirSync(join(folder, 'csvs')).map((file) => file.replace(/\.csv$/, ''));
/** It has quotes inside unquoted cells, which RFC 4180 does not allow. */
const NOT_STRICT = 'location_coordinates';

describe('The files of csv-spectrum', () => {
  it.each(names.filter((name) => name !== NOT_STRICT))('are read as they say: %s', async (name) => {
    const json = readFileSync(join(folder, 'json', `${name}.json`), 'utf8');
    const expected = JSON.parse(json) as Record<string, string>[];
    const columns = textColumns(Object.keys(expected[0] ?? {}));
    const { headers, rows } = await openWhole(join(folder, 'csvs', `${name}.csv`), { columns });
    expect(rows.map(({ cells }) => headers.map((header, index) => [header, cells[index]]))).toEqual(
      expected.map((row) => headers.map((header) => [header, row[header]?.trim()])),
    );
  });

  it('are refused with the line where a quote stands inside an unquoted cell', async () => {
    const columns = textColumns([
      'Contact Phone Number',
      'Location Coordinates',
      'Cities',
      'Counties',
    ]);
    const path = join(folder, 'csvs', `${NOT_STRICT}.csv`);
    const refusal = await refusalOf(openWhole(path, { columns }));
    expect(refusal.code).toBe('FILE_MALFORMED');
    expect(refusal.detail).toContain('Line 2 ');
  });
});
