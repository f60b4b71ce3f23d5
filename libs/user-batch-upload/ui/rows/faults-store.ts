import type { CellFault, Row } from '../api-types.js';
import type { RowsOwner } from './rows-owner.js';

/** The values that are wrong in several rows, so that all of them can be fixed at once. */
export class FaultsStore {
  /** Also those of one row: an edit that is undone may bring the other rows back. */
  private known: CellFault[] = [];

  constructor(private readonly store: RowsOwner) {}

  get items(): CellFault[] {
    return this.known.filter(({ rows }) => rows > 1);
  }

  forget(): void {
    this.known = [];
  }

  async read(): Promise<void> {
    const { id, load, api } = this.store;
    if (!id || load?.status !== 'STAGED') return;
    try {
      const { items } = load.counts.invalid > 1 ? await api.faults(id) : { items: [] };
      if (this.store.id !== id) return;
      this.known = items.filter(({ fixable, severity }) => fixable && severity === 'error');
      this.store.succeed('faults');
    } catch (error) {
      this.store.fail({ about: 'faults', error, retry: () => void this.read() });
    }
  }

  /** Counts a changed row out of the faults that it had, so that an edit needs no second request. */
  change(before: Row, after: Row): void {
    const has = ({ problems }: Row, { column, code, value }: CellFault): boolean =>
      problems.some(
        (problem) => problem.column === column && problem.code === code && problem.value === value,
      );
    this.known = this.known.map((fault) => ({
      ...fault,
      rows: fault.rows + Number(has(after, fault)) - Number(has(before, fault)),
    }));
  }
}
