import { Injectable } from '@nestjs/common';
import { type ExpressionBuilder, type Insertable, sql, type UpdateObject } from 'kysely';
import { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import type { LoadStatus } from '../database/values.js';
import { Refusal } from '../problems/refusal.js';
import { InvitationProgress } from './invitation-progress.js';
import type { CheckedCounts, Load, LoadRecord, OutcomeCounts } from './load.js';
import type { Notice } from './notice.js';
import type { ProblemCount } from './problem-codes.js';
import { toLoad } from './to-load.js';

/** Each change of a load's status, and the only status from which it is made. */
export const TRANSITIONS = {
  receive: { from: 'RECEIVING', to: 'STAGING' },
  open: { from: 'STAGING', to: 'STAGED' },
  reject: { from: 'STAGING', to: 'REJECTED' },
  discard: { from: 'STAGED', to: 'DISCARDED' },
  startFinishing: { from: 'STAGED', to: 'FINISHING' },
  finish: { from: 'FINISHING', to: 'FINISHED' },
} as const satisfies Record<string, { from: LoadStatus; to: LoadStatus }>;

type LoadTable = Tables['batch_upload_load'];
type NewLoad = Omit<
  Insertable<LoadTable>,
  'created_at' | 'revision' | 'selected' | 'emails' | 'counts' | 'problem_counts'
>;

/** If others change a load all the time, it is not read forever. */
const MOST_READS = 3;

/** Reads loads and changes their status. Another organisation's load does not exist. */
@Injectable()
export class LoadRepository {
  constructor(
    private readonly db: Database,
    private readonly invitations: InvitationProgress,
  ) {}

  async find(organisationId: string, id: string): Promise<Load> {
    const [load] = await this.toLoads([await this.record(organisationId, id)]);
    return load as Load;
  }

  /** Newest first. `page` begins at 1. */
  async list(
    organisationId: string,
    { status, createdBy }: { status?: LoadStatus; createdBy?: string },
    page: number,
    pageSize: number,
  ): Promise<{ items: Load[]; total: number }> {
    const isVisible = (load: ExpressionBuilder<Tables, 'batch_upload_load'>) =>
      load.and([
        load('organisation_id', '=', organisationId),
        load('status', '<>', 'RECEIVING'),
        ...(status ? [load('status', '=', status)] : []),
        ...(createdBy ? [load('created_by', '=', createdBy)] : []),
      ]);
    const count = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_load')
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .where(isVisible),
    );
    const records = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_load')
        .selectAll()
        .where(isVisible)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(pageSize)
        .offset((page - 1) * pageSize),
    );
    return { items: await this.toLoads(records), total: Number(count?.total ?? 0) };
  }

  /** The load's record. `lock` locks it until the transaction ends. */
  async record(organisationId: string, id: string, { lock = false } = {}): Promise<LoadRecord> {
    const record = !UUID.test(id)
      ? undefined
      : await this.db.first((tables) =>
          tables
            .selectFrom('batch_upload_load')
            .selectAll()
            .where('id', '=', id)
            .where('organisation_id', '=', organisationId)
            .where('status', '<>', 'RECEIVING')
            .$if(lock && this.db.locksRows, (load) => load.forUpdate()),
        );
    if (!record) throw new Refusal('LOAD_NOT_FOUND', {});
    return record;
  }

  /**
   * What several statements read of a load. Reads it again if the load has changed meanwhile, because some of it would
   * be older than the rest.
   */
  async atOneRevision<Result>(
    organisationId: string,
    id: string,
    read: (load: LoadRecord) => Promise<Result>,
  ): Promise<Result> {
    let load = await this.record(organisationId, id);
    for (let reads = 1; ; reads += 1) {
      const result = await read(load);
      const now = await this.record(organisationId, id);
      if (now.revision === load.revision || reads === MOST_READS) return result;
      load = now;
    }
  }

  /** The record of a load of any organisation, for workers. */
  async forWork(id: string): Promise<LoadRecord | undefined> {
    return this.db.first((tables) =>
      tables.selectFrom('batch_upload_load').selectAll().where('id', '=', id),
    );
  }

  /** Some of the loads that workers have to do with. In random order, so that a stuck load does not starve the rest. */
  async idsForWork(limit: number): Promise<string[]> {
    const loads = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_load')
        .select('id')
        .where('status', 'in', ['STAGING', 'FINISHING'])
        .orderBy(sql`random()`)
        .limit(limit),
    );
    return loads.map(({ id }) => id);
  }

  async add(load: NewLoad): Promise<void> {
    await this.db.change((tables) =>
      tables.insertInto('batch_upload_load').values({
        ...load,
        created_at: this.db.now,
        selected: 0,
        emails: 0,
        counts: '{}',
        problem_counts: '[]',
      }),
    );
  }

  /** All rows have arrived. Resolves to false if the load was given up meanwhile. */
  receive(id: string, rowCount: number, notices: readonly Notice[]): Promise<boolean> {
    return this.move('receive', id, {
      row_count: rowCount,
      notices: JSON.stringify(notices),
      waiting_since: this.db.now,
    });
  }

  /** Whether the load is still being staged. It stays so until the transaction ends. */
  async lockStaging(id: string): Promise<boolean> {
    const load = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_load')
        .select('id')
        .where('id', '=', id)
        .where('status', '=', TRANSITIONS.open.from)
        .$if(this.db.locksRows, (row) => row.forUpdate()),
    );
    return load !== undefined;
  }

  /** Opens the load for review once all of its chunks are checked. */
  open(
    id: string,
    counts: CheckedCounts,
    problemCounts: readonly ProblemCount[],
  ): Promise<boolean> {
    return this.move(
      'open',
      id,
      {
        counts: JSON.stringify(counts),
        selected: counts.create + counts.update,
        problem_counts: JSON.stringify(problemCounts),
      },
      isWhollyChecked,
    );
  }

  /** Gives up a load that can't be staged any more. */
  reject(id: string, refusal: NonNullable<Load['refusal']>): Promise<boolean> {
    return this.move('reject', id, {
      refusal: JSON.stringify(refusal),
      ended_at: this.db.now,
    });
  }

  discard(id: string): Promise<boolean> {
    return this.move('discard', id, { ended_at: this.db.now });
  }

  /** Discards the loads in review that were uploaded longer ago than this. */
  async discardOlderThan(ms: number): Promise<void> {
    const { from, to } = TRANSITIONS.discard;
    await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_load')
        .set({ status: to, ended_at: this.db.now })
        .where('status', '=', from)
        .where('created_at', '<', sql<number>`${this.db.now} - ${ms}`),
    );
  }

  startFinishing(id: string, actorId: string): Promise<boolean> {
    return this.move('startFinishing', id, {
      finished_by: actorId,
      waiting_since: this.db.now,
    });
  }

  finish(id: string, outcome: OutcomeCounts): Promise<boolean> {
    return this.move('finish', id, {
      finished_at: this.db.now,
      ended_at: this.db.now,
      outcome: JSON.stringify(outcome),
    });
  }

  /** Saves what a tick, an edit or a fix changed, and raises the revision. Resolves to the new record. */
  async saveReview(id: string, changed: Changes): Promise<LoadRecord> {
    const saved = await this.db.first((tables) =>
      tables
        .updateTable('batch_upload_load')
        .set((load) => ({ ...changed, revision: load('revision', '+', 1) }))
        .where('id', '=', id)
        .where('status', '=', 'STAGED')
        .returningAll(),
    );
    if (!saved) throw new Error(`Load ${id} left the review while it was locked.`);
    return saved;
  }

  /** Resolves to false if the load has another status than the transition needs. */
  private async move(
    transition: keyof typeof TRANSITIONS,
    id: string,
    values: Changes,
    condition?: typeof isWhollyChecked,
  ): Promise<boolean> {
    const { from, to } = TRANSITIONS[transition];
    const moved = await this.db.change((tables) => {
      const load = tables
        .updateTable('batch_upload_load')
        .set({ ...values, status: to })
        .where('id', '=', id)
        .where('status', '=', from);
      return condition ? load.where(condition) : load;
    });
    return moved > 0;
  }

  private async toLoads(records: readonly LoadRecord[]): Promise<Load[]> {
    const asked = records.map(({ id, outcome }): [string, number] => [
      id,
      (JSON.parse(outcome ?? '{"invited":0}') as OutcomeCounts).invited,
    ]);
    const invitations = await this.invitations.find(
      new Map(asked.filter(([, invited]) => invited > 0)),
    );
    const loads: Load[] = [];
    for (const record of records)
      loads.push(toLoad(record, await this.rowsDone(record), invitations.get(record.id)));
    return loads;
  }

  private async rowsDone(record: LoadRecord): Promise<number> {
    if (record.status !== 'STAGING' && record.status !== 'FINISHING') return record.row_count;
    const chunks = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_chunk')
        .select(({ fn }) => fn.sum<number | string | null>('row_count').as('done'))
        .where('load_id', '=', record.id)
        .where('task', 'is', null),
    );
    return Number(chunks?.done ?? 0);
  }
}

type Changes = UpdateObject<Tables, 'batch_upload_load'>;

export const isWhollyChecked = (load: ExpressionBuilder<Tables, 'batch_upload_load'>) =>
  load.not(
    load.exists(
      load
        .selectFrom('batch_upload_chunk')
        .select('first_line')
        .whereRef('load_id', '=', 'batch_upload_load.id')
        .where('task', 'is not', null),
    ),
  );

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
