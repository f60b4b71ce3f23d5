import { Command } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import type { Encoding } from '../parse/file-format.js';
import type { Actor } from '../ports/actors.port.js';

/** Reads a file into a load: matched, checked and open for review, or refused with a `Refusal`. Writes nothing about users. */
export class StageLoad extends Command<Load> {
  constructor(
    readonly actor: Actor,
    /** The role of the users that the load will create. */
    readonly roleId: string,
    /** `path`: a local file, read during the command and not kept. `encoding`: instead of finding out. */
    readonly file: { path: string; name: string; encoding?: Encoding },
  ) {
    super();
  }
}
