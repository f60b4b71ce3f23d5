import { html, LitElement, nothing } from 'lit';
import type { Load } from '../api-types.js';
import { Follows } from '../follows.js';
import type { PageStore } from '../page-store.js';
import { styles } from '../styles/styles.js';

const POLL_MS = 1500;

/** The progress of a load that is being checked or finished. */
export class ProgressScreen extends LitElement {
  static override styles = styles;
  static override properties = { store: { attribute: false } };
  declare store: PageStore;
  private source?: EventSource;
  private polling?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    new Follows(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { api, id } = this.store;
    // An event stream sends no headers of the host.
    if (api.headers) return this.poll();
    this.source = new EventSource(`${api.base}/loads/${id}/progress`);
    this.source.onmessage = ({ data }: MessageEvent<string>) => this.show(JSON.parse(data) as Load);
    this.source.addEventListener('end', () => this.stop());
    this.source.onerror = () => {
      this.stop();
      this.poll();
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  override render() {
    const { load, words } = this.store;
    if (!load) return nothing;
    const { afterwards: texts, number } = words;
    const { done, total } = load.progress;
    const [says, rows] =
      load.status === 'STAGING'
        ? [texts.checking, texts.checkingRows]
        : [texts.finishing, texts.finishingRows];
    return html`<p role="status">${says(load.fileName, number(done), number(total))}</p>
      <progress aria-label=${rows} max=${total || 1} .value=${done}></progress>
      <p class="muted">${texts.leave}</p>`;
  }

  /** An event stream does not ask in the page's language, so that a load with texts is read again. */
  private show(load: Load): void {
    if (load.id !== this.store.id) return;
    if (load.status === this.store.load?.status) this.store.show(load);
    else void this.store.refresh();
  }

  private stop(): void {
    this.source?.close();
    clearTimeout(this.polling);
  }

  /** Polls, in case a proxy buffers the event stream. */
  private poll(): void {
    const ask = async () => {
      await this.store.refresh();
      if (this.isConnected) this.poll();
    };
    this.polling = setTimeout(() => void ask(), POLL_MS);
  }
}
customElements.define('ubu-progress-screen', ProgressScreen);
