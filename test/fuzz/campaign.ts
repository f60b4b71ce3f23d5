import { Random } from '../crash/random.ts';
import { makeFile } from './make-file.ts';
import { readAgain, type Template } from './second-reader.ts';

/** The product's address and the uploader. */
export interface Target {
  url: string;
  cookie: string;
}

export interface Campaign {
  /** The number of files per outcome: `read`, or the code of a refusal. */
  outcomes: Map<string, number>;
  rows: number;
  /** The breaches, each with the seed that recreates its file. */
  breaches: { seed: string; what: string }[];
}

const LOADS = '/api/user-batch-upload/loads';

/** Uploads files made from seeds, and compares the product's result with a second reader's. */
export async function fuzz(
  target: Target,
  seed: string,
  from: number,
  to: number,
): Promise<Campaign> {
  const campaign: Campaign = { outcomes: new Map(), rows: 0, breaches: [] };
  const options = (await get(target, '/api/user-batch-upload/options')).body as {
    roles: { id: string; name: string }[];
    columns: { header: string }[];
    limits: { maxRows: number };
  };
  const roleId = options.roles.find(({ name }) => name === 'Staff')?.id ?? '';
  const template: Template = {
    headers: options.columns.map(({ header }) => header),
    ignored: ['Problems', 'Result', 'Line', 'Downloaded (do not edit)'],
    maxRows: options.limits.maxRows,
  };
  for (let file = from; file < to; file += 1) {
    const fileSeed = `${seed}-${file}`;
    const bytes = makeFile(new Random(fileSeed), template.headers);
    try {
      const { outcome, rows } = await compare(target, roleId, bytes, template);
      campaign.outcomes.set(outcome, (campaign.outcomes.get(outcome) ?? 0) + 1);
      campaign.rows += rows;
    } catch (error) {
      campaign.breaches.push({ seed: fileSeed, what: told(error).slice(0, 1_000) });
    }
  }
  return campaign;
}

/** `fetch` hides why it failed in a cause. */
const told = (error: unknown): string =>
  error instanceof Error && error.cause ? `${error}: ${String(error.cause)}` : String(error);

/** A row with one of these has no other problems. */
const NO_USER = new Set(['NO_SUCH_USER', 'MATCH_CONFLICT']);

interface Load {
  id: string;
  status: string;
  counts: Record<'rows' | 'create' | 'update' | 'unchanged' | 'invalid', number>;
}
interface Row {
  line: number;
  action: string;
  cells: Record<string, string>;
  truncated: string[];
  problems: { code: string; value: string; severity?: string }[];
}

async function compare(
  target: Target,
  roleId: string,
  bytes: Buffer,
  template: Template,
): Promise<{ outcome: string; rows: number }> {
  const expected = readAgain(bytes, template);
  const form = new FormData();
  form.set('roleId', roleId);
  form.set('file', new Blob([new Uint8Array(bytes)]), 'fuzz.csv');
  const { status, type, body } = await send(target, LOADS, { method: 'POST', body: form });
  if (status !== 201) {
    const { code = '' } = body as { code?: string };
    isTrue(status >= 400 && status < 500, `answered with ${status} ${code}`);
    isTrue(type.startsWith('application/problem+json'), `refused as ${type}`);
    isTrue(
      expected.refused?.includes(code) ?? false,
      `refused with ${code}, expected ${expected.refused?.join() ?? `${'rows' in expected && expected.rows.length} rows`}`,
    );
    return { outcome: code, rows: 0 };
  }
  if (expected.refused) throw new Error(`read, expected ${expected.refused.join()}`);
  const { id, status: is, counts } = body as Load;
  isTrue(is === 'STAGED', `a small file is ${is}`);
  isTrue(
    counts.create + counts.update + counts.unchanged + counts.invalid === counts.rows,
    `counts do not add up: ${JSON.stringify(counts)}`,
  );
  equal(counts.rows, expected.rows.length, 'the number of rows');
  const page = (await get(target, `${LOADS}/${id}/rows?pageSize=500`)).body as {
    items: Row[];
    total: number;
  };
  equal(page.total, expected.rows.length, 'the total of rows');
  equal(
    page.items.filter(({ action }) => action === 'INVALID').length,
    counts.invalid,
    'the number of invalid rows',
  );
  for (const [at, shown] of page.items.entries()) {
    const row = shown.truncated.length === 0 ? shown : await whole(target, id, shown.line);
    const read = expected.rows[at];
    equal(row.line, read?.line, `the line of row ${at + 1}`);
    for (const header of template.headers)
      // The product leaves a long text as it is where its marks would make NFC slow.
      equal(
        row.cells[header]?.normalize('NFC'),
        read?.cells[header]?.normalize('NFC'),
        `${header} on line ${row.line}`,
      );
    const isBad = row.problems.some(({ severity }) => severity !== 'warning');
    equal(row.action === 'INVALID', isBad, `whether line ${row.line} is invalid`);
    const isUnmatched = row.problems.some(({ code }) => NO_USER.has(code));
    equal(
      row.problems.some(({ code }) => code === 'TOO_MANY_CELLS'),
      !isUnmatched && (read?.extraCells.length ?? 0) > 0,
      `whether line ${row.line} has too many cells`,
    );
  }
  return { outcome: 'read', rows: expected.rows.length };
}

const whole = async (target: Target, id: string, line: number): Promise<Row> =>
  (await get(target, `${LOADS}/${id}/rows/${line}`)).body as Row;

function isTrue(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

function equal<Value>(is: Value, expected: Value, what: string): void {
  if (is !== expected)
    throw new Error(`${what} is ${JSON.stringify(is)}, expected ${JSON.stringify(expected)}`);
}

const get = (target: Target, path: string) => send(target, path, {});

async function send(target: Target, path: string, init: RequestInit) {
  const response = await fetch(target.url + path, { ...init, headers: { cookie: target.cookie } });
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: (await response.json()) as unknown };
}

export async function signIn(url: string, password: string): Promise<Target> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@northwind.example', password }),
  });
  if (!response.ok) throw new Error(`Signing in was refused: ${await response.text()}`);
  return { url, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

export async function headersOf(target: Target): Promise<string[]> {
  const { body } = await get(target, '/api/user-batch-upload/options');
  return (body as { columns: { header: string }[] }).columns.map(({ header }) => header);
}
