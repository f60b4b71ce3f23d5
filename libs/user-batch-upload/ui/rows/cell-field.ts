import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import type { Problem, Row } from '../api-types.js';
import { editedText, start } from './cell-text.js';
import { isCut } from './cut-text.js';
import { fieldStyles } from '../styles/field-styles.js';
import { Follows } from '../follows.js';
import type { PageStore } from '../page-store.js';
import { pressIsOver } from '../press.js';
import { styles } from '../styles/styles.js';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * A cell of a row in review, as a field with its problems below. Enter or leaving the field saves it. Esc brings back
 * the saved value, or undoes the last change.
 */
export class CellField extends LitElement {
  static override styles = [...styles, fieldStyles];
  static override properties = {
    store: { attribute: false },
    row: { attribute: false },
    column: { attribute: false },
    draft: { state: true },
    isSaving: { state: true },
    hasFailed: { state: true },
    isIncomplete: { state: true },
  };
  declare store: PageStore;
  declare row: Row;
  declare column: string;
  /** What was entered and is not saved. */
  declare draft?: string;
  /** The load's revision when the draft was begun. */
  private seen?: number;
  /** Whether a save was asked for while another one was on its way. */
  private isAskedAgain = false;
  /** Whether a key that deletes was pressed in a date field, which tells nothing when its last part is emptied. */
  private isEmptied = false;
  /** The focused element before the content changes. */
  private focused: Element | null = null;
  declare isSaving: boolean;
  declare hasFailed: boolean;
  /** Whether the field was left with a date that is half entered. */
  declare isIncomplete: boolean;
  /** Whether the select is used by keyboard, which changes it at each arrow key. */
  private isByKey = false;

  constructor() {
    super();
    new Follows(this);
    this.isSaving = false;
    this.hasFailed = false;
    this.isIncomplete = false;
  }

  /** Other rows were shown before the draft could be saved. */
  override connectedCallback(): void {
    super.connectedCallback();
    const draft = this.store.rows.draftOf(this.row.line, this.column);
    if (!draft || this.draft !== undefined) return;
    this.draft = draft.text;
    this.seen = draft.seen;
    this.hasFailed = true;
  }

  /** A half-entered date goes with its field. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.draft === undefined) this.store.rows.hold(this.row.line, this.column, undefined);
  }

  private get saved(): string {
    return this.row.cells[this.column] ?? '';
  }

  override willUpdate(): void {
    this.focused = this.shadowRoot?.activeElement ?? null;
  }

  /** A suggestion disappears when the cell is saved. If it had the focus, its field gets the focus. */
  override updated(): void {
    if (this.focused && !this.focused.isConnected) this.field?.focus({ preventScroll: true });
  }

  private get isChanged(): boolean {
    return this.draft !== undefined && this.draft !== this.saved;
  }

  override render(): TemplateResult {
    const { row, column } = this;
    const texts = this.store.words.review;
    const problems = row.problems.filter((problem) => problem.column === column);
    // Rows that are read again are cut again. What is being entered stays.
    const isFolded = this.draft === undefined && isCut(row, column, this.saved);
    return html`<label for="control">${column}</label>
      <div class="line">
        ${isFolded ? this.whole() : this.control(problems)}
        ${problems.map(({ suggestion }) => this.suggestionView(suggestion))}
      </div>
      ${this.hasFailed && this.isChanged ? html`<p class="error" role="alert">${texts.unsaved}</p>` : nothing}
      ${this.isIncomplete ? html`<p class="error" role="alert">${texts.incompleteDate}</p>` : nothing}
      ${this.editedView()}
      <div id="why">${problems.map((problem) => this.problemView(problem))}</div>`;
  }

  /** A long cell must be read whole before it can be changed. */
  private whole(): TemplateResult {
    const { store, row, column } = this;
    const texts = store.words.review;
    return html`<div>${start(`${this.saved}…`)}</div>
      <button
        id="control"
        type="button"
        aria-label="${texts.edit}: ${column}${texts.ofLine(row.line)}"
        @click=${() => void store.rows.readWhole(row.line)}
      >
        ${texts.edit}
      </button>`;
  }

  private control(problems: Problem[]): TemplateResult {
    const { column, draft, saved } = this;
    const about = this.store.upload.options?.columns.find(({ header }) => header === column);
    const value = draft ?? saved;
    const name = column + this.store.words.review.ofLine(this.row.line);
    const invalid = problems.some(({ severity }) => severity === 'error') ? 'true' : undefined;
    const describedBy = problems.length > 0 ? 'why' : undefined;
    if (about && about.options.length > 0)
      return html`<select
        id="control"
        aria-label=${name}
        aria-invalid=${ifDefined(invalid)}
        aria-describedby=${ifDefined(describedBy)}
        aria-busy=${this.isSaving}
        @pointerdown=${() => (this.isByKey = false)}
        @keydown=${(event: KeyboardEvent) => this.press(event)}
        @change=${(event: Event) => this.choose(event)}
        @blur=${() => void this.leave()}
      >
        ${[...new Set([saved, '', ...about.options])].map(
          (option) =>
            html`<option value=${option} .selected=${live(option === value)}>
              ${option || this.store.words.review.emptyOption}
            </option>`,
        )}
      </select>`;
    // An input of one line would drop line breaks.
    if (/[\r\n]/.test(saved) || saved.length > LINE_CHARACTERS)
      return html`<textarea
        id="control"
        rows="2"
        aria-label=${name}
        aria-invalid=${ifDefined(invalid)}
        aria-describedby=${ifDefined(describedBy)}
        aria-busy=${this.isSaving}
        .value=${live(value)}
        @input=${(event: Event) => this.type(event)}
        @keydown=${(event: KeyboardEvent) => this.press(event)}
        @blur=${() => void this.leave()}
      ></textarea>`;
    const isDate = about?.kind === 'DATE';
    return html`<input
      id="control"
      type=${isDate ? 'date' : 'text'}
      max=${isDate ? '9999-12-31' : nothing}
      aria-label=${name}
      aria-invalid=${ifDefined(invalid)}
      aria-describedby=${ifDefined(describedBy)}
      aria-busy=${this.isSaving}
      .value=${live(isDate && !isDay(value) ? '' : value)}
      @focus=${(event: Event) => isDate && scrollToWhole(event.target as HTMLElement)}
      @input=${(event: Event) => this.type(event)}
      @keydown=${(event: KeyboardEvent) => this.press(event)}
      @blur=${() => void this.leave()}
    />`;
  }

  private problemView({ severity, message }: Problem): TemplateResult {
    return html`<p class=${severity}>
      ${severity === 'warning' ? html`<b>${this.store.words.review.warning}:</b> ` : nothing}${message}
    </p>`;
  }

  private suggestionView(suggestion?: string): TemplateResult | typeof nothing {
    if (suggestion === undefined || suggestion === this.saved) return nothing;
    return html`<button type="button" @click=${() => void this.use(suggestion)}>
      ${this.store.words.review.use(suggestion)}
    </button>`;
  }

  private editedView(): TemplateResult | typeof nothing {
    const { words } = this.store;
    const text = editedText(words, this.row, this.column);
    if (text === undefined) return nothing;
    return html`<p class="muted edited">
      ${text}
      <button type="button" class="plain" @click=${() => void this.undo()}>
        ${words.review.undo}
      </button>
    </p>`;
  }

  /** Null while the cell is too long to be changed here. */
  private get field(): Control | null {
    return this.renderRoot.querySelector<Control>('input, select, textarea');
  }

  private type(event: Event): void {
    const { value, validity } = event.target as HTMLInputElement;
    // A date that is half entered has no value yet.
    this.enter(validity.badInput ? undefined : value);
  }

  private choose(event: Event): void {
    this.enter((event.target as HTMLSelectElement).value);
    if (!this.isByKey) void this.save();
  }

  /** The row and the field stay on the screen while they have a draft, whatever others change. */
  private enter(draft: string | undefined): void {
    const { store, row, column } = this;
    this.draft = draft;
    this.isIncomplete = false;
    this.seen = draft === undefined ? undefined : (this.seen ?? store.load?.revision);
    // A date that is half entered has no text to keep, but it is not saved either.
    const text = draft ?? (this.isHalfEntered ? this.saved : undefined);
    store.rows.hold(row.line, column, text === undefined ? undefined : { text, seen: this.seen });
  }

  private get isHalfEntered(): boolean {
    return this.field?.validity.badInput ?? false;
  }

  private press(event: KeyboardEvent): void {
    this.isByKey = true;
    this.isEmptied ||= event.key === 'Backspace' || event.key === 'Delete';
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void this.save();
    }
    if (event.key !== 'Escape') return;
    if (this.isChanged || this.isHalfEntered) {
      if (this.field && this.isHalfEntered) this.field.value = '';
      this.enter(undefined);
      this.isEmptied = false;
      this.requestUpdate();
    } else if (this.row.edited?.[this.column]) void this.undo();
  }

  private async use(value: string): Promise<void> {
    this.seen = undefined;
    this.enter(value);
    await this.updateComplete;
    this.field?.focus();
    await this.save();
  }

  /** Brings back what was read, in this cell alone: a fix of many rows stays in the others. */
  private async undo(): Promise<void> {
    const original = await this.store.rows.original(this.row, this.column);
    if (original !== undefined) await this.use(original);
  }

  /** A field that is removed loses the focus too. Nobody has left it, so nothing is saved. */
  private async leave(): Promise<void> {
    await pressIsOver();
    await this.updateComplete;
    if (!this.isConnected) return;
    const isHalf = this.isHalfEntered;
    await this.save();
    this.isIncomplete = isHalf;
  }

  /**
   * Saves what was entered. What is entered and confirmed while it is on its way is saved after it. Keeps what can't be
   * saved; to save it again is to accept what others have changed.
   */
  private async save(): Promise<void> {
    this.isAskedAgain = this.isSaving;
    if (this.isSaving) return;
    if (
      this.draft === undefined &&
      this.isEmptied &&
      this.field?.value === '' &&
      !this.isHalfEntered
    )
      this.enter('');
    this.isEmptied = false;
    let { saved } = this;
    do {
      this.isAskedAgain = false;
      const { draft, seen } = this;
      if (draft === undefined || draft === saved) return this.enter(undefined);
      this.isSaving = true;
      const isSaved = await this.store.rows.changes.edit(this.row, { [this.column]: draft }, seen);
      this.isSaving = false;
      this.hasFailed = !isSaved;
      this.seen = this.store.load?.revision;
      if (!isSaved) return;
      saved = draft;
      if (this.draft === draft) this.enter(undefined);
    } while (this.isAskedAgain);
  }
}
customElements.define('ubu-cell-field', CellField);

/** Longer texts get more lines. */
const LINE_CHARACTERS = 80;

/** Browsers complain of any other value of a date field, also of one that they would read as another day. */
const isDay = (value: string): boolean => {
  const day = new Date(value);
  return !Number.isNaN(day.valueOf()) && day.toISOString().slice(0, 10) === value;
};

/** For the parts of a date field, browsers scroll without the margin that keeps the focus from under a sticky bar. */
const scrollToWhole = (field: HTMLElement): void => field.scrollIntoView({ block: 'nearest' });
