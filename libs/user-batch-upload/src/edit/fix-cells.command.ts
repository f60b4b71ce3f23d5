import { Command } from '@nestjs/cqrs';
import type { Actor } from '../ports/actors.port.js';
import type { ChangedCells } from './change-cells.js';
import type { Fault } from './fault-rows.js';

/** `id`: what `UndoFix` takes back. */
export type FixedCells = Pick<ChangedCells, 'changed' | 'fixed' | 'load'> & { id: string };

/**
 * Writes one value into the cell of every row of a load in review that has this fault, and checks these rows and their
 * duplicates again. Other rows with the same cell stay as they are. All rows are changed, or none.
 */
export class FixCells extends Command<FixedCells> {
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
