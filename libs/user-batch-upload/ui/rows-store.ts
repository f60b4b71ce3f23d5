import type { Filter, Load, Row, RowsPage, TickedRow, Ticks } from './api-types.js';
import type { Api } from './api.js';
import type { Message } from './fault.js';
import { count, number } from './words.js';

export interface Wanted extends Filter {
  page: number;
}

export const ALL_ROWS: Wanted = { search: '', show: 'all', problem: '', page: 1 };

type Box = 'selected' | 'email';
/** A box: of the row on a line, or the one in the header for all rows of the filter. */
type Where = number | 'all';

/** The load that the rows belong to, and who says what went wrong. */
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

/** The rows on the screen, and the ticks that are on their way. */
export class RowsStore {
  page?: RowsPage;
  /** What `page` is the answer to. */
  shown: Wanted = ALL_ROWS;
  /** What was asked for last. */
  wanted: Wanted = ALL_ROWS;
  isReading = false;
  /** For those who do not see the rows change. */
  said = '';
  private readonly sending = new Map<string, boolean>();
  private asking?: AbortController;
  private inFlight = 0;
  /** Raised by every change; an answer that a change overtook may not have it. */
  private changes = 0;
  private isStale = false;

  constructor(private readonly store: RowsOwner) {}

  /** The rows on the screen are those that were asked for, so their boxes can be pressed. */
  get isCurrent(): boolean {
    const all = this.onItsWay('all', 'selected') ?? this.onItsWay('all', 'email');
    return this.wanted === this.shown && all === undefined;
  }

  get isSending(): boolean {
    return this.sending.size > 0;
  }

  /** What a box was set to while the platform has not answered yet. */
  onItsWay(where: Where, box: Box): boolean | undefined {
    return this.sending.get(`${where}:${box}`);
  }

  forget(): void {
    this.asking?.abort();
    this.sending.clear();
    Object.assign(this, { page: undefined, shown: ALL_ROWS, wanted: ALL_ROWS, said: '' });
    Object.assign(this, { isReading: false, isStale: false });
  }

  /** Asks for other rows. Until they are there, the table is busy and its boxes are disabled. */
  async want(change: Partial<Wanted>): Promise<void> {
    this.wanted = { ...this.wanted, page: 1, ...change };
    await this.read(true);
  }

  /** Asks for the same rows again, unseen: what is shown stays until the answer is there. */
  refresh(): Promise<boolean> {
    return this.read(false);
  }

  /** Asks for a row with all of its texts, and shows them. */
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

  /** Ticks all rows of the filter on the screen. */
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

  /** Resolves when no tick is on its way any more. */
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
      // The request may have come through all the same.
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
      // Newer rows are asked for.
      if (signal.aborted) return true;
      // A tick on its way may be in this answer or not: asked again when it has arrived.
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

  /** Puts an answered row in its place, with all the numbers that follow from it. */
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
      // The platform counts otherwise: somebody else ticked too.
      if (
        counts.selected - load.counts.selected !== is.selected - was.selected ||
        counts.emails - load.counts.emails !== is.emails - was.emails
      )
        this.isStale = true;
    }
    this.store.show({ ...load, counts });
  }
}

/** The Email box can be ticked while the row itself is. */
export const hasEmailBox = (row: Row): boolean => row.hasEmailBox;

const boxesOf = (row: Row) => ({
  selected: Number(row.selected),
  emailBoxes: Number(row.selected && hasEmailBox(row)),
  emails: Number(row.email),
});
