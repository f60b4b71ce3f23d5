import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Refusal } from '../problems/refusal.js';
import {
  type CheckedCounts,
  type Load,
  type LoadRecord,
  NOTHING_CHECKED,
  type OutcomeCounts,
} from './load.js';

/** Reads loads. Another organisation's load does not exist. */
@Injectable()
export class Loads {
  constructor(private readonly db: Database) {}

  async find(organisationId: string, id: string): Promise<Load> {
    return this.show(await this.record(organisationId, id));
  }

  async list(
    organisationId: string,
    page: number,
    pageSize: number,
  ): Promise<{ items: Load[]; total: number }> {
    const where = `from batch_upload_load where organisation_id = ? and status <> 'RECEIVING'`;
    const [count] = await this.db.query<{ total: number }>(`select count(*) as total ${where}`, [
      organisationId,
    ]);
    const records = await this.db.query<LoadRecord>(
      `select * ${where} order by created_at desc, id limit ? offset ?`,
      [organisationId, pageSize, (page - 1) * pageSize],
    );
    const items: Load[] = [];
    for (const record of records) items.push(await this.show(record));
    return { items, total: Number(count?.total ?? 0) };
  }

  /** The load's record; `hold` keeps others from changing it until the transaction ends. */
  async record(organisationId: string, id: string, { hold = false } = {}): Promise<LoadRecord> {
    const [record] = !UUID.test(id)
      ? []
      : await this.db.query<LoadRecord>(
          `select * from batch_upload_load where id = ? and organisation_id = ? and status <> 'RECEIVING'
       ${hold ? this.db.dialect.forUpdate : ''}`,
          [id, organisationId],
        );
    if (!record)
      throw new Refusal(
        'LOAD_NOT_FOUND',
        'There is no such load. Go back to Batch Upload and choose one of the past loads.',
      );
    return record;
  }

  private async show(record: LoadRecord): Promise<Load> {
    const checked: CheckedCounts = {
      ...NOTHING_CHECKED,
      ...(JSON.parse(record.counts) as Partial<CheckedCounts>),
    };
    const rows = record.row_count;
    return {
      id: record.id,
      status: record.status as Load['status'],
      refusal: record.refusal ? (JSON.parse(record.refusal) as Load['refusal']) : null,
      role: { id: record.role_id, name: record.role_name },
      fileName: record.file_name,
      encoding: record.encoding,
      delimiter: record.delimiter,
      notices: JSON.parse(record.notices) as Load['notices'],
      createdAt: time(record.created_at) ?? '',
      createdBy: { id: record.created_by, name: record.created_by_name },
      finishedAt: record.status === 'FINISHED' ? time(record.finished_at) : null,
      purgedAt: time(record.purged_at),
      counts: { rows, ...checked, selected: record.selected, emails: record.emails },
      progress: { done: await this.rowsDone(record), total: rows },
      outcome: record.outcome ? (JSON.parse(record.outcome) as OutcomeCounts) : null,
    };
  }

  private async rowsDone(record: LoadRecord): Promise<number> {
    if (record.status !== 'STAGING' && record.status !== 'FINISHING') return record.row_count;
    const [chunks] = await this.db.query<{ done: number | null }>(
      `select sum(row_count) as done from batch_upload_chunk where load_id = ? and todo is null`,
      [record.id],
    );
    return Number(chunks?.done ?? 0);
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function time(ms: number | string | null): string | null {
  return ms === null ? null : new Date(Number(ms)).toISOString();
}
