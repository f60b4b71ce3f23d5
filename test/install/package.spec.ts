import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emptyFolder, install, pack, type Packed } from './host-folder.js';

const ROOT = join(import.meta.dirname, '../..');
const LIB = join(ROOT, 'libs/user-batch-upload');
const run = promisify(execFile);
const manifest = JSON.parse(await readFile(join(LIB, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional: boolean }>;
};

let folder: string;
let packed: Packed;
beforeAll(async () => {
  folder = await emptyFolder('packed');
  packed = await pack(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a tool of this project on the Node that runs the tests. */
const tool = (path: string, args: string[]) =>
  run(process.execPath, [join(ROOT, 'node_modules', path), ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '' },
  });

test('the tarball has built code, its types and maps, and what a reader needs', () => {
  const { files } = packed;
  expect(files.filter((path) => !path.startsWith('dist/')).toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'package.json',
  ]);
  expect(
    files.filter((path) => !/\.(js|js\.map|js\.gz|d\.ts|css|md|json)$|^LICENSE$/.test(path)),
  ).toEqual([]);
  expect(files.filter((path) => /\bspec\b|tsbuildinfo/.test(path))).toEqual([]);
  for (const entry of Object.values(manifest.exports))
    for (const path of typeof entry === 'string' ? [entry] : Object.values(entry))
      expect(files).toContain(path.replace('./', ''));
});

test('every source map carries its source', async () => {
  const maps = packed.files.filter((path) => path.endsWith('.map'));
  expect(maps.length).toBeGreaterThan(100);
  for (const path of maps) {
    const { sourcesContent } = JSON.parse(await readFile(join(LIB, path), 'utf8')) as {
      sourcesContent?: string[];
    };
    expect([path, sourcesContent?.length]).toEqual([path, 1]);
  }
});

test('publint finds nothing', async () => {
  const { stdout } = await tool('publint/src/cli.js', ['run', packed.tarball, '--strict']);
  expect(stdout).toContain('All good!');
}, 60_000);

test('attw finds nothing for an ES module', async () => {
  const { stdout } = await tool('@arethetypeswrong/cli/dist/index.js', [
    packed.tarball,
    '--profile',
    'esm-only',
    '--format',
    'json',
    '--exclude-entrypoints',
    'base.css',
  ]);
  const { problems, analysis } = JSON.parse(stdout) as {
    problems: Record<string, unknown>;
    analysis: { entrypoints: object };
  };
  expect(Object.keys(analysis.entrypoints)).toEqual(
    Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.css')),
  );
  // What the profile leaves out: `require` of an ES module in old TypeScript, and the old resolution.
  expect(
    Object.keys(problems).filter((kind) => kind !== 'CJSResolvesToESM' && kind !== 'NoResolution'),
  ).toEqual([]);
}, 60_000);

test('its own dependencies and its peers are ranges', () => {
  const ranges = { ...manifest.dependencies, ...manifest.peerDependencies };
  for (const [name, range] of Object.entries(ranges))
    expect([name, range]).toEqual([name, expect.stringMatching(/^(\^|>=)/)]);
});

describe('in an empty folder', () => {
  /** MikroORM's packages want each other at one version, so a host names it. */
  const mikroOrm = ['core', 'migrations', 'sqlite'].map((name) => `@mikro-orm/${name}@7.2.1`);
  let host: string;
  beforeAll(async () => {
    host = await emptyFolder('host');
    await install(host, { type: 'module' }, packed.tarball, ...mikroOrm);
  }, 300_000);
  afterAll(() => rm(host, { recursive: true, force: true }));

  const evaluate = (code: string, type: 'module' | 'commonjs') =>
    run(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', `--input-type=${type}`, '--eval', code],
      { cwd: host, env: { ...process.env, NODE_OPTIONS: '' } },
    );

  test('its modules load without the optional peers', async () => {
    const optional = Object.keys(manifest.peerDependenciesMeta).filter(
      // MikroORM brings these.
      (name) => name !== 'kysely' && name !== '@mikro-orm/sql',
    );
    expect(optional).toContain('@nestjs/swagger');
    const { stdout } = await evaluate(
      `const { UserBatchUploadModule } = await import('user-batch-upload');
       const { usersContract } = await import('user-batch-upload/testing');
       await import('user-batch-upload/mikro-orm');
       const found = ${JSON.stringify(optional)}.filter((name) => {
         try { return import.meta.resolve(name); } catch { return false; }
       });
       console.log(typeof UserBatchUploadModule.forRoot, typeof usersContract, found.length);`,
      'module',
    );
    expect(stdout).toBe('function function 0\n');
  });

  test('a CommonJS module requires it', async () => {
    const { stdout } = await evaluate(
      `console.log(typeof require('user-batch-upload').UserBatchUploadModule.forRoot)`,
      'commonjs',
    );
    expect(stdout).toBe('function\n');
  });

  test('its types compile without other packages, and have no errors of their own', async () => {
    await writeFile(
      join(host, 'host.ts'),
      `import { UserBatchUploadModule, type Actor } from 'user-batch-upload';
       import { usersContract } from 'user-batch-upload/testing';
       import { UserBatchUpload } from 'user-batch-upload/ui';
       export const actor: Actor = { organisationId: 'o', userId: 'u', name: 'Ana', mayUpload: true };
       export const used = [UserBatchUploadModule.forRoot, usersContract, UserBatchUpload];`,
    );
    const { stdout } = await run(
      process.execPath,
      [
        join(ROOT, 'node_modules/typescript/bin/tsc'),
        ...'--noEmit --strict --module nodenext --target es2023 --lib es2023,dom,dom.iterable'.split(
          ' ',
        ),
        'host.ts',
      ],
      { cwd: host, env: { ...process.env, NODE_OPTIONS: '' } },
    ).catch((error: { stdout: string }) => error);
    const ours = stdout.split('\n').filter((line) => /user-batch-upload|host\.ts/.test(line));
    expect(ours).toEqual([]);
  }, 120_000);
});
