import { Command } from '@nestjs/cqrs';
import type { Actor } from '../ports/actors.port.js';
import type { ChangedCells } from './change-cells.js';

/**
 * Undoes a fix, or the edit of one row. A cell gets the value of the edit before it, or else the value as read. A cell
 * that was edited again later keeps its value.
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
