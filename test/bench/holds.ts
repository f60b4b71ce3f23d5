import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startChild } from './child.ts';
import { Holds } from './hold-client.ts';
import { FILES, type HoldFile } from './hold-files.ts';
import { ms, table } from './measure.ts';

/**
 * How long the worst requests and files within their limits hold the event loop of the platform on SQLite:
 * `node tools/start.js test/bench/holds.ts [--rows 10000] [--only NAME]`. Milliseconds of processor time.
 */
const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000' },
    only: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string' },
  },
});
const maxRows = Number(flags.rows);
const maxBytes = Math.max(maxRows * 4_096, 1_048_576);
const isAsked = (name: string) =>
  flags.only.length === 0 || flags.only.some((part) => name.includes(part));

const folder = await mkdtemp(join(tmpdir(), 'holds-'));
const child = await startChild(
  'product-process.ts',
  {
    DATA_DIR: folder,
    PORT: '0',
    PLATFORM_ADMIN_PASSWORD: 'correct horse battery staple',
    BATCH_UPLOAD_MAX_ROWS: `${maxRows}`,
  },
  flags.profile ? ['--cpu-prof', `--cpu-prof-dir=${flags.profile}`] : [],
);
try {
  const holds = await Holds.of(child);
  for (const [name, file] of Object.entries(FILES))
    if (isAsked(name)) await ofFile(holds, name, file);
  if (isAsked('requests')) await holds.requests(maxBytes);
  console.log(
    table(
      ['what', 'answer', 'longest hold ms'],
      holds.found.map(({ what, answer, hold }) => [what, answer, ms(hold)]),
    ),
  );
} finally {
  await child.stop();
  await rm(folder, { recursive: true, force: true });
}

async function ofFile(holds: Holds, name: string, file: HoldFile): Promise<void> {
  const text = file({ maxRows, maxBytes, headers: holds.headers });
  const load = await holds.upload(name, text);
  if (load) await holds.review(name, load);
}
