import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** How many calls in a row may skip the log while deletions continue. */
const MOST_WAITS = 12;

/** Makes deleted data unreadable in the files of the database, if the database does not do so by itself. */
@Injectable()
export class DeletedData {
  /** Whether the log has something that was deleted from the database. */
  private isInLog = true;
  /** Whether something was deleted since the last call of `emptyLog`. */
  private isFresh = false;
  private waits = 0;
  /** How many calls of `overwrite` are running. */
  private overwriting = 0;

  constructor(private readonly db: Database) {}

  /** Overwrites everything that `work` deletes. If this were always on, all writing on SQLite would be a third slower. */
  async overwrite<Result>(work: () => Promise<Result>): Promise<Result> {
    this.overwriting += 1;
    try {
      await this.db.overwriteDeleted(true);
      return await work();
    } finally {
      this.overwriting -= 1;
      if (this.overwriting === 0) await this.db.overwriteDeleted(false);
    }
  }

  /** Call it after something was deleted. */
  note(): void {
    this.isInLog = true;
    this.isFresh = true;
  }

  /**
   * Removes deleted data from SQLite's log. Call it every few seconds. A call during a deletion, and the first one
   * after it, do nothing: moving a long log would block the event loop, and until the next call a thread of the host
   * can move it. If a reader prevents the removal, the next call tries again.
   */
  async emptyLog(): Promise<void> {
    if (!this.isInLog) return;
    const waits = (this.isFresh || this.overwriting > 0) && this.waits < MOST_WAITS;
    this.isFresh = false;
    this.waits = waits ? this.waits + 1 : 0;
    if (waits) return;
    const isEmpty = await this.db.emptyLog();
    this.isInLog = this.isFresh || !isEmpty;
  }
}
