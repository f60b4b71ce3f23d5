import { expect, test } from '@jest/globals';
import { eventually } from '../e2e/client.js';
import { type Cells, person } from '../e2e/csv.js';
import { API, BATCH_UPLOAD, focused, look, newPeople, onStage } from './stage.js';

/** After Finish: true numbers, each a filter, and a way to fix what was left out. */

const stage = onStage();

async function finished(): Promise<string> {
  const people = newPeople(4);
  const id = await stage.load([
    ...people,
    person({ 'Email Address': `wrong.${people[0]?.['Email Address']}`, Office: 'Nowhere' }),
    person({ 'Email Address': `bad.${people[0]?.['Email Address']}`, Office: 'Nowhere' }),
  ] as Cells[]);
  await stage.admin.patch(`${API}/loads/${id}/rows/2`, { selected: false });
  await stage.admin.patch(`${API}/loads/${id}/rows/3`, { email: true });
  await stage.admin.patch(`${API}/loads/${id}/rows/4`, { email: true });
  await stage.admin.finish(id);
  return id;
}

test('the numbers are filters, and rows with errors are apart from rows that were not included', async () => {
  const page = await stage.tab(`${BATCH_UPLOAD}/${await finished()}`);
  await page.getByText('Rows 1 to 6 of 6').waitFor();
  await look(page, 'afterwards');
  await page.getByRole('button', { name: '2 had errors' }).click();
  await page.getByText('Rows 1 to 2 of 2').waitFor();
  await page.getByRole('button', { name: '1 not included' }).click();
  await page.getByText('Rows 1 to 1 of 1').waitFor();
  await page.getByRole('row', { name: /Ana 2/ }).getByText('Not included').waitFor();
  expect(new URL(page.url()).searchParams.get('show')).toBe('unticked');
  await page.getByRole('button', { name: '3 created' }).click();
  await page.getByText('Rows 1 to 3 of 3').waitFor();
  await page.getByRole('link', { name: 'Ana 3 Sousa' }).click();
  await page.getByRole('heading', { name: 'Ana 3 Sousa' }).waitFor();
});

test('only a value that was written looks so', async () => {
  const emi = { 'Email Address': 'emi.tanaka@northwind.example', 'Mobile Phone': '5550001111' };
  const ben = { 'Email Address': 'ben.okafor@northwind.example', 'Mobile Phone': '5550002222' };
  const id = await stage.load([emi, ben]);
  await stage.admin.patch(`${API}/loads/${id}/rows/2`, { selected: false });
  await stage.admin.finish(id);
  const page = await stage.tab(`${BATCH_UPLOAD}/${id}`);
  const weight = (phone: string) =>
    page.getByRole('cell', { name: phone }).evaluate((cell) => getComputedStyle(cell).fontWeight);
  expect(await weight('5550002222')).toBe('600');
  expect(await weight('5550001111')).toBe('400');
});

test('All cells tells what was read in a changed cell, and who changed it', async () => {
  const id = await stage.load(newPeople(2));
  const cells = { 'Employee Notes': 'Speaks Dutch', 'First Name': 'Anna' };
  await stage.admin.patch(`${API}/loads/${id}/rows/2`, { cells });
  await stage.admin.finish(id);
  const page = await stage.tab(`${BATCH_UPLOAD}/${id}`);
  const [edited, other] = [2, 3].map((line) =>
    page.getByRole('row').filter({ has: page.getByRole('button', { name: `, line ${line}` }) }),
  );
  const height = async (row = edited) => (await row?.boundingBox())?.height;
  await edited?.waitFor();
  expect(await height()).toBe(await height(other));
  await page.getByRole('button', { name: 'All cells, line 2' }).click();
  await edited?.getByText('Was “Ana 2”, changed by Alex Admin.').waitFor();
  await edited?.getByText('Was empty, changed by Alex Admin.').waitFor();
});

test('the number of sent invitations is shown, out of all', async () => {
  const page = await stage.tab(`${BATCH_UPLOAD}/${await finished()}`);
  // The page follows them by itself.
  await page.getByText('Invitations: sent 2 of 2.').waitFor({ timeout: 20_000 });
});

test('the rows with errors open in a new review', async () => {
  const id = await finished();
  const page = await stage.tab(`${BATCH_UPLOAD}/${id}`);
  await page.getByRole('button', { name: 'Fix 2 rows' }).click();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  await page.getByText('Rows 1 to 2 of 2').waitFor();
  expect(page.url()).not.toContain(id);
  await page.getByLabel('Office: replace “Nowhere” by').selectOption('North Clinic');
  await page.getByRole('button', { name: 'Apply to 2 rows' }).click();
  await page.getByText('No errors.').waitFor();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('dialog').getByText('Create 2 users').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('button', { name: '2 created' }).waitFor();
});

test('the button that opened a new review is a plain one afterwards', async () => {
  const page = await stage.tab(`${BATCH_UPLOAD}/${await finished()}`);
  const fix = page.getByRole('button', { name: 'Fix 2 rows' });
  const colour = () => fix.evaluate((button) => getComputedStyle(button).backgroundColor);
  const main = await colour();
  await fix.click();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  await page.goBack();
  await fix.waitFor();
  expect(await colour()).not.toBe(main);
});

test('past loads show what was left out, and are filtered by person and state', async () => {
  await finished();
  await stage.load(newPeople(1));
  const page = await stage.tab();
  await page
    .getByRole('cell', { name: '3 created, 0 updated, 2 had errors, 1 not included' })
    .first()
    .waitFor();
  await page.getByLabel('State').selectOption({ label: 'In review' });
  await page.getByText('had errors').first().waitFor({ state: 'detached' });
  await page.getByRole('link', { name: '1 row: continue review' }).first().waitFor();
  await look(page, 'past-loads-filtered');
  await page.getByLabel('Person').selectOption({ label: 'Alex Admin' });
  await page.getByRole('cell', { name: '1 row: continue review' }).first().waitFor();
  await page.getByLabel('State').selectOption({ label: 'Refused' });
  await page.getByText('No load matches.').waitFor();
});

test('another page of past loads starts at its top, also the last one', async () => {
  for (let load = 0; load < 21; load += 1) await stage.load(newPeople(1));
  const page = await stage.tab();
  await page.setViewportSize({ width: 375, height: 667 });
  const heading = page.getByRole('heading', { name: 'Past loads' });
  for (const name of ['Next', /^Page \d of \d/]) {
    await page.getByRole('button', { name }).last().press('Enter');
    await eventually(async () => (await focused(page)).tag === 'caption');
    const { y = -1 } = (await heading.boundingBox()) ?? {};
    expect([name, y > -1 && y < 450]).toEqual([name, true]);
  }
});

test('Back and reload keep the filter and the page of past loads', async () => {
  for (let load = 0; load < 12; load += 1) await stage.load(newPeople(1));
  const page = await stage.tab();
  const state = page.getByLabel('State');
  const isSecond = () => page.locator('[aria-current=page]').getByText('2').waitFor();
  await state.selectOption({ label: 'In review' });
  await page.getByText('had errors').first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Next' }).click();
  await isSecond();
  await page.getByRole('rowheader').first().getByRole('link').click();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  await page.goBack();
  await isSecond();
  expect(await state.inputValue()).toBe('STAGED');
  await page.reload();
  await isSecond();
  expect(await state.inputValue()).toBe('STAGED');
});

test('past loads are filtered by the signed-in person, and by everybody seen in this tab', async () => {
  await stage.load(newPeople(1));
  const page = await stage.tab();
  // Carla has uploaded the loads of the first page, and Bea that of the second one.
  await page.route(`**${API}/loads?**`, async (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const isBea = asked.get('page') === '2' || asked.get('createdBy') === 'bea';
    const createdBy = isBea ? { id: 'bea', name: 'Bea' } : { id: 'carla', name: 'Carla' };
    const items = (await stage.admin.get(`${API}/loads?pageSize=1`)).body.items;
    await route.fulfill({ json: { items: [{ ...items[0], createdBy }], total: 11 } });
  });
  await page.reload();
  const person = page.getByLabel('Person');
  const areListed = (names: string[]) =>
    eventually(async () => (await person.innerText()).split('\n').join() === names.join());
  await areListed(['Everybody', 'Alex Admin', 'Carla']);
  await page.getByRole('button', { name: 'Next' }).click();
  const all = ['Everybody', 'Alex Admin', 'Carla', 'Bea'];
  await areListed(all);
  await page.getByRole('rowheader').first().getByRole('link').click();
  await page.getByRole('link', { name: 'Batch Upload' }).last().click();
  await areListed(all);
  await person.selectOption('Bea');
  await page.getByRole('cell', { name: /^Bea, / }).waitFor();
  await page.reload();
  await page.getByRole('cell', { name: /^Bea, / }).waitFor();
  await areListed(all);
  expect(await person.inputValue()).toBe('bea');
});

test('a suggestion that the message has is not repeated', async () => {
  const id = await stage.load([
    person({ 'Email Address': 'jose@damaged.example', 'First Name': 'JosÃ©' }),
  ]);
  await stage.admin.finish(id);
  const page = await stage.tab(`${BATCH_UPLOAD}/${id}`);
  await page.getByText('“José”').waitFor();
  expect(await page.getByText('Did you mean').count()).toBe(0);
});
