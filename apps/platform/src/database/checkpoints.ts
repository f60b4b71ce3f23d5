import Database from 'better-sqlite3';
import { workerData } from 'node:worker_threads';

/** In a thread of its own: moves what is committed from the write-ahead log into the database file. */
const EVERY_MS = 100;

const database = new Database(workerData as string);
setInterval(() => database.pragma('wal_checkpoint(PASSIVE)'), EVERY_MS);
