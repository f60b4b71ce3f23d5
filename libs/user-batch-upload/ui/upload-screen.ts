import { html, LitElement, nothing } from 'lit';
import { type Api, Fault, type Load, type Options } from './api.js';
import { faultView } from './fault-view.js';
import { styles } from './styles.js';
import { number } from './words.js';

/** The first screen: what to know, what to choose, and the file. Fires `staged` with the load. */
export class UploadScreen extends LitElement {
  static override styles = styles;
  static override properties = {
    api: { attribute: false },
    options: { state: true },
    fault: { state: true },
    sent: { state: true },
    over: { state: true },
  };
  declare api: Api;
  declare options?: Options;
  declare fault?: unknown;
  /** The part of the file that is on its way; undefined while nothing is being sent. */
  declare sent?: number;
  declare over: boolean;

  override firstUpdated(): void {
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.fault = undefined;
    try {
      this.options = await this.api.options();
    } catch (fault) {
      this.fault = fault;
    }
  }

  override render() {
    const { options } = this;
    return html`
      ${faultView(this.fault)}
      ${!options && this.fault ? html`<button type="button" @click=${() => this.ask()}>Try again</button>` : nothing}
      <div class="two">
        <form class="card" novalidate @submit=${(event: Event) => this.submit(event)}>
          <div class="field">
            <label for="role">Role</label>
            <select id="role" name="roleId" aria-describedby="role-help">
              <option value="">Choose a role</option>
              ${options?.roles.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
            </select>
            <p id="role-help" class="muted">
              Users that the file creates get this role. Users that exist keep theirs.
            </p>
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
                accept=".csv,.txt,text/csv"
                aria-describedby="file-help"
              />
              <p id="file-help" class="muted">
                A CSV file made from the template, or drop it here.
                ${options ? html`Up to ${number(options.limits.maxRows)} rows.` : nothing}
              </p>
            </div>
          </div>
          <details class="field">
            <summary>The letters came out wrong last time?</summary>
            <label class="field" for="encoding">Encoding</label>
            <select id="encoding" name="encoding">
              <option value="">Find out</option>
              <option value="utf-8">UTF-8</option>
              <option value="windows-1252">Windows-1252</option>
              <option value="utf-16le">UTF-16 LE</option>
              <option value="utf-16be">UTF-16 BE</option>
            </select>
          </details>
          <button class="primary" type="submit" ?disabled=${this.sent !== undefined || !options}>
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
            <a href="${this.api.base}/template.csv" download>Download the template</a><br />
            <a href="${this.api.base}/sample.csv" download>Download a sample file</a>
          </p>
          <ul>
            <li>Use the current template; don’t rename or delete columns.</li>
            <li>
              To create: Profile Type ID (1 Individual, 2 Facility), Email Address, First Name
              (Business Name for a Facility), Last Name for Individuals, and Office.
            </li>
            <li>To update: Email Address or Internal ID. Empty cells keep what is there.</li>
            <li>
              Office is the exact name of
              ${options && options.officeLabel !== 'Office' ? html`a ${options.officeLabel} (here called “${options.officeLabel}”)` : 'an office'}
              in the platform.
            </li>
            <li>
              Profile Status is ACTIVE, INACTIVE or DELETED; new users are INACTIVE unless you say
              otherwise.
            </li>
            <li>
              Mobile Phone is 10 digits and nothing else; its country is a code such as USA or CAN.
            </li>
            <li>Dates as YYYY-MM-DD; decimals with a period.</li>
          </ul>
          ${options ? html`<p class="muted">Nothing changes before you press Finish. The file’s cells are kept for ${options.retentionDays} days after a load ends; then only counts and outcomes stay.</p>` : nothing}
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
    if (input && event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const asked = new FormData(form);
    const missing = !asked.get('roleId')
      ? 'role'
      : !(asked.get('file') as File | null)?.name
        ? 'file'
        : undefined;
    if (missing) {
      this.fault = new Fault(
        'MISSING',
        missing === 'role'
          ? 'Choose the role that created users are to get.'
          : 'Choose a file, or drop it on the field.',
      );
      this.renderRoot.querySelector<HTMLElement>(`#${missing}`)?.focus();
      return;
    }
    // The role first: what comes after it may be large.
    const body = new FormData();
    body.set('roleId', String(asked.get('roleId')));
    if (asked.get('encoding')) body.set('encoding', String(asked.get('encoding')));
    body.set('file', asked.get('file') as File);
    this.fault = undefined;
    this.sent = 0;
    try {
      const load: Load = await this.api.upload(body, (part) => (this.sent = part));
      this.dispatchEvent(new CustomEvent('staged', { detail: load }));
    } catch (fault) {
      this.fault = fault;
      await this.updateComplete;
      this.renderRoot.querySelector('.alert')?.scrollIntoView({ block: 'nearest' });
    } finally {
      this.sent = undefined;
    }
  }
}
customElements.define('ubu-upload-screen', UploadScreen);
