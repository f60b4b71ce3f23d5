import { Injectable } from '@nestjs/common';
import { CheckChunk } from '../check/check-chunk.js';
import type { CheckScope } from '../check/row-plan.js';
import { assertInReview } from '../load/assert-in-review.js';
import { ChangeableLoads } from '../load/changeable-loads.js';
import type { LoadRecord } from '../load/load.js';
import type { Actor } from '../ports/actors.port.js';

/** Finds loads in review whose rows an actor may edit. */
@Injectable()
export class EditableLoads {
  constructor(
    private readonly changeable: ChangeableLoads,
    private readonly checkChunk: CheckChunk,
  ) {}

  /** The load, locked until the transaction ends, and what its rows are checked against. */
  async lock(actor: Actor, loadId: string): Promise<{ load: LoadRecord; scope: CheckScope }> {
    const load = await this.changeable.lock(actor, loadId);
    assertInReview(load);
    const headers = JSON.parse(load.headers) as string[];
    const scope = await this.checkChunk.scope(actor, headers, load.sheet !== null);
    return { load, scope };
  }
}
