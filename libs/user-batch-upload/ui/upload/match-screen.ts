import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { FileColumn } from '../api-types.js';
import { Follows } from '../follows.js';
import { showsColumns } from '../history.js';
import { matchStyles } from '../styles/match-styles.js';
import type { PageStore } from '../page-store.js';
import { readAgainStyles, sheetView } from './read-again-view.js';
import { sendingView } from './sending-view.js';
import { styles } from '../styles/styles.js';
import { withMarkup } from '../words.js';

/** The columns of a file whose header does not match: an admin says what each one is. */
export class MatchScreen extends LitElement {
  static override styles = [...styles, matchStyles, readAgainStyles];
  static override properties = {
    store: { attribute: false },
    chosen: { state: true },
    wrong: { state: true },
  };
  declare store: PageStore;
  /** The template column of each column of the file, by its position; an empty string leaves it out. */
  declare chosen: string[];
  /** The position of a column that is chosen wrongly, and the message. */
  declare wrong?: { position: number; message: string };
  private columns?: FileColumn[];

  constructor() {
    super();
    new Follows(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.store.upload.readOptions();
  }

  /** Guesses are preselected. */
  override willUpdate(): void {
    const columns = this.store.upload.matching?.columns;
    if (columns === this.columns) return;
    this.columns = columns;
    this.chosen = (columns ?? []).map(({ suggestion }) => suggestion ?? '');
    this.wrong = undefined;
  }

  override render(): TemplateResult {
    const { words } = this.store;
    const { matching, sent, options } = this.store.upload;
    const texts = words.upload;
    return html`<p>
        ${withMarkup(texts.headersDiffer, html`<strong>${matching?.upload.file.name}</strong>`)}
      </p>
      ${this.sheetsView()}
      <form class="card" novalidate @submit=${(event: Event) => this.submit(event)}>
        <ul class="match">
          ${options && this.columns?.map((column, position) => this.column(column, position))}
        </ul>
        ${this.blankView()}
        <div class="bar">
          <button class="primary" type="submit" aria-disabled=${sent !== undefined}>
            ${texts.continue}
          </button>
          <button type="button" @click=${() => this.leave()}>${texts.back}</button>
        </div>
        ${sendingView(words, sent)}
      </form>`;
  }

  /** The sheet that was read. */
  private get sheet(): string | undefined {
    const { sheets, sheet } = this.store.upload.matching?.upload ?? {};
    return sheet ?? sheets?.[0];
  }

  /** The rows may be on another sheet than the first. */
  private sheetsView(): TemplateResult | typeof nothing {
    const { sheets = [] } = this.store.upload.matching?.upload ?? {};
    const { sheet } = this;
    if (sheet === undefined || sheets.length < 2) return nothing;
    return html`<div class="notice">
      <p>${this.store.words.upload.sheetRead(sheet)}</p>
      ${sheetView(this.store, sheets, sheet)}
    </div>`;
  }

  private column({ found, samples }: FileColumn, position: number): TemplateResult {
    const isWrong = this.wrong?.position === position;
    const chosen = this.chosen[position] ?? '';
    const texts = this.store.words.upload;
    return html`<li>
      <div>
        <label for="column-${position}">${found || texts.noHeader}</label>
        <p id="samples-${position}" class="muted">
          ${samples.length > 0 ? samples.join(' · ') : texts.noCell}
        </p>
      </div>
      <div>
        <select
          id="column-${position}"
          aria-describedby="samples-${position} wrong-${position}"
          aria-invalid=${ifDefined(isWrong ? 'true' : undefined)}
          @change=${(event: Event) => this.choose(position, (event.target as HTMLSelectElement).value)}
        >
          <option value="" ?selected=${chosen === ''}>${texts.leaveOut}</option>
          ${this.store.upload.options?.columns.map(
            ({ header }) =>
              html`<option value=${header} ?selected=${chosen === header}>${header}</option>`,
          )}
        </select>
        ${
          isWrong
            ? html`<p id="wrong-${position}" class="wrong" role="alert">${this.wrong?.message}</p>`
            : nothing
        }
      </div>
    </li>`;
  }

  /** The columns of the template that no column of the file fills. */
  private blankView(): TemplateResult | typeof nothing {
    const blank = this.store.upload.options?.columns.filter(
      ({ header }) => !this.chosen.includes(header),
    );
    if (!blank || blank.length === 0) return nothing;
    const { upload: texts, list } = this.store.words;
    const needed = blank.filter(({ required }) => required).map(({ header }) => header);
    const rest = blank.filter(({ required }) => !required).map(({ header }) => header);
    return html`<div class="notice" role="status">
      ${needed.length > 0 ? html`<p>${withMarkup((columns) => texts.noColumnFor(columns, needed.length), html`<strong>${list(needed)}</strong>`)}</p>` : nothing}
      ${rest.length > 0 ? html`<p>${texts.readAsBlank(list(rest))}</p>` : nothing}
    </div>`;
  }

  private choose(position: number, header: string): void {
    this.chosen = this.chosen.with(position, header);
    this.wrong = undefined;
  }

  /** Back of the page is Back of the browser, so that neither repeats a screen. */
  private leave(): void {
    if (showsColumns()) history.back();
    else this.store.upload.leaveColumns();
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { upload, words } = this.store;
    // The columns on the screen are not those of another sheet.
    const sheet = this.renderRoot.querySelector<HTMLSelectElement>('#sheet')?.value;
    if (sheet !== undefined && sheet !== this.sheet)
      return upload.sendAgain({ sheet, mapping: undefined });
    if (this.chosen.every((header) => header === ''))
      return this.refuse(0, words.upload.noneChosen);
    const position = this.chosen.findIndex(
      (header, index) => header !== '' && this.chosen.indexOf(header) < index,
    );
    if (position >= 0) return this.refuse(position, this.twice(position));
    const mapping = Object.fromEntries(
      (this.columns ?? []).map(({ found }, index) => [found, this.chosen[index] || null]),
    );
    await upload.sendAgain({ mapping });
  }

  private twice(position: number): string {
    const header = this.chosen[position] ?? '';
    const first = this.columns?.[this.chosen.indexOf(header)]?.found;
    return this.store.words.upload.chosenTwice(header, first ?? '');
  }

  private async refuse(position: number, message: string): Promise<void> {
    this.wrong = { position, message };
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#column-${position}`)?.focus();
  }
}
customElements.define('ubu-match-screen', MatchScreen);
