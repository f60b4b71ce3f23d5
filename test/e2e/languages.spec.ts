import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { readSheet } from '../files/workbook.js';

/** A request is answered in its language; a load keeps the language of its upload. */

const API = '/api/user-batch-upload';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let english: Client;
  let german: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '3000' });
    english = await Client.signIn(platform);
    german = await Client.signIn(platform);
    german.language = 'de-AT,de;q=0.9,en;q=0.8';
    const { body } = await english.get(`${API}/options`);
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const row = (cells: Cells = {}) =>
    person({ 'Email Address': `${randomUUID()}@new.example`, ...cells });
  const upload = async (client: Client, ...rows: Cells[]) =>
    client.rest((await client.upload(csv(headers, rows), { name: 'leute.csv' })).body.id);
  const messagesOf = async (id: string): Promise<string[]> =>
    (await english.rows(id)).items.flatMap(({ problems }: any) =>
      problems.map(({ message }: any) => message),
    );

  test('a refusal is in the language of the request, and says so', async () => {
    const path = `${API}/loads/${randomUUID()}`;
    const { body, headers: sent, status } = await german.get(path);
    expect(status).toBe(404);
    expect(body).toMatchObject({
      code: 'LOAD_NOT_FOUND',
      detail: expect.stringMatching(/^Diesen/),
    });
    expect(sent.get('content-language')).toBe('de');
    expect(sent.get('vary')).toContain('Accept-Language');
    const other = await english.get(path);
    expect(other.body).toMatchObject({ code: body.code, detail: expect.stringMatching(/^There/) });
    expect(other.headers.get('content-language')).toBe('en');
  });

  test('a refused file names its faults in the language of the request', async () => {
    const { body } = await german.upload('Name;Büro\r\nAna;Nord\r\n');
    expect(body).toMatchObject({ code: 'HEADER_INVALID' });
    expect(body.detail).toMatch(/^Die Spalten stimmen nicht /);
    expect(body.errors.length).toBeGreaterThan(5);
    for (const { message } of body.errors) expect(message).toMatch(/^Die Spalte „/);
  });

  test('rows have the language of the upload, also once they are edited in another', async () => {
    const load = await upload(german, row({ Office: 'Nort Clinic' }), row());
    expect(await messagesOf(load.id)).toEqual([
      '„Nort Clinic“ gibt es nicht unter „Office“. Geben Sie den Namen genau so ein, wie er in der Plattform steht.',
    ]);
    await english.patch(`${API}/loads/${load.id}/rows/2`, { cells: { Office: 'Nowhere' } });
    expect(await messagesOf(load.id)).toEqual([expect.stringMatching(/^„Nowhere“ gibt es nicht/)]);
    await english.patch(`${API}/loads/${load.id}/rows/3`, { selected: false });
    await english.patch(`${API}/loads/${load.id}/rows/2`, { cells: { Office: 'North Clinic' } });
    await english.finish(load.id);
    const { items } = await english.rows(load.id);
    expect(items.map(({ outcomeReason }: any) => outcomeReason)).toEqual([
      null,
      'Nicht ausgewählt.',
    ]);
  });

  test('the report, and a review of its rows again, have the language of the load', async () => {
    const load = await upload(german, row(), row({ Office: 'Nort Clinic' }));
    await english.finish(load.id);
    const { body: report } = await english.get(`${API}/loads/${load.id}/report.csv`);
    expect(report).toContain('Problems,Result,Line');
    expect(report).toMatch(/Office: „Nort Clinic“ .* Vorschlag: North Clinic/);
    const { body: again } = await english.post(`${API}/loads/${load.id}/again`);
    expect(await messagesOf(again.id)).toEqual([expect.stringMatching(/^„Nort Clinic“ gibt es/)]);
  });

  test('duplicates and notices of a large file have the language of the upload', async () => {
    const twice = row();
    const rows = [twice, ...Array.from({ length: 1_200 }, () => row()), twice];
    const file = csv(headers, rows).replace('Sousa', 'Müller');
    const { body } = await german.upload(Buffer.from(file, 'latin1'));
    const load = await german.rest(body.id);
    expect(load.notices).toEqual([
      { code: 'ENCODING_ASSUMED', message: expect.stringMatching(/^Die Datei ist nicht UTF-8/) },
    ]);
    const { items } = await english.rows(load.id, '?show=invalid');
    expect(items.map(({ problems }: any) => problems[0].message)).toEqual([
      expect.stringMatching(/^Diese Zeile und Zeile 1203 würden dieselbe E-Mail-Adresse vergeben/),
      expect.stringMatching(/^Diese Zeile und Zeile 2 würden/),
    ]);
  });

  test('the template explains itself in the language of the request, under the same headers', async () => {
    const workbookOf = async (client: Client) => {
      const answer = await fetch(`${platform.url}${API}/template.xlsx`, {
        headers: { cookie: client.cookie, 'accept-language': client.language ?? '' },
      });
      expect(answer.headers.get('content-language')).toBe(client.language ? 'de' : 'en');
      return Buffer.from(await answer.arrayBuffer());
    };
    const template = await workbookOf(german);
    const notes = await readSheet(template, 'So füllen Sie die Vorlage aus');
    expect(notes.rows[0]?.cells.slice(0, 2)).toEqual(['Spalte', 'Für neue Benutzer erforderlich']);
    expect((await readSheet(template)).rows[0]?.cells).toEqual(headers);
    expect((await readSheet(await workbookOf(english))).rows[0]?.cells).toEqual(headers);
  });
});
