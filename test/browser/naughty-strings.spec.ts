import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../e2e/client.js';
import { type Cells, csv, person } from '../e2e/csv.js';
import { NAUGHTY_STRINGS } from '../naughty-strings.js';
import { IS_FULL } from '../size.js';
import { API, BATCH_UPLOAD, HEADERS, onStage } from './stage.js';

/** Naughty strings in every kind of cell, read and edited: the page shows them as text, and nothing of them runs. */

const stage = onStage(async () => ({ BATCH_UPLOAD_MAX_ROWS: '1000' }));
const PAGE_ROWS = 100;
/** Types every string in the full size, else one of so many. */
const STEP = IS_FULL ? 1 : 22;
/** Columns that the page edits as text. */
const TEXT_COLUMNS = [
  'Internal ID',
  'Email Address',
  'First Name',
  'Last Name',
  'Mobile Phone',
  'Employee Notes',
  'Weekly Hours',
];

/**
 * Rows with every string in some cells: in one of the first row of a turn, in another of the next. The full size has
 * each string in every cell.
 */
const rowsOf = (texts: readonly string[], turns: number): Cells[] =>
  Array.from({ length: IS_FULL ? HEADERS.length : turns }, (_, turn) =>
    Array.from({ length: Math.ceil(texts.length / HEADERS.length) }, (_row, row) =>
      Object.fromEntries(
        HEADERS.map((header, at) => {
          const from = row * HEADERS.length + ((at + turn * 5) % HEADERS.length);
          return [header, texts[from % texts.length] ?? ''];
        }),
      ),
    ),
  ).flat();

interface Shown {
  line: number;
  column: string;
  control: string;
  /** As the page shows it. A long cell by its start. */
  text: string;
}

/** Unfolds every row of the page. Resolves to its fields, and to the names of all elements. */
const shown = (page: Page): Promise<{ fields: Shown[]; elements: string[]; text: string }> =>
  page.evaluate(async () => {
    const within = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot ? within(element.shadowRoot) : []),
      ]);
    for (const button of within(document))
      if (
        button.getAttribute('aria-label')?.startsWith('All cells, line ') &&
        button.getAttribute('aria-expanded') === 'false'
      )
        (button as HTMLElement).click();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const all = within(document);
    const fields = all.flatMap((element) => {
      if (element.localName !== 'ubu-cell-field') return [];
      const { row, column, shadowRoot } = element as unknown as {
        row: { line: number };
        column: string;
        shadowRoot: ShadowRoot;
      };
      const control = shadowRoot.getElementById('control');
      const isLong = control?.localName === 'button';
      const text = isLong
        ? (control.previousElementSibling?.textContent ?? '')
        : ((control as HTMLInputElement | null)?.value ?? '');
      const type = control?.getAttribute('type') === 'date' ? 'date' : (control?.localName ?? '');
      return [{ line: row.line, column, control: type, text }];
    });
    return {
      fields,
      elements: [...new Set(all.map(({ localName }) => localName))],
      text: all
        .filter(({ localName }) => localName === 'table')
        .map(({ textContent }) => textContent)
        .join(''),
    };
  });

/** A tab that notes what no text may do: a dialog, a request elsewhere, a message of the console. */
async function watched(id: string): Promise<{ page: Page; happened: string[] }> {
  const page = await stage.tab(`${BATCH_UPLOAD}/${id}?show=all`);
  // A page of 1,400 fields.
  page.context().setDefaultTimeout(60_000);
  const happened: string[] = [];
  page.on('dialog', (dialog) => {
    happened.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => happened.push(`console: ${message.text()}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(stage.platform.url).origin)
      happened.push(`request to ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) happened.push(`frame ${frame.url()}`);
  });
  return { page, happened };
}

const harmless = (count: number): Cells[] =>
  Array.from({ length: count }, (_, index) =>
    person({ 'Email Address': `harmless${index}@naughty.example` }),
  );

/** All rows of the load as the platform has them, each by its line and whole. */
async function savedCells(id: string): Promise<Map<number, Cells>> {
  const saved = new Map<number, Cells>();
  const { total } = await stage.admin.rows(id, '?pageSize=1');
  for (let page = 1; saved.size < total; page += 1)
    for (const { line, cells, truncated } of (
      await stage.admin.rows(id, `?pageSize=500&page=${page}`)
    ).items)
      saved.set(
        line,
        truncated.length > 0
          ? (await stage.admin.get(`${API}/loads/${id}/rows/${line}`)).body.cells
          : cells,
      );
  return saved;
}

/** What a control shows of a text: a textarea has line feeds alone, a date field has dates alone, a long text is cut. */
function asShown({ control, text }: Shown, saved: string): string {
  if (control === 'date') return /^\d{4}-\d\d-\d\d$/.test(saved) ? saved : '';
  if (control === 'textarea') return saved.replace(/\r\n?/g, '\n');
  return control === 'button' && text.endsWith('…') && saved.startsWith(text.slice(0, -1))
    ? text
    : saved;
}

async function expectTexts(id: string, known: ReadonlySet<string>): Promise<number> {
  const saved = await savedCells(id);
  const { page, happened } = await watched(id);
  let fields = 0;
  for (let number = 1; (number - 1) * PAGE_ROWS < saved.size; number += 1) {
    if (number > 1) await page.goto(`${BATCH_UPLOAD}/${id}?show=all&page=${number}`);
    await page.getByText(`Rows ${(number - 1) * PAGE_ROWS + 1} to `).waitFor();
    const found = await shown(page);
    for (const field of found.fields) {
      const cell = saved.get(field.line)?.[field.column] ?? '';
      expect(field).toEqual({ ...field, text: asShown(field, cell) });
    }
    fields += found.fields.length;
    expect(found.elements.filter((name) => !known.has(name))).toEqual([]);
  }
  expect(happened).toEqual([]);
  await page.context().close();
  return fields;
}

let known: Promise<Set<string>> | undefined;
const knownElements = (): Promise<Set<string>> => (known ??= elementsOfThePage());

/** The elements of a page of several whose texts are harmless, wrong, edited and long. */
async function elementsOfThePage(): Promise<Set<string>> {
  const [first, second, third, fourth, ...others] = harmless(PAGE_ROWS + 1);
  const id = await stage.load([
    { ...first, Office: 'Nort Clinic', 'First Name': 'A'.repeat(300) },
    { ...second, 'Last Name': 'N/A' },
    ...[third, fourth].map((cells) => ({ ...cells, Office: 'Nowhere', 'Mobile Phone': '12' })),
    ...others,
  ]);
  const cells = { 'Last Name': 'Edited', Office: 'Nowhere', 'Employee Notes': 'one\ntwo' };
  expect((await stage.admin.patch(`${API}/loads/${id}/rows/6`, { cells })).status).toBe(200);
  const { page } = await watched(id);
  await page.getByText('Rows 1 to 100').waitFor();
  const { elements } = await shown(page);
  await page.context().close();
  return new Set(elements);
}

test('naughty strings of a file are shown as they are', async () => {
  expect(NAUGHTY_STRINGS.length).toBeGreaterThanOrEqual(500);
  const { status, body } = await stage.admin.upload(csv(HEADERS, rowsOf(NAUGHTY_STRINGS, 2)));
  expect(status).toBe(201);
  const fields = await expectTexts(body.id, await knownElements());
  expect(fields).toBe(body.counts.rows * HEADERS.length);
}, 600_000);

test('naughty strings of edits are shown as they are', async () => {
  const rows = rowsOf(NAUGHTY_STRINGS, 1);
  const id = await stage.load(harmless(rows.length));
  for (const [index, cells] of rows.entries()) {
    const path = `${API}/loads/${id}/rows/${index + 2}`;
    expect((await stage.admin.patch(path, { cells })).status).toBe(200);
  }
  const fields = await expectTexts(id, await knownElements());
  expect(fields).toBe(rows.length * HEADERS.length);
}, 600_000);

test('naughty strings are typed into the fields of each column', async () => {
  const id = await stage.load(harmless(TEXT_COLUMNS.length));
  const { page, happened } = await watched(id);
  const texts = NAUGHTY_STRINGS.filter(
    (text) => text.length <= 80 && !/[\p{Cc}\p{Cf}]/u.test(text) && text === text.trim(),
  );
  for (const [index, column] of TEXT_COLUMNS.entries()) {
    const line = index + 2;
    await page.goto(`${BATCH_UPLOAD}/${id}?show=all`);
    await page.getByRole('button', { name: `All cells, line ${line}`, exact: true }).click();
    const field = page.getByLabel(`${column}, line ${line}`, { exact: true });
    for (let at = index; at < texts.length; at += 7 * STEP) {
      const text = (texts[at] ?? '').normalize('NFC');
      await field.fill(text);
      await field.press('Enter');
      const cell = async () =>
        (await stage.admin.get(`${API}/loads/${id}/rows/${line}`)).body.cells[column];
      await eventually(async () => (await cell()) === text);
      await eventually(async () => (await field.getAttribute('aria-busy')) === 'false');
      expect({ column, text: await field.inputValue() }).toEqual({ column, text });
    }
  }
  expect(happened).toEqual([]);
}, 600_000);
