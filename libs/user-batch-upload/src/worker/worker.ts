import { EntityManager, RequestContext } from '@mikro-orm/core';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import pLimit, { type LimitFunction } from 'p-limit';
import { Dispatcher } from '../delivery/dispatcher.js';
import { ApplyChunk } from '../finish/apply-chunk.js';
import { CompleteFinish } from '../finish/complete-finish.js';
import { ChunkLeases, type ClaimedChunk, LeaseLost } from '../work/chunk-lease.js';
import { WakeUp } from '../work/wake-up.js';
import type { LoadRecord } from '../load/load.js';
import { LoadRepository } from '../load/load.repository.js';
import { Database } from '../database/database.js';
import type { ChunkTask } from '../database/values.js';
import { StorageHealth } from '../database/storage-health.js';
import { outageOf } from '../problems/outage.js';
import { CompleteStaging } from '../stage/complete-staging.js';
import { StageChunk } from '../stage/stage-chunk.js';
import { Refusal } from '../problems/refusal.js';
import { CHUNK_ROWS, Options } from '../user-batch-upload.options.js';
import { describeError } from '../problems/redact.js';

/** How often a chunk is checked before its load is rejected. */
const CHECK_ATTEMPTS = 5;
const UNCHECKABLE = new Refusal('SERVER_ERROR', { what: 'staging' }, [], 500);

type Progress = 'NOTHING_FREE' | 'CHUNK_DONE' | 'LOAD_DONE';
type Work = (chunk: ClaimedChunk) => Promise<Progress>;

/** Works on loads chunk by chunk until none is free. Any number of workers may share a load. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Worker.name);
  private readonly running = new Map<string, { done: Promise<void>; isWantedAgain: boolean }>();
  /** Loads take turns by chunk, so that a small load does not wait for a large one. */
  private readonly inTurn: LimitFunction;
  private isStopping = false;

  constructor(
    private readonly em: EntityManager,
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly chunks: ChunkLeases,
    private readonly stageChunk: StageChunk,
    private readonly completeStaging: CompleteStaging,
    private readonly applyChunk: ApplyChunk,
    private readonly completeFinish: CompleteFinish,
    private readonly dispatcher: Dispatcher,
    private readonly storage: StorageHealth,
    private readonly wakeUp: WakeUp,
    private readonly options: Options,
  ) {
    this.inTurn = pLimit(db.dialect.writers);
  }

  onApplicationBootstrap(): void {
    if (this.options.runWorker) this.wakeUp.listen((loadId) => this.work(loadId));
  }

  /** Resolves when this worker finds no more work on the load. An error is logged; the sweeper tries again. */
  work(loadId: string): Promise<void> {
    const running = this.running.get(loadId);
    if (running) {
      // The running work may have looked for the last time, and the wake-up must not be lost.
      running.isWantedAgain = true;
      return Promise.resolve();
    }
    const begun = { done: Promise.resolve(), isWantedAgain: true };
    this.running.set(loadId, begun);
    begun.done = this.workWhileWanted(loadId, begun).finally(() => this.running.delete(loadId));
    return begun.done;
  }

  get isBusy(): boolean {
    return this.running.size > 0;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  private async workWhileWanted(loadId: string, run: { isWantedAgain: boolean }): Promise<void> {
    try {
      while (run.isWantedAgain && !this.isStopping) {
        run.isWantedAgain = false;
        await RequestContext.create(this.em.fork(), () => this.workThrough(loadId));
      }
    } catch (error) {
      if (!this.storage.note(error)) this.logger.error(`Load ${loadId}: ${describeError(error)}`);
    }
  }

  private async workThrough(loadId: string): Promise<void> {
    const load = await this.loads.forWork(loadId);
    if (load?.status === 'STAGING') {
      await this.eachChunk(load, 'CHECK', async (chunk) => {
        await this.stageChunk.stage(load, chunk);
        return 'CHUNK_DONE';
      });
      await this.completeStaging.complete(loadId);
    } else if (load?.status === 'FINISHING') {
      this.applyChunk.prefetchScope(load);
      const progress = await this.eachChunk(load, 'FINISH', async (chunk) =>
        (await this.applyChunk.apply(load, chunk)) ? 'LOAD_DONE' : 'CHUNK_DONE',
      );
      if (progress !== 'LOAD_DONE') await this.completeFinish.complete(load);
      this.dispatcher.wake();
    }
  }

  /** Calls `work` for chunk after chunk until none is free, or one of them was the whole load. */
  private async eachChunk(load: LoadRecord, task: ChunkTask, work: Work): Promise<Progress> {
    let isLoadDone = false;
    const takeChunks = async (): Promise<void> => {
      let progress: Progress = 'CHUNK_DONE';
      while (progress === 'CHUNK_DONE' && !isLoadDone)
        progress = await this.inTurn(() => this.nextChunk(load, task, work));
      if (progress === 'LOAD_DONE') isLoadDone = true;
    };
    const atOnce = Math.min(this.db.dialect.writers, Math.ceil(load.row_count / CHUNK_ROWS));
    const ended = await Promise.allSettled(
      Array.from({ length: atOnce }, () => RequestContext.create(this.em.fork(), takeChunks)),
    );
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    return isLoadDone ? 'LOAD_DONE' : 'NOTHING_FREE';
  }

  private async nextChunk(load: LoadRecord, task: ChunkTask, work: Work): Promise<Progress> {
    // Gives the other requests of this process a turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.isStopping) return 'NOTHING_FREE';
    const chunk = await this.chunks.claim(load.id, task);
    if (!chunk) return 'NOTHING_FREE';
    if (task === 'CHECK' && chunk.attempts > CHECK_ATTEMPTS) {
      // Every earlier attempt ended the process.
      await this.reject(load, UNCHECKABLE);
      return 'NOTHING_FREE';
    }
    try {
      return await work(chunk);
    } catch (error) {
      return this.handleFailure(error, load, chunk);
    }
  }

  /** Releases the chunk and throws, if another attempt may help. */
  private async handleFailure(
    error: unknown,
    load: LoadRecord,
    chunk: ClaimedChunk,
  ): Promise<Progress> {
    if (error instanceof LeaseLost) return 'CHUNK_DONE';
    if (error instanceof Refusal && chunk.task === 'CHECK') {
      await this.reject(load, error);
      return 'NOTHING_FREE';
    }
    const isOutage = outageOf(error) !== undefined;
    if (chunk.task === 'CHECK' && chunk.attempts >= CHECK_ATTEMPTS && !isOutage)
      await this.reject(load, UNCHECKABLE);
    else
      await this.chunks.release(chunk, { isCounted: !isOutage }).catch((fault: unknown) => {
        // The lease ends by itself.
        if (!this.storage.note(fault)) this.logger.warn(describeError(fault));
      });
    throw error;
  }

  private reject({ id, language }: LoadRecord, refusal: Refusal): Promise<boolean> {
    return this.loads.reject(id, { code: refusal.code, ...refusal.in(language) });
  }
}
