import type { Config } from './config.js';
import type { SeededSignIns } from './database/seed.js';

/** Prints the sign-ins of a new database. */
export const announce =
  (config: Config) =>
  ({ emails, password }: SeededSignIns): void =>
    console.log(
      `First start: two organisations were created.\n  Email:    ${emails.join('  or  ')}\n  Password: ${config.adminPassword ? '(as set in PLATFORM_ADMIN_PASSWORD)' : password}\n`,
    );

/** Prints the warnings of a start that goes on. */
export function warn({ warnings }: Config): void {
  for (const warning of warnings) console.warn(`Warning: ${warning}`);
}
