import { html, LitElement, nothing } from 'lit';
import type { Api, Load } from './api.js';
import './dead-letters.js';
import { faultView } from './fault-view.js';
import { styles } from './styles.js';
import { count, number, statusName, time } from './words.js';

/** Who loaded what, when, and what came of it. */
export class PastLoads extends LitElement {
  static override styles = styles;
  static override properties = {
    api: { attribute: false },
    path: {},
    loads: { state: true },
    total: { state: true },
    page: { state: true },
    fault: { state: true },
  };
  declare api: Api;
  declare path: string;
  declare loads?: Load[];
  declare total: number;
  declare page: number;
  declare fault?: unknown;

  override firstUpdated(): void {
    void this.ask(1);
  }

  private async ask(page: number): Promise<void> {
    try {
      const { items, total } = await this.api.loads(page);
      Object.assign(this, { loads: items, total, page, fault: undefined });
    } catch (fault) {
      this.fault = fault;
    }
  }

  override render() {
    const { loads } = this;
    return html`<h2>Past loads</h2>
      <ubu-dead-letters .api=${this.api} .path=${this.path}></ubu-dead-letters>
      ${faultView(this.fault)}
      ${
        !loads
          ? nothing
          : loads.length === 0
            ? html`<p class="muted">
                No file was loaded yet. Download the template, fill in a row for each user, and
                submit it above.
              </p>`
            : html`<table>
                  <caption class="sr">
                    Past loads, the newest first
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
    ? `${count(counts.rows, 'row')}: take it up again`
    : count(counts.rows, 'row');
}
