import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { DeletedData } from '../database/deleted-data.js';

/** Removes every trace of a load that was never opened for review. */
@Injectable()
export class EraseLoad {
  constructor(
    private readonly db: Database,
    private readonly deletedData: DeletedData,
  ) {}

  /** Deletes chunk by chunk. Ends early when `stop` is aborted; another call continues. */
  async erase(id: string, stop?: AbortSignal): Promise<void> {
    await this.deletedData.overwrite(() => this.eraseChunks(id, stop));
    this.deletedData.note();
  }

  private async eraseChunks(id: string, stop?: AbortSignal): Promise<void> {
    const chunks = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_chunk')
        .select(['first_line', 'last_line'])
        .where('load_id', '=', id)
        .orderBy('first_line'),
    );
    for (const { first_line, last_line } of chunks) {
      if (stop?.aborted) return;
      await this.db.transaction(async () => {
        for (const table of ['batch_upload_row_check', 'batch_upload_row'] as const)
          await this.db.change((tables) =>
            tables
              .deleteFrom(table)
              .where('load_id', '=', id)
              .where((row) => row.between('line', first_line, last_line)),
          );
        for (const table of [
          'batch_upload_selection',
          'batch_upload_row_key',
          'batch_upload_chunk',
        ] as const)
          await this.db.change((tables) =>
            tables.deleteFrom(table).where('load_id', '=', id).where('first_line', '=', first_line),
          );
      });
    }
    await this.db.change((tables) => tables.deleteFrom('batch_upload_load').where('id', '=', id));
  }
}
