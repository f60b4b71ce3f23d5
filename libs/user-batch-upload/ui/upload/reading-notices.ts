import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Load } from '../api-types.js';
import { encodingLabel, type Reading, readingsOf } from './encodings.js';
import { Follows } from '../follows.js';
import type { PageStore } from '../page-store.js';
import { readAgainStyles, readAgainView, sheetView } from './read-again-view.js';
import { sendingView } from './sending-view.js';
import { styles } from '../styles/styles.js';
import type { Upload } from './upload-store.js';

/** How the file was read. If the encoding or the sheet was assumed, an admin can choose another. */
export class ReadingNotices extends LitElement {
  static override styles = [...styles, readAgainStyles];
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
    const notices = load.notices.map(({ code, message }) => ({
      message,
      chooser: upload && this.chooser(code, upload, load),
    }));
    // An encoding or a sheet that was chosen is no assumption any more, but can be chosen again.
    if (upload?.encoding)
      notices.push({
        message: texts.readAs(load.encoding?.toUpperCase() ?? ''),
        chooser: this.encodings(upload.file, load),
      });
    if (upload?.sheet)
      notices.push({
        message: texts.sheetRead(upload.sheet),
        chooser: sheetView(this.store, upload.sheets, load.sheet),
      });
    return html`${notices.map(
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
    return code === 'SHEET_ASSUMED' ? sheetView(this.store, upload.sheets, load.sheet) : undefined;
  }

  private encodings(file: File, load: Load) {
    if (this.file !== file) {
      this.file = file;
      void this.read(file);
    }
    const { words } = this.store;
    return readAgainView(
      this.store,
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
}
customElements.define('ubu-reading-notices', ReadingNotices);
