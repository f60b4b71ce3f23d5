import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '../e2e/client.js';
import { type Cells, csv, person } from '../e2e/csv.js';
import { startPlatform, type TestPlatform } from '../e2e/platform.js';
import { openedAsCsv, runJobs, WAYS_OF_SAVING, withLibreOffice, XLSX } from './libreoffice.js';

/** Our downloads, filled in and saved by a spreadsheet program, load as they were typed. */

withLibreOffice(() => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  beforeAll(async () => {
    platform = await startPlatform();
    admin = await Client.signIn(platform);
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
  const CELLS: Cells[] = [
    {
      'Internal ID': '00123',
      'Email Address': 'juergen@new.example',
      'First Name': 'Jürgen',
      'Mobile Phone Country': 'DEU',
      'Mobile Phone': '0301234567',
      'Start Date': '2024-03-01',
      'Weekly Hours': '37.50',
      'Employee Notes': 'eins; zwei, "drei"',
    },
    {
      'Internal ID': '1234567890123456789',
      'Email Address': 'digits@new.example',
      'First Name': 'Ana',
      'Start Date': '1899-12-31',
      Remote: 'Yes',
    },
  ];
  const PEOPLE = CELLS.map((cells) => person(cells));

  /** Uploads each saved file, and expects the people as they were typed. */
  async function expectPeople(saved: Record<string, Buffer>): Promise<void> {
    for (const [name, file] of Object.entries(saved)) {
      const { status, body: load } = await admin.upload(file, { name });
      expect([name, status, load.detail]).toEqual([name, 201, undefined]);
      const { items } = await admin.rows(load.id);
      const found = items.map(({ cells, problems }: any) => ({
        ...Object.fromEntries(
          Object.entries(cells as Record<string, string>).filter(([, cell]) => cell !== ''),
        ),
        problems,
      }));
      expect({ name, found }).toEqual({
        name,
        found: PEOPLE.map((cells) => ({ ...cells, problems: [] })),
      });
    }
  }

  const typed = (cell: (text: string) => string) =>
    PEOPLE.flatMap((cells, row) =>
      Object.entries(cells).map(
        ([header, text]) => [row + 1, headers.indexOf(header), cell(text)] as const,
      ),
    );

  test('template.xlsx, typed into as it is, saved in six ways', async () => {
    const [saved = {}] = await runJobs([
      {
        file: await download('template.xlsx'),
        open: XLSX,
        type: typed((text) => text),
        save: WAYS_OF_SAVING,
      },
    ]);
    await expectPeople(saved);
  }, 120_000);

  test('template.csv, typed into with the apostrophe that keeps text, saved in six ways', async () => {
    const [saved = {}] = await runJobs([
      {
        file: await download('template.csv'),
        open: openedAsCsv(','),
        type: typed((text) => (/^\d/.test(text) ? `'${text}` : text)),
        save: WAYS_OF_SAVING,
      },
    ]);
    await expectPeople(saved);
  }, 120_000);

  test('report.csv, opened as text and with its errors corrected, saved in six ways', async () => {
    const { body: load } = await admin.upload(
      csv(
        headers,
        PEOPLE.map((cells) => ({ ...cells, Office: 'Nort Clinic' })),
      ),
    );
    expect(load.counts.invalid).toBe(PEOPLE.length);
    const [saved = {}] = await runJobs([
      {
        file: await download(`loads/${load.id}/report.csv?only=rejected`),
        open: openedAsCsv(',', { asText: true }),
        type: PEOPLE.map((_, row) => [row + 1, headers.indexOf('Office'), 'North Clinic'] as const),
        save: WAYS_OF_SAVING,
      },
    ]);
    await expectPeople(saved);
  }, 120_000);
});
