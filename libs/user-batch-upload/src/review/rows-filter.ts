import type { LoadRecord } from '../load/load.js';
import { fold } from '../load/fold.js';
import type { Dialect } from '../sql/dialect.js';

export const SHOW = [
  'all',
  'create',
  'update',
  'unchanged',
  'invalid',
  'created',
  'updated',
  'skipped',
  'conflict',
  'failed',
] as const;

/** Which rows of a load: all that fit. */
export interface RowsFilter {
  /** A substring of the row's cells, ignoring case. */
  search?: string;
  show?: (typeof SHOW)[number];
  /** Rows that have a problem of this code. */
  problem?: string;
}

const ACTIONS = new Set(['create', 'update', 'unchanged', 'invalid']);

/**
 * The filter as a table expression and its conditions: `v` is the verdict, `r` the row, `t` the tick, `o` the outcome.
 * After Finish, `unchanged` means the outcome's and the action's alike: an unchanged row stays one.
 */
export function filteredRows(
  load: Pick<LoadRecord, 'id'>,
  filter: RowsFilter,
  dialect: Dialect,
): { sql: string; params: unknown[] } {
  const conditions = ['v.load_id = ?'];
  const params: unknown[] = [load.id];
  const joins = [];
  const search = fold(filter.search?.trim() ?? '');
  if (search !== '') {
    joins.push('join batch_upload_row r on r.load_id = v.load_id and r.line = v.line');
    conditions.push(dialect.contains('r.search'));
    params.push(search);
  }
  if (filter.show && ACTIONS.has(filter.show)) {
    conditions.push('v.action = ?');
    params.push(filter.show.toUpperCase());
  } else if (filter.show && filter.show !== 'all') {
    joins.push('join batch_upload_outcome o on o.load_id = v.load_id and o.line = v.line');
    conditions.push('o.outcome = ?');
    params.push(filter.show.toUpperCase());
  }
  if (filter.problem) {
    conditions.push(dialect.contains('v.problem_codes'));
    params.push(`,${filter.problem},`);
  }
  return {
    sql: `from batch_upload_verdict v ${joins.join(' ')} where ${conditions.join(' and ')}`,
    params,
  };
}
