import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(ROOT, path), 'utf8');

interface Entry {
  version: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  optional?: boolean;
  engines?: Record<string, string>;
  os?: string | string[];
  gypfile?: boolean;
  hasInstallScript?: boolean;
}

const { packages } = JSON.parse(await read('package-lock.json')) as {
  packages: Record<string, Entry>;
};
const root = JSON.parse(await read('package.json')) as {
  allowScripts: Record<string, boolean>;
  optionalDependencies: Record<string, string>;
};
const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.startsWith('node_modules/') && !link,
);

test('every package of the lock file has an integrity, and none names a registry', () => {
  expect(installed.length).toBeGreaterThan(500);
  expect(installed.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  expect(installed.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
});

test('no install script is needed: npm runs none and allows none', async () => {
  expect(await read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  const scripted = installed
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.split('node_modules/').at(-1) ?? '');
  expect(scripted.filter((name) => root.allowScripts[name] !== false)).toEqual([]);
  expect(Object.values(root.allowScripts)).not.toContain(true);
});

test('the lock file has a packaged Node for six platforms, only for a Node that is too old', () => {
  const names = Object.keys(root.optionalDependencies);
  expect(names).toHaveLength(6);
  for (const name of names)
    expect(packages[`node_modules/${name}`]).toMatchObject({
      version: root.optionalDependencies[name],
      integrity: expect.stringMatching(/^sha512-/),
      optional: true,
      // `node tools/lock.js` writes it.
      engines: { node: '<22.18.0' },
    });
  expect(new Set(names.map((name) => packages[`node_modules/${name}`]?.os))).toEqual(
    new Set(['darwin', 'linux', 'win32']),
  );
});

test('better-sqlite3 is not compiled, even if install scripts are allowed', () => {
  // `node tools/lock.js` writes it.
  expect(packages['node_modules/better-sqlite3']).toMatchObject({ gypfile: false });
});
