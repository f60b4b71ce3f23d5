import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Load } from './api-types.js';
import { encodingLabel, type Reading, readingsOf } from './encodings.js';
import { Follows } from './follows.js';
import type { PageStore } from './page-store.js';
import { sendingView } from './sending-view.js';
import { styles } from './styles.js';
import type { Upload } from './upload-store.js';

/** How the file was read. If the encoding or the sheet was assumed, an admin can choose another. */
export class ReadingNotices extends LitElement {
  static override styles = [
    ...styles,
    css`
      .bar {
        margin-bottom: 0;
      }
      .bar select {
        flex: 0 1 28rem;
        width: auto;
        min-width: 0;
      }
    `,
  ];
  static override properties = { store: { attribute: false }, readings: { state: true } };
  declare store: PageStore;
  declare readings?: Reading[];
  private file?: File;

  constructor() {
    super();
    new Follows(this);
  }

  override render(): TemplateResult | typeof nothing {
    const { load, words } = this.store;
    if (!load) return nothing;
    const texts = words.upload;
    const upload = load.status === 'STAGED' ? this.store.upload.fileOf(load.id) : undefined;
    const told = load.notices.map(({ code, message }) => ({
      message,
      chooser: upload && this.chooser(code, upload, load),
    }));
    // An encoding or a sheet that was chosen is no assumption any more, but can be chosen again.
    if (upload?.encoding)
      told.push({
        message: texts.readAs(load.encoding?.toUpperCase() ?? ''),
        chooser: this.encodings(upload.file, load),
      });
    if (upload?.sheet)
      told.push({
        message: texts.sheetRead(upload.sheet),
        chooser: this.sheets(upload.sheets, load),
      });
    return html`${told.map(
      ({ message, chooser }) =>
        html`<div class="notice">
          <p>${message}</p>
          ${chooser}
        </div>`,
    )}
    ${upload ? sendingView(words, this.store.upload.sent) : nothing}`;
  }

  private chooser(code: string, upload: Upload, load: Load) {
    if (code === 'ENCODING_ASSUMED') return this.encodings(upload.file, load);
    return code === 'SHEET_ASSUMED' ? this.sheets(upload.sheets, load) : undefined;
  }

  private encodings(file: File, load: Load) {
    if (this.file !== file) {
      this.file = file;
      void this.read(file);
    }
    const { words } = this.store;
    return this.choose(
      'encoding',
      (this.readings ?? []).map((reading) => {
        const label = encodingLabel(words, reading.encoding);
        return {
          value: reading.encoding.name,
          label: reading.words ? `${label}: ${reading.words}` : label,
        };
      }),
      load.encoding,
      (encoding) => ({ encoding, mapping: undefined }),
    );
  }

  private async read(file: File): Promise<void> {
    try {
      this.readings = await readingsOf(file);
    } catch (error) {
      this.store.fail({ about: 'upload', error });
    }
  }

  private sheets(sheets: readonly string[] | undefined, load: Load) {
    return this.choose(
      'sheet',
      (sheets ?? []).map((sheet) => ({ value: sheet, label: sheet })),
      load.sheet,
      (sheet) => ({ sheet, mapping: undefined }),
    );
  }

  private choose(
    id: 'encoding' | 'sheet',
    options: readonly { value: string; label: string }[],
    current: string | null,
    change: (value: string) => Partial<Upload>,
  ): TemplateResult | typeof nothing {
    if (options.length < 2) return nothing;
    const texts = this.store.words.upload;
    return html`<form
      class="bar"
      @submit=${(event: Event) => {
        event.preventDefault();
        const value = new FormData(event.target as HTMLFormElement).get(id);
        void this.store.upload.sendAgain(change(String(value)));
      }}
    >
      <label for=${id}>${texts[id]}</label>
      <select id=${id} name=${id}>
        ${options.map(
          (option) =>
            html`<option value=${option.value} ?selected=${option.value === current}>
              ${option.label}
            </option>`,
        )}
      </select>
      <button type="submit" aria-disabled=${this.store.upload.sent !== undefined}>
        ${texts.readAgain}
      </button>
    </form>`;
  }
}
customElements.define('ubu-reading-notices', ReadingNotices);
