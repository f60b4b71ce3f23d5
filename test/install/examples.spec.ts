import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onPostgresqlAndRedis } from '../e2e/databases.js';
import { compile, driveExample, EXAMPLES, installExample } from './example-host.ts';
import { IS_FULL } from '../size.js';
import { emptyFolder, pack, run } from './host-folder.ts';

/**
 * The minimal example on the Node that runs the tests; in the full size the others too. `npm run matrix` runs them all on
 * other versions of Node and Nest.
 */

const folders: string[] = [];
let tarball: string;
beforeAll(async () => {
  const packed = await emptyFolder('packed');
  folders.push(packed);
  ({ tarball } = await pack(packed));
}, 60_000);
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function install(name: string): Promise<string> {
  const folder = await installExample(name, tarball);
  folders.push(folder);
  return folder;
}

async function works(name: string, folder: string, env: Record<string, string>): Promise<void> {
  await expect(driveExample(name, folder, process.execPath, env)).resolves.toBeUndefined();
}

test('the mount of examples/minimal has at most 60 lines', async () => {
  const files = await readdir(join(EXAMPLES, 'minimal/src'), { recursive: true });
  const texts = await Promise.all(
    files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFile(join(EXAMPLES, 'minimal/src', file), 'utf8')),
  );
  const mount = texts.filter((text) => text.includes('UserBatchUploadModule'));
  expect(mount.length).toBeGreaterThan(0);
  expect(mount.join('').split('\n').length).toBeLessThanOrEqual(60);
});

describe('examples/minimal', () => {
  let folder: string;
  let errors: string[];
  beforeAll(async () => {
    folder = await install('minimal');
    errors = await compile(folder, process.execPath, [
      '--skipLibCheck',
      'false',
      '--lib',
      'es2023,dom',
    ]);
  }, 300_000);

  const evaluate = (type: 'module' | 'commonjs', code: string) =>
    run(process.execPath, [`--input-type=${type}`, '--eval', code], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '' },
    });

  test('loads without the optional peers', async () => {
    const { peerDependenciesMeta } = JSON.parse(
      await readFile(join(folder, 'node_modules/user-batch-upload/package.json'), 'utf8'),
    ) as { peerDependenciesMeta: Record<string, { optional: boolean }> };
    // The package of the driver brings these.
    const peers = Object.keys(peerDependenciesMeta).filter(
      (name) => !['kysely', '@mikro-orm/sql'].includes(name),
    );
    expect(peers).toContain('@nestjs/swagger');
    const { stdout } = await evaluate(
      'module',
      `const { UserBatchUploadModule } = await import('user-batch-upload');
       const { usersContract } = await import('user-batch-upload/testing');
       const { portsFromEntities } = await import('user-batch-upload/mikro-orm');
       const isInstalled = (name) => {
         try { return Boolean(import.meta.resolve(name)); } catch { return false; }
       };
       console.log(typeof UserBatchUploadModule.forRoot, typeof usersContract, typeof portsFromEntities);
       console.log(isInstalled('rxjs'), ${JSON.stringify(peers)}.filter(isInstalled).length);`,
    );
    expect(stdout).toBe('function function function\ntrue 0\n');
  });

  test('is required by a CommonJS module', async () => {
    const { stdout } = await evaluate(
      'commonjs',
      `console.log(typeof require('user-batch-upload').UserBatchUploadModule.forRoot)`,
    );
    expect(stdout).toBe('function\n');
  });

  test('compiles, and finds no errors in the types of the library', () => {
    expect(errors.filter((line) => /^src|user-batch-upload/.test(line))).toEqual([]);
  });

  test('passes its own tests of a rule, a warning and a listener', async () => {
    const { stdout } = await run(process.execPath, ['--test', 'dist/**/*.spec.js'], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stdout).toMatch(/pass 4\n.* fail 0\n/s);
  }, 120_000);

  test('works from the tarball', () => works('minimal', folder, {}), 120_000);
});

if (IS_FULL) {
  test('examples/nest-11-commonjs works from the tarball', async () => {
    const folder = await install('nest-11-commonjs');
    expect(await compile(folder, process.execPath)).toEqual([]);
    await works('nest-11-commonjs', folder, {});
  }, 300_000);

  onPostgresqlAndRedis((setup) => {
    test('examples/bullmq works from the tarball', async () => {
      const folder = await install('bullmq');
      expect(await compile(folder, process.execPath)).toEqual([]);
      await works('bullmq', folder, await setup.env());
    }, 300_000);
  });
}
