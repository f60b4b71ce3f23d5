import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PASSWORD, startPlatform, type TestPlatform } from '../e2e/platform.js';
import { onEveryDatabase } from '../e2e/databases.js';
import { IS_FULL } from '../size.js';
import { fuzz, signIn } from './campaign.ts';

const FILES = IS_FULL ? 250 : 100;

onEveryDatabase((setup) => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
  });
  afterAll(() => platform.stop());

  test('random files are parsed as a second reader parses them, or refused with a code', async () => {
    const target = await signIn(platform.url, PASSWORD);
    const { outcomes, rows, breaches } = await fuzz(target, 'ci', 0, FILES);
    expect(breaches).toEqual([]);
    // Enough files are valid for the comparison to mean something.
    expect(outcomes.get('read')).toBeGreaterThan(FILES / 5);
    expect(rows).toBeGreaterThan(FILES);
  }, 120_000);
});
