import { reasonOf } from './reason-of.js';
import { usage } from './usage.js';

/** A shutdown that hangs is ended after this time. Another process, or the next start, continues the work. */
const STOP_PATIENCE_MS = 7_000;

/** Runs a script of the platform. A failed start prints its reason in one line, without a stack, and exits. */
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
    // Files hold personal data, so only the current user may read them.
    process.umask(0o077);
    await start();
    for (const signal of ['SIGTERM', 'SIGINT'])
      process.once(signal, () => setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref());
  } catch (error) {
    console.error(`The platform can’t start. ${reasonOf(error)}`);
    process.exit(1);
  }
}

/** On an older Node, SQLite's driver ends the process without a message. */
function needNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 17))
    throw new Error(
      `It needs Node 22.17 or newer, and this is ${process.versions.node}. Use “npm start”, which brings a newer one.`,
    );
}
