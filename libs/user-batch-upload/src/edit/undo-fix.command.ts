import { Command } from '@nestjs/cqrs';
import type { Actor } from '../ports/actors.port.js';
import type { ChangedCells } from './change-cells.js';

/**
 * Takes a fix, or the edit of one row, back. A cell gets the value of the edit before it, or else what was read. A cell
 * that was edited again since keeps that value.
 */
export class UndoFix extends Command<Pick<ChangedCells, 'changed' | 'load'>> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
    readonly fixId: string,
  ) {
    super();
  }
}
