import { expect, test } from '@jest/globals';
import type { Download, Locator } from 'playwright-core';
import { text } from 'node:stream/consumers';
import { eventually } from '../e2e/client.js';
import { person } from '../e2e/csv.js';
import { HEADERS, onStage } from './stage.js';

/** The whole story of the help page takes so many presses: each press, choice of a list and choice of a file is one. */
const PRESSES = 16;

const stage = onStage();

test(`from the template to the fixed rows takes ${PRESSES} presses`, async () => {
  const page = await stage.tab();
  let presses = 0;
  const press = async (target: Locator, how: () => Promise<unknown> = () => target.click()) => {
    await target.waitFor();
    presses += 1;
    await how();
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const link = (name: string) => page.getByRole('link', { name });
  const download = async (name: string): Promise<string> => {
    const [file] = await Promise.all([page.waitForEvent('download'), press(link(name))]);
    return text(await (file as Download).createReadStream());
  };
  const finish = async (told: string) => {
    await press(button('Finish'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText(told).waitFor();
    await press(dialog.getByRole('button', { name: 'Finish' }));
    await page.getByRole('heading', { name: 'Load finished' }).waitFor();
  };

  const template = await download('Download the template');
  expect(template.replace('\uFEFF', '').trim()).toBe(HEADERS.join(','));
  expect(await download('Download a sample file')).toContain('@');

  const role = page.getByLabel('Role');
  await press(role, () => role.selectOption({ label: 'Staff' }));
  const input = page.getByLabel('File', { exact: true });
  const file = stage.file([
    person({ 'Email Address': 'ana@presses.example' }),
    person({ 'Email Address': 'bea@presses.example', 'First Name': 'Bea' }),
    person({ 'Email Address': 'cem@presses.example', 'First Name': 'Cem', Office: 'Nort Clinic' }),
  ]);
  await press(input, () => input.setInputFiles(file));
  await press(button('Submit File'));

  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  await press(button('All rows (3)'));
  await press(page.getByRole('checkbox', { name: /^Create Ana Sousa/ }));
  await press(page.getByRole('checkbox', { name: 'Email all rows shown' }));
  await eventually(() => page.getByRole('checkbox', { name: /^Email Bea/ }).isChecked());
  await finish('Create 1 user, send 1 email; 1 row with errors is left out, 1 row is unticked.');

  await page.getByText('Invitations: sent 1 of 1.').waitFor({ timeout: 20_000 });
  const loadId = new URL(page.url()).pathname.split('/').at(-1);
  await eventually(async () => {
    const { items } = (await stage.admin.get('/api/activity')).body;
    return items.some((entry: { loadId: string }) => entry.loadId === loadId);
  });
  await press(link('Bea Sousa'));
  await page.getByRole('heading', { name: 'Bea Sousa' }).waitFor();
  presses += 1;
  await page.goBack();

  await press(button('Fix 1 row'));
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  await press(button('Use North Clinic'));
  await page.getByText('No errors.').waitFor();
  await finish('Create 1 user');
  await button('1 created').waitFor();
  expect(presses).toBe(PRESSES);
}, 90_000);
