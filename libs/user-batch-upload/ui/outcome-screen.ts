import { html, LitElement, nothing } from 'lit';
import { Fault } from './fault.js';
import './dead-letters.js';
import { Follows } from './follows.js';
import { faultView } from './message-view.js';
import type { PageStore } from './page-store.js';
import './rows-screen.js';
import { styles } from './styles.js';
import { number, time } from './words.js';

/** The last screen: the outcome of each row, or why the load ended without one. */
export class OutcomeScreen extends LitElement {
  static override styles = styles;
  static override properties = { store: { attribute: false } };
  declare store: PageStore;

  constructor() {
    super();
    new Follows(this);
  }

  override render() {
    const { load, api } = this.store;
    if (!load) return nothing;
    const { outcome } = load;
    if (!outcome)
      return html`${load.refusal ? faultView(new Fault(load.refusal.code, load.refusal.detail, load.refusal.errors)) : html`<p>This load was discarded. No user was changed.</p>`}`;
    const numbers: [number, string][] = [
      [outcome.created, 'created'],
      [outcome.updated, 'updated'],
      [outcome.unchanged, 'unchanged'],
      [outcome.skipped, 'skipped'],
      [outcome.conflict, 'in conflict'],
      [outcome.failed, 'failed'],
      [outcome.invited, 'invited by email'],
    ];
    const hasRejected = load.counts.invalid + outcome.conflict + outcome.failed > 0;
    return html`
      <p class="muted">
        ${load.fileName} · role ${load.role.name} · finished ${time(load.finishedAt)}
      </p>
      <ul class="numbers" aria-label="Result">
        ${numbers.filter(([rows], index) => rows > 0 || index < 2).map(([rows, what]) => html`<li>${number(rows)} ${what}</li>`)}
      </ul>
      ${
        load.purgedAt
          ? html`<div class="notice">
              The cells of this load were deleted on ${time(load.purgedAt)}. Counts and outcomes are
              kept.
            </div>`
          : html`<div class="bar">
              ${hasRejected ? html`<a class="button" href="${api.base}/loads/${load.id}/report.csv?only=rejected" download>Report of the rows to fix</a>` : nothing}
              <a class="button" href="${api.base}/loads/${load.id}/report.csv?only=all" download
                >Report of all rows</a
              >
            </div>`
      }
      <ubu-dead-letters .store=${this.store} .loadId=${load.id}></ubu-dead-letters>
      <ubu-rows .store=${this.store}></ubu-rows>
    `;
  }
}
customElements.define('ubu-outcome-screen', OutcomeScreen);
