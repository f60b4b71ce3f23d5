import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rowUnderCheck } from 'user-batch-upload/testing';
import { Client } from '../e2e/client.js';
import { BASE_HEADERS, csv, person } from '../e2e/csv.js';
import { startPlatform } from '../e2e/platform.js';

/** Blocks that begin with the name of their file, such as `// columns.ts`, and may import each other. */
const ROOT = join(import.meta.dirname, '../..');
const DOCS = ['rules', 'listening', 'http'];
const FOLDER = join(ROOT, 'apps/platform/.docs');

const files = new Map<string, string>();
beforeAll(async () => {
  for (const doc of DOCS) {
    const text = await readFile(join(ROOT, `libs/user-batch-upload/docs/${doc}.md`), 'utf8');
    for (const [, name = '', code = ''] of text.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```/gms))
      files.set(name, code);
    expect([...text.matchAll(/^```ts$/gm)]).toHaveLength(
      [...text.matchAll(/^```ts\n\/\/ \S+\.ts\n/gm)].length,
    );
  }
  await mkdir(FOLDER, { recursive: true });
  for (const [name, code] of files) await writeFile(join(FOLDER, name), code);
  await writeFile(
    join(FOLDER, 'people.module.ts'),
    `import type { Type } from '@nestjs/common';
     import type { Actors, CustomFields, Offices, Roles, Users } from 'user-batch-upload';
     export declare const MyActors: Type<Actors>, MyCustomFields: Type<CustomFields>, MyOffices: Type<Offices>;
     export declare const MyRoles: Type<Roles>, MyUsers: Type<Users>;
     export declare class PeopleModule {}`,
  );
  await writeFile(
    join(FOLDER, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.base.json',
      compilerOptions: { noEmit: true, composite: false, declaration: false },
      include: ['*.ts'],
    }),
  );
});
afterAll(() => rm(FOLDER, { recursive: true, force: true }));

test('every TypeScript block of the guides compiles', () => {
  expect(files.size).toBeGreaterThan(12);
  const { stdout } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', FOLDER],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  expect(stdout).toBe('');
}, 60_000);

test.each([
  ['valid', 'GBR', '+442079460958', undefined, []],
  ['of the row’s country', 'GBR', '020 7946 0958', '+442079460958', ['PHONE_INVALID']],
  ['with spaces', '', '+49 30 901820', '+4930901820', ['PHONE_INVALID']],
  ['of another country', 'DEU', '030 901820', '+4930901820', ['PHONE_INVALID']],
  ['of no country', '', '030 901820', undefined, ['PHONE_INVALID']],
  ['very long', 'USA', '9'.repeat(1_000), undefined, ['PHONE_INVALID']],
])(
  'the recipe for phones of every country: a phone that is %s',
  async (_, country, value, suggestion, codes) => {
    const { PhoneIsValid } = await import(join(FOLDER, 'phone-is-valid.rule.ts'));
    const row = rowUnderCheck({
      cells: { 'Mobile Phone Country': country, 'Mobile Phone': value },
    });
    new PhoneIsValid().check([row]);
    expect(row.problems.map(({ code }) => code)).toEqual(codes);
    expect(row.problems[0]?.suggestion).toBe(suggestion);
  },
);

test('the recipe for a warning reports one', async () => {
  const { FacilityHasNoMobile } = await import(join(FOLDER, 'facility-has-no-mobile.rule.ts'));
  const row = rowUnderCheck({ cells: { 'Profile Type ID': '2', 'Mobile Phone': '5551234567' } });
  new FacilityHasNoMobile().check([row]);
  expect(row.problems).toMatchObject([{ code: 'FACILITY_HAS_MOBILE', severity: 'warning' }]);
});

test('the script of the HTTP API fixes, finishes and reports a file', async () => {
  const { upload } = await import(join(FOLDER, 'upload.ts'));
  const platform = await startPlatform();
  try {
    const api = '/api/user-batch-upload';
    const admin = await Client.signIn(platform);
    const rows = [
      person({ 'Email Address': 'one@script.example', Office: 'Nort Clinic' }),
      person({ 'Email Address': 'two@script.example', Office: 'Nort Clinic' }),
      person({ 'Email Address': 'three@script.example', Office: 'Moon' }),
    ];
    const { body: options } = await admin.get(`${api}/options`);
    const headers = options.columns.map(({ header }: { header: string }) => header);
    expect(headers).toEqual(expect.arrayContaining([...BASE_HEADERS]));
    const file = new File([csv(headers, rows)], 'people.csv');
    const report: string = await upload(platform.url + api, { cookie: admin.cookie }, file);
    expect(report).toContain('three@script.example');
    expect(report).not.toContain('two@script.example');
    const { items } = (await admin.get('/api/users?search=script.example')).body;
    expect(items.map(({ email }: { email: string }) => email).toSorted()).toEqual([
      'one@script.example',
      'two@script.example',
    ]);
  } finally {
    await platform.stop();
  }
});
