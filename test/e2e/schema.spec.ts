import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEveryStand } from './stands.js';
import { startPlatform, type TestPlatform } from './platform.js';

onEveryStand((stand) => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform(await stand.env());
  });
  afterAll(() => platform.stop());

  test('the schema tools of a host find nothing to change in our tables', async () => {
    const orm = platform.app.get(MikroORM);
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).not.toContain('batch_upload_');
  });
});
