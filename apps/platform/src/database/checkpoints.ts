import Database from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';

/** Runs in its own thread: moves committed pages from the write-ahead log into the database file. */
const EVERY_MS = 100;
/** On a full disk the log keeps what is committed, so retries can be slow. */
const AFTER_FAILURE_MS = 2_000;

let database: Database.Database | undefined;
let hasFailed = false;

function checkpoint(): void {
  try {
    database ??= new Database(workerData as string, { fileMustExist: true });
    database.pragma('wal_checkpoint(PASSIVE)');
    if (hasFailed) parentPort?.postMessage('The database file can be written again.');
    hasFailed = false;
  } catch (error) {
    if (!hasFailed) parentPort?.postMessage(`The database file can’t be written: ${String(error)}`);
    hasFailed = true;
  }
  setTimeout(checkpoint, hasFailed ? AFTER_FAILURE_MS : EVERY_MS);
}
checkpoint();
