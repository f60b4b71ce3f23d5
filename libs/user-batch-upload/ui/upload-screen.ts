import { html, LitElement, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { FileChanged } from './fault.js';
import type { Options } from './api-types.js';
import { Follows } from './follows.js';
import type { PageStore } from './page-store.js';
import { styles } from './styles.js';
import { number } from './words.js';

/** The first screen: instructions, role and file. */
export class UploadScreen extends LitElement {
  static override styles = styles;
  static override properties = {
    store: { attribute: false },
    options: { state: true },
    wrong: { state: true },
    sent: { state: true },
    over: { state: true },
  };
  declare store: PageStore;
  declare options?: Options;
  /** The invalid field and its message. */
  declare wrong?: { field: 'role' | 'file'; message: string };
  /** The share of the file that has been sent. Undefined when nothing is being sent. */
  declare sent?: number;
  declare over: boolean;

  constructor() {
    super();
    new Follows(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.connection.addEventListener('recovered', this.onRecovered);
    void this.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.connection.removeEventListener('recovered', this.onRecovered);
  }

  private readonly onRecovered = (): void => void this.ask();

  private async ask(): Promise<void> {
    if (this.options) return;
    try {
      this.options = await this.store.api.options();
      this.store.succeed('upload');
    } catch (error) {
      this.store.fail({ about: 'upload', error, retry: () => void this.ask() });
    }
  }

  override render() {
    const { options } = this;
    return html`
      <div class="two">
        <form class="card" novalidate @submit=${(event: Event) => this.submit(event)}>
          <div class="field">
            <label for="role">Role</label>
            <select
              id="role"
              name="roleId"
              aria-describedby="role-wrong role-help"
              aria-invalid=${ifDefined(this.isWrong('role'))}
              @change=${() => this.putRight('role')}
            >
              <option value="">Choose a role</option>
              ${options?.roles.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
            </select>
            ${this.wrongView('role')}
            <p id="role-help" class="muted">New users get this role. Existing users keep theirs.</p>
          </div>
          <div class="field">
            <label for="file">File</label>
            <div
              class="drop ${this.over ? 'over' : ''}"
              @dragover=${(event: DragEvent) => this.hover(event, true)}
              @dragleave=${(event: DragEvent) => this.hover(event, false)}
              @drop=${(event: DragEvent) => this.drop(event)}
            >
              <input
                id="file"
                name="file"
                type="file"
                accept=".csv,.tsv,.txt,.xlsx"
                aria-describedby="file-wrong file-help"
                aria-invalid=${ifDefined(this.isWrong('file'))}
                @change=${() => this.putRight('file')}
              />
              ${this.wrongView('file')}
              <p id="file-help" class="muted">
                A CSV file or workbook (XLSX) made from the template. You can also drop it here.
                ${options ? html`Up to ${number(options.limits.maxRows)} rows.` : nothing}
              </p>
            </div>
          </div>
          <details class="field">
            <summary>Text looks garbled?</summary>
            <label class="field" for="encoding">Encoding</label>
            <select id="encoding" name="encoding">
              <option value="">Detect automatically</option>
              <option value="utf-8">UTF-8</option>
              <option value="windows-1252">Windows-1252</option>
              <option value="utf-16le">UTF-16 LE</option>
              <option value="utf-16be">UTF-16 BE</option>
            </select>
          </details>
          <button
            class="primary"
            type="submit"
            aria-disabled=${this.sent !== undefined}
            ?disabled=${!options}
          >
            Submit File
          </button>
          <div role="status">
            ${
              this.sent === undefined
                ? nothing
                : html`<p>${this.sent < 1 ? 'Sending the file…' : 'Checking the file…'}</p>
                    <progress aria-label="Upload" max="1" .value=${this.sent}></progress>`
            }
          </div>
        </form>
        <section class="card notes" aria-label="What to know">
          <p>
            <a href="${this.store.api.base}/template.csv" download>Download the template</a><br />
            <a href="${this.store.api.base}/template.xlsx" download>Download it as a workbook</a
            ><br />
            <a href="${this.store.api.base}/sample.csv" download>Download a sample file</a>
          </p>
          <ul>
            <li>Use the current template; don’t rename or delete columns.</li>
            <li>
              To create: Profile Type ID (1 Individual, 2 Facility), Email Address, First Name
              (Business Name for a Facility), Last Name for Individuals, and Office.
            </li>
            <li>To update: Email Address or Internal ID. Empty cells keep the current value.</li>
            <li>
              Office is the exact name of
              ${options && options.officeLabel !== 'Office' ? html`a ${options.officeLabel} (here called “${options.officeLabel}”)` : 'an office'}
              in the platform.
            </li>
            <li>
              Profile Status is ACTIVE, INACTIVE or DELETED; new users are INACTIVE unless you enter
              otherwise.
            </li>
            <li>Mobile Phone has exactly 10 digits; its country is a code such as USA or CAN.</li>
            <li>Dates as YYYY-MM-DD; decimals with a period.</li>
          </ul>
          ${options ? html`<p class="muted">Nothing changes until you press Finish. ${options.retentionDays} days after a load ends its cells are deleted. Counts and outcomes are kept.</p>` : nothing}
        </section>
      </div>
    `;
  }

  private hover(event: DragEvent, over: boolean): void {
    event.preventDefault();
    this.over = over;
  }

  private drop(event: DragEvent): void {
    this.hover(event, false);
    const input = this.renderRoot.querySelector<HTMLInputElement>('#file');
    if (!input || !event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    this.putRight('file');
  }

  private isWrong(field: 'role' | 'file'): 'true' | undefined {
    return this.wrong?.field === field ? 'true' : undefined;
  }

  private wrongView(field: 'role' | 'file') {
    return this.isWrong(field)
      ? html`<p id="${field}-wrong" class="wrong" role="alert">${this.wrong?.message}</p>`
      : nothing;
  }

  private putRight(field: 'role' | 'file'): void {
    if (this.wrong?.field === field) this.wrong = undefined;
    if (field === 'file') this.store.succeed('upload');
  }

  private refuse(field: 'role' | 'file', message: string): void {
    this.wrong = { field, message };
    this.renderRoot.querySelector<HTMLElement>(`#${field}`)?.focus();
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.sent !== undefined) return;
    const form = event.target as HTMLFormElement;
    const asked = new FormData(form);
    const file = asked.get('file') as File | null;
    this.store.succeed('upload');
    if (!asked.get('roleId')) return this.refuse('role', 'Choose the role for new users.');
    if (!file?.name) return this.refuse('file', 'Choose a file, or drop it on the field.');
    // The role comes first, because the file that follows may be large.
    const body = new FormData();
    body.set('roleId', String(asked.get('roleId')));
    if (asked.get('encoding')) body.set('encoding', String(asked.get('encoding')));
    body.set('file', file);
    this.wrong = undefined;
    this.sent = 0;
    try {
      this.store.show(await this.store.api.upload(file, body, (part) => (this.sent = part)));
    } catch (error) {
      if (!(error instanceof FileChanged)) return this.store.fail({ about: 'upload', error });
      this.renderRoot.querySelector<HTMLInputElement>('#file')!.value = '';
      this.refuse(
        'file',
        `${file.name} was changed, moved or deleted after you chose it, so the browser can’t read it. Choose the file again.`,
      );
    } finally {
      this.sent = undefined;
    }
  }
}
customElements.define('ubu-upload-screen', UploadScreen);
