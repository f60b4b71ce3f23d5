import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChangeableLoads } from '../load/changeable-loads.js';
import { Loads } from '../load/loads.js';
import { Database } from '../database/database.js';
import { DiscardLoad } from './discard-load.command.js';
import { inReview } from '../load/assert-in-review.js';

@CommandHandler(DiscardLoad)
export class DiscardLoadHandler implements ICommandHandler<DiscardLoad> {
  constructor(
    private readonly db: Database,
    private readonly changeable: ChangeableLoads,
    private readonly loads: Loads,
  ) {}

  execute({ actor, loadId }: DiscardLoad): Promise<void> {
    return this.db.transaction(async () => {
      inReview(await this.changeable.hold(actor, loadId));
      await this.loads.discard(loadId);
    });
  }
}
