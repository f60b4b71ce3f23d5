import { Logger } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { LoadStatus } from '../database/values.js';
import type { Load } from '../load/load.js';
import { LoadRepository } from '../load/load.repository.js';
import { WaitingLoads } from '../load/waiting-loads.js';
import type { OpenedFile, RawRow } from '../parse/file-format.js';
import { openFile } from '../parse/open-file.js';
import { CustomFields } from '../ports/custom-fields.port.js';
import { type Role, Roles } from '../ports/roles.port.js';
import { WakeUp } from '../work/wake-up.js';
import { Database } from '../database/database.js';
import { columnsOf } from '../columns/column.js';
import { outageOf } from '../problems/outage.js';
import { Refusal } from '../problems/refusal.js';
import { CHUNK_ROWS, Options } from '../user-batch-upload.options.js';
import { CheckChunk } from '../check/check-chunk.js';
import type { CheckScope } from '../check/row-plan.js';
import { CompleteStaging } from './complete-staging.js';
import { EraseLoad } from './erase-load.js';
import { StageLoad } from './stage-load.command.js';
import { StagedRows } from './staged-rows.js';
import { describeError } from '../problems/redact.js';

@CommandHandler(StageLoad)
export class StageLoadHandler implements ICommandHandler<StageLoad> {
  private readonly logger = new Logger(StageLoadHandler.name);

  constructor(
    private readonly options: Options,
    private readonly db: Database,
    private readonly roles: Roles,
    private readonly customFields: CustomFields,
    private readonly checkChunk: CheckChunk,
    private readonly staged: StagedRows,
    private readonly completeStaging: CompleteStaging,
    private readonly loads: LoadRepository,
    private readonly eraseLoad: EraseLoad,
    private readonly wakeUp: WakeUp,
    private readonly waiting: WaitingLoads,
  ) {}

  async execute(command: StageLoad): Promise<Load> {
    const { actor, file } = command;
    const role = (await this.roles.findGrantable(actor)).find((one) => one.id === command.roleId);
    if (!role)
      throw new Refusal(
        'ROLE_UNKNOWN',
        'This role does not exist, or is not yours to give. Choose one of the roles offered.',
      );
    const opened = await openFile(file.path, {
      columns: columnsOf(await this.customFields.findAll(actor.organisationId)),
      maxRows: this.options.maxRows,
      chunkSize: CHUNK_ROWS,
      encoding: file.encoding,
      sheet: file.sheet,
      mapping: file.mapping,
    });
    const id = randomUUID();
    const chunks = opened.chunks[Symbol.asyncIterator]();
    try {
      const first = await chunks.next();
      const second = await chunks.next();
      if (second.done) await this.stageAtOnce(id, command, role, opened, first.value as RawRow[]);
      else
        await this.receive(
          id,
          command,
          role,
          opened,
          [first.value as RawRow[], second.value],
          chunks,
        );
    } finally {
      // Lets go of the file, also where something failed midway.
      await chunks.return?.();
    }
    return this.loads.find(actor.organisationId, id);
  }

  private async stageAtOnce(
    id: string,
    command: StageLoad,
    role: Role,
    opened: OpenedFile,
    rows: RawRow[],
  ): Promise<void> {
    const scope = await this.checkChunk.scope(command.actor, opened.headers);
    // Outside of the transaction: PostgreSQL would not go on with it after a failed query of a rule.
    const checks = await this.checkChunk.check(rows, scope);
    await this.db.transaction(async () => {
      await this.addLoad(id, command, role, opened, 'STAGING', rows.length);
      await this.staged.addRows(id, rows);
      await this.staged.addChunk(id, rows, null);
      await this.staged.addRowChecks(id, checks);
      await this.completeStaging.complete(id);
    });
  }

  /** A large file: chunk by chunk into the database as it arrives. */
  private async receive(
    id: string,
    command: StageLoad,
    role: Role,
    opened: OpenedFile,
    begun: RawRow[][],
    rest: AsyncIterator<RawRow[]>,
  ): Promise<void> {
    let rowCount = 0;
    // A process that only serves the web leaves all checking to the workers.
    const scope = this.options.runWorker
      ? await this.checkChunk.scope(command.actor, opened.headers)
      : undefined;
    const writes: Promise<void>[] = [];
    await this.db.transaction(() => this.addLoad(id, command, role, opened, 'RECEIVING', 0));
    try {
      for await (const rows of following(begun, rest)) {
        rowCount += rows.length;
        // The next rows are read while the database writes these.
        if (writes.length === this.db.dialect.writers) await writes.shift();
        const write = this.stageChunk(id, rows, scope);
        // Awaited above, or below; until then a fault is not yet one that nobody hears of.
        write.catch(() => undefined);
        writes.push(write);
      }
      await Promise.all(writes);
      if (!(await this.loads.receive(id, rowCount, opened.notices)))
        throw new Error(`Load ${id} took so long that it was given up.`);
    } catch (error) {
      // None may come after the others are gone.
      await Promise.allSettled(writes);
      await this.eraseLoad.erase(id);
      throw error;
    }
    // Few rows with long cells.
    if (rowCount <= CHUNK_ROWS) await this.completeStaging.complete(id);
    await this.wakeUp.wake(id, rowCount);
  }

  /** Checks the rows while they are at hand. What can't be checked now is left to a worker, from the database. */
  private async stageChunk(
    id: string,
    rows: readonly RawRow[],
    scope: CheckScope | undefined,
  ): Promise<void> {
    if (scope)
      try {
        const checks = await this.checkChunk.check(rows, scope);
        return await this.db.transaction(async () => {
          await this.staged.addRows(id, rows);
          await this.staged.addChunk(id, rows, null);
          await this.staged.addRowChecks(id, checks);
        });
      } catch (error) {
        if (outageOf(error)) throw error;
        this.logger.warn(
          `Lines from ${rows[0]?.line} on are to be checked again: ${describeError(error)}`,
        );
      }
    await this.db.transaction(async () => {
      await this.staged.addRows(id, rows);
      await this.staged.addChunk(id, rows, 'CHECK');
    });
  }

  private async addLoad(
    id: string,
    { actor, file }: StageLoad,
    role: Role,
    opened: OpenedFile,
    status: LoadStatus,
    rowCount: number,
  ): Promise<void> {
    const { size } = await stat(file.path);
    await this.waiting.admit(actor.organisationId, size);
    await this.loads.add({
      id,
      organisation_id: actor.organisationId,
      kind: 'FILE',
      from_load: null,
      status,
      role_id: role.id,
      role_name: role.name,
      file_name: file.name,
      file_bytes: size,
      encoding: opened.encoding,
      delimiter: opened.delimiter,
      sheet: opened.sheet,
      notices: JSON.stringify(opened.notices),
      headers: JSON.stringify(opened.headers),
      created_by: actor.userId,
      created_by_name: actor.name,
      row_count: rowCount,
    });
  }
}

async function* following<Item>(begun: Item[], rest: AsyncIterator<Item>): AsyncGenerator<Item> {
  yield* begun;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
