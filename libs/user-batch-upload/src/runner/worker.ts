import { EntityManager, RequestContext } from '@mikro-orm/core';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Dispatcher } from '../events/dispatcher.js';
import { ApplyChunk } from '../finish/apply-chunk.js';
import { CompleteFinish } from '../finish/complete-finish.js';
import { Chunks, type ClaimedChunk, LeaseLost, type Todo } from '../load/chunks.js';
import type { LoadRecord } from '../load/load.js';
import { Database } from '../sql/database.js';
import { CompleteStaging } from '../stage/complete-staging.js';
import { StageChunk } from '../stage/stage-chunk.js';
import { Refusal } from '../user-batch-upload.errors.js';

/** Tries to check a chunk before its load is given up. */
const CHECK_TRIES = 3;
const UNCHECKABLE = {
  code: 'SERVER_ERROR',
  detail:
    'Something went wrong on our side while the file was being checked. Please upload it again.',
  errors: [],
};

/** Works on a load chunk by chunk until none is free. Any number of workers may share a load. */
@Injectable()
export class Worker implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Worker.name);
  private readonly running = new Map<string, Promise<void>>();
  private stopping = false;

  constructor(
    private readonly em: EntityManager,
    private readonly db: Database,
    private readonly chunks: Chunks,
    private readonly stageChunk: StageChunk,
    private readonly completeStaging: CompleteStaging,
    private readonly applyChunk: ApplyChunk,
    private readonly completeFinish: CompleteFinish,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** Resolves when there is nothing left for this worker to do on the load. A fault is logged and left to the sweeper. */
  work(loadId: string): Promise<void> {
    if (this.stopping) return Promise.resolve();
    const running = this.running.get(loadId) ?? this.start(loadId);
    this.running.set(loadId, running);
    return running;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running.values());
  }

  private start(loadId: string): Promise<void> {
    return RequestContext.create(this.em.fork(), () => this.workThrough(loadId))
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => this.running.delete(loadId));
  }

  private async workThrough(loadId: string): Promise<void> {
    const load = await this.load(loadId);
    if (load?.status === 'STAGING') {
      await this.eachChunk(load, 'CHECK', (chunk) => this.stageChunk.stage(load, chunk));
      await this.completeStaging.complete(loadId);
    } else if (load?.status === 'FINISHING') {
      await this.eachChunk(load, 'FINISH', (chunk) => this.applyChunk.apply(load, chunk));
      await this.completeFinish.complete(loadId);
    }
  }

  private async eachChunk(
    load: LoadRecord,
    todo: Todo,
    work: (chunk: ClaimedChunk) => Promise<void>,
  ): Promise<void> {
    while (!this.stopping) {
      const chunk = await this.chunks.claim(load.id, todo);
      if (!chunk) return;
      try {
        await work(chunk);
      } catch (error) {
        if (error instanceof LeaseLost) continue;
        if (error instanceof Refusal && todo === 'CHECK')
          return await this.completeStaging.reject(load.id, {
            code: error.code,
            detail: error.detail,
            errors: error.errors,
          });
        if (todo === 'CHECK' && chunk.fence >= CHECK_TRIES)
          await this.completeStaging.reject(load.id, UNCHECKABLE);
        else await this.chunks.release(chunk);
        throw error;
      }
      this.dispatcher.wake();
      // Between chunks the other requests of this process get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async load(loadId: string): Promise<LoadRecord | undefined> {
    const [load] = await this.db.query<LoadRecord>(`select * from batch_upload_load where id = ?`, [
      loadId,
    ]);
    return load;
  }
}
