import { expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { person } from '../e2e/csv.js';
import { API, BATCH_UPLOAD, newPeople, onStage, TEN_WRONG } from './stage.js';

/** The table holds still, fits every width, and never hides the focus. */

const stage = onStage();

/** The left edges of the header's columns. */
const columns = (page: Page): Promise<number[]> =>
  page
    .getByRole('columnheader')
    .evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().left)));

test('columns stay in place whatever is shown', async () => {
  const { page } = await stage.review([
    ...newPeople(3),
    person({ ...TEN_WRONG }),
    { 'Email Address': 'ben.okafor@northwind.example', 'Weekly Hours': '12.25' },
  ]);
  const before = await columns(page);
  for (const name of [/^Ready/, /^Update/, /^All rows/]) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('table').and(page.locator('[aria-busy=false]')).waitFor();
    expect(await columns(page)).toEqual(before);
  }
});

test('the header of the table stays in view', async () => {
  const { page } = await stage.review(newPeople(60));
  await page.mouse.wheel(0, 2_000);
  await page.waitForFunction(() => scrollY > 1_000);
  const top = await page
    .getByRole('columnheader')
    .first()
    .evaluate((cell) => cell.getBoundingClientRect().top);
  expect(Math.abs(top)).toBeLessThan(2);
});

test('the first row is on the first screen of a phone', async () => {
  const { page } = await stage.review([
    ...newPeople(3),
    person({ ...TEN_WRONG }),
    person({ 'Email Address': 'a@phone.example', Office: 'Nort Clinic' }),
    person({ 'Email Address': 'b@phone.example', Office: 'Nort Clinic' }),
  ]);
  await page.setViewportSize({ width: 375, height: 667 });
  const tops = async () =>
    (await page.getByRole('row').nth(1).boundingBox())?.y ?? Number.POSITIVE_INFINITY;
  expect(await tops()).toBeLessThan(560);
});

test('the first row is on the first screen of a phone, also if every row is wrong', async () => {
  const { page } = await stage.review([
    person({ ...TEN_WRONG }),
    person({ 'Email Address': 'c@phone.example', Office: 'Nort Clinic' }),
    person({ 'Email Address': 'd@phone.example', Office: 'Nort Clinic' }),
  ]);
  await page.setViewportSize({ width: 375, height: 667 });
  await page.getByText('Nothing to finish. Fix the rows below.').waitFor();
  const top = async (locator: Locator) => (await locator.boundingBox())?.y ?? Number.NaN;
  const bar = page.getByRole('button', { name: 'Finish' });
  // Its line and its name.
  expect((await top(bar)) - (await top(page.getByRole('row').nth(1)))).toBeGreaterThan(70);
});

test('on paper there are the rows, and no buttons, boxes or bars', async () => {
  const { page } = await stage.review([...newPeople(2), person({ ...TEN_WRONG })]);
  await page.emulateMedia({ media: 'print' });
  for (const role of ['button', 'checkbox', 'searchbox'] as const)
    expect(await page.getByRole(role).count()).toBe(0);
  await page.getByText('no address').first().waitFor();
});

test('on wide paper the columns take the whole width', async () => {
  const { page } = await stage.review(newPeople(2));
  await page.emulateMedia({ media: 'print' });
  const right = async (locator: Locator) => {
    const { x, width } = (await locator.boundingBox()) ?? { x: 0, width: 0 };
    return Math.round(x + width);
  };
  const last = page.getByRole('columnheader', { name: 'What would happen' });
  expect((await right(page.getByRole('table'))) - (await right(last))).toBeLessThan(3);
});

test('at 768 pixels a row with ten problems takes at most two screens', async () => {
  const { page } = await stage.review([...newPeople(1), person({ ...TEN_WRONG })]);
  await page.setViewportSize({ width: 768, height: 1024 });
  const height = (await page.getByRole('row').nth(1).boundingBox())?.height ?? 0;
  expect(height).toBeGreaterThan(300);
  expect(height).toBeLessThan(2 * 1024);
});

test('the focus is never under a bar', async () => {
  const { page } = await stage.review([
    ...newPeople(12),
    person({ ...TEN_WRONG }),
    person({ 'Email Address': 'c@focus.example', Office: 'Nort Clinic' }),
  ]);
  await page.getByRole('button', { name: /^All rows/ }).click();
  await page.getByText('Rows 1 to 14 of 14').waitFor();
  const hidden: string[] = [];
  for (const [width, height] of [
    [1280, 900],
    [640, 450],
    [320, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.getByRole('searchbox').focus();
    for (const key of ['Tab', 'Shift+Tab'])
      for (let press = 0; press < 55; press += 1) {
        await page.keyboard.press(key);
        const name = await hiddenFocus(page);
        if (name) hidden.push(`${width} ${key} ${press}: ${name}`);
      }
  }
  expect(hidden).toEqual([]);
}, 90_000);

/** The focused element, if its middle is hidden. */
const hiddenFocus = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body || element.closest('.skip')) return '';
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    let above = document.elementFromPoint(x, y);
    while (above?.shadowRoot) {
      const inner = above.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === above) break;
      above = inner;
    }
    const isOver = above !== element && !element.contains(above) && !above?.contains(element);
    return !above || isOver
      ? `${element.getAttribute('aria-label') ?? element.outerHTML.slice(0, 60)} at ${Math.round(y)} under ${above?.className} ${above?.tagName}`
      : '';
  });

/** How far the second is below the first. */
async function gap(above: Locator, below: Locator): Promise<number> {
  const [one, other] = [await above.boundingBox(), await below.boundingBox()];
  return (other?.y ?? 0) - (one?.y ?? 0) - (one?.height ?? 0);
}

test('nothing touches what is above it', async () => {
  const { page } = await stage.review([
    person({ 'Email Address': 'touch@layout.example', Office: 'Nowhere' }),
    { 'Email Address': 'chloe.martin@northwind.example', 'Weekly Hours': '12' },
  ]);
  await page.goto(page.url().replace('invalid', 'all'));
  await page.getByRole('button', { name: '1 change, line 3' }).click();
  await page.getByRole('button', { name: 'All cells, line 3' }).click();
  const field = page.getByText('Profile Type ID', { exact: true });
  expect(await gap(page.locator('dl.changes'), field)).toBeGreaterThan(7);
  const link = page.getByRole('link', { name: 'Download the rows with errors' });
  expect(await gap(page.getByRole('table'), link)).toBeGreaterThan(7);
  await page.goto('/forgot-password');
  await page.getByLabel('Email').fill('nobody@layout.example');
  await page.keyboard.press('Enter');
  const notice = page.locator('.notice');
  await notice.waitFor();
  expect(await gap(page.getByLabel('Email'), notice)).toBeGreaterThan(7);
});

test('text follows the text size of the browser', async () => {
  const { page } = await stage.review(newPeople(1));
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  const size = (text: string) =>
    page
      .getByText(text, { exact: true })
      .first()
      .evaluate((element) => getComputedStyle(element).fontSize);
  expect(await size('Users')).toBe('32px');
  expect(await size('North Clinic')).toBe('32px');
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 375, height: 812 });
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.goto(BATCH_UPLOAD);
  await page.getByLabel('Person').waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
});

test('no word of the users breaks on a tablet', async () => {
  const page = await stage.tab('/settings/users');
  await page.setViewportSize({ width: 768, height: 1024 });
  for (const word of ['Administrator', 'Active']) {
    const cell = page.getByRole('cell', { name: word, exact: true }).first();
    const { height } = (await cell.boundingBox()) ?? { height: 0 };
    expect([word, height > 0, await lines(cell)]).toEqual([word, true, 1]);
  }
});

test('an office stays whole beside thousands of rows', async () => {
  const id = await stage.load(newPeople(2));
  const page = await stage.tab();
  await manyRows(page, id);
  for (const width of [938, 980, 1024, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const office = page.getByText('North Clinic', { exact: true }).first();
    expect([width, (await lines(office)) <= 2]).toEqual([width, true]);
  }
});

test('a page from right to left does not scroll sideways, and its skip link appears', async () => {
  const page = await stage.tab();
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
  const skip = page.getByRole('link', { name: 'Skip to content' });
  const isSeen = () =>
    skip.evaluate((link) => {
      const { left, top, width, height } = link.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === link;
    });
  expect(await isSeen()).toBe(false);
  await skip.focus();
  expect(await isSeen()).toBe(true);
});

test('a changed phone number stays in one line', async () => {
  const { page } = await stage.review([
    { 'Email Address': 'ana.sousa@northwind.example', 'Mobile Phone': '5551110000' },
  ]);
  for (const width of [320, 375, 1024, 1280, 1600]) {
    await page.setViewportSize({ width, height: 900 });
    const phone = page.getByText('5551110000', { exact: true }).first();
    expect([width, await lines(phone)]).toEqual([width, 1]);
  }
});

test('a status stays in one line', async () => {
  const { page } = await stage.review(
    newPeople(1).map((cells) => ({ ...cells, 'Profile Status': 'INACTIVE' })),
  );
  for (const width of [320, 768, 940, 1024, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect([width, await lines(page.getByText('INACTIVE', { exact: true }))]).toEqual([width, 1]);
  }
});

test('the numbers of thousands of rows stay beside their boxes', async () => {
  const id = await stage.load(newPeople(2));
  const page = await stage.tab();
  await manyRows(page, id);
  const numbers = page.getByRole('columnheader').getByText('2,627 of 2,627');
  await numbers.first().waitFor();
  const isBeside = await numbers.evaluateAll((all) =>
    all.map((one) => {
      const box = one.parentElement?.querySelector('input')?.getBoundingClientRect();
      return one.getBoundingClientRect().top < (box?.bottom ?? 0);
    }),
  );
  expect(isBeside).toEqual([true, true]);
});

/** Opens a load as if it had thousands of rows. */
async function manyRows(page: Page, id: string): Promise<void> {
  const many = { selected: 2_627, boxes: 2_627, emails: 2_627, emailBoxes: 2_627 };
  await page.route(`**${API}/loads/${id}`, async (route) => {
    const response = await route.fetch();
    const load = await response.json();
    await route.fulfill({ response, json: { ...load, counts: { ...load.counts, rows: 2_627 } } });
  });
  await page.route(`**${API}/loads/${id}/rows?**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), selection: many } });
  });
  await page.goto(`${BATCH_UPLOAD}/${id}`);
  await page.getByRole('row').nth(1).waitFor();
}

/** The number of lines that the text of an element takes. */
const lines = (locator: Locator): Promise<number> =>
  locator.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
