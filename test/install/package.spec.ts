import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyFolder, pack, type Packed, run } from './host-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const LIB = join(ROOT, 'libs/user-batch-upload');
const manifest = JSON.parse(await readFile(join(LIB, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
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
  expect(files.filter((path) => !/^dist\/|^docs\/[\w-]+\.md$/.test(path)).toSorted()).toEqual([
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
