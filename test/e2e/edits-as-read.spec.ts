import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from './client.js';
import { Random } from '../crash/random.js';
import { type Cells, csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { IS_FULL } from '../size.js';

/** After any edits, fixes and undoings a load is as a fresh upload of its cells. */

const LOADS = '/api/user-batch-upload/loads';
const CHUNK_ROWS = 1_000;
const SEEDS = IS_FULL ? ['one', 'two', 'three', 'four'] : ['one'];
const STEPS = IS_FULL ? 60 : 16;

const USERS = [
  ['Ada', 'Adams'],
  ['Bea', 'Brown'],
  ['Cleo', 'Clark'],
  ['Dora', 'Dean'],
  ['Eve', 'Evans'],
] as const;
const NAMES = USERS.map(([first, last]): Cells => ({ 'First Name': first, 'Last Name': last }));
const PEOPLE = USERS.map((_, index): Cells => ({
  'Internal ID': `R-${index + 1}`,
  'Email Address': `u${index + 1}@read.example`,
}));
const keys = (id: string, email: string): Cells => ({ 'Internal ID': id, 'Email Address': email });
const ADMINISTRATORS = ['admin@northwind.example', 'boss1@read.example', 'boss2@read.example'].map(
  (email) => keys('', email),
);

/** What an edit gives a row: values that meet those of users and of other rows, and all that is wrong. */
const VALUES: readonly (readonly Cells[])[] = [
  [
    ...PEOPLE,
    ...PEOPLE,
    ...ADMINISTRATORS,
    keys('R-2', ''),
    keys('R-1', 'u3@read.example'),
    keys('R-1', 'new1@read.example'),
    keys('', 'new1@read.example'),
    keys('R-9', 'new2@read.example'),
    keys('r 5', 'new2@read.example'),
    keys('r 5', ''),
    keys('N/A', 'n/a'),
    keys('', ''),
  ],
  [
    ...NAMES,
    ...NAMES,
    { 'First Name': 'BEA', 'Last Name': 'brown' },
    { 'First Name': 'Bea' },
    { 'Last Name': 'Brown' },
    { 'First Name': 'Boss', 'Last Name': 'One' },
    { 'First Name': 'JosÃ©', 'Last Name': 'N/A' },
    { 'First Name': '', 'Last Name': '' },
  ],
  ['', 'ACTIVE', 'INACTIVE', 'INACTIVE', 'DELETED', 'active'].map((status) => ({
    'Profile Status': status,
  })),
  ['North Clinic', 'South Clinic', 'Nort Clinic', ''].map((office) => ({ Office: office })),
  ['', '5550000001', '5550000005', '555-000-0005'].map((phone) => ({ 'Mobile Phone': phone })),
];

/** Problems that come from other rows. Without them the test says nothing. */
const FROM_OTHER_ROWS = {
  'a moved name': /would get the name of another user of this file/,
  'a duplicate': /line \d/,
  'the last administrators': /No active administrator would be left/,
};

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '5000' });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
    await create(
      PEOPLE.map((cells, index) => ({
        ...cells,
        ...NAMES[index],
        'Mobile Phone': `555000000${index + 1}`,
        'Profile Status': 'ACTIVE',
      })),
      'Staff',
    );
    await create(
      ADMINISTRATORS.slice(1).map((cells, index) => ({
        ...cells,
        'First Name': 'Boss',
        'Last Name': index === 0 ? 'One' : 'Two',
        'Profile Status': 'ACTIVE',
      })),
      'Administrator',
    );
    const { body: gone } = await admin.upload(
      csv(headers, [{ 'Internal ID': 'R-4', 'Profile Status': 'DELETED' }]),
    );
    await admin.finish(gone.id);
  }, 90_000);
  afterAll(() => platform.stop());

  async function create(rows: Cells[], role: string): Promise<void> {
    const { body } = await admin.upload(csv(headers, rows.map(person)), { role });
    expect((await admin.finish(body.id)).outcome.created).toBe(rows.length);
  }

  const staged = async (rows: readonly Cells[]) =>
    admin.rest((await admin.upload(csv(headers, rows))).body.id);
  const draw = (random: Random): Cells =>
    Object.assign({ 'Profile Type ID': '1' }, ...VALUES.map((some) => random.of(some)));
  /** Rows that begin with users as they are, names that moved, and all administrators on their way out. */
  const begin = (random: Random): Cells[] => [
    ...ADMINISTRATORS.map((cells) => ({ ...cells, 'Profile Status': 'INACTIVE' })),
    ...PEOPLE.map((cells, index) => ({ ...cells, ...NAMES[(index + random.whole(0, 1)) % 5] })),
    ...Array.from({ length: 4 }, () => draw(random)),
  ];
  /** All of the load that does not depend on how it came about. Rows between the special ones are left out. */
  async function whole(id: string, lines: ReadonlySet<number>) {
    const items: any[] = [];
    for (let page = 1; items.length < (await admin.rows(id, '?pageSize=1')).total; page += 1)
      items.push(...(await admin.rows(id, `?pageSize=500&page=${page}`)).items);
    const { counts } = (await admin.get(`${LOADS}/${id}`)).body;
    const faults = (await admin.get(`${LOADS}/${id}/faults?pageSize=500`)).body.items;
    const { problems } = await admin.rows(id, '?pageSize=1');
    const rows = items.map(({ edited: _edited, ...row }) => row);
    return {
      rows: rows.filter(({ line }) => lines.has(line)),
      all: rows,
      counts,
      problems,
      faults: faults.map((fault: object) => JSON.stringify(fault)).sort(),
    };
  }

  /** One change as an admin makes it. Resolves to what was done. */
  async function change(
    id: string,
    lines: readonly number[],
    random: Random,
    fixes: string[],
  ): Promise<string> {
    const kind = random.weighted([
      ['edit', 60],
      ['fix', 20],
      ['undo', 20],
    ] as const);
    if (kind === 'undo' && fixes.length > 0) {
      const [fix = ''] = fixes.splice(random.whole(0, fixes.length - 1), 1);
      expect((await admin.delete(`${LOADS}/${id}/fixes/${fix}`)).status).toBe(200);
      return `undo ${fix}`;
    }
    const { items } = (await admin.get(`${LOADS}/${id}/faults?pageSize=500`)).body;
    const fixable = items.filter(({ fixable }: { fixable: boolean }) => fixable);
    if (kind === 'fix' && fixable.length > 0) {
      const { column, code, value } = random.of(fixable) as Record<string, string>;
      const to =
        random.of(VALUES.flatMap((some) => some.map((cells) => cells[column ?? ''] ?? ''))) ?? '';
      const fault = { column, code, value, to };
      const { status, body } = await admin.post(`${LOADS}/${id}/fixes`, fault);
      expect(status).toBe(201);
      if (body.changed > 0) fixes.push(body.id);
      return `fix ${JSON.stringify(fault)}`;
    }
    const line = random.of(lines);
    const cells: Cells = random.of(random.of(VALUES));
    const { status, body } = await admin.patch(`${LOADS}/${id}/rows/${line}`, { cells });
    expect(status).toBe(200);
    const newest = Object.values<{ fixId: string }>(body.edited).map(({ fixId }) => fixId);
    for (const fix of newest) if (!fixes.includes(fix)) fixes.push(fix);
    return `edit ${line} ${JSON.stringify(cells)}`;
  }

  async function compare(
    rows: readonly Cells[],
    lines: readonly number[],
    steps: number,
    random: Random,
  ): Promise<Set<string>> {
    const load = await staged(rows);
    const special = new Set(lines);
    const fixes: string[] = [];
    const seen = new Set<string>();
    for (let step = 0; step < steps; step += 1) {
      const done = await change(load.id, lines, random, fixes);
      const { all, ...edited } = await whole(load.id, special);
      const fresh = await staged(all.map(({ cells }) => cells));
      const { all: _all, ...read } = await whole(fresh.id, special);
      expect({ step, done, ...edited }).toEqual({ step, done, ...read });
      const messages = edited.rows.flatMap(({ problems }) =>
        problems.map((one: any) => one.message),
      );
      for (const [name, message] of Object.entries(FROM_OTHER_ROWS))
        seen.add(`${messages.some((one) => message.test(one)) ? 'with' : 'without'} ${name}`);
      expect((await admin.delete(`${LOADS}/${fresh.id}`)).status).toBe(204);
    }
    return seen;
  }

  const MET = ['with a moved name', 'with a duplicate', 'with the last administrators'];

  test.each(SEEDS)(
    'a load of one chunk, seed %s',
    async (seed) => {
      const random = new Random(seed);
      const rows = begin(random);
      const lines = [...rows.keys()].map((index) => index + 2);
      const seen = await compare(rows, lines, STEPS, random);
      expect([...seen]).toEqual(
        expect.arrayContaining([...MET, 'without the last administrators']),
      );
    },
    120_000,
  );

  test('a load of two chunks', async () => {
    const random = new Random('chunks');
    const rows = Array.from({ length: CHUNK_ROWS + 6 }, (_, index) =>
      person({ 'Email Address': `f${index}@read.example` }),
    );
    // Every other one is in the second chunk.
    const lines = begin(random).map((cells, index) => {
      const at = index % 2 === 0 ? index : CHUNK_ROWS + (index - 1) / 2;
      rows[at] = cells;
      return at + 2;
    });
    expect([...(await compare(rows, lines, IS_FULL ? 8 : 3, random))]).toEqual(
      expect.arrayContaining(MET),
    );
  }, 180_000);
});
