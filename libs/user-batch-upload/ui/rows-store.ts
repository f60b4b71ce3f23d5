import type { Filter, Load, Row, RowsPage, TickedRow, Ticks } from './api-types.js';
import type { Api } from './api.js';
import type { Message } from './fault.js';
import { count, number } from './words.js';

export interface Wanted extends Filter {
  page: number;
}

export const ALL_ROWS: Wanted = { search: '', show: 'all', problem: '', page: 1 };

type Box = 'selected' | 'email';
/** A box: a row's, by line, or the header's for all rows of the filter. */
type Where = number | 'all';

/** The load of the rows, and the place to report errors. */
export interface RowsOwner extends EventTarget {
  api: Api;
  id?: string;
  load?: Load;
  show(load: Load): void;
  refresh(): Promise<boolean>;
  fail(message: Message): void;
  succeed(about?: Message['about']): void;
  tell(): void;
  tellOthers(): void;
}

/** The rows on the screen, and the ticks that are being saved. */
export class RowsStore {
  page?: RowsPage;
  /** The filter that `page` shows. */
  shown: Wanted = ALL_ROWS;
  /** The last requested filter. */
  wanted: Wanted = ALL_ROWS;
  isReading = false;
  /** Announced by screen readers. */
  said = '';
  private readonly sending = new Map<string, boolean>();
  private asking?: AbortController;
  private inFlight = 0;
  /** Incremented by every change. A response that started before a change may not include it. */
  private changes = 0;
  private isStale = false;

  constructor(private readonly store: RowsOwner) {}

  /** Whether the shown rows match the requested filter, so that their boxes are enabled. */
  get isCurrent(): boolean {
    const all = this.onItsWay('all', 'selected') ?? this.onItsWay('all', 'email');
    return this.wanted === this.shown && all === undefined;
  }

  get isSending(): boolean {
    return this.sending.size > 0;
  }

  /** The unsaved state of a box, until the platform has responded. */
  onItsWay(where: Where, box: Box): boolean | undefined {
    return this.sending.get(`${where}:${box}`);
  }

  forget(): void {
    this.asking?.abort();
    this.sending.clear();
    Object.assign(this, { page: undefined, shown: ALL_ROWS, wanted: ALL_ROWS, said: '' });
    Object.assign(this, { isReading: false, isStale: false });
  }

  /** Loads other rows. Until they arrive, the table is busy and its boxes are disabled. */
  async want(change: Partial<Wanted>): Promise<void> {
    this.wanted = { ...this.wanted, page: 1, ...change };
    await this.read(true);
  }

  /** Reloads the same rows in the background. The old ones stay visible until then. */
  refresh(): Promise<boolean> {
    return this.read(false);
  }

  /** Loads a row with its full texts and shows them. */
  async readWhole({ line }: Row): Promise<void> {
    const { id, api } = this.store;
    if (!id) return;
    try {
      const { cells, changes, problems, truncated } = await api.row(id, line);
      if (this.store.id !== id || !this.page) return;
      const items = this.page.items.map((row) =>
        row.line === line ? { ...row, cells, changes, problems, truncated } : row,
      );
      this.page = { ...this.page, items };
      this.store.tell();
    } catch (error) {
      this.store.fail({ about: 'rows', error, retry: () => void this.refresh() });
    }
  }

  async tick(row: Row, ticks: Ticks): Promise<void> {
    const { id, api } = this.store;
    if (!id) return;
    await this.change(row.line, ticks, async () => {
      const answer = await api.tick(id, row.line, ticks);
      if (this.store.id === id) this.put(answer);
    });
  }

  /** Ticks all rows of the current filter. */
  async tickAll(ticks: Ticks): Promise<void> {
    const { id, api } = this.store;
    if (!id) return;
    await this.change('all', ticks, async () => {
      const load = await api.tickAll(id, this.shown, ticks);
      if (this.store.id !== id) return;
      this.store.show(load);
      this.isStale = true;
    });
  }

  /** Resolves when all ticks are saved. */
  async settled(): Promise<void> {
    while (this.sending.size > 0)
      await new Promise((resolve) =>
        this.store.addEventListener('change', resolve, { once: true }),
      );
  }

  private async change(where: Where, ticks: Ticks, send: () => Promise<void>): Promise<void> {
    const { id } = this.store;
    const keys = Object.keys(ticks).map((box) => `${where}:${box}`);
    for (const [box, on] of Object.entries(ticks)) this.sending.set(`${where}:${box}`, on);
    this.inFlight += 1;
    this.store.tell();
    try {
      await send().finally(() => {
        this.inFlight -= 1;
        this.changes += 1;
      });
      this.store.succeed();
      this.store.tellOthers();
      if (this.isStale && this.inFlight === 0) await this.refresh();
    } catch (error) {
      if (this.store.id !== id) return;
      // The change may have been saved despite the error.
      await this.store.refresh();
      if (this.store.load?.status === 'STAGED') this.store.fail({ about: 'tick', error });
    } finally {
      for (const key of keys) this.sending.delete(key);
      this.store.tell();
    }
  }

  private async read(isAsked: boolean): Promise<boolean> {
    const { id, api } = this.store;
    if (!id) return false;
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    const { wanted } = this;
    if (isAsked) this.isReading = true;
    this.store.tell();
    try {
      let before: number;
      let page: RowsPage;
      do {
        before = this.changes;
        page = await api.rows(id, wanted, wanted.page, undefined, signal);
      } while (before !== this.changes && this.inFlight === 0 && !signal.aborted);
      // Newer rows are requested.
      if (signal.aborted) return true;
      // The response may or may not include a tick that is being saved, so the rows are loaded again afterwards.
      this.isStale = this.inFlight > 0;
      if (isAsked) this.said = `${count(page.total, 'row')} found`;
      Object.assign(this, { page, shown: wanted, isReading: false });
      this.store.succeed(isAsked ? undefined : 'rows');
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      this.isReading = false;
      this.store.fail({ about: 'rows', error, retry: () => void this.read(true) });
      return false;
    }
  }

  /** Replaces a row and updates all numbers that depend on it. */
  private put({ load: { counts }, ...row }: TickedRow): void {
    const { load } = this.store;
    if (!load) return;
    const before = this.page?.items.find(({ line }) => line === row.line);
    if (before && this.page) {
      const selection = { ...this.page.selection };
      const [was, is] = [boxesOf(before), boxesOf(row)];
      for (const name of ['selected', 'emailBoxes', 'emails'] as const)
        selection[name] += is[name] - was[name];
      const items = this.page.items.map((one) => (one.line === row.line ? row : one));
      this.page = { ...this.page, items, selection };
      this.said = `${number(selection.selected)} of ${number(selection.boxes)} selected`;
      // The platform's counts differ: somebody else ticked rows too.
      if (
        counts.selected - load.counts.selected !== is.selected - was.selected ||
        counts.emails - load.counts.emails !== is.emails - was.emails
      )
        this.isStale = true;
    }
    this.store.show({ ...load, counts });
  }
}

/** The Email box is enabled only while the row is ticked. */
export const hasEmailBox = (row: Row): boolean => row.hasEmailBox;

const boxesOf = (row: Row) => ({
  selected: Number(row.selected),
  emailBoxes: Number(row.selected && hasEmailBox(row)),
  emails: Number(row.email),
});
