import { UserBatchUpload0001Loads } from './0001-loads.migration.js';

/** The library's tables, for the host's `migrations.migrationsList`, in the order of their names. */
export const userBatchUploadMigrations = [UserBatchUpload0001Loads];
