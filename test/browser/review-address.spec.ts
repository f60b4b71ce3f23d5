import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../e2e/client.js';
import { type Cells, person } from '../e2e/csv.js';
import { BATCH_UPLOAD, focused, look, newPeople, onStage, TEN_WRONG } from './stage.js';

/** The review opens on what needs an admin, and its address keeps what is shown. */

const stage = onStage();
const MIXED: Cells[] = [
  person({ 'Email Address': 'one@address.example', 'First Name': 'One' }),
  person({ 'Email Address': 'two@address.example', 'First Name': 'Two', Office: 'Nowhere' }),
  person({ 'Email Address': 'three@address.example', 'First Name': 'Three', Shift: 'Noon' }),
  { 'Email Address': 'ben.okafor@northwind.example', 'Weekly Hours': '37.25' },
  { 'Email Address': 'emi.tanaka@northwind.example', 'First Name': 'Emi' },
];

const asked = (page: Page): Record<string, string> =>
  Object.fromEntries(new URL(page.url()).searchParams);
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const rows = (page: Page, text: string): Promise<void> =>
  page.getByText(`Rows ${text}`, { exact: true }).waitFor();
const isShown = (page: Page, name: string): Promise<string | null> =>
  page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed');

test('the review opens on the rows with errors, and says so', async () => {
  const { page } = await stage.review(MIXED);
  await rows(page, '1 to 2 of 2');
  expect(asked(page)).toEqual({ show: 'invalid' });
  expect(await isShown(page, '2 rows with errors')).toBe('true');
  await page
    .getByRole('status')
    .getByText('2 rows with errors, 2 ready, 1 unchanged. Nothing has been changed yet.')
    .waitFor();
  expect(await page.title()).toBe('2 rows with errors · users.csv · Batch Upload · Platform');
});

test('a review without errors shows all rows', async () => {
  const { page } = await stage.review(newPeople(2));
  await rows(page, '1 to 2 of 2');
  await page.getByText('No errors.').waitFor();
  expect(await page.title()).toBe('In review · users.csv · Batch Upload · Platform');
});

test('one bar has each number, and a press shows these rows', async () => {
  const { page } = await stage.review(MIXED);
  for (const [name, shown] of [
    ['Ready (2)', '1 to 2 of 2'],
    ['Unchanged (1)', '1 to 1 of 1'],
    ['All rows (5)', '1 to 5 of 5'],
    ['Office: unknown (1)', '1 to 1 of 1'],
    ['Shift: not an option (1)', '1 to 1 of 1'],
    ['2 rows with errors', '1 to 2 of 2'],
  ] as const) {
    await press(page, name);
    await rows(page, shown);
    await eventually(async () => (await isShown(page, name)) === 'true');
  }
});

test('the filter that is on stays pressed when its last row is fixed', async () => {
  const { page } = await stage.review(MIXED);
  await press(page, 'Office: unknown (1)');
  await rows(page, '1 to 1 of 1');
  await page.getByLabel('Office, line 3', { exact: true }).selectOption('North Clinic');
  const kind = page.getByRole('button', { name: 'Office: unknown (0)', pressed: true });
  await kind.waitFor();
  await page.reload();
  await page.getByText('No rows match.').waitFor();
  await kind.waitFor();
  await press(page, '1 row with errors');
  await rows(page, '1 to 1 of 1');
  expect(await page.getByRole('button', { name: /^Office: unknown/ }).count()).toBe(0);
  await page.getByLabel('Shift, line 4', { exact: true }).selectOption({ index: 1 });
  const errors = page.getByRole('button', { name: '0 rows with errors', pressed: true });
  await errors.waitFor();
  await page.reload();
  await page.getByText('No row has errors.').waitFor();
  await errors.waitFor();
  await press(page, 'All rows (5)');
  await rows(page, '1 to 5 of 5');
  expect(await page.getByRole('button', { name: /with errors/ }).count()).toBe(0);
});

test('reload and Back keep the filter, the kind, the search and the page', async () => {
  const { page } = await stage.review(MIXED);
  await press(page, 'Office: unknown (1)');
  await rows(page, '1 to 1 of 1');
  expect(asked(page)).toEqual({ show: 'all', problem: 'OFFICE_UNKNOWN', column: 'Office' });
  await page.reload();
  await rows(page, '1 to 1 of 1');
  expect(await isShown(page, 'Office: unknown (1)')).toBe('true');

  await press(page, 'All rows (5)');
  await rows(page, '1 to 5 of 5');
  await page.getByRole('searchbox').fill('ben.okafor');
  await rows(page, '1 to 1 of 1');
  expect(asked(page)).toEqual({ show: 'all', search: 'ben.okafor' });
  await page.getByRole('link', { name: 'Ben Okafor' }).click();
  await page.getByRole('heading', { name: 'Ben Okafor' }).waitFor();
  await page.goBack();
  await rows(page, '1 to 1 of 1');
  expect(await page.getByRole('searchbox').inputValue()).toBe('ben.okafor');
  await page.goBack();
  await page.getByText('Two Sousa').waitFor();
  expect(asked(page)).toEqual({ show: 'all', problem: 'OFFICE_UNKNOWN', column: 'Office' });
});

test('an address with nonsense shows all rows', async () => {
  const id = await stage.load(MIXED);
  const page = await stage.tab(`${BATCH_UPLOAD}/${id}?show=everything&page=-3`);
  await rows(page, '1 to 5 of 5');
});

test('pages are reached by number, and the top of the new page is in view', async () => {
  const { page } = await stage.review(newPeople(450));
  await rows(page, '1 to 100 of 450');
  await page.getByRole('button', { name: 'Page 5 of 5' }).click();
  await rows(page, '401 to 450 of 450');
  expect(asked(page)).toEqual({ show: 'all', page: '5' });
  await eventually(async () => (await focused(page)).tag === 'caption');
  const top = await page.getByRole('table').evaluate((table) => table.getBoundingClientRect().top);
  expect(top).toBeGreaterThan(-2);
  expect(top).toBeLessThan(450);
  await page.reload();
  await rows(page, '401 to 450 of 450');
  await page.goBack();
  await rows(page, '1 to 100 of 450');
});

test('a page that no longer exists shows the last one that does', async () => {
  const wrong = (cells: Cells) => newPeople(1).map((one) => ({ ...one, ...cells }))[0] as Cells;
  const { page } = await stage.review([
    ...Array.from({ length: 102 }, () => wrong({ Office: 'Nort Clinic' })),
    ...Array.from({ length: 3 }, () => wrong({ 'Mobile Phone': '12' })),
  ]);
  await page.getByRole('button', { name: 'Next' }).click();
  await rows(page, '101 to 105 of 105');
  await page.getByRole('button', { name: 'Apply to 102 rows' }).click();
  await rows(page, '1 to 3 of 3');
  expect(asked(page)).toEqual({ show: 'invalid' });
  await page.goto(`${page.url()}&page=99`);
  await rows(page, '1 to 3 of 3');
});

test('an update folds to its number of changes, and names its user and the key', async () => {
  const { page } = await stage.review([
    { 'Email Address': 'ben.okafor@northwind.example', 'Weekly Hours': '36.75', Remote: 'Yes' },
  ]);
  const row = page.getByRole('row', { name: /Ben Okafor/ });
  await row.getByText('found by Email Address').waitFor();
  expect(await row.getByRole('link', { name: 'Ben Okafor' }).getAttribute('href')).toMatch(
    /^\/settings\/users\/[\w-]+$/,
  );
  expect(await row.getByText('36.75').isVisible()).toBe(false);
  await row.getByText(/^\s*\d changes?\s*$/).click();
  await row.getByText('36.75').waitFor();
});

test('the first eight kinds of problems are buttons, and the rest are folded', async () => {
  const { page } = await stage.review([
    person({
      ...TEN_WRONG,
      'Profile Type ID': '1',
      Remote: '',
    }),
  ]);
  const kinds = page.getByRole('button', { name: /: .* \(1\)$/ });
  await page.getByText('More kinds of problems (2)').waitFor();
  expect(await kinds.count()).toBe(8);
  await look(page, 'kinds-folded');
  await page.getByText('More kinds of problems (2)').click();
  expect(await kinds.count()).toBe(10);
  await kinds.last().click();
  await rows(page, '1 to 1 of 1');
  await page.reload();
  await rows(page, '1 to 1 of 1');
  expect(await kinds.last().getAttribute('aria-pressed')).toBe('true');
  await kinds.first().click();
  await eventually(async () => (await kinds.first().getAttribute('aria-pressed')) === 'true');
});
