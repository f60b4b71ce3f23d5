import { MikroORM } from '@mikro-orm/core';
import { defineConfig as postgresql } from '@mikro-orm/postgresql';
import { defineConfig as sqlite } from '@mikro-orm/sqlite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ContractTest } from 'user-batch-upload/testing';
import { onEveryDatabase } from '../e2e/databases.js';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(import.meta.dirname, '.ports');

/** The files of the guide, by the name in their first line. */
beforeAll(async () => {
  const guide = await readFile(join(ROOT, 'libs/user-batch-upload/docs/ports.md'), 'utf8');
  await mkdir(FOLDER, { recursive: true });
  for (const [, name = '', code = ''] of guide.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```/gms))
    await writeFile(join(FOLDER, name), code);
  await writeFile(
    join(FOLDER, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.base.json',
      compilerOptions: { noEmit: true, composite: false, declaration: false },
      include: ['*.ts'],
    }),
  );
});
afterAll(() => rm(FOLDER, { recursive: true }));

test('the ports of the guide compile', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', FOLDER],
    { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '' } },
  ).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
}, 60_000);

onEveryDatabase((setup) => {
  test('the users port of the guide keeps the contract', async () => {
    const at = (name: string) => import(`./.ports/${name}.js`);
    const entities = Object.values(await at('entities')) as never[];
    const clientUrl = (await setup.env())['DATABASE_URL'];
    const options: object = clientUrl
      ? postgresql({ entities, clientUrl, debug: false })
      : sqlite({ entities, dbName: ':memory:', debug: false });
    const orm = await MikroORM.init(options);
    try {
      await orm.schema.create();
      const { contractOf } = (await at('contract')) as {
        contractOf(orm: MikroORM): ContractTest[];
      };
      const tests = contractOf(orm);
      expect(tests.length).toBeGreaterThan(10);
      for (const { name, run } of tests) {
        const broken = await run().then(
          () => undefined,
          (error: Error) => `${name}: ${error.message}`,
        );
        expect(broken).toBeUndefined();
      }
    } finally {
      await orm.close();
    }
  }, 60_000);
});
