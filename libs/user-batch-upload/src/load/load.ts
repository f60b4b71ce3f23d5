import type { Selectable } from 'kysely';
import type { Tables } from '../database/tables.js';
import type { LoadStatus } from '../database/values.js';
import type { Notice } from './notice.js';
import type { RefusalError } from '../problems/refusal.js';

export interface Counts {
  rows: number;
  create: number;
  update: number;
  unchanged: number;
  invalid: number;
  /** Rows with at least one warning, whatever they would do. */
  warning: number;
  selected: number;
  emails: number;
}

export interface OutcomeCounts {
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  conflict: number;
  failed: number;
  invited: number;
}

/**
 * A load: one uploaded file on its way.
 *
 * ```
 * RECEIVING ──▶ STAGING ──▶ STAGED ──▶ FINISHING ──▶ FINISHED
 *     │            │           └─────▶ DISCARDED
 *     ▼            ▼
 *  (deleted)    REJECTED
 * ```
 * - RECEIVING: its rows are still arriving; nobody sees it. A file that is refused, or whose upload breaks off, leaves nothing.
 * - STAGING: all rows are in the database; workers check, chunk by chunk, those that were not checked as they arrived.
 * - STAGED: open for review. Ticks may change; nothing about a user has been written.
 * - FINISHING: the ticks are frozen; workers apply the rows, chunk by chunk, one transaction each.
 * - FINISHED: every row has its outcome.
 * - DISCARDED: given up in review, or never finished within the retention.
 * - REJECTED: turned out impossible to stage after it was received; `refusal` says why.
 *
 * Files of up to `CHUNK_ROWS` rows go from nothing to STAGED within the request.
 */
export interface Load {
  id: string;
  status: Exclude<LoadStatus, 'RECEIVING'>;
  refusal: { code: string; detail: string; errors: RefusalError[] } | null;
  role: { id: string; name: string };
  fileName: string;
  encoding: string;
  delimiter: string;
  notices: Notice[];
  createdAt: string;
  createdBy: { id: string; name: string };
  finishedAt: string | null;
  /** When the cells of an ended load were deleted; counts and outcomes stay. */
  purgedAt: string | null;
  counts: Counts;
  progress: { done: number; total: number };
  outcome: OutcomeCounts | null;
}

/** A load as its table has it. */
export type LoadRecord = Selectable<Tables['batch_upload_load']>;

export type CheckedCounts = Pick<Counts, 'create' | 'update' | 'unchanged' | 'invalid' | 'warning'>;

export const NOTHING_CHECKED: CheckedCounts = {
  create: 0,
  update: 0,
  unchanged: 0,
  invalid: 0,
  warning: 0,
};

export const NOTHING_DONE: OutcomeCounts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  conflict: 0,
  failed: 0,
  invited: 0,
};

/** Adds up counts of the same shape. */
export function sum<Tally extends { [Name in keyof Tally]: number }>(
  zero: Tally,
  tallies: readonly Tally[],
): Tally {
  const total = { ...zero };
  for (const tally of tallies)
    for (const name in total) total[name] = (total[name] + tally[name]) as Tally[typeof name];
  return total;
}
