import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { Client } from '../e2e/client.js';
import { person } from '../e2e/csv.js';
import { startPlatform, type TestPlatform } from '../e2e/platform.js';
import { partsIn, readSheet } from '../files/workbook.js';
import { openedAsCsv, runJobs, withLibreOffice, XLSX } from './libreoffice.js';

/** Our downloads, opened by a spreadsheet program with any separator: no cell becomes a formula, and none moves. */

const SEPARATORS = [',', ';', '\t'];
const CELLS = 2_001;
const FORMULAS = ['=1+1', '+1+1', '-1+1', '@SUM(1)', '=HYPERLINK("http://x.example")', '＝1+1'];
const SEPARATING = [',', ';', '\t', '|', '"', '""', "'", '\n', '\r\n', ' '];
const PIECES = [...FORMULAS, ...SEPARATING, '=A1', 'Mon', '-1', '"=1+1"', 'x'];

/** Different cells of one to four pieces, the same in every run. */
function hostileCells(count: number): string[] {
  const cells = new Set<string>();
  for (let number = 1; cells.size < count; number += 1) {
    let cell = '';
    // Steps through all combinations in an order that mixes short and long ones.
    for (let rest = (number * 7_919) % PIECES.length ** 4; rest > 0;) {
      cell += PIECES[rest % PIECES.length];
      rest = Math.floor(rest / PIECES.length);
    }
    cells.add(cell);
  }
  return [...cells];
}

withLibreOffice(() => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform({ BATCH_UPLOAD_MAX_ROWS: '2000' });
    admin = await Client.signIn(platform);
    for (const name of ['=1+1', 'a;=1+1', "+cmd|' /C calc'!A0"])
      expect((await admin.post('/api/offices', { name })).status).toBe(201);
    for (const field of [
      { label: '@SUM(1)', kind: 'TEXT' },
      { label: 'b;=1+1', kind: 'LIST', options: ['=1+1', 'c;=1+1'] },
      { label: 'd,-1+1', kind: 'TEXT' },
    ])
      expect((await admin.post('/api/custom-fields', field)).status).toBe(201);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  }, 60_000);
  afterAll(() => platform?.stop());

  const download = async (path: string): Promise<Buffer> => {
    const response = await fetch(`${platform.url}/api/user-batch-upload/${path}`, {
      headers: { cookie: admin.cookie },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };

  /** The report of a load whose file has this separator and these cells. */
  async function reportOf(delimiter: string, cells: readonly string[]): Promise<Buffer> {
    const rows = cells.map((cell, index) => ({
      ...person({ 'Email Address': `p${index}@new.example` }),
      'Employee Notes': cell,
    }));
    const lines = rows.map((row: Record<string, string>) => headers.map((name) => row[name] ?? ''));
    const { status, body: load } = await admin.upload(
      stringify([headers, ...lines], { delimiter }),
    );
    expect([status, load.delimiter]).toEqual([201, delimiter]);
    expect((await admin.rest(load.id)).counts.rows).toBe(cells.length);
    return download(`loads/${load.id}/report.csv?only=all`);
  }

  test('2,000 hostile cells in the report, and hostile names in the template and the sample', async () => {
    const cells = hostileCells(CELLS);
    const share = CELLS / SEPARATORS.length;
    const reports: Buffer[] = [];
    for (const [index, delimiter] of SEPARATORS.entries())
      reports.push(await reportOf(delimiter, cells.slice(index * share, (index + 1) * share)));
    const others = [await download('template.csv'), await download('sample.csv')];
    const opened = await runJobs([
      ...[...reports, ...others].flatMap((file) =>
        SEPARATORS.map((delimiter) => ({
          file,
          open: openedAsCsv(delimiter),
          save: { 'opened.xlsx': XLSX },
        })),
      ),
      ...reports.map((file, index) => ({
        file,
        open: openedAsCsv(SEPARATORS[index] ?? '', { asText: true }),
        save: { 'opened.xlsx': XLSX },
      })),
    ]);
    const books = opened.map((files) => files['opened.xlsx'] ?? Buffer.of());
    for (const book of books) {
      const sheet = (await partsIn(book)).get('xl/worksheets/sheet1.xml');
      expect(sheet).toContain('<sheetData>');
      expect(/<f[ >][^<]*<\/f>/.exec(sheet ?? '')?.[0]).toBeUndefined();
    }
    for (const [index, report] of reports.entries()) {
      const written = parse(report, { delimiter: SEPARATORS[index], bom: true });
      const { rows } = await readSheet(books.at(index - reports.length) ?? Buffer.of());
      expect(rows.map((row) => plain(row.cells, written[0]?.length))).toEqual(
        written.map((row) => plain(row, row.length)),
      );
    }
  }, 300_000);
});

/** With a line break as spreadsheets keep it, and with the blank cells at the end. */
const plain = (cells: readonly string[], width = 0): string[] =>
  Array.from({ length: width }, (_, index) => (cells[index] ?? '').replace(/\r\n?/g, '\n'));
