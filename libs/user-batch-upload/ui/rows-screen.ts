import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { RowsPage, Severity } from './api-types.js';
import { Follows } from './follows.js';
import type { PageStore } from './page-store.js';
import { ALL_ROWS } from './rows-store.js';
import { rowsTable } from './rows-table.js';
import { styles } from './styles.js';
import { count, number, problemName } from './words.js';

const TYPING_MS = 200;

/** Search, filters and the table of the rows. */
export class RowsScreen extends LitElement {
  static override styles = styles;
  static override properties = { store: { attribute: false } };
  declare store: PageStore;
  private typing?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    new Follows(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.store.rows.want(ALL_ROWS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.typing);
  }

  override render(): TemplateResult | typeof nothing {
    const { load, rows } = this.store;
    if (!load) return nothing;
    return html`
      ${load.purgedAt ? nothing : this.tools()}
      <ul class="facts" aria-label="Rows to show">
        ${this.kinds().map(([show, label]) => this.kind(show, label))}
      </ul>
      <div class="sr" role="status">${rows.said}</div>
      <div tabindex="-1" class="rows">${this.table(load.status === 'STAGED')}</div>
    `;
  }

  private table(isOpen: boolean): TemplateResult | typeof nothing {
    const { rows, message } = this.store;
    const { page } = rows;
    if (!page) return message ? nothing : html`<p>Reading the rows…</p>`;
    if (page.total === 0)
      return html`<p aria-busy=${rows.isReading}>
        No rows match.
        <button type="button" class="plain" @click=${() => this.showAll()}>Show all rows</button>
      </p>`;
    return html`${rowsTable(rows, page, isOpen)} ${this.pages(page)}`;
  }

  private tools(): TemplateResult {
    return html`<div class="tools">
      <div>
        <label class="field" for="search">Search</label>
        <input
          id="search"
          type="search"
          placeholder="Name, e-mail, office…"
          .value=${this.store.rows.wanted.search}
          @input=${(event: Event) => this.type((event.target as HTMLInputElement).value)}
        />
      </div>
      ${this.problems()}
    </div>`;
  }

  private type(search: string): void {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.store.rows.want({ search }), TYPING_MS);
  }

  private showAll(): void {
    this.renderRoot.querySelector<HTMLElement>('#search')?.focus();
    void this.store.rows.want(ALL_ROWS);
  }

  private kinds(): [string, string][] {
    const { load } = this.store;
    if (!load) return [];
    const { counts, outcome } = load;
    const kinds: [string, string, number][] = outcome
      ? [
          ['created', 'created', outcome.created],
          ['updated', 'updated', outcome.updated],
          ['unchanged', 'unchanged', outcome.unchanged],
          ['skipped', 'skipped', outcome.skipped],
          ['conflict', 'in conflict', outcome.conflict],
          ['failed', 'failed', outcome.failed],
        ]
      : [
          ['create', 'to create', counts.create],
          ['update', 'to update', counts.update],
          ['unchanged', 'unchanged', counts.unchanged],
          ['invalid', 'with errors', counts.invalid],
          ['warning', 'with warnings', counts.warning],
        ];
    return [
      ['all', `${count(counts.rows, 'row')} in all`],
      ...kinds
        .filter(([, , rows]) => rows > 0)
        .map(([show, label, rows]): [string, string] => [show, `${number(rows)} ${label}`]),
    ];
  }

  private kind(show: string, label: string): TemplateResult {
    const { rows } = this.store;
    const isShown = rows.wanted.show === show && !rows.wanted.problem;
    return html`<li>
      <button
        type="button"
        aria-pressed=${isShown}
        @click=${() => rows.want({ show, problem: '' })}
      >
        ${label}
      </button>
    </li>`;
  }

  private problems(): TemplateResult {
    const { load } = this.store;
    if (!load) return html``;
    const { invalid, warning } = load.counts;
    const none = html`<div class="problems"><span class="muted">No errors.</span></div>`;
    return html`${invalid === 0 ? none : this.problemsOf('error', 'Errors', `${count(invalid, 'row')} with errors`)}
    ${warning === 0 ? nothing : this.problemsOf('warning', 'Warnings', `${count(warning, 'row')} with warnings`)}`;
  }

  private problemsOf(kind: Severity, label: string, sentence: string): TemplateResult {
    const { rows } = this.store;
    const problems = rows.page?.problems.filter(({ severity }) => severity === kind) ?? [];
    return html`<div class="problems" role="group" aria-label=${label}>
      <strong>${sentence}</strong>
      ${problems.map(
        ({ code, rows: having }) =>
          html`<button
            type="button"
            aria-pressed=${rows.wanted.problem === code}
            @click=${() => rows.want(rows.wanted.problem === code ? { problem: '' } : { problem: code, show: 'all' })}
          >
            ${problemName(code)}: ${number(having)}
          </button>`,
      )}
    </div>`;
  }

  private pages({ page, pageSize, total }: RowsPage): TemplateResult | typeof nothing {
    const last = Math.ceil(total / pageSize);
    if (last <= 1) return nothing;
    return html`<nav class="pages" aria-label="Pages">
      <button type="button" ?disabled=${page === 1} @click=${() => this.turn(page - 1)}>
        Previous
      </button>
      <span>Page ${number(page)} of ${number(last)}</span>
      <button type="button" ?disabled=${page === last} @click=${() => this.turn(page + 1)}>
        Next
      </button>
    </nav>`;
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
