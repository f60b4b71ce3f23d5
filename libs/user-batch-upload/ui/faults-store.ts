import type { CellFault, Load } from './api-types.js';
import type { RowsOwner } from './rows-owner.js';

/** The values that are wrong in several rows, so that all of them can be fixed at once. */
export class FaultsStore {
  items: CellFault[] = [];
  private seen?: string;

  constructor(private readonly store: RowsOwner) {}

  forget(): void {
    Object.assign(this, { items: [], seen: undefined });
  }

  /** Reads them again if the load has changed since. */
  async refresh({ id, revision, counts }: Load): Promise<void> {
    const seen = `${id} ${revision}`;
    if (this.seen === seen) return;
    this.seen = seen;
    try {
      const { items } = counts.invalid > 1 ? await this.store.api.faults(id) : { items: [] };
      if (this.seen !== seen) return;
      this.items = items.filter(({ fixable, rows }) => fixable && rows > 1);
      this.store.tell();
    } catch (error) {
      const retry = () => {
        this.seen = undefined;
        void this.store.refresh();
      };
      this.store.fail({ about: 'rows', error, retry });
    }
  }
}
