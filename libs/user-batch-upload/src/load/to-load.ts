import type { SentInvitations } from './invitation-progress.js';
import {
  type CheckedCounts,
  type Load,
  type LoadOutcome,
  type LoadRecord,
  NOTHING_CHECKED,
  type OutcomeCounts,
} from './load.js';

/** Converts the record of a load to the load that the API returns. */
export function toLoad(record: LoadRecord, rowsDone: number, invitations?: SentInvitations): Load {
  const checked: CheckedCounts = {
    ...NOTHING_CHECKED,
    ...(JSON.parse(record.counts) as Partial<CheckedCounts>),
  };
  const rows = record.row_count;
  return {
    id: record.id,
    kind: record.kind,
    from: record.from_load,
    revision: record.revision,
    status: record.status as Load['status'],
    refusal: record.refusal ? (JSON.parse(record.refusal) as Load['refusal']) : null,
    role: { id: record.role_id, name: record.role_name },
    fileName: record.file_name,
    encoding: record.encoding,
    delimiter: record.delimiter,
    sheet: record.sheet,
    notices: JSON.parse(record.notices) as Load['notices'],
    createdAt: timeOf(record.created_at),
    createdBy: { id: record.created_by, name: record.created_by_name },
    finishedAt: record.status === 'FINISHED' ? maybeTimeOf(record.finished_at) : null,
    purgedAt: maybeTimeOf(record.purged_at),
    counts: { rows, ...checked, selected: record.selected, emails: record.emails },
    progress: { done: rowsDone, total: rows },
    outcome: record.outcome
      ? toOutcome(JSON.parse(record.outcome) as OutcomeCounts, invitations)
      : null,
  };
}

/** In review all rows are done, so nothing has to be counted in other tables. */
export const toLoadInReview = (record: LoadRecord): Load => toLoad(record, record.row_count);

/** Without a durable listener that sends invitations, none was sent and none failed. */
const toOutcome = (
  outcome: OutcomeCounts,
  { sent, failed }: SentInvitations = { sent: 0, failed: 0 },
): LoadOutcome => ({ ...outcome, invitations: { asked: outcome.invited, sent, failed } });

const timeOf = (ms: number): string => new Date(ms).toISOString();
const maybeTimeOf = (ms: number | null): string | null => (ms === null ? null : timeOf(ms));
