import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import { ChangeableLoads } from '../load/changeable-loads.js';
import { LoadRepository } from '../load/load.repository.js';
import { Roles } from '../ports/roles.port.js';
import { assertInReview } from '../load/assert-in-review.js';
import { assertUnchanged } from '../load/assert-unchanged.js';
import { ChunkLeases } from '../work/chunk-lease.js';
import { WakeUp } from '../work/wake-up.js';
import { Database } from '../database/database.js';
import { Refusal } from '../problems/refusal.js';
import { FinishLoad } from './finish-load.command.js';

@CommandHandler(FinishLoad)
export class FinishLoadHandler implements ICommandHandler<FinishLoad> {
  constructor(
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly chunks: ChunkLeases,
    private readonly changeable: ChangeableLoads,
    private readonly roles: Roles,
    private readonly wakeUp: WakeUp,
  ) {}

  async execute({ actor, loadId, revision }: FinishLoad): Promise<Load> {
    const grantable = await this.roles.findGrantable(actor);
    const rows = await this.db.transaction(async () => {
      const load = await this.changeable.lock(actor, loadId);
      if (load.status === 'FINISHING' || load.status === 'FINISHED') return 0;
      assertInReview(load);
      assertUnchanged(load.revision, revision);
      if (!grantable.some((role) => role.id === load.role_id))
        throw new Refusal('ROLE_NOT_ALLOWED', { what: 'finish', role: load.role_name });
      if (load.selected === 0) throw new Refusal('NOTHING_SELECTED', { what: 'finish' });
      await this.chunks.assign(loadId, 'FINISH');
      await this.loads.startFinishing(loadId, actor.userId);
      return load.row_count;
    });
    if (rows > 0) await this.wakeUp.wake(loadId, rows);
    return this.loads.find(actor.organisationId, loadId);
  }
}
