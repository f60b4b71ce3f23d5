import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { createHmac, randomBytes } from 'node:crypto';

const NAME = 'invitations';

/** Makes an invitation's token from its event, so that a mail that is sent again has the link of the first. */
@Injectable()
export class InvitationSecret {
  private readonly em: SqlEntityManager;
  private secret?: string;

  constructor(em: EntityManager) {
    this.em = em as SqlEntityManager;
  }

  async tokenFor(eventId: string): Promise<string> {
    this.secret ??= await this.load();
    return createHmac('sha256', this.secret).update(eventId).digest('base64url');
  }

  private async load(): Promise<string> {
    await this.em.execute(`insert into secret (name, value) values (?, ?) on conflict do nothing`, [
      NAME,
      randomBytes(32).toString('base64url'),
    ]);
    const [row] = await this.em.execute<{ value: string }[]>(
      `select value from secret where name = ?`,
      [NAME],
    );
    if (!row) throw new Error('The secret of invitations is neither there nor can it be made.');
    return row.value;
  }
}
