import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { ChunkTask } from '../database/values.js';
import { Options } from '../user-batch-upload.options.js';

export type Todo = ChunkTask;

/** A chunk that this worker may work on until its lease ends. */
export interface ClaimedChunk {
  loadId: string;
  todo: Todo;
  firstLine: number;
  lastLine: number;
  /** Counts up with every claim, so that a worker that slept past its lease is told from the one that took over. */
  fence: number;
  /** Which try of this task it is. */
  tries: number;
}

/** Thrown when a worker wakes after its lease: another one has the chunk, and nothing of this one's may be kept. */
export class LeaseLost extends Error {
  constructor(chunk: ClaimedChunk) {
    super(
      `The lease on load ${chunk.loadId}, line ${chunk.firstLine}, fence ${chunk.fence} was lost.`,
    );
  }
}

interface ClaimRecord {
  first_line: number;
  last_line: number;
  fence: number;
  tries: number;
}

/** Milliseconds that a chunk waits with its purge for listeners that have not handled its events. */
export const UNTOLD_MS = 60 * 60 * 1000;

/** Who works on which chunk: a lease by the database's clock, and a fencing number. */
@Injectable()
export class Chunks {
  constructor(
    private readonly db: Database,
    private readonly options: Options,
  ) {}

  /**
   * Takes the next free chunk of the load, or undefined where all are done or in other hands. A lease that ends later
   * than one taken now was taken before the clock was set back. The fence keeps its worker from writing.
   */
  async claim(loadId: string, todo: Todo): Promise<ClaimedChunk | undefined> {
    const { now, skipLocked } = this.db.dialect;
    const { leaseMs } = this.options;
    const [chunk] = await this.db.query<ClaimRecord>(
      `with free as materialized (
         select first_line from batch_upload_chunk
         where load_id = ? and todo = ? and (leased_until < ${now} or leased_until > ${now} + ?) order by first_line limit 1 ${skipLocked})
       update batch_upload_chunk set fence = fence + 1, tries = tries + 1, leased_until = ${now} + ?
       where load_id = ? and first_line in (select first_line from free)
       returning first_line, last_line, fence, tries`,
      [loadId, todo, todo === 'PURGE' ? Math.max(leaseMs, UNTOLD_MS) : leaseMs, leaseMs, loadId],
    );
    return (
      chunk && {
        loadId,
        todo,
        firstLine: chunk.first_line,
        lastLine: chunk.last_line,
        fence: chunk.fence,
        tries: chunk.tries,
      }
    );
  }

  /**
   * Marks the chunk done; the first statement of the transaction that does it, so that nobody takes it over while that
   * lasts. Throws `LeaseLost` where another worker has it by now.
   */
  async done(chunk: ClaimedChunk): Promise<void> {
    const done = await this.db.run(
      `update batch_upload_chunk set todo = null, leased_until = 0
       where load_id = ? and first_line = ? and fence = ? and todo = ?`,
      [chunk.loadId, chunk.firstLine, chunk.fence, chunk.todo],
    );
    if (done === 0) throw new LeaseLost(chunk);
  }

  /** Notes what came of the chunk's rows. */
  async tally(chunk: ClaimedChunk, tally: object): Promise<void> {
    await this.db.run(
      `update batch_upload_chunk set tally = ? where load_id = ? and first_line = ?`,
      [JSON.stringify(tally), chunk.loadId, chunk.firstLine],
    );
  }

  /** Gives the lease back at once, for another worker to go on. A try that is not counted leaves `tries` as it was. */
  async release(chunk: ClaimedChunk, { isCounted = true } = {}): Promise<void> {
    await this.db.run(
      `update batch_upload_chunk set leased_until = 0 ${isCounted ? '' : ', tries = tries - 1'} where load_id = ? and first_line = ? and fence = ?`,
      [chunk.loadId, chunk.firstLine, chunk.fence],
    );
  }
}
