import { Command } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import type { Actor } from '../ports/actors.port.js';

/** Applies the ticked rows, once: a second command resolves to the same load. Does not wait until the work is done. */
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
