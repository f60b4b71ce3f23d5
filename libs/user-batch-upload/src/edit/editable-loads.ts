import { Injectable } from '@nestjs/common';
import { CheckChunk, checkedLoad } from '../check/check-chunk.js';
import type { CheckScope } from '../check/row-plan.js';
import { Database } from '../database/database.js';
import { assertInReview } from '../load/assert-in-review.js';
import { ChangeableLoads } from '../load/changeable-loads.js';
import type { LoadRecord } from '../load/load.js';
import type { Actor } from '../ports/actors.port.js';

/** Finds loads in review whose rows an actor may edit. */
@Injectable()
export class EditableLoads {
  constructor(
    private readonly db: Database,
    private readonly changeable: ChangeableLoads,
    private readonly checkChunk: CheckChunk,
  ) {}

  /** Does the work in a transaction that has locked the load. `scope`: what its rows are checked against. */
  async change<Result>(
    actor: Actor,
    loadId: string,
    work: (load: LoadRecord, scope: CheckScope) => Promise<Result>,
  ): Promise<Result> {
    // Before the transaction: on its single connection, the queries would run one after the other.
    const organisation = await this.checkChunk.organisation(actor.organisationId);
    return this.db.transaction(async () => {
      const load = await this.changeable.lock(actor, loadId);
      assertInReview(load);
      return work(load, { ...organisation, ...checkedLoad(load), actor });
    });
  }
}
