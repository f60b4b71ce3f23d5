import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChangeableLoads } from '../load/changeable-loads.js';
import { Database } from '../database/database.js';
import { DiscardLoad } from './discard-load.command.js';
import { inReview } from '../load/assert-in-review.js';

@CommandHandler(DiscardLoad)
export class DiscardLoadHandler implements ICommandHandler<DiscardLoad> {
  constructor(
    private readonly db: Database,
    private readonly loads: ChangeableLoads,
  ) {}

  execute({ actor, loadId }: DiscardLoad): Promise<void> {
    return this.db.transaction(async () => {
      inReview(await this.loads.hold(actor, loadId));
      await this.db.run(
        `update batch_upload_load set status = 'DISCARDED', ended_at = ${this.db.dialect.now} where id = ?`,
        [loadId],
      );
    });
  }
}
