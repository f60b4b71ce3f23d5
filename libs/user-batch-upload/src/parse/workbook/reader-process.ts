import { once } from 'node:events';
import { type Message, readWorkbook } from './read-workbook.js';
import { WorkbookFault } from './workbook-fault.js';

/** The process that reads a workbook: `reader-process.js <path> <options as JSON>`. It writes a message a line. */
const [path, options] = process.argv.slice(2);
if (path === undefined || options === undefined) throw new Error('Give a path and options.');

async function send(message: Message | { fault: WorkbookFault['fault'] }) {
  // Waits for a parent that reads more slowly than this process writes.
  if (!process.stdout.write(`${JSON.stringify(message)}\n`)) await once(process.stdout, 'drain');
}

try {
  await readWorkbook(path, JSON.parse(options), send);
} catch (error) {
  if (!(error instanceof WorkbookFault)) throw error;
  await send({ fault: error.fault });
}
