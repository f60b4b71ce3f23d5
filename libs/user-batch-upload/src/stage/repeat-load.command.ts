import { Command } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import type { Actor } from '../ports/actors.port.js';

/**
 * Makes a new load from the rows of a finished load that had errors (INVALID) or could not be written (CONFLICT,
 * FAILED). The rows keep their lines and current cells, and are matched and checked again, as in an upload.
 */
export class RepeatLoad extends Command<Load> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
  ) {
    super();
  }
}
