import { expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { csv } from '../e2e/csv.js';
import { API, chooseFile, focused, HEADERS, look, newPeople, onStage, slowDown } from './stage.js';

/** The first screen shows each error at its place until it is fixed. */

const stage = onStage();
const field = (page: Page) => page.getByLabel('File', { exact: true });
const submit = (page: Page) => page.getByRole('button', { name: 'Submit File' });

async function chooseFrom(folder: string, page: Page): Promise<string> {
  const path = join(folder, 'people.csv');
  await writeFile(path, csv(HEADERS, newPeople(1)));
  await page.getByLabel('Role').selectOption({ label: 'Staff' });
  await chooseFile(page, path);
  return path;
}

test('a file that changed on disk after it was chosen is reported, and choosing it again works', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'upload-'));
  const page = await stage.tab();
  const path = await chooseFrom(folder, page);
  await writeFile(path, csv(HEADERS, newPeople(2)));
  await submit(page).click();
  await page.getByText('people.csv was changed, moved or deleted after you chose it').waitFor();
  expect(await page.getByText('can’t be reached').count()).toBe(0);
  expect(await field(page).evaluate((input: HTMLInputElement) => input.matches(':focus'))).toBe(
    true,
  );
  await look(page, 'file-changed');
  await chooseFile(page, path);
  expect(await page.getByRole('alert').count()).toBe(0);
  await submit(page).click();
  await page.getByText('Rows 1 to 2 of 2').waitFor();
  await rm(folder, { recursive: true });
});

test('a file that changes during the upload is reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'upload-'));
  const page = await stage.tab();
  const path = await chooseFrom(folder, page);
  await page.route(`**${API}/loads`, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    await rm(path);
    await route.abort();
  });
  await submit(page).click();
  await page.getByText('people.csv was changed, moved or deleted after you chose it').waitFor();
  await rm(folder, { recursive: true });
});

test('the message about a refused file gets the focus and disappears with the next file', async () => {
  const page = await stage.tab();
  await stage.submit(page, { ...stage.file([]), buffer: Buffer.from('%PDF-1.7\n') });
  await page.getByRole('alert').getByText('This is a PDF').waitFor();
  expect((await focused(page)).text).toMatch(/^This is a PDF/);
  await field(page).setInputFiles(stage.file(newPeople(1)));
  expect(await page.getByRole('alert').count()).toBe(0);
  stage.allow(/^415 .*\/loads$/);
});

test('a file that is too large is refused before it is sent', async () => {
  const page = await stage.tab();
  await page.getByText('Up to 500 rows and 2 MB.').waitFor();
  await stage.submit(page, { ...stage.file([]), buffer: Buffer.alloc(2_100_000, 'a') });
  await page.getByText('users.csv has 2.1 MB; at most 2 MB can be uploaded.').waitFor();
});

test('a file is dropped outside the field', async () => {
  const page = await stage.tab();
  const drop = (names: string[]) =>
    page.getByRole('heading', { name: 'Past loads' }).evaluate((heading, list) => {
      const dataTransfer = new DataTransfer();
      for (const name of list) dataTransfer.items.add(new File(['a'], name));
      const options = { dataTransfer, bubbles: true, composed: true, cancelable: true };
      heading.dispatchEvent(new DragEvent('dragover', options));
      // The browser opens a file whose drop was not taken.
      return !heading.dispatchEvent(new DragEvent('drop', options));
    }, names);
  expect(await drop(['people.csv'])).toBe(true);
  const chosen = () => field(page).evaluate((input: HTMLInputElement) => input.files?.[0]?.name);
  expect(await chosen()).toBe('people.csv');
  expect(await drop(['one.csv', 'two.csv'])).toBe(true);
  await page.getByRole('alert').getByText('Drop one file').waitFor();
  expect(await chosen()).toBe('people.csv');
});

test('during an upload Submit File keeps the focus and sends the file once', async () => {
  const page = await stage.tab();
  const slow = await slowDown(page, '/loads');
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1;
  });
  await page.getByLabel('Role').selectOption({ label: 'Staff' });
  await field(page).setInputFiles(stage.file(newPeople(1)));
  await submit(page).click();
  await submit(page).click({ force: true });
  await page.getByRole('progressbar').waitFor();
  expect((await focused(page)).text).toBe('Submit File');
  await look(page, 'sending');
  slow.open();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  expect(sent).toBe(1);
});

test('an empty field shows its own message and gets the focus until it is filled', async () => {
  const page = await stage.tab();
  await submit(page).click();
  const role = page.getByLabel('Role');
  await page.getByRole('alert').getByText('Choose the role').waitFor();
  expect(await role.getAttribute('aria-invalid')).toBe('true');
  await role.selectOption({ label: 'Staff' });
  expect(await page.getByRole('alert').count()).toBe(0);
  await submit(page).click();
  await page.getByRole('alert').getByText('Choose a file').waitFor();
  await look(page, 'field-wrong');
  await field(page).setInputFiles(stage.file(newPeople(1)));
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('Try again reloads options that could not be read', async () => {
  const page = await stage.tab('/settings/users');
  await page.route(`**${API}/options`, (route) =>
    route.fulfill({ status: 500, json: { code: 'SERVER_ERROR', detail: 'It failed.' } }),
  );
  await page.getByRole('link', { name: 'Batch Upload', exact: true }).click();
  await page.getByRole('alert').getByText('It failed.').waitFor();
  await page.unroute(`**${API}/options`);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  expect((await focused(page)).text).toBe('Batch Upload');
  stage.allow(/^500 .*\/options$/);
});
