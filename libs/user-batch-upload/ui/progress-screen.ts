import { html, LitElement } from 'lit';
import type { Api, Load } from './api.js';
import { styles } from './styles.js';
import { number } from './words.js';

const POLL_MS = 1500;

/** A load on its way: how far it is. Fires `moved` with the load when it rests. One may leave and come back. */
export class ProgressScreen extends LitElement {
  static override styles = styles;
  static override properties = { api: { attribute: false }, load: { attribute: false } };
  declare api: Api;
  declare load: Load;
  private source?: EventSource;
  private polling?: ReturnType<typeof setTimeout>;

  override firstUpdated(): void {
    this.source = new EventSource(`${this.api.base}/loads/${this.load.id}/progress`);
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
    const { done, total } = this.load.progress;
    const does = this.load.status === 'STAGING' ? 'Checking' : 'Finishing';
    return html`<p role="status">
        ${does} ${this.load.fileName}: ${number(done)} of ${number(total)} rows.
      </p>
      <progress aria-label="${does} the rows" max=${total || 1} .value=${done}></progress>
      <p class="muted">You may leave this page; the work goes on.</p>`;
  }

  private show(load: Load): void {
    this.load = load;
    if (load.status === 'STAGING' || load.status === 'FINISHING') return;
    this.stop();
    this.dispatchEvent(new CustomEvent('moved', { detail: load }));
  }

  private stop(): void {
    this.source?.close();
    clearTimeout(this.polling);
  }

  /** Where events do not come through, e.g. behind a proxy that holds them back. */
  private poll(): void {
    this.polling = setTimeout(() => {
      this.api.load(this.load.id).then(
        (load) => {
          this.show(load);
          if (load.status === 'STAGING' || load.status === 'FINISHING') this.poll();
        },
        () => this.poll(),
      );
    }, POLL_MS);
  }
}
customElements.define('ubu-progress-screen', ProgressScreen);
