import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PlatformProcess } from '../e2e/platform-process.js';
import { IS_FULL } from '../size.js';

const ROOT = join(import.meta.dirname, '../..');
const WORKSPACES: Record<string, string> = {
  platform: 'apps/platform',
  'user-batch-upload': 'libs/user-batch-upload',
};
const run = promisify(execFile);

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** The sources that match, and the installed packages, with nothing built. */
async function cloneOf(sources: RegExp): Promise<string> {
  const clone = await mkdtemp(join(tmpdir(), 'clone-'));
  folders.push(clone);
  const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  const files = stdout.split('\n').filter((path) => sources.test(path));
  for (const path of files) await cp(join(ROOT, path), join(clone, path));
  for (const folder of ['', ...Object.values(WORKSPACES)]) await linkPackages(clone, folder);
  return clone;
}

/** All but the workspaces, which are the clone's own. */
async function linkPackages(clone: string, folder: string): Promise<void> {
  const packages = join(clone, folder, 'node_modules');
  await mkdir(packages, { recursive: true });
  const installed = join(ROOT, folder, 'node_modules');
  for (const name of await readdir(installed).catch(() => []))
    await symlink(
      WORKSPACES[name] ? join(clone, WORKSPACES[name]) : join(installed, name),
      join(packages, name),
    );
}

const nest = (clone: string, ...args: string[]) =>
  run(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', ...args], { cwd: clone });

describe('in a fresh clone', () => {
  let clone: string;
  let dist: string;
  beforeAll(async () => {
    clone = await cloneOf(/^(apps|libs|tools|[^/]+$)/);
    dist = join(clone, 'libs/user-batch-upload/dist');
  });

  test('`nest build` builds everything the platform needs to start', async () => {
    await nest(clone, 'build');
    const platform = new PlatformProcess(
      'start',
      { PORT: '0', DATA_DIR: join(clone, 'data') },
      [],
      clone,
    );
    try {
      await platform.prints('Batch Upload: http');
    } finally {
      await platform.stop();
    }
    expect(await readdir(join(clone, 'apps/platform/dist/pages'))).toContain('pages.js');
    expect(await readdir(join(dist, 'ui'))).toContain('user-batch-upload.js');
  }, 300_000);

  test('the command of `nest build user-batch-upload` builds the page', async () => {
    const { projects } = JSON.parse(await readFile(join(clone, 'nest-cli.json'), 'utf8')) as {
      projects: {
        'user-batch-upload': { compilerOptions: { plugins: [{ options: { command: string } }] } };
      };
    };
    const [{ options }] = projects['user-batch-upload'].compilerOptions.plugins;
    await rm(join(dist, 'ui'), { recursive: true });
    await run(options.command, { cwd: clone, shell: true });
    expect(await readdir(join(dist, 'ui'))).toContain('user-batch-upload.js');
  }, 120_000);

  // Its check of the sources is as long as that of `nest build`.
  if (IS_FULL)
    test('`nest build user-batch-upload` builds the library and its page', async () => {
      await rm(dist, { recursive: true });
      await nest(clone, 'build', 'user-batch-upload');
      expect(await readdir(join(dist, 'src'))).toContain('index.js');
      expect(await readdir(join(dist, 'ui'))).toContain('user-batch-upload.js');
    }, 300_000);
});

test.each(['platform', 'user-batch-upload'])(
  '`nest build %s` exits with 1 if a source does not compile',
  async (project) => {
    // Its other sources are left out: they compile, and would be checked for half a minute.
    const clone = await cloneOf(/^(tools\/|[^/]+$|.*\/(package|tsconfig)\.json$)/);
    const folder = WORKSPACES[project] ?? '';
    await mkdir(join(clone, folder, 'src'));
    await writeFile(join(clone, folder, 'src/broken.ts'), 'export const port: number = "80";');
    await expect(nest(clone, 'build', project)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('broken.ts'),
    });
  },
  120_000,
);
