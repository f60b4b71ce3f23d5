import { Injectable } from '@nestjs/common';
import type { Actor } from '../ports/actors.port.js';
import { Users } from '../ports/users.port.js';
import { Refusal } from '../problems/refusal.js';
import type { LoadRecord } from './load.js';
import { LoadRepository } from './load.repository.js';

/** Finds loads that an actor may change: their own, and those of admins whom they may change. */
@Injectable()
export class ChangeableLoads {
  constructor(
    private readonly loads: LoadRepository,
    private readonly users: Users,
  ) {}

  /** The load's record, locked until the transaction ends. Refuses with `LOAD_NOT_FOUND` or `LOAD_NOT_YOURS`. */
  async lock(actor: Actor, loadId: string): Promise<LoadRecord> {
    const load = await this.loads.record(actor.organisationId, loadId, { lock: true });
    const maker = load.created_by;
    if (
      maker !== actor.userId &&
      !(await this.users.findChangeable(actor, [maker])).includes(maker)
    )
      throw new Refusal('LOAD_NOT_YOURS', { maker: load.created_by_name });
    return load;
  }
}
