import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChangeableLoads } from '../load/changeable-loads.js';
import { LoadRepository } from '../load/load.repository.js';
import { Database } from '../database/database.js';
import { DiscardLoad } from './discard-load.command.js';
import { assertInReview } from '../load/assert-in-review.js';

@CommandHandler(DiscardLoad)
export class DiscardLoadHandler implements ICommandHandler<DiscardLoad> {
  constructor(
    private readonly db: Database,
    private readonly changeable: ChangeableLoads,
    private readonly loads: LoadRepository,
  ) {}

  execute({ actor, loadId }: DiscardLoad): Promise<void> {
    return this.db.transaction(async () => {
      assertInReview(await this.changeable.lock(actor, loadId));
      await this.loads.discard(loadId);
    });
  }
}
