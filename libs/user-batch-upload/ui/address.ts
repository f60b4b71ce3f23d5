import type { Load } from './api-types.js';
import { ALL_ROWS, type Wanted } from './rows/rows-store.js';

const IN_REVIEW = ['create', 'update', 'ready', 'unchanged', 'invalid', 'warning'];
const AFTERWARDS = ['created', 'updated', 'skipped', 'unticked', 'conflict', 'failed'];

/** Reads the filter from the query of an address. Without one, a review shows the rows with errors, if there are any. */
export function filterOf(query: string, { status, counts }: Load): Wanted {
  const asked = new URLSearchParams(query);
  const problem = asked.get('problem') ?? '';
  const column = asked.get('column') ?? undefined;
  const search = asked.get('search') ?? '';
  const shows = status === 'STAGED' ? IN_REVIEW : [...IN_REVIEW, ...AFTERWARDS];
  const hasErrors = status === 'STAGED' && counts.invalid > 0;
  const isAsked = ['show', 'problem', 'column', 'search', 'page'].some((name) => asked.has(name));
  const show = asked.get('show') ?? (isAsked || !hasErrors ? 'all' : 'invalid');
  return {
    ...ALL_ROWS,
    search,
    problem,
    column,
    show: shows.includes(show) ? show : 'all',
    page: Math.max(1, Math.trunc(Number(asked.get('page'))) || 1),
  };
}

/** The filter as the query of an address, such as `?show=invalid&page=2`. */
export function queryOf({ search, show, problem, column, page }: Wanted): string {
  const asked = new URLSearchParams({ show });
  if (problem) asked.set('problem', problem);
  if (column !== undefined) asked.set('column', column);
  if (search) asked.set('search', search);
  if (page > 1) asked.set('page', String(page));
  return `?${asked.toString()}`;
}
