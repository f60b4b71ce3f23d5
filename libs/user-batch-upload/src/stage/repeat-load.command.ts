import { Command } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import type { Actor } from '../ports/actors.port.js';

/**
 * Makes a new load of the rows of a finished one that had errors (INVALID) or could not be written (CONFLICT, FAILED),
 * with their lines and their cells as they are now. They are matched and checked anew, as at an upload.
 */
export class RepeatLoad extends Command<Load> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
  ) {
    super();
  }
}
