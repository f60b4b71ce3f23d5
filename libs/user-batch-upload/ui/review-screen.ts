import { html, LitElement, nothing } from 'lit';
import { Follows } from './follows.js';
import type { PageStore } from './page-store.js';
import { ALL_ROWS } from './rows-store.js';
import './reading-notices.js';
import './rows-screen.js';
import { styles } from './styles.js';
import { count, finishSentence } from './words.js';

interface Asked {
  what: 'finish' | 'discard';
  /** The consequences. Undefined while the numbers are loading. */
  sentence?: string;
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
    const { load, api } = this.store;
    if (!load) return nothing;
    const hasWork = load.counts.create + load.counts.update > 0;
    return html`
      <p class="muted">${load.fileName}, role ${load.role.name}. Nothing has been changed yet.</p>
      <ubu-reading-notices .store=${this.store}></ubu-reading-notices>
      ${hasWork ? nothing : html`<div class="notice"><p>There is nothing to finish: no row would create or update a user. ${load.counts.invalid > 0 ? 'Fix the rows below.' : 'Discard this load, change the file and upload it again.'}</p></div>`}
      <ubu-rows .store=${this.store}></ubu-rows>
      ${
        load.counts.invalid > 0
          ? html`<p>
              <a href="${api.base}/loads/${load.id}/report.csv?only=rejected" download
                >Download the rows with errors</a
              >
              to fix them in a spreadsheet.
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
          Finish
        </button>
        <button class="danger" type="button" @click=${() => this.askDiscard()}>
          Discard this load
        </button>
      </div>
      ${this.dialogView()}
    `;
  }

  private dialogView() {
    const { asked } = this;
    const { isEnding, load } = this.store;
    const isFinish = asked?.what === 'finish';
    return html`<dialog aria-labelledby="asked" @close=${() => (this.asked = undefined)}>
      <h2 id="asked">${isFinish ? 'Finish this load?' : 'Discard this load?'}</h2>
      <p role="status">${asked?.sentence ?? 'Counting the rows…'}</p>
      ${isFinish ? html`<p class="muted">New users get the role ${load?.role.name}. Without a status they are INACTIVE and can’t sign in. This can’t be undone.</p>` : nothing}
      <div class="bar">
        <button
          id="do"
          class=${isFinish ? 'primary' : 'danger'}
          type="button"
          ?disabled=${!asked?.isPossible || isEnding}
          @click=${() => this.send()}
        >
          ${isFinish ? 'Finish' : 'Discard'}
        </button>
        <button type="button" @click=${() => this.dialog?.close()}>Cancel</button>
        ${isEnding ? html`<span role="status">Please wait…</span>` : nothing}
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
      const { load, api } = this.store;
      if (!isRead || !load) return this.dialog?.close();
      if (load.status !== 'STAGED') return;
      const { selection } = await api.rows(load.id, { ...ALL_ROWS, show: 'create' }, 1, 1);
      if (this.asked !== asked) return;
      const isPossible = load.counts.selected > 0;
      const sentence = isPossible
        ? finishSentence(load, selection.selected)
        : 'No row is ticked. Tick at least one row, or discard the load.';
      this.asked = { what: 'finish', sentence, isPossible, revision: load.revision };
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('#do:enabled')?.focus();
    } catch (error) {
      this.dialog?.close();
      this.store.fail({ about: 'end', error });
    }
  }

  private askDiscard(): void {
    const { load } = this.store;
    if (!load) return;
    const rows = `${count(load.counts.rows, 'row')} of ${load.fileName} ${load.counts.rows === 1 ? 'is' : 'are'}`;
    this.asked = {
      what: 'discard',
      sentence: `No user was changed. The ${rows} discarded.`,
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
