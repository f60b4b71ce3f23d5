import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Options } from '../../libs/user-batch-upload/src/user-batch-upload.options.js';
import { usage } from '../../apps/platform/src/usage.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(ROOT, path), 'utf8');
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );

/** The entities of the host that the README mounts the library in. */
const ENTITIES = `
export class Organization { id!: number; }
export class Place { id!: number; organization!: Organization; title!: string; }
export class Job { id!: number; organization!: Organization; name!: string; rank!: number; }
export class Person {
  id!: number; organization!: Organization; job!: Job; place!: Place; session?: string; isManager = false;
  profileType!: string; employeeNumber?: string; email!: string; emailKey!: string; firstName!: string;
  lastName?: string; status!: string; phoneCountry?: string; phone?: string;
}`;

test('every TypeScript block of the READMEs compiles', async () => {
  const folder = join(ROOT, 'apps/platform/.readme');
  const codes = [
    ...blocks(await read('README.md'), 'ts'),
    ...blocks(await read('libs/user-batch-upload/README.md'), 'ts'),
  ];
  expect(codes.length).toBeGreaterThan(2);
  await mkdir(folder, { recursive: true });
  try {
    for (const [index, code] of codes.entries())
      await writeFile(join(folder, `block-${index}.ts`), code);
    await writeFile(join(folder, 'entities.ts'), ENTITIES);
    await writeFile(
      join(folder, 'sign-in.module.ts'),
      `import { Actors } from 'user-batch-upload';\nexport declare abstract class MyActors extends Actors {}`,
    );
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../tsconfig.base.json',
        compilerOptions: { noEmit: true, composite: false, declaration: false },
        include: ['*.ts'],
      }),
    );
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '-p', folder],
      {
        cwd: ROOT,
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    ).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test('the shell blocks of the README use scripts of the project, and CI runs the test command', async () => {
  const [start, testCommand] = blocks(await read('README.md'), 'sh');
  expect(start).toBe('npm ci && npm start\n');
  expect(testCommand).toBe('npm ci && npm test\n');
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
  expect(await read('.ci/run')).toContain(testCommand?.trim());
});

test('the README and --help name the same settings', async () => {
  const named = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name]) => name);
  const settings = named(usage('start', ['--help']) ?? '', /^ {2}([A-Z_]+) /gm);
  expect(settings).toContain('BATCH_UPLOAD_MAX_ROWS');
  expect(named(await read('README.md'), /^\| `([A-Z_]+)` \|/gm)).toEqual(settings);
});

test('the README of the library names every option, with its default', async () => {
  const readme = await read('libs/user-batch-upload/README.md');
  const [, table = ''] = /\n## Options\n(.*?)\n## /s.exec(readme) ?? [];
  const rows = [...table.matchAll(/^\| `(\w+)` \| ([^|]*?) \|/gm)];
  const source = await read('libs/user-batch-upload/src/user-batch-upload.options.ts');
  const [, declared = ''] = /interface UserBatchUploadOptions \{(.*?)\n\}/s.exec(source) ?? [];
  const names = [...declared.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name);
  expect(names).toContain('maxRows');
  expect(rows.map(([, name]) => name)).toEqual(names);
  const defaults = new Options({}) as unknown as Record<string, unknown>;
  for (const [, name = '', shown = ''] of rows)
    if (/^(\d+|true|false)$/.test(shown))
      expect([name, String(defaults[name])]).toEqual([name, shown]);
  expect(rows.filter(([, , shown = '']) => /^(\d+|true|false)$/.test(shown))).toHaveLength(8);
});

test('the README of the library names what its entries export to a host', async () => {
  const readme = await read('libs/user-batch-upload/README.md');
  const named = ['CrossSiteGuard', 'KnownInputGuard', 'requestValidation', 'ProblemFilter'];
  for (const name of [...named, 'UserBatchUploadHealth', 'portsFromEntities', 'mountIsComplete'])
    expect(readme).toContain(name);
});

test('the README of the library names every code', async () => {
  const readme = await read('libs/user-batch-upload/README.md');
  const source = `${await read('libs/user-batch-upload/src/problems/problem.ts')}${await read('libs/user-batch-upload/src/problems/refusal.ts')}`;
  const codes = [
    ...source.matchAll(
      /\b[A-Z]+(?:_[A-Z]+)+\b|'(REQUIRED)'|\b(VALIDATION|UNAUTHENTICATED|FORBIDDEN)\b/g,
    ),
  ].map(([code]) => code.replaceAll("'", ''));
  expect(
    codes.filter((code) => code !== 'RATE_LIMITED' && !readme.includes(`\`${code}\``)),
  ).toEqual([]);
});

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/performance.md',
  'docs/production.md',
  'examples/README.md',
  'libs/user-batch-upload/README.md',
  'libs/user-batch-upload/docs/file.md',
  'libs/user-batch-upload/docs/ports.md',
  'libs/user-batch-upload/docs/react.md',
  'libs/user-batch-upload/decisions/README.md',
];

test.each(PAGES)('%s names only scripts and files that exist', async (page) => {
  const text = await read(page);
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const named = [...text.matchAll(/\bnpm run ([\w:]+)/g)].map(([, script = '']) => script);
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
  const linked = [...text.matchAll(/\]\((?!http|#)([^)#]+)/g)].map(([, path = '']) => path);
  const missing = linked.filter((path) => !existsSync(join(ROOT, dirname(page), path)));
  expect(missing).toEqual([]);
});

test('CONTRIBUTING is short', async () => {
  expect((await read('CONTRIBUTING.md')).split('\n').length).toBeLessThanOrEqual(80);
});
