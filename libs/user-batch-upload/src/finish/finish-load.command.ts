import { Command } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import type { Actor } from '../ports/actors.port.js';

/** Applies the ticked rows, once. Sent again, it answers the same load. It does not wait for the end of the work. */
export class FinishLoad extends Command<Load> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
    /** Refuse with `LOAD_CHANGED` if the load has been changed since this revision. */
    readonly revision?: number,
  ) {
    super();
  }
}
