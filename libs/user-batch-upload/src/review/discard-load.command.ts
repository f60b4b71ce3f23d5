import { Command } from '@nestjs/cqrs';
import type { Actor } from '../ports/actors.port.js';

/** Gives up a load in review. Nothing about a user was written, and nothing will be. */
export class DiscardLoad extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
  ) {
    super();
  }
}
