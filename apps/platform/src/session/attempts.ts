import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Refusal } from 'user-batch-upload';
import { Attempt } from './attempt.entity.js';
import { hashToken } from './tokens.js';

/** Allows `most` attempts of the kind `what` by one `who` in a window, which the first attempt starts. */
export interface Limit {
  what: string;
  who: string;
  most: number;
  windowSeconds: number;
}

/** See `RetryAfter`, which sets the `Retry-After` header. */
export class TooManyAttempts extends Refusal {
  constructor(readonly retryAfterSeconds: number) {
    super(
      'RATE_LIMITED',
      `Too many attempts. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
    );
  }
}

/** Counts attempts in the database, so that a limit holds across processes and restarts. */
@Injectable()
export class Attempts {
  private readonly em: SqlEntityManager;
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(em: EntityManager) {
    this.em = em as SqlEntityManager;
  }

  /**
   * Runs the attempt if no limit is reached, and counts it if it fails, that is, if it resolves to undefined.
   * Attempts of one `turn` run one at a time in this process: otherwise a hundred at once would all pass before the
   * first is counted. Other processes may add one each.
   */
  limit<Found>(
    turn: string,
    limits: () => Promise<Limit[]>,
    attempt: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    return this.inTurn(turn, async () => {
      const counted = await limits();
      await this.refuseTooMany(counted);
      const found = await attempt();
      if (found === undefined) await this.count(counted);
      return found;
    });
  }

  /** Seconds until each reached limit is free again. */
  async secondsLeft(limits: Limit[]): Promise<number> {
    const now = Date.now();
    const keys = new Map(limits.map((limit) => [keyOf(limit), limit]));
    const counts = await this.em.find(
      Attempt,
      { key: [...keys.keys()], endsAt: { $gt: new Date(now) } },
      { disableIdentityMap: true },
    );
    const ends = counts.flatMap(({ key, count, endsAt }) =>
      count >= (keys.get(key)?.most ?? Infinity) ? [endsAt.getTime()] : [],
    );
    return ends.length === 0 ? 0 : Math.ceil((Math.max(...ends) - now) / 1000);
  }

  async refuseTooMany(limits: Limit[]): Promise<void> {
    const seconds = await this.secondsLeft(limits);
    if (seconds > 0) throw new TooManyAttempts(seconds);
  }

  /** Adds one to each counter. Resolves to whether all of them are still within their limits. */
  async count(limits: Limit[]): Promise<boolean> {
    const now = new Date();
    await this.em.nativeDelete(Attempt, { endsAt: { $lte: now } });
    // One statement for each: two requests that lock several rows could deadlock.
    let isWithin = true;
    for (const limit of limits) isWithin = (await this.add(limit, now)) <= limit.most && isWithin;
    return isWithin;
  }

  private async add(limit: Limit, now: Date): Promise<number> {
    const [row] = await this.em.execute<{ count: number }[]>(
      `insert into attempt (key, count, ends_at) values (?, 1, ?) on conflict (key) do update set
         count = case when attempt.ends_at <= ? then 1 else attempt.count + 1 end,
         ends_at = case when attempt.ends_at <= ? then excluded.ends_at else attempt.ends_at end
       returning count`,
      [keyOf(limit), new Date(now.getTime() + limit.windowSeconds * 1000), now, now],
    );
    return row?.count ?? 0;
  }

  private async inTurn<Result>(turn: string, attempt: () => Promise<Result>): Promise<Result> {
    const mine = (this.turns.get(turn) ?? Promise.resolve()).then(attempt, attempt);
    this.turns.set(turn, mine);
    try {
      return await mine;
    } finally {
      if (this.turns.get(turn) === mine) this.turns.delete(turn);
    }
  }
}

/** A hash, so that the table does not list addresses and e-mails. */
const keyOf = ({ what, who }: Limit): string => hashToken(`${what} ${who}`);
