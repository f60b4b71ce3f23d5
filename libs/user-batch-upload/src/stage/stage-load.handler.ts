import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { stat } from 'node:fs/promises';
import { columnsOf } from '../columns/column.js';
import type { Load } from '../load/load.js';
import { openFile } from '../parse/open-file.js';
import { CustomFields } from '../ports/custom-fields.port.js';
import { Roles } from '../ports/roles.port.js';
import { Refusal } from '../problems/refusal.js';
import { CHUNK_ROWS, Options } from '../user-batch-upload.options.js';
import { StageLoad } from './stage-load.command.js';
import { StageRows } from './stage-rows.js';

@CommandHandler(StageLoad)
export class StageLoadHandler implements ICommandHandler<StageLoad> {
  constructor(
    private readonly options: Options,
    private readonly roles: Roles,
    private readonly customFields: CustomFields,
    private readonly stageRows: StageRows,
  ) {}

  async execute({ actor, roleId, file, language }: StageLoad): Promise<Load> {
    const role = (await this.roles.findGrantable(actor)).find(({ id }) => id === roleId);
    if (!role) throw new Refusal('ROLE_UNKNOWN', {});
    const source = await openFile(file.path, {
      columns: columnsOf(await this.customFields.findAll(actor.organisationId)),
      maxRows: this.options.maxRows,
      chunkSize: CHUNK_ROWS,
      encoding: file.encoding,
      sheet: file.sheet,
      mapping: file.mapping,
    });
    const { size: bytes } = await stat(file.path);
    return this.stageRows.stage({
      actor,
      kind: 'FILE',
      from: null,
      role,
      language,
      file: { name: file.name, bytes },
      source,
    });
  }
}
