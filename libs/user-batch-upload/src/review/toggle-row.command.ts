import { Command } from '@nestjs/cqrs';
import type { LoadRecord } from '../load/load.js';
import type { Actor } from '../ports/actors.port.js';
import type { RowsFilter } from './rows-filter.js';

/** The boxes to set. An omitted box stays as it is. */
export interface Ticks {
  /** Create or update this user at Finish. Unticking clears the Email box. */
  selected?: boolean;
  /** Invite the user, who is created, restored or gets a new e-mail address. */
  email?: boolean;
}

/**
 * Sets the boxes of one line, or of every row of a filter that has them. Only while the load is STAGED. Resolves to the
 * load after the change.
 */
export class ToggleRow extends Command<LoadRecord> {
  constructor(
    readonly actor: Actor,
    readonly loadId: string,
    readonly target: { line: number } | RowsFilter,
    readonly ticks: Ticks,
  ) {
    super();
  }
}
