import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** Makes what is deleted unreadable in the files of the database, where the database does not do so by itself. */
@Injectable()
export class DeletedData {
  /** Is something in the log that was deleted from the database? */
  private isInLog = true;

  constructor(private readonly db: Database) {}

  /** Call it before something is deleted. */
  overwrite(): Promise<void> {
    return this.db.overwriteDeleted();
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
