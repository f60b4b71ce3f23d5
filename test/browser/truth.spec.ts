import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../e2e/client.js';
import { person } from '../e2e/csv.js';
import { API, BATCH_UPLOAD, focused, look, newPeople, onStage, slowDown } from './stage.js';

/** A box always shows the saved state. */

const stage = onStage();

const box = (page: Page, line: number, what = 'Create') =>
  page.getByRole('checkbox', { name: new RegExp(`^${what} .*, line ${line}$`) });
const header = (page: Page, what = 'Create/Update') =>
  page.getByRole('columnheader').getByRole('checkbox', { name: new RegExp(`^${what} all`) });
/** The counts of ticked boxes below the header boxes. */
const counted = (page: Page, numbers: string) =>
  page.getByRole('columnheader').getByText(numbers, { exact: true }).first().waitFor();
const isMixed = (page: Page) =>
  header(page).evaluate((input: HTMLInputElement) => input.indeterminate);
const refuse = (page: Page, method: string) =>
  page.route(`**${API}/loads/*/rows**`, (route) =>
    route.request().method() === method
      ? route.fulfill({ status: 500, json: { code: 'SERVER_ERROR', detail: 'It failed.' } })
      : route.fallback(),
  );

test('a refused tick jumps back with a message, which the next tick clears', async () => {
  const { page, id } = await stage.review(newPeople(6));
  await refuse(page, 'PATCH');
  await box(page, 3).click();
  await page.getByRole('alert').getByText('It failed.').waitFor();
  await eventually(() => box(page, 3).isChecked());
  expect((await stage.row(id, 3)).selected).toBe(true);
  await counted(page, '6 of 6');
  await look(page, 'tick-refused');
  expect(await focused(page)).toMatchObject({ tag: 'input' });

  await page.unroute(`**${API}/loads/*/rows**`);
  await box(page, 3).uncheck();
  await counted(page, '5 of 6');
  expect(await page.getByRole('alert').count()).toBe(0);
  stage.allow(/^500 .*\/rows\/3$/);
});

test('a tick whose response is lost shows the saved state', async () => {
  const { page, id } = await stage.review(newPeople(3));
  await page.route(`**${API}/loads/*/rows/*`, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await box(page, 2).click();
  await counted(page, '2 of 3');
  expect((await stage.row(id, 2)).selected).toBe(false);
  expect(await box(page, 2).isChecked()).toBe(false);
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('while a tick is being saved its box is busy and ignores a second press', async () => {
  const { page, id } = await stage.review(newPeople(3));
  const slow = await slowDown(page, '/loads/*/rows/*');
  await box(page, 2).uncheck();
  expect(await box(page, 2).getAttribute('aria-busy')).toBe('true');
  await box(page, 2).click({ force: true });
  expect(await box(page, 2).isChecked()).toBe(false);
  await look(page, 'tick-on-its-way');
  slow.open();
  await counted(page, '2 of 3');
  await eventually(async () => (await box(page, 2).getAttribute('aria-busy')) === null);
  expect((await stage.row(id, 2)).selected).toBe(false);
  expect((await focused(page)).tag).toBe('input');
});

test('after a slow tick and Next, untouched rows keep their ticks', async () => {
  const { page, id } = await stage.review(newPeople(120));
  const slow = await slowDown(page, '/loads/*/rows/*');
  await box(page, 2).uncheck();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Rows 101 to 120 of 120').waitFor();
  expect(await box(page, 102).isChecked()).toBe(true);
  slow.open();
  await counted(page, '119 of 120');
  expect(await box(page, 102).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Previous' }).click();
  await page.getByText('Rows 1 to 100 of 120').waitFor();
  expect(await box(page, 2).isChecked()).toBe(false);
  expect((await stage.row(id, 2)).selected).toBe(false);
});

test('after a slow tick and a search, the found rows show their own boxes', async () => {
  const { page } = await stage.review([
    ...newPeople(3),
    person({ 'Email Address': 'mona@new.example', 'First Name': 'Mona' }),
  ]);
  const slow = await slowDown(page, '/loads/*/rows/*');
  await box(page, 2).uncheck();
  await page.getByRole('searchbox').fill('mona');
  await page.getByText('Rows 1 to 1 of 1').waitFor();
  expect(await box(page, 5).isChecked()).toBe(true);
  slow.open();
  await page.getByRole('searchbox').fill('');
  await page.getByText('Rows 1 to 4 of 4').waitFor();
  expect(await box(page, 2).isChecked()).toBe(false);
});

test('a tick requests only its row', async () => {
  const { page } = await stage.review(newPeople(5));
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/rows\b/.test(request.url())) asked.push(request.method());
  });
  await box(page, 2).uncheck();
  await counted(page, '4 of 5');
  await box(page, 3, 'Email').check();
  await counted(page, '1 of 4');
  expect(asked).toEqual(['PATCH', 'PATCH']);
});

test('every tick is announced with its number', async () => {
  const { page } = await stage.review(newPeople(4));
  const said = (text: string) =>
    page.getByRole('status').getByText(text, { exact: true }).waitFor({ state: 'attached' });
  await box(page, 2).uncheck();
  await said('3 of 4 selected');
  await box(page, 3, 'Email').check();
  await said('Email: 1 of 3');
  await header(page, 'Email').check();
  await said('Email: 3 of 3');
  await header(page).check();
  await said('4 of 4 selected');
  await header(page).uncheck();
  await said('0 of 4 selected');
});

test('a tick in another tab is shown', async () => {
  const { page, id } = await stage.review(newPeople(3));
  const other = await page.context().newPage();
  await other.goto(page.url());
  await box(other, 4).uncheck();
  await counted(page, '2 of 3');
  expect(await box(page, 4).isChecked()).toBe(false);
  expect(await isMixed(page)).toBe(true);
  expect((await stage.row(id, 4)).selected).toBe(false);
});

test('a tick by another person is shown', async () => {
  const { page, id } = await stage.review(newPeople(3));
  await stage.admin.patch(`${API}/loads/${id}/rows/3`, { selected: false });
  await counted(page, '2 of 3');
  expect(await box(page, 3).isChecked()).toBe(false);
});

test('my tick also shows ticks by another person', async () => {
  const { page, id } = await stage.review(newPeople(4));
  const slow = await slowDown(page, '/loads/*/rows/*');
  await box(page, 2).uncheck();
  await stage.admin.patch(`${API}/loads/${id}/rows/3`, { selected: false });
  slow.open();
  await counted(page, '2 of 4');
  expect(await box(page, 3).isChecked()).toBe(false);
});

test('while rows load the table is busy and its boxes are disabled, so the header box never acts on unseen rows', async () => {
  const { page, id } = await stage.review([
    ...newPeople(4),
    { 'Email Address': 'ben.okafor@northwind.example', 'Weekly Hours': '37.5' },
  ]);
  const slow = await slowDown(page, '/loads/*/rows?**');
  const table = page.getByRole('table');
  expect(await table.getAttribute('aria-busy')).toBe('false');
  await page.getByRole('button', { name: 'Create (4)' }).click();
  await eventually(async () => (await table.getAttribute('aria-busy')) === 'true');
  for (const one of await page.getByRole('checkbox').all())
    expect(await one.evaluate((input: HTMLInputElement) => input.disabled)).toBe(true);
  await look(page, 'rows-loading');
  slow.open();
  await page.getByText('Rows 1 to 4 of 4').waitFor();
  await page.getByRole('checkbox', { name: 'Create/Update all rows shown: 4 rows' }).uncheck();
  await counted(page, '0 of 4');
  expect((await stage.row(id, 2)).selected).toBe(false);
  expect((await stage.row(id, 6)).selected).toBe(true);
});

test('a header box names the number of rows and pages it acts on', async () => {
  const { page } = await stage.review(newPeople(120));
  const all = page.getByRole('checkbox', { name: 'Email all rows shown: 120 rows on 2 pages' });
  await all.check();
  await counted(page, '120 of 120');
  await eventually(() => box(page, 2, 'Email').isChecked());
  expect((await focused(page)).tag).toBe('input');
});

test('Finish with no row ticked says that, and nothing of what a Finish does', async () => {
  const { page } = await stage.review(newPeople(2));
  await header(page).uncheck();
  await counted(page, '0 of 2');
  await page.getByRole('button', { name: 'Finish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('No row is ticked.').waitFor();
  expect(await dialog.getByText(/New users get|can’t be undone/).count()).toBe(0);
  expect(await dialog.getByRole('button', { name: 'Finish' }).isDisabled()).toBe(true);
});

test('a refused header box jumps back', async () => {
  const { page, id } = await stage.review(newPeople(3));
  await refuse(page, 'PATCH');
  await header(page).click();
  await page.getByRole('alert').getByText('It failed.').waitFor();
  await eventually(() => header(page).isChecked());
  expect(await box(page, 2).isChecked()).toBe(true);
  expect((await stage.row(id, 2)).selected).toBe(true);
  stage.allow(/^500 .*\/rows$/);
});

test('Try again reloads rows that could not be read and clears the message', async () => {
  const { page } = await stage.review(newPeople(3));
  await refuse(page, 'GET');
  await page.getByRole('searchbox').fill('Ana 3');
  await page.getByRole('alert').getByText('It failed.').waitFor();
  await look(page, 'rows-refused');
  await page.unroute(`**${API}/loads/*/rows**`);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Rows 1 to 1 of 1').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect((await focused(page)).tag).toBe('h1');
  stage.allow(/^500 .*\/rows$/);
});

test('a load that could not be read has a heading with the focus, until Try again reads it', async () => {
  const id = await stage.load(newPeople(2));
  const page = await stage.tab();
  const path = `**${API}/loads/${id}`;
  await page.route(path, (route) =>
    route.fulfill({ status: 500, json: { code: 'SERVER_ERROR', detail: 'It failed.' } }),
  );
  await page.goto(`${BATCH_UPLOAD}/${id}`);
  await page.getByRole('heading', { name: 'Load not opened', level: 1 }).waitFor();
  await page.getByRole('alert').getByText('It failed.').waitFor();
  expect(await focused(page)).toMatchObject({ tag: 'h1', text: 'Load not opened' });
  await look(page, 'load-refused');
  await page.unroute(path);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Rows 1 to 2 of 2').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await focused(page)).toMatchObject({ tag: 'h1', text: 'File Load options' });
  stage.allow(/^500 .*\/loads\/[^/]+$/);
});

test('values that are wrong in several rows are missing with a message, until Try again reads them', async () => {
  const id = await stage.load(
    newPeople(2).map((somebody) => ({ ...somebody, Office: 'Nort Clinic' })),
  );
  const page = await stage.tab();
  const path = `**${API}/loads/${id}/faults**`;
  await page.route(path, (route) =>
    route.fulfill({ status: 500, json: { code: 'SERVER_ERROR', detail: 'It failed.' } }),
  );
  // The rows come after the message.
  const slow = await slowDown(page, '/loads/*/rows?**');
  const refused = page.waitForResponse(path);
  await page.goto(`${BATCH_UPLOAD}/${id}`);
  await refused;
  slow.open();
  await page.getByText('Rows 1 to 2 of 2').waitFor();
  await page
    .getByRole('alert')
    .getByText('The values that are wrong in several rows could not be read.')
    .waitFor();
  await page.unroute(path);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Apply to 2 rows' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  stage.allow(/^500 .*\/faults$/);
});
