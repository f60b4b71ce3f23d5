import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Api, Filter, Load, Row, RowsPage } from './api.js';
import { faultView } from './fault-view.js';
import { rowsTable } from './rows-table.js';
import { styles } from './styles.js';
import { count, number, problemName } from './words.js';

const TYPING_MS = 200;

/** Search, kinds and the table of one load's rows. Fires `ticked` when a box was changed. */
export class RowsScreen extends LitElement {
  static override styles = styles;
  static override properties = {
    api: { attribute: false },
    load: { attribute: false },
    page: { state: true },
    filter: { state: true },
    fault: { state: true },
    said: { state: true },
  };
  declare api: Api;
  declare load: Load;
  declare page?: RowsPage;
  declare filter: Filter;
  declare fault?: unknown;
  declare said: string;
  private asking?: AbortController;
  private typing?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    this.filter = { search: '', show: 'all', problem: '' };
    this.said = '';
  }

  override firstUpdated(): void {
    void this.ask(1);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.typing);
    this.asking?.abort();
  }

  private async ask(page: number): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    try {
      const answer = await this.api.rows(this.load.id, this.filter, page, asking.signal);
      if (asking.signal.aborted) return;
      Object.assign(this, {
        page: answer,
        fault: undefined,
        said: `${count(answer.total, 'row')} found`,
      });
    } catch (fault) {
      if (!asking.signal.aborted) this.fault = fault;
    }
  }

  private narrow(change: Partial<Filter>): void {
    this.filter = { ...this.filter, ...change };
    void this.ask(1);
  }

  override render(): TemplateResult {
    const isOpen = this.load.status === 'STAGED';
    return html`
      <div class="tools">
        <div>
          <label class="field" for="search">Search</label>
          <input
            id="search"
            type="search"
            placeholder="Name, e-mail, office…"
            .value=${this.filter.search}
            @input=${(event: Event) => this.type((event.target as HTMLInputElement).value)}
          />
        </div>
        ${this.problems()}
      </div>
      <ul class="facts" aria-label="Rows to show">
        ${this.kinds().map(([show, label]) => this.kind(show, label))}
      </ul>
      ${faultView(this.fault)}
      ${this.fault ? html`<button type="button" @click=${() => this.ask(1)}>Try again</button>` : nothing}
      <div class="sr" role="status">${this.said}</div>
      ${
        !this.page
          ? html`<p>Reading the rows…</p>`
          : this.page.total === 0
            ? html`<p>
                No row fits this search.
                <button
                  type="button"
                  class="plain"
                  @click=${() => this.narrow({ search: '', show: 'all', problem: '' })}
                >
                  Show all rows
                </button>
              </p>`
            : html`${rowsTable({
                page: this.page,
                isOpen,
                tick: (row, ticks) => void this.tick(row, ticks),
                tickAll: (ticks) => void this.tickAll(ticks),
              })}
              ${this.pages(this.page)}`
      }
    `;
  }

  private type(search: string): void {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.narrow({ search }), TYPING_MS);
  }

  private kinds(): [string, string][] {
    const { counts, outcome } = this.load;
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
        ];
    return [
      ['all', `${count(counts.rows, 'row')} in all`],
      ...kinds
        .filter(([, , rows]) => rows > 0)
        .map(([show, label, rows]): [string, string] => [show, `${number(rows)} ${label}`]),
    ];
  }

  private kind(show: string, label: string): TemplateResult {
    const isShown = this.filter.show === show && !this.filter.problem;
    return html`<li>
      <button
        type="button"
        aria-pressed=${isShown}
        @click=${() => this.narrow({ show, problem: '' })}
      >
        ${label}
      </button>
    </li>`;
  }

  private problems(): TemplateResult {
    const { invalid } = this.load.counts;
    if (invalid === 0)
      return html`<div class="problems"><span class="muted">No errors.</span></div>`;
    const problems = this.page?.problems ?? [];
    return html`<div class="problems" role="group" aria-label="Errors">
      <strong>${count(invalid, 'row')} with errors</strong>
      ${problems.map(
        ({ code, rows }) =>
          html`<button
            type="button"
            aria-pressed=${this.filter.problem === code}
            @click=${() => this.narrow(this.filter.problem === code ? { problem: '' } : { problem: code, show: 'all' })}
          >
            ${problemName(code)}: ${number(rows)}
          </button>`,
      )}
    </div>`;
  }

  private pages({ page, pageSize, total }: RowsPage): TemplateResult | typeof nothing {
    const last = Math.ceil(total / pageSize);
    if (last <= 1) return nothing;
    return html`<nav class="pages" aria-label="Pages">
      <button type="button" ?disabled=${page === 1} @click=${() => this.ask(page - 1)}>
        Previous
      </button>
      <span>Page ${number(page)} of ${number(last)}</span>
      <button type="button" ?disabled=${page === last} @click=${() => this.ask(page + 1)}>
        Next
      </button>
    </nav>`;
  }

  private async tick(row: Row, ticks: { selected?: boolean; email?: boolean }): Promise<void> {
    await this.change(() => this.api.tick(this.load.id, row.line, ticks));
  }

  private async tickAll(ticks: { selected?: boolean; email?: boolean }): Promise<void> {
    await this.change(() => this.api.tickAll(this.load.id, this.filter, ticks));
  }

  /** Whatever comes of it, the boxes then show what the platform has. */
  private async change(send: () => Promise<unknown>): Promise<void> {
    let refused: unknown;
    try {
      await send();
    } catch (fault) {
      refused = fault;
    }
    await this.ask(this.page?.page ?? 1);
    if (refused) this.fault = refused;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('ticked'));
  }
}
customElements.define('ubu-rows', RowsScreen);
