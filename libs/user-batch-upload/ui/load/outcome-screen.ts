import { html, LitElement, nothing } from 'lit';
import { ApiError } from '../api-error.js';
import './dead-letters.js';
import { Follows } from '../follows.js';
import { errorView } from '../message-view.js';
import type { PageStore } from '../page-store.js';
import '../rows/rows-screen.js';
import { styles } from '../styles/styles.js';

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
    const { load, api, words } = this.store;
    if (!load) return nothing;
    const { afterwards: texts, number, time } = words;
    const { outcome } = load;
    if (!outcome)
      return html`${load.refusal ? errorView(words, new ApiError(load.refusal.code, load.refusal.detail, load.refusal.errors)) : html`<p>${texts.discarded}</p>`}`;
    const toFix = load.counts.invalid + outcome.conflict + outcome.failed;
    const { invitations } = outcome;
    const [sent, asked] = [number(invitations.sent), number(invitations.asked)];
    return html`
      <p class="muted">${texts.finished(load.fileName, load.role.name, time(load.finishedAt))}</p>
      ${
        invitations.asked > 0
          ? html`<p role="status">
              ${
                invitations.failed > 0
                  ? texts.invitationsFailed(sent, asked, number(invitations.failed))
                  : texts.invitations(sent, asked)
              }
            </p>`
          : nothing
      }
      ${
        load.purgedAt
          ? html`<div class="notice">${texts.purged(time(load.purgedAt))}</div>`
          : html`<div class="bar">
              ${
                toFix > 0
                  ? html`<button
                        class=${this.store.repeated.has(load.id) ? '' : 'primary'}
                        type="button"
                        aria-disabled=${this.store.isEnding}
                        @click=${() => void this.store.fixAgain()}
                      >
                        ${texts.fix(toFix)}
                      </button>
                      <a
                        class="button"
                        href="${api.base}/loads/${load.id}/report.csv?only=rejected"
                        download
                        >${texts.downloadToFix(toFix)}</a
                      >`
                  : nothing
              }
              <a class="button" href="${api.base}/loads/${load.id}/report.csv?only=all" download
                >${texts.downloadAll}</a
              >
            </div>`
      }
      <ubu-dead-letters .store=${this.store} .loadId=${load.id}></ubu-dead-letters>
      <ubu-rows .store=${this.store}></ubu-rows>
    `;
  }
}
customElements.define('ubu-outcome-screen', OutcomeScreen);
