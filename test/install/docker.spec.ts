import { expect, test } from '@jest/globals';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../apps/platform/src/config.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(ROOT, path), 'utf8');

interface Service {
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas: number };
}

const stages = (await read('Dockerfile')).split(/^FROM /m).slice(1);
const [build = '', image = ''] = stages;
const lines = (stage: string, instruction: string) =>
  [...stage.matchAll(new RegExp(`^${instruction} (.*)$`, 'gm'))].map(([, text = '']) => text);
const command = JSON.parse(lines(image, 'CMD')[0] ?? '') as string[];
const { services } = parse(await read('compose.yaml'), { merge: true }) as {
  services: Record<string, Service>;
};

test('the image is built with the documented steps, which CI runs', async () => {
  expect(stages).toHaveLength(2);
  const steps = lines(build, 'RUN');
  expect(steps).toEqual(['npm ci', 'npm run build', 'npm prune --omit=dev']);
  const [block = ''] = /(?<=```sh\n)[^`]*/.exec(await read('docs/production.md')) ?? [];
  expect(block.trim().split('\n')).toEqual([...steps, command.join(' ')]);
  // Also its command: CI reads both from the Dockerfile.
  expect(await read('.ci/bare-machine')).toContain(`s/^RUN //p' Dockerfile`);
});

test('the install of the image is cached until a package.json changes', async () => {
  const { workspaces } = JSON.parse(await read('package.json')) as { workspaces: string[] };
  expect(workspaces).toEqual(['libs/*', 'apps/*']);
  const before = lines(build.split('RUN npm ci')[0] ?? '', 'COPY')
    .join(' ')
    .split(' ');
  for (const path of before.filter((word) => /\.json$|npmrc$/.test(word)))
    expect((await stat(join(ROOT, path))).isFile()).toBe(true);
  expect(before).toEqual(
    expect.arrayContaining([
      'package.json',
      'package-lock.json',
      '.npmrc',
      'apps/platform/package.json',
      'libs/user-batch-upload/package.json',
    ]),
  );
});

test('the image runs as a user that is not root, and signals reach the platform itself', async () => {
  expect(lines(image, 'USER')).toEqual(['node']);
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  expect(`node tools/start.js ${command.slice(1).join(' ')}`).toBe(scripts['start']);
  expect(command[0]).toBe('node');
});

test('no local files get into the image', async () => {
  const ignored = (await read('.dockerignore')).split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '**/dist', 'data', '.git']));
});

test('compose starts one web process, two workers and their services', async () => {
  expect(Object.keys(services).sort()).toEqual(['mail', 'postgresql', 'redis', 'web', 'worker']);
  const { web, worker } = services;
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  expect(web?.command).toBeUndefined();
  expect(worker?.deploy?.replicas).toBe(2);
  expect(`node tools/start.js ${worker?.command?.slice(1).join(' ')}`).toBe(scripts['worker']);
  expect(worker?.environment).toEqual(web?.environment);
  // The web process migrates, seeds and prints the password.
  expect(worker?.depends_on).toEqual({ web: { condition: 'service_healthy' } });
});

test('the platform starts with the environment of compose without a warning', () => {
  const environment = Object.fromEntries(
    Object.entries(services['web']?.environment ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );
  const config = readConfig(environment);
  expect(config.warnings).toEqual([]);
  expect(config.adminPassword).toBeUndefined();
  for (const url of [config.databaseUrl, config.redisUrl, config.smtpUrl])
    expect(Object.keys(services)).toContain(new URL(url ?? '').hostname);
});
