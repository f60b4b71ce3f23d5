import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
  });
  afterAll(() => platform.stop());

  test('the schema tools of a host find nothing to change', async () => {
    const { schema, migrator } = platform.app.get(MikroORM);
    expect(await schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
    expect(await migrator.checkSchema()).toBe(false);
    const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    try {
      const { diff } = await migrator.create(folder);
      expect(diff.up).toEqual([]);
      expect(diff.down.join()).not.toContain('batch_upload_');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a changed table is found', async () => {
    const { em, schema, migrator } = platform.app.get(MikroORM);
    await em.getConnection().execute('alter table batch_upload_load add column planted integer');
    expect(await schema.getUpdateSchemaSQL({ wrap: false })).toContain('planted');
    expect(await migrator.checkSchema()).toBe(true);
  });
});
