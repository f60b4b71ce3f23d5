import type { CellFault, ChangedRow, Filter, Row, RowsPage, Ticks } from '../api-types.js';
import { isCut } from './cut-text.js';
import type { RowsOwner } from './rows-owner.js';
import type { Words } from '../words.js';

type Box = 'selected' | 'email';
/** A box: a row's, by line, or the header's for all rows of the filter. */
type Where = number | 'all';

/** A fix made here: the value that it replaced, in so many rows. */
export interface MadeFix {
  id: string;
  value: string;
  to: string;
  changed: number;
}

/** The rows on the screen, as changes need them. */
interface ShownRows {
  page?: RowsPage;
  shown: Filter;
  said: string;
  keep(line: number): void;
  put(row: ChangedRow): void;
  refresh(): Promise<boolean>;
}

/**
 * The changes that are being saved: ticks, edits and fixes. They are sent one after the other, because each names the
 * revision that the one before it made.
 */
export class RowChanges {
  /** How many changes have no response yet. */
  inFlight = 0;
  /** Incremented by every response. A read that started before it may not include the change. */
  made = 0;
  /** Whether the shown rows may lack a change. */
  isStale = false;
  /** Whether somebody else has changed rows that are shown as they were before. */
  isBehind = false;
  /** The fixes made here, the newest first. Each can be undone. */
  fixes: readonly MadeFix[] = [];
  private readonly boxes = new Map<string, boolean>();
  /** The revision of the last edit from here, by line. */
  private readonly own = new Map<number, number>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: RowsOwner,
    private readonly rows: ShownRows,
  ) {}

  get isForAll(): boolean {
    return (this.onItsWay('all', 'selected') ?? this.onItsWay('all', 'email')) !== undefined;
  }

  /** The unsaved state of a box, until the platform has responded. */
  onItsWay(where: Where, box: Box): boolean | undefined {
    return this.boxes.get(`${where}:${box}`);
  }

  forget(): void {
    this.boxes.clear();
    this.own.clear();
    Object.assign(this, { isStale: false, isBehind: false, fixes: [] });
  }

  /** Resolves when all changes are saved. */
  async settled(): Promise<void> {
    while (this.inFlight > 0)
      await new Promise((resolve) =>
        this.store.addEventListener('change', resolve, { once: true }),
      );
  }

  tick(row: Row, ticks: Ticks): Promise<boolean> {
    return this.withBoxes(row.line, ticks, async (id) => {
      const answer = await this.store.api.changeRow(id, row.line, {
        ...ticks,
        revision: this.revision,
      });
      if (this.store.id !== id) return;
      this.rows.put(answer);
      this.sayTicked(ticks);
    });
  }

  /** Ticks all rows of the current filter. */
  async tickAll(ticks: Ticks): Promise<boolean> {
    const { page } = this.rows;
    const isSaved = await this.withBoxes('all', ticks, async (id) => {
      const load = await this.store.api.tickAll(id, this.rows.shown, ticks);
      if (this.store.id !== id) return;
      this.store.show(load);
      this.isStale = true;
    });
    // The numbers are those of the rows that were read again.
    if (isSaved && this.rows.page !== page) this.sayTicked(ticks);
    return isSaved;
  }

  /**
   * Changes cells of a row. Resolves to whether they were saved. `seen`: the revision of the load at which they were
   * read. What somebody else has changed in the row since is not overwritten.
   */
  edit({ line }: Row, cells: Record<string, string>, seen = this.revision): Promise<boolean> {
    this.rows.keep(line);
    return this.save(async (id) => {
      const revision = Math.max(seen, this.own.get(line) ?? 0);
      const answer = await this.store.api.changeRow(id, line, { cells, revision });
      if (this.store.id !== id) return;
      this.own.set(line, answer.load.revision);
      const row = await this.asLong(id, answer);
      if (this.store.id !== id) return;
      this.rows.put(row);
      this.say(this.texts.saved(line));
    });
  }

  /** Gives every row of a fault another value. */
  fix(fault: CellFault, to: string): Promise<boolean> {
    return this.save(async (id) => {
      const fixed = await this.store.api.fix(id, fault, to, this.revision);
      if (this.store.id !== id) return;
      if (fixed.changed > 0)
        this.fixes = [
          { id: fixed.id, changed: fixed.changed, value: fault.value, to },
          ...this.fixes,
        ];
      this.store.show(fixed.load);
      this.isStale = true;
      this.say(this.texts.rowsChanged(fixed.changed));
    });
  }

  /** Undoes a fix or an edit. */
  undo(fixId: string): Promise<boolean> {
    return this.save(async (id) => {
      const { changed, load } = await this.store.api.undo(id, fixId);
      if (this.store.id !== id) return;
      this.fixes = this.fixes.filter((fix) => fix.id !== fixId);
      this.store.show(load);
      this.isStale = true;
      this.say(this.texts.asBefore(changed));
    });
  }

  /** Answers cut long cells. Fields that are open stay open, so their row is read whole. */
  private async asLong(id: string, answer: ChangedRow): Promise<ChangedRow> {
    const before = this.rows.page?.items.find(({ line }) => line === answer.line);
    const isCutIn = (row: Row, column: string) => isCut(row, column, row.cells[column] ?? '');
    const isLost = (column: string) =>
      before && isCutIn(answer, column) && !isCutIn(before, column);
    if (!answer.truncated.some(isLost)) return answer;
    // The edit is saved, whatever happens to this request.
    const whole = await this.store.api.row(id, answer.line).catch(() => undefined);
    return { ...answer, ...whole };
  }

  private get revision(): number {
    return this.store.load?.revision ?? 0;
  }

  private get texts(): Words['review'] {
    return this.store.words.review;
  }

  /** Announces how many boxes are ticked now. */
  private sayTicked(ticks: Ticks): void {
    const { review, number } = this.store.words;
    const { page } = this.rows;
    if (!page) return;
    const { selected, boxes, emails, emailBoxes } = page.selection;
    this.rows.said =
      ticks.email === undefined
        ? review.selected(number(selected), number(boxes))
        : `${review.email}: ${review.someOf(number(emails), number(emailBoxes))}`;
    this.store.tell();
  }

  /** Announces a change and what is left to do. */
  private say(change: string): void {
    const left = this.texts.errorsLeft(this.store.load?.counts.invalid ?? 0);
    this.rows.said = `${change} ${left}`;
  }

  private async withBoxes(
    where: Where,
    ticks: Ticks,
    send: (id: string) => Promise<void>,
  ): Promise<boolean> {
    const keys = Object.keys(ticks).map((box) => `${where}:${box}`);
    for (const [box, on] of Object.entries(ticks)) this.boxes.set(`${where}:${box}`, on);
    const isSaved = await this.save(send);
    for (const key of keys) this.boxes.delete(key);
    this.store.tell();
    return isSaved;
  }

  /** Reloads what the shown rows may lack. */
  private async catchUp(): Promise<void> {
    if (this.isBehind) {
      this.isBehind = false;
      await this.store.refresh();
    } else if (this.isStale) await this.rows.refresh();
  }

  /** Sends a change when the ones before it are saved. Reports what fails, and then shows the saved state. */
  private async save(send: (id: string) => Promise<void>): Promise<boolean> {
    const { id } = this.store;
    if (!id) return false;
    this.inFlight += 1;
    this.store.tell();
    const sent = this.turn.then(() => send(id));
    this.turn = sent.catch(() => undefined);
    try {
      await sent.finally(() => {
        this.inFlight -= 1;
        this.made += 1;
      });
      this.store.succeed();
      this.store.tellOthers();
      if (this.inFlight === 0) await this.catchUp();
      return true;
    } catch (error) {
      if (this.store.id !== id) return false;
      // The change may have been saved despite the error.
      await this.store.refresh();
      if (this.store.load?.status === 'STAGED') this.store.fail({ about: 'change', error });
      return false;
    } finally {
      this.store.tell();
    }
  }
}
