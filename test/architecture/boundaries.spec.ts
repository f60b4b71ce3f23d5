import { afterEach, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const LIB = 'libs/user-batch-upload/src';
const PLANTED = 'planted-violation';

/** The current violations, as `rule: file`. */
async function violations(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      'libs',
      'apps',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
    ],
    { cwd: ROOT, maxBuffer: 100_000_000, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const { summary } = JSON.parse(stdout) as {
    summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] };
  };
  expect(summary.totalCruised).toBeGreaterThan(100);
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

let planted: string[] = [];
async function plant(path: string, text: string): Promise<void> {
  planted.push(join(ROOT, path));
  await writeFile(join(ROOT, path), text);
}
afterEach(async () => {
  for (const path of planted) await rm(path, { force: true });
  planted = [];
});

/** From lowest to highest. */
const ROOMS =
  'ports columns texts problems database load http work events template parse match check sample stage upload edit review finish report delivery worker health page mount'.split(
    ' ',
  );

test('every folder of the library is a room with its place', async () => {
  const entries = await readdir(join(ROOT, LIB), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.toSorted()).toEqual(ROOMS.toSorted());
});

const CASES: [rule: string, path: string, text: string][] = [
  ...ROOMS.slice(0, -1).map((room): [string, string, string] => [
    `no-later-room-in-${room}`,
    `${LIB}/${room}/${PLANTED}.ts`,
    "import '../mount/mount-check.js';\nexport {};\n",
  ]),
  [
    'root-holds-index-module-and-options',
    `${LIB}/${PLANTED}.ts`,
    "import './page/page.controller.js';\nexport {};\n",
  ],
  [
    'multer-only-in-upload',
    `${LIB}/review/${PLANTED}.ts`,
    "import multer from 'multer';\nexport { multer };\n",
  ],
  [
    'zip-and-xml-only-in-workbook',
    `${LIB}/parse/${PLANTED}.ts`,
    "import yauzl from 'yauzl';\nexport { yauzl };\n",
  ],
  [
    'workbook-reader-loads-no-framework',
    `${LIB}/parse/workbook/${PLANTED}.ts`,
    "import { Refusal } from '../../problems/refusal.js';\nexport { Refusal };\n",
  ],
  [
    'parse-is-pure',
    `${LIB}/parse/${PLANTED}.ts`,
    "import { Database } from '../database/database.js';\nexport { Database };\n",
  ],
  [
    'ports-know-nothing',
    `${LIB}/ports/${PLANTED}.ts`,
    "import { foldCase } from '../columns/fold-case.js';\nexport { foldCase };\n",
  ],
  [
    'entity-ports-know-what-a-host-knows',
    `libs/user-batch-upload/mikro-orm/${PLANTED}.ts`,
    "import { Refusal } from '../src/problems/refusal.js';\nexport { Refusal };\n",
  ],
  [
    'library-knows-no-other-entry',
    `${LIB}/load/${PLANTED}.ts`,
    "import { portsFromEntities } from '../../mikro-orm/index.js';\nexport { portsFromEntities };\n",
  ],
  [
    'library-knows-no-host',
    `${LIB}/load/${PLANTED}.ts`,
    "import { readConfig } from '../../../../apps/platform/src/config.js';\nexport { readConfig };\n",
  ],
  [
    'page-takes-only-its-texts',
    `libs/user-batch-upload/ui/${PLANTED}.ts`,
    "import { isWarning } from '../src/problems/problem.js';\nexport { isWarning };\n",
  ],
  [
    'page-texts-stand-alone',
    `${LIB}/texts/en/page-${PLANTED}.ts`,
    "import { withMarks } from '../../columns/invisible-characters.js';\nexport { withMarks };\n",
  ],
  [
    'host-comes-through-the-front-door',
    `apps/platform/src/users/${PLANTED}.ts`,
    "import { foldCase } from '../../../../libs/user-batch-upload/src/columns/fold-case.js';\nexport { foldCase };\n",
  ],
  [
    'modules-meet-through-their-doors',
    `apps/platform/src/users/${PLANTED}.ts`,
    "import { RoleController } from '../roles/role.controller.js';\nexport { RoleController };\n",
  ],
];

test('the code respects its boundaries, and every rule catches a planted violation', async () => {
  for (const [rule, path, text] of CASES)
    await plant(path.replace(PLANTED, `${PLANTED}-${rule}`), text);
  await plant(
    `${LIB}/load/${PLANTED}-a.ts`,
    `export { b } from './${PLANTED}-b.js';\nexport const a = 1;\n`,
  );
  await plant(
    `${LIB}/load/${PLANTED}-b.ts`,
    `export { a } from './${PLANTED}-a.js';\nexport const b = 1;\n`,
  );
  const expected = CASES.map(
    ([rule, path]) => `${rule}: ${path.replace(PLANTED, `${PLANTED}-${rule}`)}`,
  );
  const found = await violations();
  expect(found.filter((violation) => !violation.includes(PLANTED))).toEqual([]);
  expect(found).toEqual(
    expect.arrayContaining([...expected, `no-circular: ${LIB}/load/${PLANTED}-a.ts`]),
  );
}, 60_000);

test('every boundary rule has a planted violation', async () => {
  const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
    forbidden: { name: string }[];
  };
  expect([...CASES.map(([rule]) => rule), 'no-circular'].toSorted()).toEqual(
    config.forbidden.map(({ name }) => name).toSorted(),
  );
});
