import { Command } from '@nestjs/cqrs';
import type { Actor } from '../ports/actors.port.js';

/** Discards a load in review. No user was or will be changed. */
export class DiscardLoad extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
  ) {
    super();
  }
}
