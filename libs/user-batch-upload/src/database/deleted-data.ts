import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** Makes what is deleted unreadable in the files of the database, where the database does not do so by itself. */
@Injectable()
export class DeletedData {
  /** Is something in the log that was deleted from the database? */
  private isInLog = true;
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
  }

  /** Deleted data is still in SQLite's log. A reader may prevent its removal until the next call. */
  async emptyLog(): Promise<void> {
    if (this.isInLog) this.isInLog = !(await this.db.emptyLog());
  }
}
