import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { REFUSALS, type RefusalCode } from '../../libs/user-batch-upload/src/problems/refusal.js';
import { type Answer, Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** Every code with which a request is refused has a case: here, or where it takes a fault of a server or another host. */

const LOADS = '/api/user-batch-upload/loads';

/** Codes whose cases need more than requests, and the spec that has them. */
const ELSEWHERE = {
  LOAD_NOT_YOURS: 'rights',
  LOAD_FINISHING: 'lifetime',
  ROLE_NOT_ALLOWED: 'rights',
  REPORT_PURGED: 'again',
  RATE_LIMITED: 'access',
  LOADS_TOO_MANY: 'waiting-loads',
  UNAVAILABLE: 'disks',
  STORAGE_FULL: 'full-disk',
} as const satisfies Partial<Record<RefusalCode, string>>;

test.each(Object.entries(ELSEWHERE))('%s has a case in %s.spec.ts', async (code, spec) => {
  const text = await readFile(new URL(`./${spec}.spec.ts`, import.meta.url), 'utf8');
  const isExpected = new RegExp(`'(${REFUSALS[code as RefusalCode]} )?${code}'`).test(text);
  expect({ code, isExpected }).toEqual({ code, isExpected: true });
});

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  let people = 0;
  const somebody = (cells: Cells = {}): Cells => {
    people += 1;
    return person({ 'Email Address': `code${people}@new.example`, ...cells });
  };
  const file = (...rows: Cells[]): string => csv(headers, rows);
  const staged = async (...rows: Cells[]): Promise<string> => {
    const { status, body } = await admin.upload(file(...rows));
    expect(status).toBe(201);
    return `${LOADS}/${body.id}`;
  };
  const finished = async (): Promise<string> => {
    const load = await staged(somebody());
    await admin.finish(load.slice(LOADS.length + 1));
    return load;
  };
  const form = async (parts: Record<string, string | Blob>): Promise<FormData> => {
    const sent = new FormData();
    for (const [name, value] of Object.entries(parts)) sent.set(name, value);
    return sent;
  };
  const some = () => new Blob([file(somebody())]);

  const CASES: Record<Exclude<RefusalCode, keyof typeof ELSEWHERE>, () => Promise<Answer>> = {
    FILE_MISSING: async () => admin.post(LOADS, await form({ roleId: await admin.roleId() })),
    ROLE_MISSING: async () => admin.post(LOADS, await form({ file: some() })),
    ROLE_UNKNOWN: async () => admin.post(LOADS, await form({ roleId: 'nobody', file: some() })),
    UPLOAD_INVALID: () => admin.upload(file(somebody()), { encoding: 'ebcdic' }),
    VALIDATION: () => admin.get(`${LOADS}?page=0`),
    UNAUTHENTICATED: () => new Client(platform).get(LOADS),
    FORBIDDEN: async () => (await Client.signIn(platform, 'viewer@northwind.example')).get(LOADS),
    CROSS_SITE: async () =>
      admin.send('DELETE', await staged(somebody()), undefined, { 'sec-fetch-site': 'cross-site' }),
    LOAD_NOT_FOUND: () => admin.get(`${LOADS}/unknown`),
    ROW_NOT_FOUND: async () =>
      admin.patch(`${await staged(somebody())}/rows/9`, { cells: { Office: 'x' } }),
    FIX_NOT_FOUND: async () => admin.delete(`${await staged(somebody())}/fixes/unknown`),
    LOAD_NOT_STAGED: async () =>
      admin.patch(`${await finished()}/rows/2`, { cells: { Office: 'x' } }),
    LOAD_CHANGED: async () => {
      const load = await staged(somebody());
      const edit = (name: string) =>
        admin.patch(`${load}/rows/2`, { cells: { 'First Name': name }, revision: 1 });
      expect((await edit('Eve')).status).toBe(200);
      return edit('Ida');
    },
    LOAD_NOT_FINISHED: async () => admin.post(`${await staged(somebody())}/again`),
    NOTHING_SELECTED: async () =>
      admin.post(`${await staged(somebody({ Office: 'Nowhere' }))}/finish`),
    ROW_NOT_SELECTABLE: async () =>
      admin.patch(`${await staged(somebody({ Office: 'Nowhere' }))}/rows/2`, { selected: true }),
    EMAIL_NOT_ALLOWED: async () => {
      const load = await staged(somebody());
      await admin.patch(`${load}/rows/2`, { selected: false });
      return admin.patch(`${load}/rows/2`, { email: true });
    },
    CELL_NOT_EDITABLE: async () =>
      admin.patch(`${await staged(somebody())}/rows/2`, { cells: { Surprise: 'x' } }),
    FILE_TOO_LARGE: () => admin.upload(Buffer.alloc(1024 * 1024 + 1, 'a')),
    FILE_NOT_CSV: () => admin.upload(Buffer.from('PK\x03\x04rest')),
    FILE_ENCODING: () =>
      admin.upload(Buffer.concat([Buffer.from(file(somebody())), Buffer.from([0x81, 0x0d, 0x0a])])),
    FILE_EMPTY: () => admin.upload(file()),
    FILE_MALFORMED: () => admin.upload(`${file(somebody())}1,"never closed`),
    DELIMITERS_MIXED: () =>
      admin.upload(file(somebody()).replace(/.*$/m, (line) => line.replaceAll(',', ';'))),
    TOO_MANY_ROWS: () => admin.upload(file(...Array.from({ length: 101 }, () => somebody()))),
    HEADER_INVALID: () => admin.upload(file(somebody()).replace('Office', 'Ofice')),
  };

  describe('a refusal', () => {
    test.each(Object.keys(REFUSALS).filter((code) => !(code in ELSEWHERE)))(
      'with %s has its status, and a sentence that says what to do',
      async (code) => {
        const { status, headers: answered, body } = await CASES[code as keyof typeof CASES]();
        expect({ status, code: body.code }).toEqual({
          status: REFUSALS[code as RefusalCode],
          code,
        });
        expect(answered.get('content-type')).toContain('application/problem+json');
        expect(body).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
        expect(body.detail).toMatch(/^\S.*[.!?]$/s);
      },
    );
  });
});
