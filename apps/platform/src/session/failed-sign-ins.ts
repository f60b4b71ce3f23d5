import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from 'user-batch-upload';

const WINDOW_SECONDS = 15 * 60;

export class TooManyFailedSignIns extends Refusal {
  constructor(readonly retryAfterSeconds: number) {
    super(
      'RATE_LIMITED',
      `Too many failed attempts. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
    );
  }
}

/**
 * Slows down guessing; only failed attempts count: by address, by e-mail and address together, and, more patiently,
 * by e-mail alone, for a guesser with many addresses.
 */
@Injectable()
export class FailedSignIns {
  private readonly byAddress = new RateLimiterMemory({ points: 100, duration: WINDOW_SECONDS });
  private readonly byAccount = new RateLimiterMemory({ points: 10, duration: WINDOW_SECONDS });
  private readonly byEmail = new RateLimiterMemory({ points: 50, duration: WINDOW_SECONDS });
  private readonly turns = new Map<string, Promise<unknown>>();

  /** `signIn` resolves to undefined where the attempt fails. */
  limit<Found>(
    address: string,
    email: string,
    signIn: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    const limits: [RateLimiterMemory, string][] = [
      [this.byAddress, address],
      [this.byAccount, `${email} ${address}`],
      [this.byEmail, email],
    ];
    return this.inTurn(email, async () => {
      await refuseTooMany(limits);
      const found = await signIn();
      if (found === undefined) await countFailure(limits);
      return found;
    });
  }

  /** One attempt at a time for an e-mail: a hundred guesses at once would all pass before the first is counted. */
  private async inTurn<Result>(email: string, attempt: () => Promise<Result>): Promise<Result> {
    const turn = (this.turns.get(email) ?? Promise.resolve()).then(attempt, attempt);
    this.turns.set(email, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(email) === turn) this.turns.delete(email);
    }
  }
}

async function refuseTooMany(limits: [RateLimiterMemory, string][]): Promise<void> {
  for (const [limiter, key] of limits) {
    const used = await limiter.get(key);
    if (used && used.remainingPoints <= 0)
      throw new TooManyFailedSignIns(Math.ceil(used.msBeforeNext / 1000));
  }
}

async function countFailure(limits: [RateLimiterMemory, string][]): Promise<void> {
  for (const [limiter, key] of limits)
    await limiter.consume(key).catch((reason: unknown) => {
      if (!(reason instanceof RateLimiterRes)) throw reason;
    });
}
