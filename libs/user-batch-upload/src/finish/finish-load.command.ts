import { Command } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import type { Actor } from '../ports/actors.port.js';

/** Applies the ticked rows, once. Sent again it answers the same load. Returns as soon as the work is ordered. */
export class FinishLoad extends Command<Load> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
  ) {
    super();
  }
}
