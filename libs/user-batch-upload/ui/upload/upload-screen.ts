import { html, LitElement, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { encodingLabel, ENCODINGS } from './encodings.js';
import { ApiError } from '../api-error.js';
import { Follows } from '../follows.js';
import type { PageStore } from '../page-store.js';
import { sendingView } from './sending-view.js';
import { styles } from '../styles/styles.js';

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
    const { words, upload, api } = this.store;
    const { options, sent } = upload;
    const texts = words.upload;
    return html`
      <div class="two">
        <form class="card" novalidate @submit=${(event: Event) => this.submit(event)}>
          <div class="field">
            <label for="role">${texts.role}</label>
            <select
              id="role"
              name="roleId"
              aria-describedby="role-wrong role-help"
              aria-invalid=${ifDefined(this.isWrong('role'))}
              @change=${() => this.putRight('role')}
            >
              <option value="">${texts.chooseRole}</option>
              ${options?.roles.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
            </select>
            ${this.wrongView('role')}
            <p id="role-help" class="muted">${texts.roleHelp}</p>
          </div>
          <div class="field">
            <label for="file">${texts.file}</label>
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
                ${texts.fileHelp}
                ${options ? texts.upTo(options.limits.maxRows, words.size(options.limits.maxFileSize)) : nothing}
              </p>
            </div>
          </div>
          <details class="field" ?open=${this.isUnreadable}>
            <summary>${texts.garbled}</summary>
            <label class="field" for="encoding">${texts.encoding}</label>
            <select id="encoding" name="encoding">
              <option value="">${texts.detect}</option>
              ${ENCODINGS.map((one) => html`<option value=${one.name}>${encodingLabel(words, one)}</option>`)}
            </select>
          </details>
          <button
            class="primary"
            type="submit"
            aria-disabled=${sent !== undefined}
            ?disabled=${!options}
          >
            ${texts.submit}
          </button>
          ${sendingView(words, sent)}
        </form>
        <section class="card notes" aria-label=${texts.notes}>
          <p>
            <a href="${api.base}/template.csv" download>${texts.template}</a><br />
            <a href="${api.base}/template.xlsx" download>${texts.workbook}</a><br />
            <a href="${api.base}/sample.csv" download>${texts.sample}</a>
          </p>
          <ul>
            ${[
              texts.currentTemplate,
              texts.toCreate,
              texts.toUpdate,
              options && options.officeLabel !== 'Office'
                ? texts.officeCalled(options.officeLabel)
                : texts.office,
              texts.status,
              texts.phone,
              texts.dates,
            ].map((note) => html`<li>${note}</li>`)}
          </ul>
          ${options ? html`<p class="muted">${texts.kept(options.retentionDays)}</p>` : nothing}
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
    const texts = this.store.words.upload;
    if (files.length > 1) return this.refuse('file', texts.oneFile);
    this.store.upload.leaveColumns();
    input.files = files;
    this.putRight('file');
    input.focus();
  }

  /** The platform can't find out the encoding, so that a person has to choose it. */
  private get isUnreadable(): boolean {
    const error = this.store.message?.error;
    return error instanceof ApiError && error.code === 'FILE_ENCODING';
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
    const { upload, words } = this.store;
    const texts = words.upload;
    if (upload.sent !== undefined) return;
    const asked = new FormData(event.target as HTMLFormElement);
    const file = asked.get('file') as File | null;
    this.store.succeed('upload');
    if (!asked.get('roleId')) return this.refuse('role', texts.roleMissing);
    if (!file?.name) return this.refuse('file', texts.fileMissing);
    const most = upload.options?.limits.maxFileSize ?? Infinity;
    if (file.size > most)
      return this.refuse(
        'file',
        texts.tooLarge(file.name, words.size(file.size), words.size(most)),
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
