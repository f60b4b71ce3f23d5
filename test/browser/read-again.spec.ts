import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { realFile } from '../files/opening.js';
import { csv, person } from '../e2e/csv.js';
import { textRows, workbookOf } from '../files/workbook.js';
import { HEADERS, look, onStage } from './stage.js';

/** A file whose encoding or sheet was assumed is read again in another way, without being chosen again. */

const stage = onStage();

const loads = async (): Promise<{ status: string; encoding: string; sheet: string }[]> =>
  (await stage.admin.get('/api/user-batch-upload/loads')).body.items;

test('an admin corrects an assumed encoding by the words that each encoding shows', async () => {
  const page = await stage.tab();
  const text = csv(HEADERS, [person({ 'First Name': 'DMITRI', 'Email Address': 'd@new.example' })]);
  await stage.submit(page, {
    ...stage.file([]),
    // “Дмитрий”, as Excel saves it on a Russian computer.
    buffer: Buffer.from(text.replace('DMITRI', '\xc4\xec\xe8\xf2\xf0\xe8\xe9'), 'latin1'),
  });
  await page.getByText('Do these words look right? Äìèòðèé.').waitFor();
  await look(page, 'encoding-assumed');
  await page.getByLabel('Encoding').selectOption({ label: 'Cyrillic (Windows-1251): Дмитрий' });
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByRole('checkbox', { name: 'Create Дмитрий Sousa, line 2' }).waitFor();
  await page.getByText('The file was read as WINDOWS-1251.').waitFor();
  expect(await page.getByLabel('Encoding').inputValue()).toBe('windows-1251');
  await look(page, 'encoding-chosen');
  expect(await loads()).toMatchObject([
    { status: 'STAGED', encoding: 'windows-1251' },
    { status: 'DISCARDED', encoding: 'windows-1252' },
  ]);
});

test('an encoding that the platform can’t find out is asked for', async () => {
  const page = await stage.tab();
  await stage.submit(page, {
    ...stage.file([]),
    buffer: await readFile(realFile('b10g-shiftjis.csv')),
  });
  await page.getByRole('alert').getByText('neither UTF-8 nor Windows-1252').waitFor();
  await page.getByLabel('Encoding').selectOption({ label: 'Japanese (Shift_JIS)' });
  await page.getByRole('button', { name: 'Submit File' }).click();
  await page.getByText('The file was read as SHIFT_JIS.').waitFor();
  stage.allow(/^422 .*\/loads$/);
});

test('a sheet that was assumed is chosen from those of the workbook', async () => {
  const page = await stage.tab();
  const sheet = (name: string, email: string) => ({
    name,
    rows: textRows([
      HEADERS,
      HEADERS.map((header) => person({ 'First Name': name, 'Email Address': email })[header] ?? ''),
    ]),
  });
  await stage.submit(page, {
    name: 'people.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await workbookOf({
      sheets: [sheet('Oslo', 'oslo@new.example'), sheet('Rome', 'rome@new.example')],
    }),
  });
  await page.getByRole('checkbox', { name: 'Create Oslo Sousa, line 2' }).waitFor();
  await page.getByLabel('Sheet').selectOption({ label: 'Rome' });
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByRole('checkbox', { name: 'Create Rome Sousa, line 2' }).waitFor();
  await look(page, 'sheet-chosen');
  await page.getByLabel('Sheet').selectOption({ label: 'Oslo' });
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByRole('checkbox', { name: 'Create Oslo Sousa, line 2' }).waitFor();
  expect(await loads()).toMatchObject([
    { status: 'STAGED', sheet: 'Oslo' },
    { status: 'DISCARDED', sheet: 'Rome' },
    { status: 'DISCARDED', sheet: 'Oslo' },
    {},
    {},
    {},
  ]);
});

test('a review that was opened again has no file to read: only the notice is shown', async () => {
  const page = await stage.tab();
  const buffer = Buffer.from(csv(HEADERS, [person({ 'First Name': 'Zoé' })]), 'latin1');
  await stage.submit(page, { ...stage.file([]), buffer });
  await page.getByLabel('Encoding').waitFor();
  await page.reload();
  await page.getByText('Do these words look right? Zoé.').waitFor();
  expect(await page.getByLabel('Encoding').count()).toBe(0);
});
