import { reasonOf } from './reason-of.js';
import { usage } from './usage.js';

/** A stop that hangs is ended: work under way is taken over, or continues at the next start. */
const STOP_PATIENCE_MS = 7_000;

/** Runs a script of the platform. A start that fails says why in one line, not in a stack, and leaves nothing running. */
export async function runOrExit(
  script: 'start' | 'worker',
  start: () => Promise<void>,
): Promise<void> {
  try {
    const asked = usage(script, process.argv.slice(2));
    if (asked !== undefined) {
      console.log(asked);
      return;
    }
    needNode();
    // Files hold people's data: they are for this user only.
    process.umask(0o077);
    await start();
    for (const signal of ['SIGTERM', 'SIGINT'])
      process.once(signal, () => setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref());
  } catch (error) {
    console.error(`The platform can’t start. ${reasonOf(error)}`);
    process.exit(1);
  }
}

/** SQLite's driver ends an older Node without a word. */
function needNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 17))
    throw new Error(
      `It needs Node 22.17 or newer, and this is ${process.versions.node}. Use “npm start”, which brings a newer one.`,
    );
}
