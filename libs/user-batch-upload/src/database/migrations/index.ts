import { UserBatchUpload0001Loads } from './0001-loads.migration.js';

/** Re-exported by name from a file in the host's migrations folder: the host's migrator then runs it. */
export { UserBatchUpload0001Loads };

/** All of the library's migrations, for a host that lists its own in `migrations.migrationsList`. */
export const userBatchUploadMigrations = [UserBatchUpload0001Loads];
