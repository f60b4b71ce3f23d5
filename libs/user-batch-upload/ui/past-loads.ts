import { html, LitElement, nothing } from 'lit';
import type { Load } from './api-types.js';
import './dead-letters.js';
import { Follows } from './follows.js';
import type { PageStore } from './page-store.js';
import { styles } from './styles.js';
import { count, number, statusName, time } from './words.js';

/** Lists past loads: who uploaded them, when, and the result. */
export class PastLoads extends LitElement {
  static override styles = styles;
  static override properties = {
    store: { attribute: false },
    path: {},
    loads: { state: true },
    total: { state: true },
    page: { state: true },
  };
  declare store: PageStore;
  declare path: string;
  declare loads?: Load[];
  declare total: number;
  declare page: number;

  constructor() {
    super();
    new Follows(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.connection.addEventListener('recovered', this.askAgain);
    void this.ask(1);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.connection.removeEventListener('recovered', this.askAgain);
  }

  private readonly askAgain = (): void => void this.ask(this.page ?? 1);

  private async ask(page: number): Promise<void> {
    try {
      const { items, total } = await this.store.api.loads(page);
      Object.assign(this, { loads: items, total, page });
      this.store.succeed('past loads');
    } catch (error) {
      this.store.fail({ about: 'past loads', error, retry: () => void this.ask(page) });
    }
  }

  override render() {
    const { loads } = this;
    return html`<h2>Past loads</h2>
      <ubu-dead-letters .store=${this.store} .path=${this.path}></ubu-dead-letters>
      ${
        !loads
          ? html`<p class="muted">Loading past loads…</p>`
          : loads.length === 0
            ? html`<p class="muted">
                No files yet. Download the template, fill in a row for each user, and submit it
                above.
              </p>`
            : html`<table>
                  <caption class="sr">
                    Past loads, newest first
                  </caption>
                  <thead>
                    <tr>
                      <th scope="col">File</th>
                      <th scope="col">Who and when</th>
                      <th scope="col">State</th>
                      <th scope="col">Result</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${loads.map(
                      (load) =>
                        html`<tr>
                          <th scope="row">
                            <a href="${this.path}/${load.id}">${load.fileName}</a>
                          </th>
                          <td>${load.createdBy.name}, ${time(load.createdAt)}</td>
                          <td><span class="tag">${statusName[load.status]}</span></td>
                          <td>${result(load)}</td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
                ${
                  this.total > 10
                    ? html`<div class="pages">
                        <button
                          type="button"
                          ?disabled=${this.page === 1}
                          @click=${() => this.ask(this.page - 1)}
                        >
                          Newer
                        </button>
                        <span
                          >Page ${number(this.page)} of ${number(Math.ceil(this.total / 10))}</span
                        >
                        <button
                          type="button"
                          ?disabled=${this.page * 10 >= this.total}
                          @click=${() => this.ask(this.page + 1)}
                        >
                          Older
                        </button>
                      </div>`
                    : nothing
                }`
      }`;
  }
}
customElements.define('ubu-past-loads', PastLoads);

function result({ status, outcome, counts }: Load): string {
  if (outcome) {
    const wrong = outcome.conflict + outcome.failed;
    return `${number(outcome.created)} created, ${number(outcome.updated)} updated${wrong ? `, ${number(wrong)} not applied` : ''}`;
  }
  return status === 'STAGED'
    ? `${count(counts.rows, 'row')}: continue review`
    : count(counts.rows, 'row');
}
