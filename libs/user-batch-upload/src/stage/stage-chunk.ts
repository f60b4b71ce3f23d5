import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { ChunkLeases, type ClaimedChunk } from '../work/chunk-lease.js';
import type { LoadRecord } from '../load/load.js';
import { Database } from '../database/database.js';
import { Refusal } from '../problems/refusal.js';
import { CheckChunk } from '../check/check-chunk.js';
import { CheckScopes } from '../check/check-scopes.js';
import { assertColumnsExist } from './assert-columns-exist.js';
import { StagedRows } from './staged-rows.js';

/** Checks one chunk of a large load from its stored rows. Throws a `Refusal` if the load can no longer be staged. */
@Injectable()
export class StageChunk {
  constructor(
    private readonly db: Database,
    private readonly chunks: ChunkLeases,
    private readonly scopes: CheckScopes,
    private readonly checkChunk: CheckChunk,
    private readonly staged: StagedRows,
  ) {}

  async stage(load: LoadRecord, chunk: ClaimedChunk): Promise<void> {
    const scope = await this.scopes.scopeFor(load, load.created_by);
    if (!scope) throw new Refusal('FORBIDDEN', { who: 'uploader' });
    assertColumnsExist(scope.headers, scope.columns, 'meanwhile');
    const rows = await this.staged.rows(
      chunk.loadId,
      sql<boolean>`line between ${chunk.firstLine} and ${chunk.lastLine}`,
      scope.headers.length,
    );
    const checks = await this.checkChunk.check(rows, scope);
    await this.db.transaction(async () => {
      await this.chunks.complete(chunk);
      await this.staged.addRowChecks(chunk.loadId, checks);
    });
  }
}
