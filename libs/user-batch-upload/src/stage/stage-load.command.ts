import { Command } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import type { Mapping } from '../parse/file-format.js';
import type { Language } from '../texts/language.js';
import type { Actor } from '../ports/actors.port.js';

/** Reads a file into a load, checks its rows, and opens it for review. Changes no user. Throws a `Refusal`. */
export class StageLoad extends Command<Load> {
  constructor(
    readonly actor: Actor,
    /** The role of the users that the load will create. */
    readonly roleId: string,
    /**
     * `path`: a local file, read during the command and not kept. `encoding`: a label of the WHATWG Encoding Standard,
     * instead of detecting it. `sheet`: the sheet of a workbook to read, instead of its first visible one. `mapping`:
     * for headers that differ from the template's.
     */
    readonly file: {
      path: string;
      name: string;
      encoding?: string;
      sheet?: string;
      mapping?: Mapping;
    },
    /** The language of the messages of the load's rows. */
    readonly language: Language = 'en',
  ) {
    super();
  }
}
