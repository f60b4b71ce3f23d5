import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { filterOf } from '../address.js';
import { countsBar } from './counts-bar.js';
import './faults-panel.js';
import { Follows } from '../follows.js';
import { pagesView } from '../page-numbers.js';
import type { PageStore } from '../page-store.js';
import { ALL_ROWS } from './rows-store.js';
import { rowsTable } from './rows-table.js';
import { styles } from '../styles/styles.js';

const TYPING_MS = 200;
/** Below this width of the element the lists of problems are folded, so that the first row is on the first screen. */
const NARROW_PX = 600;

/** Search, filters and the table of the rows. */
export class RowsScreen extends LitElement {
  static override styles = styles;
  static override properties = { store: { attribute: false }, isNarrow: { state: true } };
  declare store: PageStore;
  declare isNarrow: boolean;
  private typing?: ReturnType<typeof setTimeout>;
  private readonly size = new ResizeObserver(([entry]) => {
    this.isNarrow = (entry?.contentRect.width ?? 0) < NARROW_PX;
  });

  constructor() {
    super();
    new Follows(this);
    this.isNarrow = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { load, rows, upload } = this.store;
    this.size.observe(this);
    void upload.readOptions();
    if (load) void rows.want(filterOf(location.search, load));
    void rows.faults.read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.size.disconnect();
    clearTimeout(this.typing);
  }

  override render(): TemplateResult | typeof nothing {
    const { load, rows } = this.store;
    if (!load) return nothing;
    const isOpen = load.status === 'STAGED';
    return html`
      <div class="tools">
        ${load.purgedAt ? nothing : this.search()}
        <div>${countsBar(this.store, this.isNarrow)}</div>
      </div>
      <div class="sr" role="status">${rows.said}</div>
      ${isOpen ? html`<ubu-faults .store=${this.store} .isNarrow=${this.isNarrow}></ubu-faults>` : nothing}
      <div tabindex="-1" class="around">${this.table()}</div>
    `;
  }

  private table(): TemplateResult | typeof nothing {
    const { rows, message, words } = this.store;
    const texts = words.review;
    const { page } = rows;
    if (!page) return message ? nothing : html`<p>${texts.readingRows}</p>`;
    if (page.items.length === 0)
      return html`<p aria-busy=${rows.isReading}>
        ${rows.shown.show === 'invalid' && !rows.shown.search ? texts.noRowHasErrors : texts.noRowsMatch}
        <button type="button" class="plain" @click=${() => this.showAll()}>
          ${texts.showAllRows}
        </button>
      </p>`;
    return html`${rowsTable(this.store, page)} ${pagesView(words, page, (to) => void this.turn(to))}`;
  }

  private search(): TemplateResult {
    const texts = this.store.words.review;
    return html`<div>
      <label class="sr" for="search">${texts.search}</label>
      <input
        id="search"
        type="search"
        placeholder=${texts.searchHint}
        .value=${this.store.rows.wanted.search}
        @input=${(event: Event) => this.type((event.target as HTMLInputElement).value)}
      />
    </div>`;
  }

  private type(search: string): void {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.store.rows.want({ search }), TYPING_MS);
  }

  private showAll(): void {
    this.renderRoot.querySelector<HTMLElement>('#search')?.focus();
    void this.store.rows.want({ ...ALL_ROWS, column: undefined });
  }

  /** Moves the focus to the start of the new page. */
  private async turn(page: number): Promise<void> {
    const caption = this.renderRoot.querySelector<HTMLElement>('caption');
    await this.store.rows.want({ page });
    if (this.store.rows.shown.page !== page) return;
    await this.updateComplete;
    caption?.focus({ preventScroll: true });
    caption?.scrollIntoView({ block: 'start' });
  }
}
customElements.define('ubu-rows', RowsScreen);
