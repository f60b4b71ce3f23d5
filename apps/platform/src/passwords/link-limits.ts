import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Refusal } from 'user-batch-upload';
import { Attempts } from '../session/attempts.js';

/** Refuses an address that has opened a hundred unknown links within 15 minutes. */
@Injectable()
export class LinkLimits {
  constructor(private readonly attempts: Attempts) {}

  /** `find` resolves to null for an unknown link. */
  async limit<Link>(
    { ip = '' }: Request,
    find: () => Promise<Link | null>,
    notFound: () => Refusal,
  ): Promise<Link> {
    const limits = [{ what: 'link', who: ip, most: 100, windowSeconds: 15 * 60 }];
    const link = await this.attempts.limit(
      `link ${ip}`,
      () => Promise.resolve(limits),
      async () => (await find()) ?? undefined,
    );
    if (!link) throw notFound();
    return link;
  }
}
