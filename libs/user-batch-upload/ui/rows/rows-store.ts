import type { ChangedRow, Filter, Row, RowsPage } from '../api-types.js';
import { isCut } from './cut-text.js';
import { FaultsStore } from './faults-store.js';
import { RowChanges } from './row-changes.js';
import type { RowsOwner } from './rows-owner.js';
import { afterChange } from './row-totals.js';
import { reviewSentence, type Words } from '../words.js';

export interface Wanted extends Filter {
  page: number;
}

/** What is entered in a cell, and the load's revision when that began. */
export interface Draft {
  text: string;
  seen: number | undefined;
}

export const ALL_ROWS: Wanted = { search: '', show: 'all', problem: '', page: 1 };

const cellKey = (line: number, column: string): string => `${line}:${column}`;

/** The rows on the screen. */
export class RowsStore {
  page?: RowsPage;
  /** The filter that `page` shows. */
  shown: Wanted = ALL_ROWS;
  /** The last requested filter. */
  wanted: Wanted = ALL_ROWS;
  /** Whether Back returns to the filter before the last requested one. */
  isStep = false;
  isReading = false;
  /** Announced by screen readers. */
  said = '';
  readonly changes: RowChanges;
  readonly faults: FaultsStore;
  /** Lines whose cells are all shown. */
  readonly unfolded = new Set<number>();
  /** Lines whose changes are shown. */
  readonly withChanges = new Set<number>();
  /** What is entered in cells and not saved. It outlives their fields, which go with other rows. */
  private readonly held = new Map<string, Draft>();
  /** Lines that were edited here. They stay on the screen, so that an edit can be undone, until other rows are requested. */
  private readonly edited = new Set<number>();
  private asking?: AbortController;

  constructor(private readonly store: RowsOwner) {
    this.changes = new RowChanges(store, this);
    this.faults = new FaultsStore(store);
  }

  get words(): Words {
    return this.store.words;
  }

  /** Whether the shown rows match the requested filter, so that their boxes are enabled. */
  get isCurrent(): boolean {
    return this.wanted === this.shown && !this.changes.isForAll;
  }

  forget(): void {
    this.asking?.abort();
    this.changes.forget();
    this.faults.forget();
    this.unfolded.clear();
    this.withChanges.clear();
    this.edited.clear();
    this.held.clear();
    Object.assign(this, { page: undefined, shown: ALL_ROWS, wanted: ALL_ROWS, said: '' });
    Object.assign(this, { isReading: false, isStep: false });
  }

  /** Loads other rows. Until they arrive, the table is busy and its boxes are disabled. */
  async want(change: Partial<Wanted>): Promise<void> {
    this.isStep = this.page !== undefined && change.search === undefined;
    this.wanted = { ...this.wanted, page: 1, ...change };
    this.edited.clear();
    await this.read(true);
  }

  /** Reloads the same rows in the background. The old ones stay visible until then. */
  refresh(): Promise<boolean> {
    return this.read(false);
  }

  /** Shows or hides all cells of a row. */
  unfold(row: Row): void {
    if (!this.unfolded.delete(row.line)) {
      this.unfolded.add(row.line);
      if (row.truncated.length > 0) void this.readWhole(row.line);
    }
    this.store.tell();
  }

  /** Shows or hides the old and new values of a row. */
  unfoldChanges({ line }: Row): void {
    if (!this.withChanges.delete(line)) this.withChanges.add(line);
    this.store.tell();
  }

  /** Loads a row with its full texts and shows them. */
  async readWhole(line: number): Promise<void> {
    const { id, api } = this.store;
    if (!id) return;
    try {
      const row = await api.row(id, line);
      if (this.store.id !== id) return;
      this.replace(row);
      this.store.tell();
    } catch (error) {
      this.store.fail({ about: 'rows', error, retry: () => void this.refresh() });
    }
  }

  /** What was read in an edited cell, whole. Undefined if it can't be read now. */
  async original(row: Row, column: string): Promise<string | undefined> {
    const original = row.edited?.[column]?.original;
    const { id, api } = this.store;
    if (!id || original === undefined || !isCut(row, column, original)) return original;
    try {
      return (await api.row(id, row.line)).edited?.[column]?.original;
    } catch (error) {
      this.store.fail({ about: 'change', error });
      return undefined;
    }
  }

  /** Keeps a row on the screen, whether its edit succeeds or not. */
  keep(line: number): void {
    this.edited.add(line);
  }

  /** Keeps a cell on the screen while something is entered in it, or no longer. */
  hold(line: number, column: string, draft: Draft | undefined): void {
    const key = cellKey(line, column);
    if (!draft) {
      this.held.delete(key);
      return;
    }
    this.keep(line);
    this.held.set(key, draft);
  }

  draftOf(line: number, column: string): Draft | undefined {
    return this.held.get(cellKey(line, column));
  }

  /** Whether something that was entered or ticked is not saved yet. */
  get isUnsaved(): boolean {
    return this.held.size > 0 || this.changes.inFlight > 0;
  }

  get unsavedCells(): number {
    return this.held.size;
  }

  /** Replaces a changed row and updates all numbers that depend on it. */
  put({ load: now, touched, ...row }: ChangedRow): void {
    const { load } = this.store;
    if (!load) return;
    const before = this.page?.items.find(({ line }) => line === row.line);
    if (before && this.page) {
      this.page = afterChange(this.page, before, row, this.shown);
      this.faults.change(before, row);
      if (this.unfolded.has(row.line) && row.truncated.length > 0) void this.readWhole(row.line);
    }
    // Only the platform knows the numbers of other rows that have changed.
    this.changes.isStale ||= touched.length > 0;
    // One change raises the revision by one at most. The revision stays that of the rows on the screen.
    const isBehind = now.revision > load.revision + 1;
    this.changes.isBehind ||= isBehind;
    this.store.show({ ...load, ...now, ...(isBehind && { revision: load.revision }) });
  }

  private replace(row: Row): void {
    if (!this.page) return;
    const items = this.page.items.map((one) => (one.line === row.line ? row : one));
    this.page = { ...this.page, items };
  }

  private async read(isAsked: boolean): Promise<boolean> {
    const { id, api } = this.store;
    if (!id) return false;
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    let { wanted } = this;
    const { changes } = this;
    if (isAsked) this.isReading = true;
    this.store.tell();
    try {
      let before: number;
      let page: RowsPage;
      do {
        before = changes.made;
        page = await api.rows(id, wanted, wanted.page, undefined, signal);
        const last = Math.max(1, Math.ceil(page.total / page.pageSize));
        // Its rows were fixed, or the address is an old one.
        if (wanted.page > last && !signal.aborted) {
          wanted = this.wanted = { ...wanted, page: last };
          this.isStep = false;
          page = await api.rows(id, wanted, last, undefined, signal);
        }
        page = await this.withEdited(id, page);
      } while (before !== changes.made && changes.inFlight === 0 && !signal.aborted);
      // Newer rows are requested.
      if (signal.aborted) return true;
      // The response may or may not include a change that is being saved, so the rows are loaded again afterwards.
      changes.isStale = changes.inFlight > 0;
      if (isAsked) {
        const { load } = this.store;
        const isOpening = !this.page && load?.status === 'STAGED';
        this.said = isOpening
          ? reviewSentence(this.words, load)
          : this.words.review.found(page.total);
      }
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

  /** Adds rows that were edited here and do not match the filter any more. */
  private async withEdited(id: string, page: RowsPage): Promise<RowsPage> {
    const missing = [...this.edited].filter((line) => page.items.every((row) => row.line !== line));
    if (missing.length === 0) return page;
    const rows = await Promise.all(missing.map((line) => this.store.api.row(id, line)));
    const items = [...page.items, ...rows].toSorted((one, other) => one.line - other.line);
    return { ...page, items, total: page.total + rows.length };
  }
}
