import type { Selectable } from 'kysely';
import type { Tables } from '../database/tables.js';
import type { LoadKind, LoadStatus } from '../database/values.js';
import type { Notice } from './notice.js';
import type { RefusalError } from '../problems/refusal.js';

/** The rows of a load, by what each would do, and its ticks. */
export interface Counts {
  rows: number;
  create: number;
  update: number;
  unchanged: number;
  invalid: number;
  /** Rows with at least one warning, whatever they would do. */
  warning: number;
  /** Ticked rows. */
  selected: number;
  /** Rows whose Email box is ticked. */
  emails: number;
}

/** The rows of a load by their outcome. Each row has one. */
export interface OutcomeCounts {
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  conflict: number;
  failed: number;
  /** Written rows whose Email box was ticked. */
  invited: number;
}

/** The outcome of a load, with what became of its invitations so far. */
export interface LoadOutcome extends OutcomeCounts {
  /** `asked` equals `invited`. `sent` and `failed` are the results of the durable listeners so far. */
  invitations: { asked: number; sent: number; failed: number };
}

/**
 * A load: one uploaded file, from its upload to the outcome of its rows.
 *
 * ```
 * RECEIVING ──▶ STAGING ──▶ STAGED ──▶ FINISHING ──▶ FINISHED
 *     │            │           └─────▶ DISCARDED
 *     ▼            ▼
 *  (deleted)    REJECTED
 * ```
 * - RECEIVING: rows are still arriving, and nobody sees the load. A refused or broken upload leaves nothing.
 * - STAGING: all rows are in the database. Workers check the chunks that were not checked on arrival.
 * - STAGED: open for review. Ticks and cells may change. No user has been written.
 * - FINISHING: the ticks are frozen. Workers apply the rows chunk by chunk, one transaction for each chunk.
 * - FINISHED: every row has its outcome.
 * - DISCARDED: discarded in review, or not finished within the retention.
 * - REJECTED: refused while it was being staged. `refusal` says why.
 *
 * A file of up to `CHUNK_ROWS` rows is STAGED within the request.
 */
export interface Load {
  id: string;
  kind: LoadKind;
  /** The id of the load whose rows with errors this one repeats, if its kind is AGAIN. */
  from: string | null;
  /** Raised by every tick, edit and fix. Finish, a fix or an edit that names an older one may be refused. */
  revision: number;
  status: Exclude<LoadStatus, 'RECEIVING'>;
  refusal: { code: string; detail: string; errors: RefusalError[] } | null;
  role: { id: string; name: string };
  fileName: string;
  /** Null for a workbook, like the delimiter. */
  encoding: string | null;
  delimiter: string | null;
  /** The sheet that was read; null for a text file. */
  sheet: string | null;
  notices: Notice[];
  createdAt: string;
  createdBy: { id: string; name: string };
  finishedAt: string | null;
  /** When the cells of the ended load were deleted. Counts and outcomes stay. */
  purgedAt: string | null;
  counts: Counts;
  /** Rows that are checked (STAGING) or have their outcome (FINISHING); else all. */
  progress: { done: number; total: number };
  /** Null unless the load is FINISHED. */
  outcome: LoadOutcome | null;
}

/** The record of a load in its table. */
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
