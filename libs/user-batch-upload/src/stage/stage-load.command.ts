import { Command } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import type { Mapping } from '../parse/file-format.js';
import type { Language } from '../texts/language.js';
import type { Actor } from '../ports/actors.port.js';

/** Reads a file into a load: matched, checked and open for review, or refused with a `Refusal`. Writes nothing about users. */
export class StageLoad extends Command<Load> {
  constructor(
    readonly actor: Actor,
    /** The role of the users that the load will create. */
    readonly roleId: string,
    /**
     * `path`: a local file, read during the command and not kept. `encoding`: instead of finding out, a label of the
     * WHATWG Encoding Standard. `sheet`: of a workbook, instead of its first visible one. `mapping`: of headers that
     * are not the template's.
     */
    readonly file: {
      path: string;
      name: string;
      encoding?: string;
      sheet?: string;
      mapping?: Mapping;
    },
    /** Of the messages of the load's rows. */
    readonly language: Language = 'en',
  ) {
    super();
  }
}
