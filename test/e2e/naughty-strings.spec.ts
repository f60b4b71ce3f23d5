import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NAUGHTY_STRINGS } from '../naughty-strings.js';
import { IS_FULL } from '../size.js';
import { Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';

/** At least 500 naughty strings in every cell: read from a file, some edited, and downloaded again. */

const LOADS = '/api/user-batch-upload/loads';
/** In the full size every string is edited; else one of so many, other ones on each database. */
const STEP = IS_FULL ? 1 : 10;

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '1000' });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const everyCell = (text: string): Cells => Object.fromEntries(headers.map((one) => [one, text]));
  const staged = async (file: string) => {
    const { status, body } = await admin.upload(file);
    expect({ status, body }).toMatchObject({ status: 201, body: { status: 'STAGED' } });
    return body;
  };
  /** All rows with their cells whole. */
  const rowsOf = async ({ id }: { id: string }) => {
    const whole: any[] = [];
    for (let page = 1, total = 1; whole.length < total; page += 1) {
      const rows = await admin.rows(id, `?pageSize=500&page=${page}`);
      total = rows.total;
      for (const row of rows.items)
        whole.push(
          row.truncated.length > 0
            ? (await admin.get(`${LOADS}/${id}/rows/${row.line}`)).body
            : row,
        );
    }
    return whole;
  };
  const cellsOf = async (load: { id: string }): Promise<Cells[]> =>
    (await rowsOf(load)).map(({ cells }) => cells);

  test('a file of them is read, and its report reads back as the same cells', async () => {
    const load = await staged(csv(headers, NAUGHTY_STRINGS.map(everyCell)));
    const { status, body: report } = await admin.get(`${LOADS}/${load.id}/report.csv?only=all`);
    expect(status).toBe(200);
    expect(load.counts.rows).toBeGreaterThan(500);
    expect(await cellsOf(await staged(report))).toEqual(await cellsOf(load));
  }, 120_000);

  test('an edited row keeps them as a read row does, and has the same problems', async () => {
    // Reading a file takes off a guard and the quotes of a formula. An edit has neither.
    // A line break that the test's file does not quote would end a row.
    const texts = NAUGHTY_STRINGS.filter((text) => !/^\s*(['"]|=")|[\r\n]/.test(text)).filter(
      (_text, index) => index % STEP === (IS_FULL || setup.isFirst ? 0 : STEP / 2),
    );
    const read = await staged(csv(headers, texts.map(everyCell)));
    const edited = await staged(
      csv(
        headers,
        texts.map((_text, index) => person({ 'Email Address': `u${index}@naughty.example` })),
      ),
    );
    const lines = (await rowsOf(edited)).map(({ line }) => line);
    for (const [index, text] of texts.entries()) {
      const path = `${LOADS}/${edited.id}/rows/${lines[index]}`;
      const { status } = await admin.patch(path, { cells: everyCell(text) });
      expect({ text, status }).toEqual({ text, status: 200 });
    }
    const judged = async (load: { id: string }) =>
      (await rowsOf(load)).map(({ action, cells, problems }) => ({
        action,
        cells,
        problems: problems.map(({ column, code }: any) => `${column}: ${code}`).toSorted(),
      }));
    // A line of nothing but invisible characters is no row of a file.
    const isFilled = ({ cells }: { cells: Cells }) => Object.values(cells).some(Boolean);
    expect((await judged(edited)).filter(isFilled)).toEqual(await judged(read));
  }, 300_000);
});
