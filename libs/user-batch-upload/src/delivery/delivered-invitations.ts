import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import { InvitationProgress, type SentInvitations } from '../load/invitation-progress.js';
import { EVENT_BUS, Listeners } from './listeners.js';

interface Tally {
  load_id: string;
  open: number | string;
  failed: number | string;
}

/** Counts by the deliveries that are left: one that was handled is deleted. */
@Injectable()
export class DeliveredInvitations extends InvitationProgress {
  constructor(
    private readonly db: Database,
    private readonly listeners: Listeners,
  ) {
    super();
  }

  async find(asked: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, SentInvitations>> {
    const listeners = this.listeners
      .all()
      .filter(({ name, events }) => name !== EVENT_BUS && events.has('InviteRequested'))
      .map(({ name }) => name);
    if (asked.size === 0 || listeners.length === 0) return new Map();
    const tallies = new Map<string, { open: number; failed: number }>();
    // In this order an invitation that is fanned out in between counts as open twice, and not as sent.
    const waiting = await this.waiting([...asked.keys()]);
    const delivering = await this.delivering([...asked.keys()], listeners);
    for (const { load_id, open, failed } of [...waiting, ...delivering]) {
      const tally = tallies.get(load_id) ?? { open: 0, failed: 0 };
      tallies.set(load_id, {
        open: tally.open + Number(open),
        failed: tally.failed + Number(failed),
      });
    }
    return new Map(
      [...asked].map(([loadId, invited]) => {
        const { open, failed } = tallies.get(loadId) ?? { open: 0, failed: 0 };
        return [loadId, { sent: Math.max(invited - open - failed, 0), failed }];
      }),
    );
  }

  private delivering(loadIds: readonly string[], listeners: readonly string[]): Promise<Tally[]> {
    return this.db.all((tables) =>
      tables
        .selectFrom((deliveries) =>
          deliveries
            .selectFrom('batch_upload_delivery as d')
            .innerJoin('batch_upload_event as e', 'e.position', 'd.position')
            .select(['d.load_id', 'd.position', sql<number>`count(d.dead_at)`.as('dead')])
            .where('d.load_id', 'in', loadIds)
            .where('d.listener', 'in', listeners)
            .where('e.type', '=', 'InviteRequested')
            .groupBy(['d.load_id', 'd.position'])
            .as('invitation'),
        )
        .select([
          'load_id',
          sql<number>`sum(case when dead = 0 then 1 else 0 end)`.as('open'),
          sql<number>`sum(case when dead = 0 then 0 else 1 end)`.as('failed'),
        ])
        .groupBy('load_id'),
    );
  }

  /** Invitations that are not fanned out yet. They have no deliveries. */
  private waiting(loadIds: readonly string[]): Promise<Tally[]> {
    return this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_event')
        .select(({ fn, lit }) => ['load_id', fn.countAll<number>().as('open'), lit(0).as('failed')])
        // As a literal, so that a partial index serves it.
        .where('fanned_out', '=', sql.lit(0))
        .where('type', '=', 'InviteRequested')
        .where('load_id', 'in', loadIds)
        .groupBy('load_id'),
    );
  }
}
