import { html, LitElement, nothing } from 'lit';
import { Fault } from './fault.js';
import './dead-letters.js';
import { Follows } from './follows.js';
import { faultView } from './message-view.js';
import type { PageStore } from './page-store.js';
import './rows-screen.js';
import { styles } from './styles.js';
import { count, number, time } from './words.js';

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
    const toFix = load.counts.invalid + outcome.conflict + outcome.failed;
    const { invitations } = outcome;
    return html`
      <p class="muted">
        ${load.fileName} · role ${load.role.name} · finished ${time(load.finishedAt)}
      </p>
      ${
        invitations.asked > 0
          ? html`<p role="status">
              Invitations: sent ${number(invitations.sent)} of
              ${number(invitations.asked)}${invitations.failed > 0 ? `, ${number(invitations.failed)} failed` : ''}.
            </p>`
          : nothing
      }
      ${
        load.purgedAt
          ? html`<div class="notice">
              The cells of this load were deleted on ${time(load.purgedAt)}. Counts and outcomes are
              kept.
            </div>`
          : html`<div class="bar">
              ${
                toFix > 0
                  ? html`<button
                        class="primary"
                        type="button"
                        aria-disabled=${this.store.isEnding}
                        @click=${() => void this.store.fixAgain()}
                      >
                        Fix ${count(toFix, 'row')}
                      </button>
                      <a
                        class="button"
                        href="${api.base}/loads/${load.id}/report.csv?only=rejected"
                        download
                        >Download ${count(toFix, 'row')} to fix</a
                      >`
                  : nothing
              }
              <a class="button" href="${api.base}/loads/${load.id}/report.csv?only=all" download
                >Download all rows</a
              >
            </div>`
      }
      <ubu-dead-letters .store=${this.store} .loadId=${load.id}></ubu-dead-letters>
      <ubu-rows .store=${this.store}></ubu-rows>
    `;
  }
}
customElements.define('ubu-outcome-screen', OutcomeScreen);
