import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { type Config, mailDir } from './config.js';
import { databaseFile } from './database/database.config.js';

/**
 * Creates the folders that this configuration writes to, readable only by the current user. An existing database is
 * served even if its folder is full or read-only.
 * @throws Error that names an unusable path.
 */
export function prepareDataFolder(config: Config): void {
  if (config.databaseUrl && config.smtpUrl) return;
  try {
    prepareFolder(config.dataDir);
    if (!config.smtpUrl) prepareFolder(mailDir(config));
  } catch (error) {
    if (config.databaseUrl || !existsSync(databaseFile(config.dataDir))) throw error;
  }
}

function prepareFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const { mode, uid } = statSync(path);
    // Leaves shared folders such as /tmp (sticky bit) unchanged.
    if (uid === process.getuid?.() && (mode & 0o1000) === 0) chmodSync(path, 0o700);
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `DATA_DIR: ${path} must be a folder that this user can write to (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}
