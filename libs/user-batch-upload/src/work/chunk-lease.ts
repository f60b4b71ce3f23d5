import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import type { ChunkTask } from '../database/values.js';
import { Options } from '../user-batch-upload.options.js';

/** A chunk that this worker may work on until its lease ends. */
export interface ClaimedChunk {
  loadId: string;
  task: ChunkTask;
  firstLine: number;
  lastLine: number;
  /** Grows with every claim. A worker that slept past its lease has an old one and can write nothing. */
  fencingToken: number;
  /** How often this task of the chunk was claimed, this time included. */
  attempts: number;
}

/** Thrown when a worker writes after its lease has ended. Another worker has the chunk; this one must roll back. */
export class LeaseLost extends Error {
  constructor(chunk: ClaimedChunk) {
    super(
      `The lease on load ${chunk.loadId}, line ${chunk.firstLine}, fencing token ${chunk.fencingToken} was lost.`,
    );
  }
}

/** How long the purge of a chunk waits before it looks again for undelivered events, in milliseconds. */
export const UNDELIVERED_MS = 60 * 60 * 1000;

/** Leases chunks to workers: by the database's clock, each lease with a fencing token. */
@Injectable()
export class ChunkLeases {
  constructor(
    private readonly db: Database,
    private readonly options: Options,
  ) {}

  /**
   * Takes the next free chunk of the load. Undefined if all are done or leased. A lease that ends later than one taken
   * now was taken before the clock was set back, and is free: its worker has an old fencing token.
   */
  async claim(loadId: string, task: ChunkTask): Promise<ClaimedChunk | undefined> {
    const { now } = this.db;
    const { leaseMs } = this.options;
    const longestMs = task === 'PURGE' ? Math.max(leaseMs, UNDELIVERED_MS) : leaseMs;
    const chunk = await this.db.first((tables) =>
      tables
        .with(
          (free) => free('free').materialized(),
          (free) =>
            free
              .selectFrom('batch_upload_chunk')
              .select('first_line')
              .where('load_id', '=', loadId)
              .where('task', '=', task)
              .where(({ or, eb }) =>
                or([
                  eb('leased_until', '<', now),
                  eb('leased_until', '>', sql<number>`${now} + ${longestMs}`),
                ]),
              )
              .orderBy('first_line')
              .limit(1)
              .$if(this.db.locksRows, (chunks) => chunks.forUpdate().skipLocked()),
        )
        .updateTable('batch_upload_chunk')
        .set((chunk) => ({
          fencing_token: chunk('fencing_token', '+', 1),
          attempts: chunk('attempts', '+', 1),
          leased_until: sql<number>`${now} + ${leaseMs}`,
        }))
        .where('load_id', '=', loadId)
        .where('first_line', 'in', (free) => free.selectFrom('free').select('first_line'))
        .returning(['first_line', 'last_line', 'fencing_token', 'attempts']),
    );
    return (
      chunk && {
        loadId,
        task,
        firstLine: chunk.first_line,
        lastLine: chunk.last_line,
        fencingToken: chunk.fencing_token,
        attempts: chunk.attempts,
      }
    );
  }

  /**
   * Marks the chunk done. Make it the first statement of the transaction: its row lock then keeps other workers away
   * until the end. Throws `LeaseLost` if another worker has the chunk.
   */
  async complete(chunk: ClaimedChunk): Promise<void> {
    const done = await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_chunk')
        .set({ task: null, leased_until: 0 })
        .where('load_id', '=', chunk.loadId)
        .where('first_line', '=', chunk.firstLine)
        .where('fencing_token', '=', chunk.fencingToken)
        .where('task', '=', chunk.task),
    );
    if (done === 0) throw new LeaseLost(chunk);
  }

  /** Keeps the chunk from being claimed for this many milliseconds. */
  async postpone({ loadId, firstLine }: ClaimedChunk, ms: number): Promise<void> {
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_chunk')
        .set({ leased_until: sql<number>`${this.db.now} + ${ms}` })
        .where('load_id', '=', loadId)
        .where('first_line', '=', firstLine),
    );
  }

  /** Gives every chunk of the load this task, to be claimed at once. */
  async assign(loadId: string, task: ChunkTask): Promise<void> {
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_chunk')
        .set({ task, attempts: 0, leased_until: 0 })
        .where('load_id', '=', loadId),
    );
  }

  /** Keeps the counts of the chunk's rows, as JSON. */
  async saveCounts(chunk: ClaimedChunk, counts: object): Promise<void> {
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_chunk')
        .set({ counts: JSON.stringify(counts) })
        .where('load_id', '=', chunk.loadId)
        .where('first_line', '=', chunk.firstLine),
    );
  }

  /** Ends the lease now, so that another worker can continue. `isCounted`: whether this attempt counts. */
  async release(chunk: ClaimedChunk, { isCounted = true } = {}): Promise<void> {
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_chunk')
        .set((row) => ({
          leased_until: 0,
          attempts: isCounted ? row.ref('attempts') : row('attempts', '-', 1),
        }))
        .where('load_id', '=', chunk.loadId)
        .where('first_line', '=', chunk.firstLine)
        .where('fencing_token', '=', chunk.fencingToken),
    );
  }
}
