import { expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { csv, person } from '../e2e/csv.js';
import { textRows, workbookOf } from '../files/workbook.js';
import { API, BATCH_UPLOAD, focused, HEADERS, look, onStage } from './stage.js';

/** A file whose headers are not those of the template: an admin says what each column is. */

const stage = onStage();

const GERMAN = ['Profiltyp', 'E-Mail', 'Vorname', 'Nachname', 'Standort', 'Schuhgröße', 'Notiz'];
const german = (email: string) => ({
  name: 'mitarbeiter.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    csv(GERMAN, [
      {
        Profiltyp: '1',
        'E-Mail': email,
        Vorname: 'Jürgen',
        Nachname: 'Groß',
        Standort: 'North Clinic',
        Schuhgröße: '43',
        Notiz: 'neu',
      },
    ]),
  ),
});
const COVER = [['Staff of March'], ['Ask Ana']];
const staffOf = (email: string): string[][] => {
  const somebody = person({ 'Email Address': email });
  return [HEADERS, HEADERS.map((name) => somebody[name] ?? '')];
};
/** A workbook with these sheets, in their order. */
const workbook = async (sheets: Record<string, string[][]>) => ({
  name: 'people.xlsx',
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: await workbookOf({
    sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows: textRows(rows) })),
  }),
});
const column = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const isMatching = (page: Page) => page.getByRole('heading', { name: 'Match columns' }).waitFor();
const proceed = (page: Page) => page.getByRole('button', { name: 'Continue' });

test('guesses are preselected, and Continue sends the same file with the choice', async () => {
  const page = await stage.tab();
  await stage.submit(page, german('juergen@new.example'));
  await isMatching(page);
  expect((await focused(page)).text).toBe('Match columns');
  for (const [found, header] of [
    ['Profiltyp', 'Profile Type ID'],
    ['E-Mail', 'Email Address'],
    ['Vorname', 'First Name'],
    ['Nachname', 'Last Name'],
    ['Standort', 'Office'],
    ['Schuhgröße', ''],
  ] as const)
    expect([found, await column(page, found).inputValue()]).toEqual([found, header]);
  await page.getByText('Groß', { exact: true }).waitFor();
  await column(page, 'Notiz').selectOption({ label: 'Employee Notes' });
  await look(page, 'match-columns');
  await proceed(page).click();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  const [load] = (await stage.admin.get('/api/user-batch-upload/loads')).body.items;
  const { items } = await stage.admin.rows(load.id);
  expect(items).toMatchObject([
    {
      action: 'CREATE',
      cells: { 'Last Name': 'Groß', Office: 'North Clinic', 'Employee Notes': 'neu' },
    },
  ]);
  stage.allow(/^422 .*\/loads$/);
});

test('a template column chosen twice shows an error at the second choice, and nothing is sent', async () => {
  const page = await stage.tab();
  await stage.submit(page, german('twice@new.example'));
  await isMatching(page);
  expect(stage.faults.splice(0)).toEqual([`422 ${API}/loads`]);
  await column(page, 'Notiz').selectOption({ label: 'First Name' });
  await proceed(page).click();
  await page.getByRole('alert').getByText('First Name is already chosen for “Vorname”.').waitFor();
  expect(await column(page, 'Notiz').evaluate((select) => select.matches(':focus'))).toBe(true);
  await look(page, 'match-columns-twice');
  await column(page, 'Notiz').selectOption({ label: 'Leave out' });
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('another sheet of the workbook is chosen where the first one has no such columns', async () => {
  const page = await stage.tab();
  await stage.submit(
    page,
    await workbook({
      Cover: COVER,
      Staff: staffOf('second.sheet@new.example'),
      Old: [['Mail'], ['ana@old.example']],
    }),
  );
  await isMatching(page);
  await page.getByText('The sheet “Cover” was read.').waitFor();
  await look(page, 'match-columns-sheet');
  await page.getByLabel('Sheet').selectOption({ label: 'Old' });
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByText('The sheet “Old” was read.').waitFor();
  await column(page, 'Mail').waitFor();
  await page.getByLabel('Sheet').selectOption({ label: 'Staff' });
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).waitFor();
  expect(await page.getByLabel('Sheet').inputValue()).toBe('Staff');
  stage.allow(/^422 .*\/loads$/);
});

test('another sheet is chosen where the first one of the workbook has no row', async () => {
  const page = await stage.tab();
  await stage.submit(
    page,
    await workbook({ Cover: [], Empty: [HEADERS], Staff: staffOf('behind.cover@new.example') }),
  );
  const alert = page.getByRole('alert');
  await alert.getByText('The sheet “Cover”, the first one of the workbook, has no row.').waitFor();
  await look(page, 'empty-sheet');
  await alert.getByLabel('Sheet').selectOption({ label: 'Empty' });
  await alert.getByRole('button', { name: 'Read again' }).click();
  await alert.getByText('The file has no row.').waitFor();
  await alert.getByLabel('Sheet').selectOption({ label: 'Staff' });
  await alert.getByRole('button', { name: 'Read again' }).click();
  await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).waitFor();
  stage.allow(/^422 .*\/loads$/);
});

test('Continue reads another sheet that was chosen, and asks for at least one column', async () => {
  const page = await stage.tab();
  await stage.submit(
    page,
    await workbook({ Cover: COVER, Staff: staffOf('third.sheet@new.example') }),
  );
  await isMatching(page);
  await proceed(page).click();
  await page.getByRole('alert').getByText('Choose a column of the template').waitFor();
  expect(await column(page, 'Staff of March').evaluate((one) => one.matches(':focus'))).toBe(true);
  await page.getByLabel('Sheet').selectOption({ label: 'Staff' });
  await proceed(page).click();
  await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).waitFor();
  stage.allow(/^422 .*\/loads$/);
});

test('columns that nothing fills are named, those that new users need first', async () => {
  const page = await stage.tab();
  await stage.submit(page, german('needed@new.example'));
  await isMatching(page);
  await column(page, 'Standort').selectOption({ label: 'Leave out' });
  await page.getByRole('status').getByText('No column for Office. New users need it').waitFor();
  stage.allow(/^422 .*\/loads$/);
});

test('a mapping that the platform refuses stays on the screen with the reason', async () => {
  const page = await stage.tab();
  await stage.submit(page, german('refused@new.example'));
  await isMatching(page);
  await page.route('**/loads', async (route) =>
    route.fulfill({
      status: 400,
      json: { code: 'UPLOAD_INVALID', detail: 'The mapping does not fit the file.' },
    }),
  );
  await proceed(page).click();
  await page.getByRole('alert').getByText('The mapping does not fit the file.').waitFor();
  expect(await column(page, 'Vorname').inputValue()).toBe('First Name');
  stage.allow(/^(422|400) .*\/loads$/);
});

test('Back returns to the upload, with its role and file', async () => {
  const page = await stage.tab();
  await stage.submit(page, german('back@new.example'));
  await isMatching(page);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
  const field = page.getByLabel('File', { exact: true });
  expect(await field.evaluate((input: HTMLInputElement) => input.files?.[0]?.name)).toBe(
    'mitarbeiter.csv',
  );
  stage.allow(/^422 .*\/loads$/);
});

test('Back of the browser returns to the upload, with its role and file', async () => {
  const page = await stage.tab('/settings/users');
  await page.goto(BATCH_UPLOAD);
  await stage.submit(page, german('history@new.example'));
  await isMatching(page);
  await page.goBack();
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
  const file = page.getByLabel('File', { exact: true });
  const chosen = (input: Locator) =>
    input.evaluate((field: HTMLInputElement) => field.files?.[0]?.name);
  expect(await chosen(file)).toBe('mitarbeiter.csv');
  expect(await page.getByLabel('Role').locator('option:checked').textContent()).toBe('Staff');

  await page.getByRole('button', { name: 'Submit File' }).click();
  await isMatching(page);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Submit File' }).click();
  await isMatching(page);
  await proceed(page).click();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Users', exact: true }).waitFor();
  stage.allow(/^422 .*\/loads$/);
});

test('equal headers and a column without a header are matched by their place', async () => {
  const page = await stage.tab();
  const headers = HEADERS.map((header) => (header === 'Last Name' ? 'First Name' : header));
  const row = HEADERS.map(
    (header) => person({ 'Email Address': 'equal@new.example' })[header] ?? '',
  );
  await stage.submit(page, {
    ...stage.file([]),
    buffer: Buffer.from(
      [
        [...headers, '', 'Shoes'],
        [...row, 'stray', '43'],
      ]
        .map((cells) => cells.join(','))
        .join('\r\n'),
    ),
  });
  await isMatching(page);
  await column(page, 'First Name#2').selectOption({ label: 'Last Name' });
  await page.getByLabel('Column without a header').waitFor();
  await proceed(page).click();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  await page.getByRole('checkbox', { name: 'Create Ana Sousa, line 2' }).waitFor();
  stage.allow(/^422 .*\/loads$/);
});
