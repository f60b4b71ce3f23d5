import { Command } from '@nestjs/cqrs';
import type { Actor } from '../ports/actors.port.js';
import type { ChangedCells } from './change-cells.js';

/**
 * Changes cells of one row of a load in review, and checks it again with the rows that were or become its duplicates.
 * Resolves to the lines of those rows, and to the load after the change. Cells are trimmed and normalised to NFC, and
 * not changed in any other way.
 */
export class EditRow extends Command<Pick<ChangedCells, 'touched' | 'load'>> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
    readonly line: number,
    /** By column. Cells that are left out stay as they are. */
    readonly cells: Readonly<Record<string, string>>,
    /** Refuse with `LOAD_CHANGED` if a cell of the row has been changed since this revision of the load. */
    readonly revision?: number,
  ) {
    super();
  }
}
