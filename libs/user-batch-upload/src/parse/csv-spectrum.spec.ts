import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openWhole, textColumns } from '../../../../test/files/opening.js';

const folder = dirname(createRequire(import.meta.url).resolve('csv-spectrum'));
const names = readdirSync(join(folder, 'csvs')).map((file) => file.replace(/\.csv$/, ''));

/** What its JSON says is another table. */
const ODD = 'location_coordinates';

describe('The files of csv-spectrum', () => {
  it.each(names.filter((name) => name !== ODD))('are read as they say: %s', async (name) => {
    const json = readFileSync(join(folder, 'json', `${name}.json`), 'utf8');
    const expected = JSON.parse(json) as Record<string, string>[];
    const columns = textColumns(Object.keys(expected[0] ?? {}));
    const { headers, rows } = await openWhole(join(folder, 'csvs', `${name}.csv`), { columns });
    expect(rows.map(({ cells }) => headers.map((header, index) => [header, cells[index]]))).toEqual(
      expected.map((row) => headers.map((header) => [header, row[header]?.trim()])),
    );
  });

  it('are read where a quote stands inside an unquoted cell', async () => {
    const columns = textColumns([
      'Contact Phone Number',
      'Location Coordinates',
      'Cities',
      'Counties',
    ]);
    const { rows } = await openWhole(join(folder, 'csvs', `${ODD}.csv`), { columns });
    expect(rows[0]?.cells.map((cell) => cell.replaceAll('\uFFFD', '°'))).toEqual([
      '2095257564',
      `37°36'37.8"N 121°2'17.9"W`,
      'Modesto',
      'Stanislaus',
    ]);
  });
});
