import { expect, test } from '@jest/globals';
import { ADMIN, BATCH_UPLOAD, look, newPeople, onStage, signIn, slowDown } from './stage.js';

/** A lost session or connection shows one message, keeps all choices, and disappears by itself. */

const stage = onStage();
const SIGNED_OUT = 'You are signed out.';

test('a session that ends in review shows one message until sign-in and keeps filters and ticks', async () => {
  const { page, id } = await stage.review([
    ...newPeople(3),
    { 'Email Address': 'ben.okafor@northwind.example', 'Weekly Hours': '37.5' },
  ]);
  await page.getByRole('button', { name: 'Create (3)' }).click();
  await page.getByText('Rows 1 to 3 of 3').waitFor();
  await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).uncheck();
  await page.getByRole('columnheader').getByText('2 of 3').waitFor();

  await page.context().request.delete('/api/session');
  await page.getByRole('checkbox', { name: /^Create .*, line 3$/ }).click();
  await page.getByText(SIGNED_OUT).waitFor();
  expect(await page.getByRole('alert').count()).toBe(1);
  expect(await page.getByRole('checkbox', { name: /^Create .*, line 3$/ }).isChecked()).toBe(true);
  await look(page, 'signed-out');

  const [signingIn] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'Sign in' }).click(),
  ]);
  await signingIn.getByLabel('Email').waitFor();
  await signIn(page.context(), ADMIN);
  await signingIn.close();
  await page.getByText(SIGNED_OUT).waitFor({ state: 'detached' });
  await page.getByText('Rows 1 to 3 of 3').waitFor();
  const chip = page.getByRole('button', { name: 'Create (3)' });
  expect(await chip.getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('checkbox', { name: /^Create .*, line 3$/ }).uncheck();
  await page.getByRole('columnheader').getByText('1 of 3').waitFor();
  expect((await stage.row(id, 2)).selected).toBe(false);
  stage.allow(/^401 .*\/loads\/[^/]+(\/rows\/3)?$/);
});

test('a session that ends before the upload keeps the chosen role and file', async () => {
  const page = await stage.tab();
  await page.getByLabel('Role').selectOption({ label: 'Staff' });
  await page.getByLabel('File', { exact: true }).setInputFiles(stage.file(newPeople(1)));
  await page.context().request.delete('/api/session');
  await page.getByRole('button', { name: 'Submit File' }).click();
  await page.getByText(SIGNED_OUT).waitFor();
  expect(await page.getByRole('alert').count()).toBe(1);
  await look(page, 'signed-out-upload');
  await signIn(page.context(), ADMIN);
  await page.getByText(SIGNED_OUT).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Submit File' }).click();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  stage.allow(/^401 .*\/loads$/);
});

test('offline there is one message that disappears by itself, and the boxes show the saved state', async () => {
  const { page, id } = await stage.review(newPeople(3));
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).click();
  await page.getByRole('searchbox').fill('Ana 3');
  await look(page, 'offline');
  expect(await page.getByRole('alert').count()).toBe(1);
  await page.context().setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
  await page.getByText('Rows 1 to 1 of 1').waitFor();
  await page.getByRole('searchbox').fill('');
  await page.getByText('Rows 1 to 3 of 3').waitFor();
  expect(await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).isChecked()).toBe(true);
  expect((await stage.row(id, 2)).selected).toBe(true);
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('an unreachable platform is polled until the load opens', async () => {
  const id = await stage.load(newPeople(2));
  const page = await stage.tab();
  await page.route('**/api/user-batch-upload/**', (route) =>
    route.request().url().endsWith('.js') ? route.fallback() : route.abort(),
  );
  await page.goto(`${BATCH_UPLOAD}/${id}`);
  await page.getByText('The platform can’t be reached.').waitFor();
  expect(await page.getByRole('alert').count()).toBe(1);
  await page.unroute('**/api/user-batch-upload/**');
  await page.getByText('Rows 1 to 2 of 2').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('a slow response shows a message after five seconds, until it arrives', async () => {
  const { page } = await stage.review(newPeople(2));
  const slow = await slowDown(page, '/loads/*/rows?**');
  await page.getByRole('searchbox').fill('Ana 3');
  await page.getByText('The platform is slow to respond.').waitFor();
  slow.open();
  await page.getByText('Rows 1 to 1 of 1').waitFor();
  expect(await page.getByText('The platform is slow to respond.').count()).toBe(0);
});
