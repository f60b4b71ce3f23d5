import { Api } from './api.js';
import type { Load } from './api-types.js';
import { Connection } from './connection.js';
import { ApiError, type Message } from './api-error.js';
import type { FocusKeeper } from './focus-keeper.js';
import type { RowsOwner } from './rows/rows-owner.js';
import { RowsStore } from './rows/rows-store.js';
import { UploadStore } from './upload/upload-store.js';
import type { Words } from './words.js';

const POLL_MS = 4_000;
/** Stops polling when nobody uses the page, so that it does not keep the session alive. */
const IN_USE_MS = 5 * 60_000;

/**
 * The single state of the page: the open load, its rows and the last error. Elements read it and keep no copy. Fires
 * `change`.
 */
export class PageStore extends EventTarget implements RowsOwner {
  readonly connection = new Connection(() => this.api.options());
  readonly api: Api;
  readonly rows = new RowsStore(this);
  readonly upload = new UploadStore(this);
  /** The load that the page shows. Without one it shows the upload. */
  id?: string;
  load?: Load;
  message?: Message;
  /** Loads whose rows with errors were opened in a new review on this page. */
  readonly repeated = new Set<string>();
  /** Whether the load changed state elsewhere. */
  movedElsewhere = false;
  /** The file of the load that was just discarded here. */
  discarded?: string;
  /** Whether Finish or Discard is running. */
  isEnding = false;
  private others?: BroadcastChannel;
  private polling?: ReturnType<typeof setInterval>;
  private usedAt = Date.now();

  constructor(
    base: string,
    public words: Words,
    readonly focus: FocusKeeper,
    /** The address of a user's page, with `{id}`. */
    readonly userHref = '',
  ) {
    super();
    this.api = new Api(base, this.connection, () => this.words);
    this.connection.addEventListener('change', () => this.tell());
    this.connection.addEventListener('recovered', () => void this.refresh());
  }

  start(): void {
    this.connection.start();
    this.others = new BroadcastChannel('user-batch-upload');
    this.others.onmessage = ({ data }) => {
      if (data === this.id) void this.refresh();
    };
    this.polling = setInterval(() => this.poll(), POLL_MS);
    window.addEventListener('focus', this.comeBack);
    document.addEventListener('visibilitychange', this.comeBack);
    for (const type of IN_USE) window.addEventListener(type, this.use, { passive: true });
  }

  stop(): void {
    this.connection.stop();
    this.others?.close();
    clearInterval(this.polling);
    window.removeEventListener('focus', this.comeBack);
    document.removeEventListener('visibilitychange', this.comeBack);
    for (const type of IN_USE) window.removeEventListener(type, this.use);
  }

  /** Shows the page in another language. Texts of the platform stay in theirs until they are read again. */
  speak(words: Words): void {
    if (words === this.words) return;
    this.words = words;
    this.tell();
  }

  /** Opens the page of a load, or without an id the upload page. */
  async open(id: string | undefined): Promise<void> {
    this.id = id;
    this.load = undefined;
    this.upload.leaveColumns();
    this.forget();
    if (id) await this.refresh();
  }

  /** Shows a loaded load. A new load or state is a new screen, so earlier messages disappear. */
  show(load: Load): void {
    const isNew = this.load?.id !== load.id || this.load.status !== load.status;
    this.id = load.id;
    this.load = load;
    if (load.from) this.repeated.add(load.from);
    if (isNew) this.forget();
    this.tell();
  }

  /** Reloads the load and the rows on the screen. Resolves to whether it succeeded. */
  async refresh(): Promise<boolean> {
    const { id } = this;
    if (!id) return false;
    try {
      const before = this.load?.revision;
      this.receive(await this.api.load(id));
      if (before !== undefined && before !== this.load?.revision) void this.rows.faults.read();
      return this.load?.status !== 'STAGED' || (await this.rows.refresh());
    } catch (error) {
      if (this.id !== id) return false;
      if (error instanceof ApiError && error.code === 'LOAD_NOT_FOUND') this.load = undefined;
      this.fail({ about: 'load', error, retry: () => void this.refresh() });
      return false;
    }
  }

  /** Finishes the load as it was at a revision, or discards it. */
  async end(what: { finish: number } | 'discard'): Promise<void> {
    const { id } = this;
    if (!id) return;
    const file = this.load?.fileName;
    this.isEnding = true;
    this.tell();
    try {
      const load =
        what !== 'discard' ? await this.api.finish(id, what.finish) : await this.api.discard(id);
      this.tellOthers();
      if (load) this.show(load);
      else {
        await this.open(undefined);
        this.discarded = file;
      }
    } catch (error) {
      await this.refresh();
      if (this.load?.status === 'STAGED') this.fail({ about: 'end', error });
    } finally {
      this.isEnding = false;
      this.tell();
    }
  }

  /** Opens a new load of the rows that were not applied. */
  async fixAgain(): Promise<void> {
    const { id } = this;
    if (!id || this.isEnding) return;
    this.isEnding = true;
    this.tell();
    try {
      const load = await this.api.again(id);
      if (this.id === id) this.show(load);
    } catch (error) {
      this.fail({ about: 'end', error });
    } finally {
      this.isEnding = false;
      this.tell();
    }
  }

  fail(message: Message): void {
    // The connection reports an outage, once for all requests.
    if (!(message.error instanceof ApiError && message.error.lost)) this.message = message;
    this.tell();
  }

  /** Clears the message about this, or about anything but the faults: only they tell whether they can be read. */
  succeed(about?: Message['about']): void {
    const shown = this.message?.about;
    if (about ? shown === about : shown !== 'faults') this.message = undefined;
    this.tell();
  }

  /** Makes the other tabs of this browser reload. */
  tellOthers(): void {
    this.others?.postMessage(this.id);
  }

  tell(): void {
    this.dispatchEvent(new Event('change'));
  }

  private forget(): void {
    this.message = undefined;
    this.discarded = undefined;
    this.movedElsewhere = false;
    this.rows.forget();
    this.tell();
  }

  /** Reads the load again. Another person or tab may have finished or discarded it. */
  private receive(load: Load): void {
    if (load.id !== this.id) return;
    const isMoved = this.load?.status === 'STAGED' && load.status !== 'STAGED';
    this.show(load);
    this.movedElsewhere ||= isMoved;
    this.succeed('load');
  }

  private poll(): void {
    const { load } = this;
    const isInUse = document.visibilityState === 'visible' && Date.now() - this.usedAt < IN_USE_MS;
    const isWaiting = this.connection.lost || this.isEnding || this.rows.changes.inFlight > 0;
    if (!load || !mayChange(load) || !isInUse || isWaiting) return;
    this.api.load(load.id).then(
      (now) => {
        if (this.load !== load || this.isEnding) return;
        if (now.revision !== load.revision) void this.refresh();
        else this.receive(now);
      },
      (error: unknown) => this.fail({ about: 'load', error, retry: () => void this.refresh() }),
    );
  }

  private readonly use = (): void => {
    const wasIdle = Date.now() - this.usedAt > IN_USE_MS;
    this.usedAt = Date.now();
    if (wasIdle) this.comeBack();
  };

  private readonly comeBack = (): void => {
    this.usedAt = Date.now();
    if (document.visibilityState === 'visible' && this.load?.status === 'STAGED')
      void this.refresh();
  };
}

/** Whether others, or the delivery of invitations, may change what the page shows. */
const mayChange = ({ status, outcome }: Load): boolean => {
  const { asked = 0, sent = 0, failed = 0 } = outcome?.invitations ?? {};
  return status === 'STAGED' || asked > sent + failed;
};

const IN_USE = ['pointerdown', 'keydown', 'wheel'] as const;
