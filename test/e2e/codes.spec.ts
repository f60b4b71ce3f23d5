import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** Refusals over HTTP: the code, the status, and a sentence with the place and the solution. */

const API = '/api/user-batch-upload';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get(`${API}/options`);
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const file = (rows: Cells[]) => csv(headers, rows);
  const staged = async (rows: Cells[]) => (await admin.upload(file(rows))).body;
  async function problemsOf(
    rows: Cells[],
  ): Promise<
    { column: string; code: string; value: string; message: string; suggestion?: string }[][]
  > {
    const load = await staged(rows);
    return (await admin.rows(load.id)).items.map((row: { problems: never[] }) => row.problems);
  }

  describe('files', () => {
    async function refused(
      text: string | Buffer,
      options = {},
    ): Promise<{ status: number; code: string; detail: string }> {
      const { status, headers: answered, body } = await admin.upload(text, options);
      expect(answered.get('content-type')).toContain('application/problem+json');
      expect(body).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
      return { status, code: body.code, detail: body.detail };
    }

    test('an XLSX is not a CSV, and the message says what to do', async () => {
      expect(await refused(Buffer.from('PK\x03\x04rest'))).toEqual({
        status: 415,
        code: 'FILE_NOT_CSV',
        detail: expect.stringContaining('CSV UTF-8'),
      });
    });

    test('an empty file and one with only a header have no row', async () => {
      for (const text of ['', file([])])
        expect(await refused(text)).toMatchObject({ status: 422, code: 'FILE_EMPTY' });
    });

    test('undecodable bytes are refused, and the message says what to do', async () => {
      const text = Buffer.concat([Buffer.from(file([person()])), Buffer.from([0x81, 0x0d, 0x0a])]);
      expect(await refused(text)).toEqual({
        status: 422,
        code: 'FILE_ENCODING',
        detail: expect.stringContaining('CSV UTF-8'),
      });
    });

    test('an unclosed quote is reported with its line', async () => {
      expect(await refused(`${file([person()])}1,"never closed`)).toEqual({
        status: 422,
        code: 'FILE_MALFORMED',
        detail: expect.stringContaining('Line 3'),
      });
    });

    test('too many rows are reported with their number and the limit', async () => {
      const rows = Array.from({ length: 101 }, (_, index) =>
        person({ 'Email Address': `p${index}@new.example` }),
      );
      const { code, status, detail } = await refused(file(rows));
      expect({ code, status }).toEqual({ status: 422, code: 'TOO_MANY_ROWS' });
      expect(detail).toContain('101');
      expect(detail).toContain('100');
    });

    test('a file above the limit is too large', async () => {
      expect(await refused(Buffer.alloc(1024 * 1024 + 1, 'a'))).toMatchObject({
        status: 413,
        code: 'FILE_TOO_LARGE',
      });
    });

    test('every header fault is listed at once, with the right name', async () => {
      const wrong = headers.map((header) => (header === 'Office' ? 'Ofice' : header));
      const { status, body } = await admin.upload(
        csv([...wrong, 'First Name', 'Surprise'], [person()]),
      );
      expect(status).toBe(422);
      expect(body.code).toBe('HEADER_INVALID');
      expect(body.errors).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            code: 'COLUMN_UNKNOWN',
            column: 'Ofice',
            suggestion: 'Office',
          }),
          expect.objectContaining({ code: 'COLUMN_REPEATED', column: 'First Name' }),
          expect.objectContaining({ code: 'COLUMN_UNKNOWN', column: 'Surprise' }),
        ]),
      );
    });

    test('a request without a file, a role, a known role, or with foreign parts is refused', async () => {
      const role = await admin.roleId();
      const form = (fields: Record<string, string | Blob>) => {
        const parts = new FormData();
        for (const [name, value] of Object.entries(fields)) parts.set(name, value);
        return parts;
      };
      const some = new Blob([file([person()])]);
      const codeOf = async (fields: Record<string, string | Blob>) => {
        const { status, body } = await admin.post(`${API}/loads`, form(fields));
        return `${status} ${body.code}`;
      };
      expect(await codeOf({ roleId: role })).toBe('400 FILE_MISSING');
      expect(await codeOf({ file: some })).toBe('400 ROLE_MISSING');
      expect(await codeOf({ roleId: 'nobody', file: some })).toBe('422 ROLE_UNKNOWN');
      expect(await codeOf({ roleId: role, file: some, isAdmin: 'yes' })).toBe('400 UPLOAD_INVALID');
      expect(await codeOf({ roleId: role, file: some, other: some })).toBe('400 UPLOAD_INVALID');
      expect(await codeOf({ roleId: role, file: some, encoding: 'ebcdic' })).toBe(
        '400 UPLOAD_INVALID',
      );
      expect((await admin.post(`${API}/loads`, {})).body.code).toBe('UPLOAD_INVALID');
    });

    test('Windows-1252 is decoded correctly, with a notice that shows words', async () => {
      const { body } = await admin.upload(
        Buffer.from(file([person({ 'First Name': 'Renée' })]), 'latin1'),
      );
      expect(body).toMatchObject({
        encoding: 'windows-1252',
        notices: [{ code: 'ENCODING_ASSUMED', message: expect.stringContaining('Renée') }],
      });
    });
  });

  describe('rows', () => {
    test('two rows for one new e-mail name each other', async () => {
      const problems = await problemsOf([
        person({ 'Email Address': 'Twice@new.example' }),
        person({ 'Email Address': 'twice@new.example' }),
      ]);
      expect(problems.map(([problem]) => problem)).toEqual([
        expect.objectContaining({
          code: 'DUPLICATE_IN_FILE',
          value: 'Twice@new.example',
          message: expect.stringContaining('line 3'),
        }),
        expect.objectContaining({
          code: 'DUPLICATE_IN_FILE',
          value: 'twice@new.example',
          message: expect.stringContaining('line 2'),
        }),
      ]);
    });

    test('a row that shares its e-mail with one row and its Internal ID with another names both', async () => {
      const problems = await problemsOf([
        person({ 'Internal ID': 'Z-1', 'Email Address': 'a@two-ways.example' }),
        person({ 'Internal ID': 'Z-2', 'Email Address': 'a@two-ways.example' }),
        person({ 'Internal ID': 'Z-1', 'Email Address': 'b@two-ways.example' }),
        person({ 'Internal ID': 'Z-3', 'Email Address': 'b@two-ways.example' }),
      ]);
      expect(problems[0]).toEqual([
        expect.objectContaining({
          code: 'DUPLICATE_IN_FILE',
          column: 'Email Address',
          message: expect.stringContaining('line 3'),
        }),
        expect.objectContaining({
          code: 'DUPLICATE_IN_FILE',
          column: 'Internal ID',
          message: expect.stringContaining('line 4'),
        }),
      ]);
    });

    test('nine rows for one user name five others and count the rest', async () => {
      const problems = await problemsOf(
        Array.from({ length: 9 }, (_, index) => ({
          'Email Address': 'ana.sousa@northwind.example',
          'First Name': `Ana ${index}`,
        })),
      );
      expect(problems[0]?.[0]?.message).toContain('3, 4, 5, 6, 7 and 3 more');
    });

    test('an Internal ID and an e-mail of two users are a conflict that names both', async () => {
      const [[problem]] = (await problemsOf([
        { 'Internal ID': 'N-1001', 'Email Address': 'ben.okafor@northwind.example' },
      ])) as [[never]];
      expect(problem).toMatchObject({
        code: 'MATCH_CONFLICT',
        message: expect.stringMatching(/Ana Sousa.*Ben Okafor/),
      });
    });

    test('an e-mail whose user has another Internal ID is a conflict', async () => {
      const [[problem]] = (await problemsOf([
        { 'Internal ID': 'N-9', 'Email Address': 'ben.okafor@northwind.example' },
      ])) as [[never]];
      expect(problem).toMatchObject({
        code: 'MATCH_CONFLICT',
        value: 'N-9',
        message: expect.stringContaining('N-1002'),
      });
    });

    test('an unknown Internal ID is the only problem of its row', async () => {
      const problems = await problemsOf([
        { 'Internal ID': 'N-404', Office: 'Nowhere', 'Mobile Phone': '1' },
      ]);
      expect(problems).toEqual([
        [
          expect.objectContaining({
            code: 'NO_SUCH_USER',
            value: 'N-404',
            message: expect.stringContaining('Email Address'),
          }),
        ],
      ]);
    });

    test('an Internal ID with a new e-mail changes the e-mail; an empty Internal ID is filled in', async () => {
      const load = await staged([
        { 'Internal ID': 'N-1003', 'Email Address': 'chloe@new.example' },
        { 'Internal ID': 'V-1', 'Email Address': 'viewer@northwind.example' },
      ]);
      const { items } = await admin.rows(load.id);
      expect(items[0].changes).toEqual([
        {
          column: 'Email Address',
          from: 'chloe.martin@northwind.example',
          to: 'chloe@new.example',
        },
      ]);
      expect(items[1].changes).toEqual([{ column: 'Internal ID', from: '', to: 'V-1' }]);
    });

    test('the acting admin can’t remove their own access', async () => {
      const [[problem]] = (await problemsOf([
        { 'Email Address': 'admin@northwind.example', 'Profile Status': 'INACTIVE' },
      ])) as [[never]];
      expect(problem).toMatchObject({ code: 'PROTECTED_USER', column: 'Profile Status' });
    });

    test('a rule of the host’s own module checks rows', async () => {
      const [[problem]] = (await problemsOf([
        person({ 'Email Address': 'ana@nowhere.invalid' }),
      ])) as [[never]];
      expect(problem).toMatchObject({ code: 'MAILBOX_UNREACHABLE', column: 'Email Address' });
    });

    test('all problems of a row are found at once', async () => {
      const [problems] = await problemsOf([
        person({
          'Profile Type ID': '3',
          'Email Address': 'x',
          'First Name': '—',
          Office: 'Nort Clinic',
          'Profile Status': 'active',
          'Mobile Phone Country': 'US',
          'Mobile Phone': '(555) 123-4567',
          'Weekly Hours': '12,50',
          'Start Date': '03/15/2024',
          Remote: 'perhaps',
          Shift: 'Dawn',
        }),
      ]);
      const found = Object.fromEntries(
        (problems ?? []).map(({ code, suggestion }) => [code, suggestion]),
      );
      expect(found).toEqual({
        PROFILE_TYPE_INVALID: undefined,
        EMAIL_INVALID: undefined,
        NAME_INVALID: undefined,
        OFFICE_UNKNOWN: 'North Clinic',
        STATUS_INVALID: 'ACTIVE',
        PHONE_COUNTRY_INVALID: 'USA',
        PHONE_INVALID: '5551234567',
        NUMBER_INVALID: '12.50',
        DATE_INVALID: '2024-03-15',
        YES_NO_INVALID: undefined,
        OPTION_INVALID: undefined,
      });
    });

    test('a DELETED user with a blank status stays DELETED, with a warning, and ACTIVE restores them', async () => {
      const deleted = await staged([
        { 'Email Address': 'dmitri.petrov@northwind.example', 'Profile Status': 'DELETED' },
      ]);
      expect((await admin.finish(deleted.id)).outcome).toMatchObject({ updated: 1 });
      const load = await staged([
        { 'Email Address': 'dmitri.petrov@northwind.example', 'First Name': 'Dima' },
      ]);
      const { items } = await admin.rows(load.id);
      expect(items[0]).toMatchObject({
        action: 'UPDATE',
        problems: [{ column: 'Profile Status', code: 'USER_DELETED', severity: 'warning' }],
        changes: [{ column: 'First Name' }],
      });
      expect(load.counts).toMatchObject({ update: 1, invalid: 0, warning: 1, selected: 1 });
      expect((await admin.rows(load.id, '?show=warning')).total).toBe(1);
      expect((await admin.rows(load.id, '?problem=USER_DELETED')).total).toBe(1);
      const unchanged = await staged([{ 'Email Address': 'dmitri.petrov@northwind.example' }]);
      expect(unchanged.counts).toMatchObject({ unchanged: 1, invalid: 0, warning: 1 });
      const back = await staged([
        { 'Email Address': 'dmitri.petrov@northwind.example', 'Profile Status': 'ACTIVE' },
      ]);
      expect((await admin.finish(back.id)).outcome).toMatchObject({ updated: 1 });
    });
  });

  describe('loads', () => {
    const codeOf = async (asked: Promise<{ status: number; body: { code?: string } }>) => {
      const { status, body } = await asked;
      return `${status} ${body.code}`;
    };

    test('missing boxes can’t be ticked', async () => {
      const load = await staged([
        person({ 'Email Address': 'boxes@new.example' }),
        { 'Email Address': 'ana.sousa@northwind.example', 'First Name': 'Anna' },
        person({ 'Email Address': 'nobox@new.example', Office: 'Nowhere' }),
        { 'Email Address': 'ben.okafor@northwind.example' },
      ]);
      const row = (line: number | string, ticks: object) =>
        codeOf(admin.patch(`${API}/loads/${load.id}/rows/${line}`, ticks));
      expect(await row(3, { email: true })).toBe('409 EMAIL_NOT_ALLOWED');
      expect(await row(4, { selected: false })).toBe('409 ROW_NOT_SELECTABLE');
      expect(await row(5, { selected: true })).toBe('409 ROW_NOT_SELECTABLE');
      const detail = async (line: number) =>
        (await admin.patch(`${API}/loads/${load.id}/rows/${line}`, { selected: true })).body.detail;
      expect(await detail(4)).toContain('has errors');
      expect(await detail(5)).toContain('would change nothing');
      expect(await row(6, { selected: true })).toBe('404 ROW_NOT_FOUND');
      expect(await row('first', { selected: true })).toBe('404 ROW_NOT_FOUND');
      expect(await row(2, {})).toBe('400 VALIDATION');
      expect(await row(2, { selected: 'yes' })).toBe('400 VALIDATION');
      expect(await row(2, { selected: null })).toBe('400 VALIDATION');
      expect(await row(2, { selected: true, role: 'x' })).toBe('400 VALIDATION');
      expect(
        (await admin.patch(`${API}/loads/${load.id}/rows/2`, { email: true })).body,
      ).toMatchObject({ email: true });
      expect(
        (await admin.patch(`${API}/loads/${load.id}/rows/2`, { selected: false })).body,
      ).toMatchObject({ selected: false, email: false });
    });

    test('a load is finished or discarded once, and only with something ticked', async () => {
      const load = await staged([person({ 'Email Address': 'once@new.example' })]);
      await admin.patch(`${API}/loads/${load.id}/rows`, { selected: false });
      expect(await codeOf(admin.post(`${API}/loads/${load.id}/finish`))).toBe(
        '409 NOTHING_SELECTED',
      );
      expect((await admin.delete(`${API}/loads/${load.id}`)).status).toBe(204);
      expect(await codeOf(admin.delete(`${API}/loads/${load.id}`))).toBe('409 LOAD_NOT_STAGED');
      expect(await codeOf(admin.post(`${API}/loads/${load.id}/finish`))).toBe(
        '409 LOAD_NOT_STAGED',
      );
      const other = await staged([person({ 'Email Address': 'other@new.example' })]);
      await admin.finish(other.id);
      expect(await codeOf(admin.delete(`${API}/loads/${other.id}`))).toBe('409 LOAD_NOT_STAGED');
      expect(await codeOf(admin.patch(`${API}/loads/${other.id}/rows`, { selected: true }))).toBe(
        '409 LOAD_NOT_STAGED',
      );
    });

    test('unknown ids, queries and pages are refused', async () => {
      for (const id of ['x', '00000000-0000-4000-8000-000000000000', "'--"])
        expect(await codeOf(admin.get(`${API}/loads/${id}`))).toBe('404 LOAD_NOT_FOUND');
      for (const query of [
        'page=0',
        'pageSize=501',
        'page=x',
        'sort=name',
        'show=some',
        'search=a%00b',
      ])
        expect(
          await codeOf(
            admin.get(`${API}/loads/00000000-0000-4000-8000-000000000000/rows?${query}`),
          ),
        ).toBe('400 VALIDATION');
    });

    test('routes that take no query or body refuse one', async () => {
      const load = await staged([person({ 'Email Address': 'input@new.example' })]);
      expect(await codeOf(admin.get(`${API}/options?verbose=1`))).toBe('400 VALIDATION');
      expect(await codeOf(admin.get(`${API}/loads/${load.id}?full=1`))).toBe('400 VALIDATION');
      expect(await codeOf(admin.post(`${API}/loads/${load.id}/finish`, { force: true }))).toBe(
        '400 VALIDATION',
      );
      for (const path of ['session', 'organisation', 'health', 'offices', 'users', 'activity'])
        expect(`${path} ${await codeOf(admin.get(`/api/${path}?verbose=1`))}`).toBe(
          `${path} 400 VALIDATION`,
        );
      expect(await codeOf(admin.post('/api/offices?verbose=1', { name: 'Q' }))).toBe(
        '400 VALIDATION',
      );
    });

    test('an e-mail that differs only in case is no change', async () => {
      const load = await staged([{ 'Email Address': 'BEN.Okafor@Northwind.example' }]);
      const { items } = await admin.rows(load.id);
      expect(items[0]).toMatchObject({ action: 'UNCHANGED', changes: [] });
    });

    test('a cell to the right of the last column is kept in the report and reported again', async () => {
      const { body: load } = await admin.upload(
        `${file([person({ 'Email Address': 'wide@new.example' })]).trimEnd()},,too wide\r\n`,
      );
      const { body: report } = await admin.get(`${API}/loads/${load.id}/report.csv`);
      const { body: again } = await admin.upload(report);
      for (const { id } of [load, again])
        expect((await admin.rows(id)).items[0].problems).toEqual([
          expect.objectContaining({
            code: 'TOO_MANY_CELLS',
            message: expect.stringContaining('“too wide”'),
          }),
        ]);
    });

    test('% and _ are literal in a search, and case is ignored in every script', async () => {
      const load = await staged([
        person({ 'Email Address': 'a_b@new.example', 'First Name': 'Straße' }),
        person({ 'Email Address': 'axb@new.example', 'First Name': 'ΟΔΥΣΣΕΥΣ' }),
      ]);
      const linesOf = async (search: string) =>
        (await admin.rows(load.id, `?search=${encodeURIComponent(search)}`)).items.map(
          ({ line }: { line: number }) => line,
        );
      expect(await linesOf('a_b')).toEqual([2]);
      expect(await linesOf('%')).toEqual([]);
      expect(await linesOf('STRASSE')).toEqual([2]);
      expect(await linesOf('οδυσσευς')).toEqual([3]);
    });

    test('progress ends with an end event', async () => {
      const load = await staged([person({ 'Email Address': 'sse@new.example' })]);
      const { headers: answered, body } = await admin.get(`${API}/loads/${load.id}/progress`);
      expect(answered.get('content-type')).toContain('text/event-stream');
      expect(body).toContain('"status":"STAGED"');
      expect(body).toMatch(/event: end/);
      expect((await admin.get(`${API}/loads/x/progress`)).status).toBe(404);
    });
  });
});
