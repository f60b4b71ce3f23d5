import { html, LitElement, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { ENCODINGS } from './encodings.js';
import { Fault } from './fault.js';
import { Follows } from './follows.js';
import type { PageStore } from './page-store.js';
import { sendingView } from './sending-view.js';
import { styles } from './styles.js';
import { count, size } from './words.js';

/** The first screen: instructions, role and file. */
export class UploadScreen extends LitElement {
  static override styles = styles;
  static override properties = {
    store: { attribute: false },
    wrong: { state: true },
    over: { state: true },
  };
  declare store: PageStore;
  /** The invalid field and its message. */
  declare wrong?: { field: 'role' | 'file'; message: string };
  /** Whether a file is being dragged over the page. */
  declare over: boolean;

  constructor() {
    super();
    new Follows(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.connection.addEventListener('recovered', this.readOptions);
    for (const [type, listener] of this.drags) window.addEventListener(type, listener);
    this.readOptions();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.connection.removeEventListener('recovered', this.readOptions);
    for (const [type, listener] of this.drags) window.removeEventListener(type, listener);
  }

  private readonly readOptions = (): void => void this.store.upload.readOptions();

  override render() {
    const { options, sent } = this.store.upload;
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
            <div class="drop ${this.over ? 'over' : ''}">
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
                A CSV file or an Excel workbook (XLSX). You can also drop it anywhere on this page.
                ${options ? html`Up to ${count(options.limits.maxRows, 'row')} and ${size(options.limits.maxFileSize)}.` : nothing}
              </p>
            </div>
          </div>
          <details class="field" ?open=${this.isUnreadable}>
            <summary>Text looks garbled?</summary>
            <label class="field" for="encoding">Encoding</label>
            <select id="encoding" name="encoding">
              <option value="">Detect automatically</option>
              ${ENCODINGS.map(([name, label]) => html`<option value=${name}>${label}</option>`)}
            </select>
          </details>
          <button
            class="primary"
            type="submit"
            aria-disabled=${sent !== undefined}
            ?disabled=${!options}
          >
            Submit File
          </button>
          ${sendingView(sent)}
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

  /** The whole page takes a file: a drop beside the field would open it in the browser. */
  private readonly drags = [
    ['dragover', (event: DragEvent) => this.hover(event)],
    ['dragleave', ({ relatedTarget }: DragEvent) => (this.over &&= relatedTarget !== null)],
    ['drop', (event: DragEvent) => this.drop(event)],
  ] as const satisfies readonly (readonly [string, (event: DragEvent) => void])[];

  private hover(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
  }

  private drop(event: DragEvent): void {
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    this.over = false;
    const input = this.renderRoot.querySelector<HTMLInputElement>('#file');
    if (!input) return;
    if (files.length > 1) return this.refuse('file', 'Drop one file: a load has one.');
    this.store.upload.leaveColumns();
    input.files = files;
    this.putRight('file');
    input.focus();
  }

  /** The platform can't find out the encoding, so that a person has to choose it. */
  private get isUnreadable(): boolean {
    const error = this.store.message?.error;
    return error instanceof Fault && error.code === 'FILE_ENCODING';
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
    const { upload } = this.store;
    if (upload.sent !== undefined) return;
    const asked = new FormData(event.target as HTMLFormElement);
    const file = asked.get('file') as File | null;
    this.store.succeed('upload');
    if (!asked.get('roleId')) return this.refuse('role', 'Choose the role for new users.');
    if (!file?.name) return this.refuse('file', 'Choose a file, or drop it on this page.');
    const most = upload.options?.limits.maxFileSize ?? Infinity;
    if (file.size > most)
      return this.refuse(
        'file',
        `${file.name} has ${size(file.size)}; at most ${size(most)} can be uploaded. Divide it into several files.`,
      );
    this.wrong = undefined;
    try {
      await upload.send({
        file,
        roleId: String(asked.get('roleId')),
        encoding: String(asked.get('encoding') || '') || undefined,
      });
    } catch (error) {
      this.renderRoot.querySelector<HTMLInputElement>('#file')!.value = '';
      this.refuse('file', (error as Error).message);
    }
  }
}
customElements.define('ubu-upload-screen', UploadScreen);
