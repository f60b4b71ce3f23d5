import { Command } from '@nestjs/cqrs';

/** Gives up a load in review. Nothing about a user was written, and nothing will be. */
export class DiscardLoad extends Command<void> {
  constructor(
    readonly organisationId: string,
    readonly loadId: string,
  ) {
    super();
  }
}
