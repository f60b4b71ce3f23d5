import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { Client } from '../e2e/client.js';
import { BASE_HEADERS, type Cells, csv, person } from '../e2e/csv.js';
import { PASSWORD, startPlatform, type TestPlatform } from '../e2e/platform.js';
import { IS_FULL } from '../size.js';

/** A row with a problem in each of these cells. */
export const TEN_WRONG: Cells = {
  'Profile Type ID': '9',
  'Email Address': 'no address',
  'First Name': '-',
  'Last Name': '',
  Office: 'Nowhere',
  'Profile Status': 'maybe',
  'Mobile Phone Country': 'Germany',
  'Mobile Phone': '12',
  'Weekly Hours': 'forty',
  'Start Date': '31/02/2024',
  Remote: 'perhaps',
  Shift: 'Noon',
};

export const ADMIN = 'admin@northwind.example';
export const BATCH_UPLOAD = '/settings/users/batch-upload';
export const API = '/api/user-batch-upload';
export const HEADERS = [
  ...BASE_HEADERS,
  'Employee Notes',
  'Weekly Hours',
  'Start Date',
  'Remote',
  'Shift',
];

const PICTURES = join(import.meta.dirname, '../screenshots');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/**
 * Its address. The page fetches its half a megabyte: by way of the browser's connection to the tests it takes longer
 * than all that axe does.
 */
const SERVED = serve(AXE);

async function serve(path: string): Promise<string> {
  const script = await readFile(path);
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/javascript').end(script);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The browser that all specs share. */
export function connectBrowser(): Promise<Browser> {
  const endpoint = process.env['TEST_BROWSER'];
  if (!endpoint) throw new Error('No browser was started for the tests.');
  return chromium.connect(endpoint);
}

/** A platform, the shared browser, and people at their tabs. */
export class Stage {
  platform!: TestPlatform;
  /** An HTTP client beside the page: another person, or the saved state. */
  admin!: Client;
  browser!: Browser;
  /** Faults that a working page never has: script errors and error responses. */
  readonly faults: string[] = [];
  private allowed: RegExp[] = [];
  private contexts: BrowserContext[] = [];

  async open(env: Record<string, string>): Promise<void> {
    if (IS_FULL) await mkdir(PICTURES, { recursive: true });
    this.platform = await startPlatform({ BATCH_UPLOAD_MAX_ROWS: '500', ...env });
    this.browser = await connectBrowser();
    this.admin = await Client.signIn(this.platform);
  }

  async close(): Promise<void> {
    await this.clear();
    await this.browser?.close();
    await this.platform?.stop();
  }

  async clear(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  /** Faults that belong to the test, however late they arrive. */
  allow(fault: RegExp): void {
    this.allowed.push(fault);
  }

  /** The faults since the last call that no test allows. */
  takeFaults(): string[] {
    const allowed = this.allowed.splice(0);
    return this.faults.splice(0).filter((fault) => !allowed.some((each) => each.test(fault)));
  }

  /** A separate browser context, whose tabs share a session. */
  async person(email?: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      ...options,
      baseURL: this.platform.url,
      viewport: { width: 1280, height: 900 },
      // The page's content security policy would block scripts of tests.
      bypassCSP: true,
    });
    context.setDefaultTimeout(10_000);
    context.on('weberror', (error) => this.faults.push(String(error.error())));
    context.on('response', (response) => {
      if (response.status() >= 400)
        this.faults.push(`${response.status()} ${new URL(response.url()).pathname}`);
    });
    if (email) await signIn(context, email);
    return context;
  }

  /** An admin's tab for one test. */
  async tab(path = BATCH_UPLOAD, options?: BrowserContextOptions): Promise<Page> {
    const context = await this.person(ADMIN, options);
    this.contexts.push(context);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  /** A file to choose on the page. */
  file(rows: readonly Cells[], headers = HEADERS) {
    return { name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(csv(headers, rows)) };
  }

  /** Chooses the role and a file, and submits them. */
  async submit(
    page: Page,
    file: { name: string; mimeType: string; buffer: Buffer },
  ): Promise<void> {
    await page.getByLabel('Role').selectOption({ label: 'Staff' });
    await page.getByLabel('File', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Submit File' }).click();
  }

  /** Uploads rows; resolves to the id of the load. */
  async load(rows: readonly Cells[]): Promise<string> {
    const { status, body } = await this.admin.upload(csv(HEADERS, rows));
    expect(status).toBe(201);
    return body.id;
  }

  /** A tab with the review of a load of these rows. */
  async review(rows: readonly Cells[]): Promise<{ page: Page; id: string }> {
    const id = await this.load(rows);
    const page = await this.tab(`${BATCH_UPLOAD}/${id}`);
    await page.getByRole('row').nth(1).waitFor();
    return { page, id };
  }

  /** The saved state of a row. */
  async row(id: string, line: number): Promise<{ selected: boolean; email: boolean }> {
    const { items } = await this.admin.rows(id, `?pageSize=500`);
    return items.find((row: { line: number }) => row.line === line);
  }
}

export async function signIn(context: BrowserContext, email: string): Promise<void> {
  const answer = await context.request.post('/api/session', {
    data: { email, password: PASSWORD },
  });
  expect(answer.status()).toBe(200);
}

/** A stage for the tests of a spec. Fails a test that leaves unexpected faults. */
export function onStage(env: () => Promise<Record<string, string>> = async () => ({})): Stage {
  const stage = new Stage();
  beforeAll(async () => stage.open(await env()), 90_000);
  afterAll(() => stage.close());
  afterEach(async () => {
    await stage.clear();
    expect(stage.takeFaults()).toEqual([]);
  });
  return stage;
}

const LIGHT = { colorScheme: 'light', forcedColors: 'none' } as const;
const SCREENS = [
  [768, 1024],
  [375, 812],
  [320, 640],
  [1280, 900],
] as const;
const NARROWEST = SCREENS.slice(2, 3);
const WIDEST = SCREENS.slice(3);

/** Colours change nothing but these. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * At none of four widths may the page scroll sideways, and at the widest and the narrowest axe finds nothing. In dark
 * colours axe looks at the narrowest, in forced colours, light and dark, at the widest. The full size takes pictures,
 * and asks axe for all of its rules at every width.
 */
export async function look(page: Page, name: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis)))
    await page
      .addScriptTag({ url: await SERVED })
      // A page that is offline.
      .catch(() => page.addScriptTag({ path: AXE }));
  for (const screen of SCREENS) {
    const [width, height] = screen;
    await page.setViewportSize({ width, height });
    if (IS_FULL) await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    ).toBeLessThanOrEqual(0);
    if (IS_FULL || NARROWEST.includes(screen) || WIDEST.includes(screen))
      expect({ width, violations: await violations(page) }).toEqual({ width, violations: [] });
  }
  for (const [screens, colours] of [
    [NARROWEST, { ...LIGHT, colorScheme: 'dark' }],
    [WIDEST, { ...LIGHT, forcedColors: 'active' }],
    [WIDEST, { colorScheme: 'dark', forcedColors: 'active' }],
  ] as const) {
    await page.emulateMedia(colours);
    for (const [width, height] of IS_FULL ? SCREENS : screens) {
      await page.setViewportSize({ width, height });
      const found = await violations(page, IS_FULL ? undefined : RULES_OF_COLOURS);
      expect({ colours, width, violations: found }).toEqual({ colours, width, violations: [] });
    }
  }
  await page.emulateMedia(LIGHT);
}

/** By all rules, or by these. */
const violations = (page: Page, rules?: string[]): Promise<string[]> =>
  page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const found = await axe.run({ resultTypes: ['violations'], ...(runOnly && { runOnly }) });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  }, rules);

/** The focused element, through all shadow roots. */
export const focused = (page: Page): Promise<{ tag: string; text: string }> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return {
      tag: element?.tagName.toLowerCase() ?? '',
      text: element?.textContent?.trim().slice(0, 100) ?? '',
    };
  });

let files = 0;

/** This many new people: Ana 2 Sousa on line 2, and so on. */
export const newPeople = (count: number): Cells[] => {
  files += 1;
  return Array.from({ length: count }, (_, index) =>
    person({
      'Email Address': `ana${index + 2}@file${files}.example`,
      'First Name': `Ana ${index + 2}`,
    }),
  );
};

/** Chooses a file from disk, as a person does. `setInputFiles` would send the shared browser a copy. */
export async function chooseFile(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', {
    expression: `document.querySelector('user-batch-upload').shadowRoot
      .querySelector('ubu-upload-screen').shadowRoot.querySelector('[type=file]')`,
  });
  await session.send('DOM.setFileInputFiles', { files: [path], objectId: result.objectId });
  await session.detach();
}

/** Holds back requests of a route until released. */
export async function slowDown(page: Page, path: string): Promise<{ open(): void }> {
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  await page.route(`**${API}${path}`, async (route) => {
    await isOpen;
    await route.fallback();
  });
  return { open };
}
