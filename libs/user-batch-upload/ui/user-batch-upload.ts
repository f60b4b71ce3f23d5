import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { Api, type Load } from './api.js';
import { faultView } from './fault-view.js';
import './outcome-screen.js';
import './past-loads.js';
import './progress-screen.js';
import './review-screen.js';
import { styles } from './styles.js';
import './upload-screen.js';

const TITLES: Record<Load['status'], string> = {
  STAGING: 'Checking the file',
  STAGED: 'File Load options',
  FINISHING: 'Finishing the load',
  FINISHED: 'Load finished',
  REJECTED: 'The file was refused',
  DISCARDED: 'Load discarded',
};

/**
 * The page. `base`: where the API is, e.g. `/api/user-batch-upload`. `path`: where the host shows this page;
 * a load's own page is `path`/ID. `load-id`: the load to open.
 */
export class UserBatchUpload extends LitElement {
  static override styles = styles;
  static override properties = {
    base: {},
    path: {},
    loadId: { attribute: 'load-id' },
    load: { state: true },
    fault: { state: true },
  };
  declare base: string;
  declare path: string;
  declare loadId?: string | null;
  declare load?: Load;
  declare fault?: unknown;
  private api!: Api;

  override connectedCallback(): void {
    super.connectedCallback();
    this.api = new Api(this.base);
    window.addEventListener('popstate', this.followAddress);
    if (this.loadId) void this.open(this.loadId);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('popstate', this.followAddress);
  }

  override render(): TemplateResult {
    const { load, loadId } = this;
    if (!loadId)
      return html`<h1 tabindex="-1">Batch Upload</h1>
        <p>
          Create or update many users from one file. You see what it would do before anything
          changes.
        </p>
        <ubu-upload-screen
          .api=${this.api}
          @staged=${(event: CustomEvent<Load>) => this.go(event.detail)}
        ></ubu-upload-screen>
        <ubu-past-loads .api=${this.api} .path=${this.path}></ubu-past-loads>`;
    return html`<p>
        <a href=${this.path} @click=${(event: MouseEvent) => this.back(event)}>← Batch Upload</a>
      </p>
      ${load ? html`<h1 tabindex="-1">${TITLES[load.status]}</h1>` : nothing}
      ${faultView(this.fault)}
      ${this.fault ? html`<button type="button" @click=${() => this.open(loadId)}>Try again</button>` : nothing}
      ${load ? this.screen(load) : nothing}`;
  }

  private screen(load: Load): TemplateResult {
    const moved = (event: CustomEvent<Load | undefined>) => this.go(event.detail);
    switch (load.status) {
      case 'STAGING':
      case 'FINISHING':
        return html`<ubu-progress-screen
          .api=${this.api}
          .load=${load}
          @moved=${moved}
        ></ubu-progress-screen>`;
      case 'STAGED':
        return html`<ubu-review-screen
          .api=${this.api}
          .load=${load}
          @moved=${moved}
        ></ubu-review-screen>`;
      default:
        return html`<ubu-outcome-screen .api=${this.api} .load=${load}></ubu-outcome-screen>`;
    }
  }

  private readonly followAddress = (): void => {
    const id = location.pathname.startsWith(`${this.path}/`)
      ? location.pathname.slice(this.path.length + 1)
      : null;
    this.load = undefined;
    this.loadId = id;
    if (id) void this.open(id);
  };

  private async open(id: string): Promise<void> {
    try {
      this.load = await this.api.load(id);
      this.fault = undefined;
    } catch (fault) {
      this.fault = fault;
    }
    await this.announce();
  }

  /** Shows a load, or without one the upload. The address follows, so that a page can be left and found again. */
  private go(load: Load | undefined): void {
    const address = load ? `${this.path}/${load.id}` : this.path;
    if (location.pathname !== address) history.pushState(null, '', address);
    Object.assign(this, { load, loadId: load?.id ?? null, fault: undefined });
    void this.announce();
  }

  private back(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go(undefined);
  }

  /** A new screen is told by its heading. */
  private async announce(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector('h1')?.focus();
    window.scrollTo({ top: 0 });
  }
}
customElements.define('user-batch-upload', UserBatchUpload);
