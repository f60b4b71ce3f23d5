import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from 'user-batch-upload';

const WINDOW_SECONDS = 15 * 60;

/** Slows down guessing: only failed attempts count, by address and by e-mail and address together. */
@Injectable()
export class FailedSignIns {
  private readonly byAddress = new RateLimiterMemory({ points: 100, duration: WINDOW_SECONDS });
  private readonly byAccount = new RateLimiterMemory({ points: 10, duration: WINDOW_SECONDS });

  async refuseTooMany(address: string, email: string): Promise<void> {
    for (const [limiter, key] of this.limits(address, email)) {
      const used = await limiter.get(key);
      if (used && used.remainingPoints <= 0)
        throw new Refusal(
          'RATE_LIMITED',
          `Too many failed attempts. Try again in ${Math.ceil(used.msBeforeNext / 60_000)} minutes.`,
        );
    }
  }

  async count(address: string, email: string): Promise<void> {
    for (const [limiter, key] of this.limits(address, email))
      await limiter.consume(key).catch((reason: unknown) => {
        if (!(reason instanceof RateLimiterRes)) throw reason;
      });
  }

  private limits(address: string, email: string): [RateLimiterMemory, string][] {
    return [
      [this.byAddress, address],
      [this.byAccount, `${email} ${address}`],
    ];
  }
}
