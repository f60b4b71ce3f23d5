import type { FileColumn, Mapping, Options } from '../api-types.js';
import { ApiError, FileChanged } from '../api-error.js';
import type { RowsOwner } from '../rows/rows-owner.js';

/** A file and how to read it, as it is sent. */
export interface Upload {
  roleId: string;
  file: File;
  encoding?: string;
  sheet?: string;
  mapping?: Mapping;
  /** The sheets to choose from, once the platform has named them. */
  sheets?: string[];
}

/** The file being sent, and the last one sent. It stays in memory, so that it can be sent again in another way. */
export class UploadStore {
  options?: Options;
  /** The share of the file that has been sent. Undefined when nothing is being sent. */
  sent?: number;
  /** A file whose header does not match, and its columns. */
  matching?: { upload: Upload; columns: FileColumn[] };
  /** A workbook without a row in the sheet that was read. Another one may have them. */
  refused?: Upload;
  private last?: Upload;
  private loadId?: string;

  constructor(private readonly store: RowsOwner) {}

  /** The file of this load, if this page has sent it. */
  fileOf(loadId: string): Upload | undefined {
    return this.loadId === loadId ? this.last : undefined;
  }

  async readOptions(): Promise<void> {
    if (this.options) return;
    try {
      this.options = await this.store.api.options();
      this.store.succeed('upload');
    } catch (error) {
      this.store.fail({ about: 'upload', error, retry: () => void this.readOptions() });
    }
  }

  /** Sends a file, and shows its load or its columns. Throws `FileChanged`. */
  async send(upload: Upload): Promise<void> {
    if (this.sent !== undefined) return;
    const { load: earlier } = this.store;
    this.store.succeed('upload');
    this.refused = undefined;
    this.progress(0);
    try {
      const load = await this.store.api.upload(upload.file, formOf(upload), (part) =>
        this.progress(part),
      );
      const sheets = load.notices.find((notice) => notice.sheets)?.sheets ?? upload.sheets;
      Object.assign(this, { last: { ...upload, sheets }, loadId: load.id, matching: undefined });
      this.store.show(load);
      if (earlier?.status === 'STAGED') await this.store.api.discard(earlier.id);
    } catch (error) {
      if (error instanceof FileChanged) throw error;
      const { columns, sheets = upload.sheets } =
        error instanceof ApiError && isOfColumns(error) ? error.file : {};
      // The columns and the review have their own choice of a sheet.
      const isFirst = !this.store.id && !this.matching;
      if (isFirst && error instanceof ApiError && error.code === 'FILE_EMPTY')
        this.refused = { ...upload, sheets };
      if (columns) this.matching = { upload: { ...upload, sheets }, columns };
      else this.store.fail({ about: 'upload', error });
    } finally {
      this.progress(undefined);
    }
  }

  /** Sends the last file again, and discards the load that it has made. */
  async sendAgain(changes: Partial<Upload>): Promise<void> {
    const upload = this.refused ?? this.matching?.upload ?? this.last;
    if (!upload) return;
    try {
      await this.send({ ...upload, ...changes });
    } catch (error) {
      this.store.fail({ about: 'upload', error });
    }
  }

  /** Leaves the columns, and returns to the screen that sent the file. */
  leaveColumns(): void {
    this.matching = undefined;
    this.refused = undefined;
    this.store.succeed('upload');
  }

  private progress(sent: number | undefined): void {
    this.sent = sent;
    this.store.tell();
  }
}

/** Whether a mapping can fix it. Rows above the header have to be moved in the file. */
const isOfColumns = ({ errors }: ApiError): boolean =>
  errors.every(({ code }) => code.startsWith('COLUMN_'));

/** The role comes first, because the file that follows may be large. */
function formOf({ roleId, encoding, sheet, mapping, file }: Upload): FormData {
  const form = new FormData();
  form.set('roleId', roleId);
  if (encoding) form.set('encoding', encoding);
  if (sheet) form.set('sheet', sheet);
  if (mapping) form.set('mapping', JSON.stringify(mapping));
  form.set('file', file);
  return form;
}
