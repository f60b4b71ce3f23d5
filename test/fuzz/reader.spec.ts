import { expect, test } from '@jest/globals';
import { openBytes, refusalOf, textColumns } from '../files/opening.js';
import { BASE_COLUMNS } from '../../libs/user-batch-upload/src/columns/column.js';
import { Refusal } from '../../libs/user-batch-upload/src/problems/refusal.js';
import { Random } from '../crash/random.ts';
import { makeFile } from './make-file.ts';
import { type ReadRow, readAgain } from './second-reader.ts';

const FILES = Number(process.env['FUZZ_READER_FILES'] ?? 1_500);
const SEED = process.env['FUZZ_READER_SEED'] ?? 'reader';

const EMPLOYEE_FIELDS = ['Employee Notes', 'Weekly Hours', 'Start Date', 'Remote', 'Shift'];
const HEADERS = [...BASE_COLUMNS.map(({ header }) => header), ...EMPLOYEE_FIELDS];
const TEMPLATE = {
  headers: HEADERS,
  ignored: ['Problems', 'Result', 'Line', 'Downloaded (do not edit)'],
  maxRows: 100,
};
const OPTIONS = { columns: [...BASE_COLUMNS, ...textColumns(EMPLOYEE_FIELDS)] };

/** What the reader makes of a file, in the form of the second reader. */
async function readOnce(bytes: Buffer): Promise<ReadRow[] | string> {
  try {
    const { headers, rows } = await openBytes(bytes, OPTIONS);
    return rows.map(({ line, cells, extraCells }) => ({
      line,
      cells: Object.fromEntries(HEADERS.map((name) => [name, cells[headers.indexOf(name)] ?? ''])),
      extraCells,
    }));
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const inNfc = (rows: ReadRow[]): string => JSON.stringify(rows).normalize('NFC');

test('files made at random are read as a second reader reads them, or refused', async () => {
  let read = 0;
  const breaches: unknown[] = [];
  for (let file = 0; file < FILES; file += 1) {
    const bytes = makeFile(new Random(`${SEED}-${file}`), HEADERS);
    const is = await readOnce(bytes);
    const expected = readAgain(bytes, TEMPLATE);
    if (typeof is === 'string') {
      if (!expected.refused?.includes(is))
        breaches.push({ file, is, expected: expected.refused ?? 'rows' });
    } else {
      read += 1;
      if (expected.refused) breaches.push({ file, is: 'read', expected: expected.refused });
      // A long run of marks is not composed by the product, whose work stays linear.
      else if (inNfc(is) !== inNfc(expected.rows))
        breaches.push({ file, is, expected: expected.rows });
    }
  }
  expect(breaches.slice(0, 3)).toEqual([]);
  expect(read).toBeGreaterThan(FILES / 4);
}, 120_000);

test('a quote that swallows four rows is refused by both', async () => {
  const row = '1,A-1,a@example.com,Ana,Sousa,North Clinic,,,,,,,,\r\n';
  const text = `${HEADERS.join(',')}\r\n${row.replace('Ana', '"Ana')}${row.repeat(3)}${row.replace('Sousa', 'Sousa"')}`;
  expect((await refusalOf(openBytes(text, OPTIONS))).code).toBe('FILE_MALFORMED');
  expect(readAgain(Buffer.from(text), TEMPLATE).refused).toContain('FILE_MALFORMED');
});
