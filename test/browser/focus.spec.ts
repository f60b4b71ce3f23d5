import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../e2e/client.js';
import { focused, newPeople, onStage, TEN_WRONG } from './stage.js';

/** The focus never falls to the body. */

const stage = onStage();

test('Show all rows moves the focus to the search field', async () => {
  const { page } = await stage.review(newPeople(2));
  await page.getByRole('searchbox').fill('nobody');
  await page.getByRole('button', { name: 'Show all rows' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Rows 1 to 2 of 2').waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('');
  expect((await focused(page)).tag).toBe('input');
});

test('Next moves the focus to the start of the next page, also the last', async () => {
  const { page } = await stage.review(newPeople(120));
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Rows 101 to 120 of 120').waitFor();
  await eventually(async () => (await focused(page)).tag === 'caption');
  const top = await page.getByRole('table').evaluate((table) => table.getBoundingClientRect().top);
  expect(top).toBeGreaterThan(-1);
});

/** The presses of this key after which the focus is under something else. */
async function hiddenFocus(page: Page, key: string, presses: number): Promise<number[]> {
  const hidden: number[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press(key);
    const isHidden = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const { left, top, width, height } = (element as Element).getBoundingClientRect();
      let above = document.elementFromPoint(left + width / 2, top + height / 2);
      while (above?.shadowRoot) {
        const inner = above.shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
        if (!inner || inner === above) break;
        above = inner;
      }
      return above !== element;
    });
    if (isHidden) hidden.push(press);
  }
  return hidden;
}

test('a focused box is never under the sticky bar', async () => {
  const { page } = await stage.review(newPeople(40));
  await page.getByRole('checkbox', { name: /^Create .*, line 2$/ }).focus();
  expect(await hiddenFocus(page, 'Tab', 60)).toEqual([]);
});

test('a focused date is never under the sticky header', async () => {
  const { page } = await stage.review(
    newPeople(12).map((cells) => ({ ...cells, 'Start Date': '2024-02-30' })),
  );
  await page.getByRole('button', { name: 'All cells, line 13' }).focus();
  expect(await hiddenFocus(page, 'Shift+Tab', 50)).toEqual([]);
});

test('Tab reaches every control of a review', async () => {
  const nortClinic = newPeople(2).map((cells) => ({ ...cells, Office: 'Nort Clinic' }));
  const { page } = await stage.review([
    ...newPeople(2),
    ...nortClinic,
    ...newPeople(1).map((cells) => ({ ...cells, ...TEN_WRONG })),
  ]);
  await page.getByRole('button', { name: /^All rows/ }).click();
  await page.getByText('Rows 1 to 5 of 5').waitFor();
  await page.getByRole('button', { name: 'Apply to 2 rows' }).waitFor();
  const controls = page
    .locator('user-batch-upload')
    .locator('a, summary, button:enabled, input:enabled, select:enabled, textarea:enabled')
    .filter({ visible: true });
  const count = await controls.count();
  await page.getByRole('link', { name: '← Batch Upload' }).focus();
  // A date field has several stops.
  for (let press = 0; press < count + 10; press += 1) {
    await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      element?.setAttribute('data-reached', '');
    });
    await page.keyboard.press('Tab');
  }
  const missed = await controls.evaluateAll((all) =>
    all.filter((one) => !one.hasAttribute('data-reached')).map((one) => one.outerHTML),
  );
  expect(count).toBeGreaterThan(30);
  expect(missed).toEqual([]);
});
