import { Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CheckChunk, type CheckedLoad } from '../check/check-chunk.js';
import type { CheckScope } from '../check/row-plan.js';
import { Database } from '../database/database.js';
import type { LoadKind, LoadStatus } from '../database/values.js';
import type { Load } from '../load/load.js';
import { type Notice, noticeIn } from '../load/notice.js';
import { LoadRepository } from '../load/load.repository.js';
import { WaitingLoads } from '../load/waiting-loads.js';
import type { OpenedFile, RawRow } from '../parse/file-format.js';
import type { Actor } from '../ports/actors.port.js';
import type { Role } from '../ports/roles.port.js';
import { outageOf } from '../problems/outage.js';
import { describeError } from '../problems/redact.js';
import { CHUNK_ROWS, Options } from '../user-batch-upload.options.js';
import type { Language } from '../texts/language.js';
import { WakeUp } from '../work/wake-up.js';
import { CompleteStaging } from './complete-staging.js';
import { EraseLoad } from './erase-load.js';
import { StagedRows } from './staged-rows.js';

/** A load that is to be staged, and the rows that it gets. */
export interface NewRows {
  actor: Actor;
  kind: LoadKind;
  /** The id of the load that the rows come from. Null for a file. */
  from: string | null;
  role: Role;
  /** The language of the messages of the rows. */
  language: Language;
  file: { name: string; bytes: number };
  source: OpenedFile;
}

/** Stages the rows of a new load, wherever they come from. */
@Injectable()
export class StageRows {
  private readonly logger = new Logger(StageRows.name);

  constructor(
    private readonly options: Options,
    private readonly db: Database,
    private readonly checkChunk: CheckChunk,
    private readonly staged: StagedRows,
    private readonly completeStaging: CompleteStaging,
    private readonly loads: LoadRepository,
    private readonly eraseLoad: EraseLoad,
    private readonly wakeUp: WakeUp,
    private readonly waiting: WaitingLoads,
  ) {}

  /** Resolves to the load: in review, or still being checked if it has several chunks. Leaves nothing if it throws. */
  async stage(load: NewRows): Promise<Load> {
    const id = randomUUID();
    const chunks = load.source.chunks[Symbol.asyncIterator]();
    try {
      const first = await chunks.next();
      const second = await chunks.next();
      if (second.done) await this.stageAtOnce(id, load, first.value as RawRow[]);
      else await this.receive(id, load, [first.value as RawRow[], second.value], chunks);
    } finally {
      // Closes the file, even after a failure.
      await chunks.return?.();
    }
    return this.loads.find(load.actor.organisationId, id);
  }

  private async stageAtOnce(id: string, load: NewRows, rows: RawRow[]): Promise<void> {
    const scope = await this.checkChunk.scope(load.actor, checkedAs(load));
    // Outside of the transaction, because a failed query of a rule would abort it on PostgreSQL.
    const checks = await this.checkChunk.check(rows, scope);
    await this.db.transaction(async () => {
      await this.addLoad(id, load, 'STAGING', rows.length);
      await this.staged.addRows(id, rows);
      await this.staged.addChunk(id, rows, null);
      await this.staged.addRowChecks(id, checks);
      await this.completeStaging.complete(id);
    });
  }

  /** A large file: chunk by chunk into the database as it arrives. */
  private async receive(
    id: string,
    load: NewRows,
    begun: RawRow[][],
    rest: AsyncIterator<RawRow[]>,
  ): Promise<void> {
    let rowCount = 0;
    // A process that only serves the web leaves all checking to the workers.
    const scope = this.options.runWorker
      ? await this.checkChunk.scope(load.actor, checkedAs(load))
      : undefined;
    const writes: Promise<void>[] = [];
    await this.db.transaction(() => this.addLoad(id, load, 'RECEIVING', 0));
    try {
      for await (const rows of following(begun, rest)) {
        rowCount += rows.length;
        // The next rows are read while the database writes these.
        if (writes.length === this.db.dialect.writers) await writes.shift();
        const write = this.stageChunk(id, rows, scope);
        // Awaited above or below. Until then, a failure must not count as an unhandled rejection.
        write.catch(() => undefined);
        writes.push(write);
      }
      await Promise.all(writes);
      if (!(await this.loads.receive(id, rowCount, noticesOf(load))))
        throw new Error(`Load ${id} took so long that it was given up.`);
    } catch (error) {
      // Waits for the other writes, because one that ends after the deletion would leave rows.
      await Promise.allSettled(writes);
      await this.eraseLoad.erase(id);
      throw error;
    }
    // Few rows with long cells have several chunks, and still end within the request.
    if (rowCount <= CHUNK_ROWS) await this.completeStaging.complete(id);
    await this.wakeUp.wake(id, rowCount);
  }

  /** Checks the rows while they are in memory. If that fails, a worker checks them later from the database. */
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
    load: NewRows,
    status: LoadStatus,
    rowCount: number,
  ): Promise<void> {
    const { actor, kind, from, role, language, file, source } = load;
    await this.waiting.admit(actor.organisationId, file.bytes);
    await this.loads.add({
      id,
      organisation_id: actor.organisationId,
      kind,
      from_load: from,
      status,
      role_id: role.id,
      role_name: role.name,
      language,
      file_name: file.name,
      file_bytes: file.bytes,
      encoding: source.encoding,
      delimiter: source.delimiter,
      sheet: source.sheet,
      notices: JSON.stringify(noticesOf(load)),
      headers: JSON.stringify(source.headers),
      created_by: actor.userId,
      created_by_name: actor.name,
      row_count: rowCount,
    });
  }
}

const noticesOf = ({ language, source }: NewRows): Notice[] =>
  source.notices.map((notice) => noticeIn(language, notice));

const checkedAs = ({ language, source }: NewRows): CheckedLoad => ({
  headers: source.headers,
  isWorkbook: source.sheet !== null,
  language,
});

async function* following<Item>(begun: Item[], rest: AsyncIterator<Item>): AsyncGenerator<Item> {
  yield* begun;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
