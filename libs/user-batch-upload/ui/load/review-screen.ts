import { html, LitElement, nothing } from 'lit';
import { Follows } from '../follows.js';
import type { PageStore } from '../page-store.js';
import { ALL_ROWS } from '../rows/rows-store.js';
import '../upload/reading-notices.js';
import '../rows/rows-screen.js';
import { styles } from '../styles/styles.js';
import { finishSentence, withMarkup } from '../words.js';

interface Asked {
  what: 'finish' | 'discard';
  /** The consequences. Undefined while the numbers are loading. */
  sentence?: string;
  /** How many new users there will be. */
  creates?: number;
  /** How many of the new users get no invitation. */
  uninvited?: number;
  isPossible: boolean;
  /** The revision that the sentence describes. Others may change the load while the dialog is open. */
  revision: number;
}

/** The second screen: what the file would do. */
export class ReviewScreen extends LitElement {
  static override styles = styles;
  static override properties = { store: { attribute: false }, asked: { state: true } };
  declare store: PageStore;
  declare asked?: Asked;

  constructor() {
    super();
    new Follows(this);
  }

  override render() {
    const { load, api, words } = this.store;
    if (!load) return nothing;
    const texts = words.review;
    const hasWork = load.counts.create + load.counts.update > 0;
    return html`
      <p class="muted">${texts.fileAndRole(load.fileName, load.role.name)}</p>
      <ubu-reading-notices .store=${this.store}></ubu-reading-notices>
      ${hasWork ? nothing : html`<div class="notice"><p>${load.counts.invalid > 0 ? texts.fixFirst : `${texts.nothingToFinish} ${texts.uploadAgain}`}</p></div>`}
      <ubu-rows .store=${this.store}></ubu-rows>
      ${
        load.counts.invalid > 0
          ? html`<p>
              ${withMarkup(
                texts.toFixThem,
                html`<a href="${api.base}/loads/${load.id}/report.csv?only=rejected" download
                  >${texts.downloadErrors}</a
                >`,
              )}
            </p>`
          : nothing
      }
      <div class="bar sticky">
        <button
          class="primary"
          type="button"
          ?disabled=${!hasWork}
          @click=${() => this.askFinish()}
        >
          ${texts.finish}
        </button>
        <button class="danger" type="button" @click=${() => this.askDiscard()}>
          ${texts.discardLoad}
        </button>
      </div>
      ${this.dialogView()}
    `;
  }

  private dialogView() {
    const { asked } = this;
    const { isEnding, load, rows, words } = this.store;
    const texts = words.review;
    const isFinish = asked?.what === 'finish';
    return html`<dialog aria-labelledby="asked" @close=${() => (this.asked = undefined)}>
      <h2 id="asked">${isFinish ? texts.askFinish : texts.askDiscard}</h2>
      <p role="status">${asked?.sentence ?? texts.counting}</p>
      ${isFinish && asked.isPossible && rows.unsavedCells > 0 ? html`<p><strong>${texts.unsavedCells(rows.unsavedCells)}</strong></p>` : nothing}
      ${isFinish && asked.isPossible ? html`<p class="muted">${texts.newUsersGet(load?.role.name ?? '')} ${asked.uninvited ? texts.withoutInvitation(asked.uninvited) : nothing} ${asked.creates ? texts.inactive : nothing} ${texts.noUndo}</p>` : nothing}
      <div class="bar">
        <button
          id="do"
          class=${isFinish ? 'primary' : 'danger'}
          type="button"
          ?disabled=${!asked?.isPossible || isEnding}
          @click=${() => this.send()}
        >
          ${isFinish ? texts.finish : texts.discard}
        </button>
        <button type="button" @click=${() => this.dialog?.close()}>${texts.cancel}</button>
        ${isEnding ? html`<span role="status">${texts.wait}</span>` : nothing}
      </div>
    </dialog>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  /** Opens the dialog at once and then reloads its numbers, because someone else may have ticked rows meanwhile. */
  private async askFinish(): Promise<void> {
    const asked: Asked = { what: 'finish', isPossible: false, revision: 0 };
    this.asked = asked;
    this.dialog?.showModal();
    try {
      await this.store.rows.changes.settled();
      const isRead = await this.store.refresh();
      const { load, api, words } = this.store;
      if (!isRead || !load) return this.dialog?.close();
      if (load.status !== 'STAGED') return;
      const { selection } = await api.rows(load.id, { ...ALL_ROWS, show: 'create' }, 1, 1);
      if (this.asked !== asked) return;
      const { selected: creates } = selection;
      const isPossible = load.counts.selected > 0;
      const sentence = isPossible ? finishSentence(words, load, creates) : words.review.noneTicked;
      const uninvited = creates - selection.emails;
      const { revision } = load;
      this.asked = { what: 'finish', sentence, creates, uninvited, isPossible, revision };
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('#do:enabled')?.focus();
    } catch (error) {
      this.dialog?.close();
      this.store.fail({ about: 'end', error });
    }
  }

  private askDiscard(): void {
    const { load, words } = this.store;
    if (!load) return;
    this.asked = {
      what: 'discard',
      sentence: words.review.discards(load.counts.rows, load.fileName),
      isPossible: true,
      revision: load.revision,
    };
    this.dialog?.showModal();
  }

  private async send(): Promise<void> {
    if (!this.asked) return;
    const { what, revision } = this.asked;
    await this.store.end(what === 'finish' ? { finish: revision } : what);
    this.dialog?.close();
  }
}
customElements.define('ubu-review-screen', ReviewScreen);
