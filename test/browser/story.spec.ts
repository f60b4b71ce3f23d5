import { beforeAll, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually } from '../e2e/client.js';
import { person } from '../e2e/csv.js';
import { PASSWORD } from '../e2e/platform.js';
import { onEveryDatabase } from '../e2e/databases.js';
import { HEADERS, look as lookAt, onStage } from './stage.js';

/** The story of the help page in a real browser, with the names that a person or a screen reader looks for. */

onEveryDatabase((setup) => {
  const stage = onStage(setup.env);
  const { faults } = stage;
  let page: Page;
  beforeAll(async () => {
    page = await (await stage.person()).newPage();
  });
  // The page looks the same on both databases.
  const look = async (name: string) => setup.isFirst && (await lookAt(page, name));

  const submit = (upload: ReturnType<typeof stage.file>) => stage.submit(page, upload);

  test('an admin signs in and finds Batch Upload', async () => {
    await page.goto('/settings/users/batch-upload');
    await page.getByLabel('Email').fill('admin@northwind.example');
    await page.getByLabel('Password').fill(PASSWORD);
    await look('sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
    for (const name of ['Settings', 'Users', 'Batch Upload'])
      await page.getByRole('link', { name, exact: true }).waitFor();
    await page.getByText('No files yet').waitFor();
    await look('upload');
  });

  test('the template and the sample are downloaded', async () => {
    for (const name of ['Download the template', 'Download a sample file']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.csv$/);
    }
  });

  test('a file with a wrong header leads to its columns, with the right one preselected', async () => {
    await submit(
      stage.file(
        [person()],
        HEADERS.map((header) => (header === 'Email Address' ? 'E-mail Adress' : header)),
      ),
    );
    await page.getByRole('heading', { name: 'Match columns' }).waitFor();
    expect(await page.getByLabel('E-mail Adress').inputValue()).toBe('Email Address');
    await page.getByRole('button', { name: 'Back' }).click();
    expect(faults.splice(0)).toEqual(['422 /api/user-batch-upload/loads']);
  });

  test('a file is reviewed: searched, filtered by errors, unticked, emails ticked, finished', async () => {
    await submit(
      stage.file([
        person({ 'Email Address': 'ana@new.example' }),
        person({ 'Email Address': 'bea@new.example', 'First Name': 'Béa', 'Last Name': 'Straße' }),
        person({
          'Email Address': 'cem@new.example',
          'First Name': 'Cem',
          Office: 'Nort Clinic',
          'Mobile Phone': '(555) 123-4567',
        }),
        {
          'Email Address': 'ben.okafor@northwind.example',
          Office: 'West Clinic',
          'Weekly Hours': '37.5',
        },
        { 'Email Address': 'emi.tanaka@northwind.example', 'First Name': 'Emi' },
      ]),
    );
    await page.getByRole('heading', { name: 'File Load options' }).waitFor();
    await page.getByText('Rows 1 to 1 of 1').waitFor();
    await look('review');
    await page.getByRole('button', { name: 'All rows (5)' }).click();
    await page.getByText('Rows 1 to 5 of 5').waitFor();
    await look('review-all');

    await page.getByRole('searchbox').fill('STRASSE');
    await page.getByText('Rows 1 to 1 of 1').waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByText('Rows 1 to 5 of 5').waitFor();

    await page.getByRole('button', { name: 'Office: unknown (1)' }).click();
    await page.getByText('Rows 1 to 1 of 1').waitFor();
    await page.getByRole('button', { name: 'Use North Clinic' }).waitFor();
    await page.getByRole('button', { name: 'All rows (5)' }).click();
    await page.getByText('Rows 1 to 5 of 5').waitFor();

    await page.getByRole('checkbox', { name: /^Create Ana Sousa/ }).uncheck();
    const all = page.getByRole('checkbox', { name: 'Create/Update all rows shown' });
    await eventually(() => all.evaluate((box: HTMLInputElement) => box.indeterminate));
    await page.getByRole('checkbox', { name: 'Email all rows shown' }).check();
    await eventually(() => page.getByRole('checkbox', { name: /^Email Béa/ }).isChecked());
    expect(await page.getByRole('checkbox', { name: /^Email Ana/ }).isDisabled()).toBe(true);

    await page.getByRole('button', { name: 'Finish' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(
        'Create 1 user, update 1, send 1 email; 1 row with errors is left out, 1 row is unticked.',
      )
      .waitFor();
    await look('dialog');
    await dialog.getByRole('button', { name: 'Finish' }).click();

    await page.getByRole('heading', { name: 'Load finished' }).waitFor();
    await page.getByRole('button', { name: '1 created' }).waitFor();
    await page.getByRole('row').nth(5).waitFor();
    await look('finished');
    await eventually(
      async () =>
        (await readdir(join(stage.platform.config.dataDir, 'mail')).catch(() => [])).length === 1,
    );
  });

  test('the load appears among the past loads, and its users in the list', async () => {
    await page.getByRole('link', { name: '← Batch Upload' }).click();
    await page
      .getByRole('cell', {
        name: /^1 created, 1 updated, 1 unchanged, 1 had errors, 1 not included/,
      })
      .waitFor();
    await look('past-loads');
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByRole('searchbox').fill('bea@new');
    await page.getByRole('link', { name: 'Béa Straße' }).waitFor();
    await look('users');
    await page.getByRole('link', { name: 'Béa Straße' }).click();
    await page.getByRole('heading', { name: 'Béa Straße' }).waitFor();
    await look('user');
  });

  test('a very long cell shows its start, and its whole text on request', async () => {
    const book = 'Lorem ipsum dolor '.repeat(2_000).trim();
    await page.getByRole('link', { name: 'Batch Upload', exact: true }).click();
    await submit(stage.file([person({ 'Email Address': 'book@new.example', 'First Name': book })]));
    await page.getByText('has 35999 characters; at most 254 are allowed.').waitFor();
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    expect(await height()).toBeLessThan(1_500);
    await look('long-cell');
    await page.getByRole('row', { name: /Lorem/ }).locator('summary').first().click();
    await page.waitForFunction(() => document.documentElement.scrollHeight > 3_000);
  });
});
