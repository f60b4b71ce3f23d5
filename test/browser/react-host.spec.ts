import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { API, HEADERS, newPeople, onStage } from './stage.js';
import { csv } from '../e2e/csv.js';

const ROOT = join(import.meta.dirname, '../..');
const PATH = '/people/upload';

const stage = onStage();

/** The code of the recipe, bundled as an application of its own. */
async function recipe(): Promise<string> {
  const markdown = await readFile(join(ROOT, 'libs/user-batch-upload/docs/react.md'), 'utf8');
  const [, contents = ''] = /^```jsx\n(.*?)^```/ms.exec(markdown) ?? [];
  const { outputFiles } = await build({
    stdin: { contents, loader: 'jsx', resolveDir: ROOT },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

test('a React application shows the page, sends its token, and receives the events of the load', async () => {
  const page = await stage.tab();
  const script = await recipe();
  const html = `<!doctype html><title>People</title><div id="root"></div><script type="module">${script.replaceAll('</script', '<\\/script')}</script>`;
  await page.route(`**${PATH}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: html }),
  );
  const sent: { address: string; token?: string }[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith(API))
      sent.push({ address: pathname, token: request.headers()['authorization'] });
  });
  await page.goto(`${stage.platform.url}${PATH}`);
  await page.getByLabel('Role').selectOption({ label: 'Staff' });
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv(HEADERS, newPeople(2))),
  });
  await page.getByRole('button', { name: 'Submit File' }).click();
  await page.getByText('people.csv is ready for review').waitFor();

  // The address opens the load again, and an opened load is no news.
  expect(new URL(page.url()).pathname).toMatch(new RegExp(`^${PATH}/[\\w-]+$`));
  await page.reload();
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  expect(await page.getByText('is ready for review').count()).toBe(0);

  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Finish' }).click();
  await page.getByText('2 users created').waitFor();
  const [report] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download all rows' }).click(),
  ]);
  expect(report.suggestedFilename()).toBe('report.csv');
  expect(await text(await report.createReadStream())).toContain('CREATED');

  expect(sent.map(({ address }) => address)).toEqual(
    expect.arrayContaining([`${API}/options`, `${API}/loads`]),
  );
  expect(sent.some(({ address }) => address.endsWith('/report.csv'))).toBe(true);
  expect(sent.filter(({ token }) => token !== 'Bearer my-token')).toEqual([]);
});

const HOST = '/people/plain';
const SET_HEADERS = `document.querySelector('user-batch-upload').headers = () => ({ authorization: 'Bearer my-token' });`;
const ELEMENT = `<user-batch-upload base="${API}" path="${HOST}"></user-batch-upload>`;

const SCRIPT = `<script type="module" src="${API}/ui.js"></script>`;

/** Opens a load on a page of a host whose guard lets only the script through. */
async function openPlain(scripts: string): Promise<Page> {
  const { id } = (await stage.admin.upload(csv(HEADERS, newPeople(1)))).body;
  const page = await stage.tab();
  await page.route(`**${HOST}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html>${ELEMENT}${scripts}` }),
  );
  await page.route(`**${API}/**`, (route) =>
    route.request().url().endsWith('/ui.js') || route.request().headers()['authorization']
      ? route.continue()
      : route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' }),
  );
  await page.goto(`${stage.platform.url}${HOST}/${id}`);
  return page;
}

async function isOpened(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'File Load options' }).waitFor();
  expect(await page.getByText('You are signed out').count()).toBe(0);
}

test.each([
  ['before the element is defined', `<script>${SET_HEADERS}</script>${SCRIPT}`],
  [
    'where the element is imported',
    `<script type="module">import '${API}/ui.js'; ${SET_HEADERS}</script>`,
  ],
])('a page without a framework opens a load with headers that it sets %s', async (_, scripts) => {
  await isOpened(await openPlain(scripts));
});

test('a load that was refused without headers opens once the host sets them', async () => {
  const page = await openPlain(SCRIPT);
  await page.getByText('You are signed out').waitFor();
  await page.evaluate(SET_HEADERS);
  await isOpened(page);
  stage.allow(/^401 .*\/loads\/[^/]+$/);
});
