import { Command } from '@nestjs/cqrs';
import type { Actor } from '../ports/actors.port.js';
import type { Fault } from './fault-rows.js';

/**
 * Writes one value into the cell of every row of a load in review that has this fault, and checks these rows and their
 * duplicates again. Other rows with the same cell stay as they are. All rows are changed, or none.
 * `changed`: how many rows have another cell. `fixed`: how many of them have no error now.
 */
export class FixCells extends Command<{ id: string; changed: number; fixed: number }> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
    readonly fault: Fault,
    readonly to: string,
    /** Refuse with `LOAD_CHANGED` if the load has been changed since this revision. */
    readonly revision?: number,
  ) {
    super();
  }
}
