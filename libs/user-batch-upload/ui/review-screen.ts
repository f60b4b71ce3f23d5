import { html, LitElement, nothing } from 'lit';
import type { Api, Load } from './api.js';
import { faultView } from './fault-view.js';
import './rows-screen.js';
import { styles } from './styles.js';
import { count, finishSentence } from './words.js';

type Asked = { what: 'finish' | 'discard'; sentence: string };

/** The second screen: what the file would do. Fires `moved` with the load when it is finished or discarded. */
export class ReviewScreen extends LitElement {
  static override styles = styles;
  static override properties = {
    api: { attribute: false },
    load: { attribute: false },
    asked: { state: true },
    fault: { state: true },
    isSending: { state: true },
  };
  declare api: Api;
  declare load: Load;
  declare asked?: Asked;
  declare fault?: unknown;
  declare isSending: boolean;

  override render() {
    const { load, asked } = this;
    const hasWork = load.counts.create + load.counts.update > 0;
    return html`
      <p class="muted">
        ${load.fileName} · role ${load.role.name} · ${count(load.counts.rows, 'row')} · read as
        ${load.encoding.toUpperCase()}, separated by ${DELIMITERS[load.delimiter] ?? load.delimiter}
      </p>
      ${load.notices.map(({ message }) => html`<div class="notice">${message}</div>`)}
      ${faultView(this.fault)}
      ${hasWork ? nothing : html`<div class="notice">There is nothing to finish: no row would create or update a user. Discard this load, put the file right and upload it again.</div>`}
      <ubu-rows .api=${this.api} .load=${load} @ticked=${() => this.refresh()}></ubu-rows>
      <div class="bar sticky">
        <button
          class="primary"
          type="button"
          ?disabled=${!hasWork}
          @click=${() => this.askFinish()}
        >
          Finish
        </button>
        <button
          class="danger"
          type="button"
          @click=${() => this.ask('discard', `Nothing was changed, and nothing will be. The ${count(load.counts.rows, 'row')} of ${load.fileName} ${load.counts.rows === 1 ? 'is' : 'are'} put away.`)}
        >
          Discard this load
        </button>
        ${load.counts.invalid > 0 ? html`<a href="${this.api.base}/loads/${load.id}/report.csv?only=rejected" download>Download the rows with errors</a>` : nothing}
      </div>
      <dialog aria-labelledby="asked" @close=${() => (this.asked = undefined)}>
        <h2 id="asked">${asked?.what === 'finish' ? 'Finish this load?' : 'Discard this load?'}</h2>
        <p>${asked?.sentence}</p>
        ${asked?.what === 'finish' ? html`<p class="muted">This can’t be undone.</p>` : nothing}
        <div class="bar">
          <button
            class=${asked?.what === 'finish' ? 'primary' : 'danger'}
            type="button"
            ?disabled=${this.isSending}
            @click=${() => this.send()}
          >
            ${asked?.what === 'finish' ? 'Finish' : 'Discard'}
          </button>
          <button type="button" @click=${() => this.dialog?.close()}>Cancel</button>
        </div>
      </dialog>
    `;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  private async refresh(): Promise<void> {
    try {
      this.load = await this.api.load(this.load.id);
    } catch (fault) {
      this.fault = fault;
    }
  }

  /** The numbers are asked for anew: someone else may have ticked meanwhile. */
  private async askFinish(): Promise<void> {
    try {
      this.load = await this.api.load(this.load.id);
      if (this.load.status !== 'STAGED') return this.move(this.load);
      const all = { search: '', show: 'all', problem: '' };
      const { selection } = await this.api.rows(this.load.id, all, 1, new AbortController().signal);
      if (selection.selected === 0)
        throw new Error(
          'No row is ticked, so there is nothing to do. Tick at least one row, or discard the load.',
        );
      this.fault = undefined;
      this.ask('finish', finishSentence(this.load, selection.emailBoxes));
    } catch (fault) {
      this.fault = fault instanceof Error && !('detail' in fault) ? fault.message : fault;
    }
  }

  private ask(what: Asked['what'], sentence: string): void {
    this.asked = { what, sentence };
    this.dialog?.showModal();
  }

  private async send(): Promise<void> {
    this.isSending = true;
    try {
      if (this.asked?.what === 'finish') this.move(await this.api.finish(this.load.id));
      else {
        await this.api.discard(this.load.id);
        this.move(undefined);
      }
    } catch (fault) {
      this.fault = fault;
    } finally {
      this.isSending = false;
      this.dialog?.close();
    }
  }

  private move(load: Load | undefined): void {
    this.dispatchEvent(new CustomEvent('moved', { detail: load }));
  }
}
customElements.define('ubu-review-screen', ReviewScreen);

const DELIMITERS: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };
