import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
export const run = promisify(execFile);

/** Runs npm on the machine's own configuration, not on this repository's. */
const npm = (cwd: string, args: string[]) =>
  run('npm', args, { cwd, shell: process.platform === 'win32', maxBuffer: 100_000_000 });

export interface Packed {
  tarball: string;
  /** The paths of its files. */
  files: string[];
}

/** Packs the library, as built, into the folder. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await npm(ROOT, [
    'pack',
    '--workspace=libs/user-batch-upload',
    '--json',
    `--pack-destination=${folder}`,
  ]);
  // npm 12 answers with an object by package, older ones with an array.
  const [packed] = Object.values(
    JSON.parse(stdout) as Record<string, { filename: string; files: { path: string }[] }>,
  );
  if (!packed) throw new Error(`npm packed nothing: ${stdout}`);
  return {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
  };
}

export const emptyFolder = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `${name}-`));

/** Installs packages into a folder that has only this package.json. Refused peers fail, as for any host. */
export async function install(
  folder: string,
  manifest: Record<string, unknown>,
  ...packages: string[]
): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await npm(folder, [
    'install',
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    ...packages,
  ]);
}
