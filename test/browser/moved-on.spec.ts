import { expect, test } from '@jest/globals';
import { eventually } from '../e2e/client.js';
import { person } from '../e2e/csv.js';
import { API, BATCH_UPLOAD, focused, look, newPeople, onStage, slowDown } from './stage.js';

/** The page follows its load to a new state, whoever changed it. */

const stage = onStage();

test('a load that is finished in another tab moves this page on', async () => {
  const { page } = await stage.review(newPeople(2));
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Finish' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Finish' }).click();
  await other.getByRole('heading', { name: 'Load finished' }).waitFor();
  expect(await other.getByText('another tab').count()).toBe(0);

  await page.getByRole('heading', { name: 'Load finished' }).waitFor();
  await page.getByText('finished in another tab or by another person').waitFor();
  await page.getByRole('button', { name: '2 created' }).waitFor();
  expect(await page.getByRole('button', { name: 'Finish' }).count()).toBe(0);
  expect((await focused(page)).text).toBe('Load finished');
  await look(page, 'finished-elsewhere');
});

test('a tick in a load that another person finished shows the outcome and no error', async () => {
  const { page, id } = await stage.review(newPeople(2));
  // The page does not know about it yet when the tick is made.
  const slow = await slowDown(page, `/loads/${id}`);
  await stage.admin.finish(id);
  await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).click();
  slow.open();
  await page.getByRole('heading', { name: 'Load finished' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  stage.allow(/^409 .*\/rows\/2$/);
});

test('a load that another person discards moves this page on', async () => {
  const { page, id } = await stage.review(newPeople(2));
  await stage.admin.delete(`${API}/loads/${id}`);
  await page.getByRole('heading', { name: 'Load discarded' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('after Discard the page says that no user was changed, until another load is opened', async () => {
  const { page } = await stage.review(newPeople(2));
  await page.getByRole('button', { name: 'Discard this load' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
  const notice = page
    .getByRole('status')
    .getByText('users.csv was discarded. No user was changed.');
  await notice.waitFor();
  expect((await focused(page)).text).toBe('Batch Upload');
  await look(page, 'discarded');
  await stage.submit(page, stage.file(newPeople(1)));
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  expect(await notice.count()).toBe(0);
});

test('on a slow connection Finish opens its dialog at once, with current numbers', async () => {
  const { page, id } = await stage.review(newPeople(3));
  const slow = await slowDown(page, '/loads/**');
  await page.getByRole('button', { name: 'Finish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Counting the rows…').waitFor();
  expect(await dialog.getByRole('button', { name: 'Finish' }).isDisabled()).toBe(true);
  await look(page, 'dialog-counting');
  await stage.admin.patch(`${API}/loads/${id}/rows/2`, { selected: false });
  slow.open();
  await dialog.getByText('Create 2 users; 1 row is unticked.').waitFor();
  await dialog.getByText('New users get the role Staff.').waitFor();
  await eventually(async () => (await focused(page)).text === 'Finish');
});

test('the dialog speaks of new users only where it creates some', async () => {
  const { page } = await stage.review([
    { 'Email Address': 'ben.okafor@northwind.example', 'Weekly Hours': '31' },
  ]);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Finish' }).click();
  await dialog.getByText('Update 1 user.').waitFor();
  expect(await dialog.innerText()).not.toContain('INACTIVE');
  await page.keyboard.press('Escape');
  const { page: other } = await stage.review(newPeople(1));
  await other.getByRole('button', { name: 'Finish' }).click();
  await other
    .getByRole('dialog')
    .getByText('A new user without a status is INACTIVE and can’t sign in.')
    .waitFor();
});

test('the dialog names the cells that are not saved', async () => {
  const { page } = await stage.review([
    ...newPeople(1),
    person({ 'Email Address': 'unsaved@moved.example', 'Mobile Phone': '12' }),
  ]);
  await page.route(`**${API}/loads/*/rows/3`, (route) => route.fulfill({ status: 500, body: '' }));
  const phone = page.getByLabel('Mobile Phone, line 3');
  await phone.fill('5551234567');
  await phone.press('Enter');
  await page.getByText('Not saved yet.').waitFor();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('dialog').getByText('1 cell that you changed is not saved').waitFor();
  stage.allow(/^500 .*\/rows\/3$/);
});

test('Finish waits for a tick that is being saved', async () => {
  const { page } = await stage.review(newPeople(3));
  const slow = await slowDown(page, '/loads/*/rows/*');
  await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).uncheck();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('dialog').getByText('Counting the rows…').waitFor();
  slow.open();
  await page.getByText('Create 2 users; 1 row is unticked.').waitFor();
});

test('with nothing ticked the dialog says so and offers no Finish', async () => {
  const { page } = await stage.review(newPeople(2));
  await page.getByRole('checkbox', { name: /^Create\/Update all/ }).uncheck();
  await page.getByRole('button', { name: 'Finish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('No row is ticked').waitFor();
  expect(await dialog.getByRole('button', { name: 'Finish' }).isDisabled()).toBe(true);
});

test('a refused Finish shows its reason, and the load stays in review', async () => {
  const { page } = await stage.review(newPeople(2));
  await page.route(`**${API}/loads/*/finish`, (route) =>
    route.fulfill({
      status: 409,
      json: { code: 'ROLE_NOT_ALLOWED', detail: 'You may not give the role Staff.' },
    }),
  );
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('alert').getByText('You may not give the role Staff.').waitFor();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  expect((await focused(page)).text).toBe('Finish');
  stage.allow(/^409 .*\/finish$/);
});

test('if another person changes the load while the dialog is open, Finish is refused until the new numbers are shown', async () => {
  const { page, id } = await stage.review(newPeople(3));
  await page.getByRole('button', { name: 'Finish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Create 3 users.').waitFor();
  await stage.admin.patch(`${API}/loads/${id}/rows/2`, { selected: false });
  // The page notices the change behind the dialog.
  await page.getByText('2 of 3').waitFor();
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('alert').getByText('Somebody has changed this load').waitFor();
  await page.getByRole('button', { name: 'Finish' }).click();
  await dialog.getByText('Create 2 users; 1 row is unticked.').waitFor();
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('button', { name: '2 created' }).waitFor();
  expect(stage.faults.splice(0)).toEqual([`409 ${API}/loads/${id}/finish`]);
});

test('an unknown load is reported with a heading and a link back', async () => {
  const page = await stage.tab(`${BATCH_UPLOAD}/00000000-0000-4000-8000-000000000000`);
  await page.getByRole('heading', { name: 'Load not found' }).waitFor();
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  expect((await focused(page)).text).toBe('Load not found');
  await look(page, 'not-found');
  await page.getByRole('link', { name: '← Batch Upload' }).click();
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  stage.allow(/^404 .*\/loads\/[^/]+$/);
});
