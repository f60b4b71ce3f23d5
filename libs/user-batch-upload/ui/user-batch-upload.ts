import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { filterOf, queryOf } from './address.js';
import type { HostHeaders } from './api.js';
import { ApiError } from './api-error.js';
import type { Load } from './api-types.js';
import { Downloads } from './downloads.js';
import { FocusKeeper } from './focus-keeper.js';
import { Follows } from './follows.js';
import { COLUMNS, showsColumns } from './history.js';
import { FollowsLanguage, languageOf } from './language.js';
import './upload/match-screen.js';
import { messageView } from './message-view.js';
import './load/outcome-screen.js';
import { PageStore } from './page-store.js';
import './load/past-loads.js';
import './load/progress-screen.js';
import './load/review-screen.js';
import { readAgainStyles } from './upload/read-again-view.js';
import { ALL_ROWS } from './rows/rows-store.js';
import { styles } from './styles/styles.js';
import './upload/upload-screen.js';
import { titleOf, type Words, WORDS } from './words.js';

/**
 * The page. `base`: the address of the API, e.g. `/api/user-batch-upload`. `path`: the address of this page for
 * signed-in people; the page of a load is `path`/ID, and is opened by the address. `load-id`: another load to open.
 * `headers`, a property: headers for each request, such as a bearer token. `user-href`: the address of a user's
 * page with `{id}` in it, e.g. `/users/{id}`; without it names of users are no links. `lang`: the language, `en` or
 * `de`; without it the page follows the nearest ancestor's `lang`, else the browser. Any other language is shown in
 * English.
 *
 * Fires `ubu-staged` when a load that began here is ready for its review, and `ubu-finished` when it is finished. Both
 * bubble, cross shadow roots, and have the load as their `detail`.
 */
export class UserBatchUpload extends LitElement {
  static override styles = [
    ...styles,
    readAgainStyles,
    // The layout goes by the width of the element: its host may show it in any frame.
    css`
      :host {
        container-type: inline-size;
      }
    `,
  ];
  static override properties = {
    base: {},
    path: {},
    loadId: { attribute: 'load-id' },
    userHref: { attribute: 'user-href' },
    headers: { attribute: false },
  };
  declare base: string;
  declare path: string;
  declare loadId?: string | null;
  declare userHref?: string | null;
  declare headers?: HostHeaders;
  store!: PageStore;
  /** The last screen whose heading got the focus. */
  private announced?: string;
  /** The title of the page without the element. */
  private hostTitle = '';
  /** The message at the last update. A new one about the upload gets the focus. */
  private lastMessage?: PageStore['message'];
  /** The load and the status that the filter in the address is for. */
  private filtered?: string;
  /** The load and its status at the last update. The host gets an event for a new one. */
  private reported: { id?: string; status?: Load['status'] } = {};

  constructor() {
    super();
    new Follows(this);
    new FollowsLanguage(this);
    new Downloads(this);
  }

  override connectedCallback(): void {
    this.hostTitle = document.title;
    const focus = new FocusKeeper(this, () => this.heading);
    this.store ??= new PageStore(this.base, this.words, focus, this.userHref ?? '');
    // A host may set its headers right after the element is there.
    this.store.api.ready = this.updateComplete;
    super.connectedCallback();
    this.store.start();
    window.addEventListener('popstate', this.followAddress);
    window.addEventListener('beforeunload', this.askBeforeLeaving);
    this.announced = 'upload';
    const id = this.loadId || this.idInAddress;
    if (id) void this.store.open(id);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.stop();
    document.title = this.hostTitle;
    window.removeEventListener('popstate', this.followAddress);
    window.removeEventListener('beforeunload', this.askBeforeLeaving);
  }

  override render(): TemplateResult {
    return html`<div lang=${this.store.words.language}>${this.page()}</div>`;
  }

  private page(): TemplateResult {
    const { id, load, message, upload, words } = this.store;
    const { matching } = upload;
    const texts = words.frame;
    // The upload stays behind the columns, so that it keeps its role and its file.
    if (!id)
      return html`<h1 tabindex="-1">${matching ? texts.matchColumns : texts.batchUpload}</h1>
        ${matching ? nothing : html`<p>${texts.lead}</p>`} ${messageView(this.store)}
        ${matching ? this.matchScreen() : nothing}
        <div ?hidden=${matching}>
          <ubu-upload-screen .store=${this.store}></ubu-upload-screen>
          <ubu-past-loads .store=${this.store} .path=${this.path}></ubu-past-loads>
        </div>`;
    if (matching)
      return html`<h1 tabindex="-1">${texts.matchColumns}</h1>
        ${messageView(this.store)} ${this.matchScreen()}`;
    const heading = load
      ? texts.headings[load.status]
      : this.isMissing
        ? texts.loadNotFound
        : message && texts.loadNotOpened;
    return html`<p>
        <a href=${this.path} @click=${(event: MouseEvent) => this.back(event)}
          >← ${texts.batchUpload}</a
        >
      </p>
      ${heading ? html`<h1 tabindex="-1">${heading}</h1>` : nothing} ${messageView(this.store)}
      ${load ? keyed(load.id, this.screen(load)) : nothing}
      ${load || message ? nothing : html`<p role="status">${texts.openingLoad}</p>`}`;
  }

  private matchScreen(): TemplateResult {
    return html`<ubu-match-screen .store=${this.store}></ubu-match-screen>`;
  }

  private screen({ status }: Load): TemplateResult {
    switch (status) {
      case 'STAGING':
      case 'FINISHING':
        return html`<ubu-progress-screen .store=${this.store}></ubu-progress-screen>`;
      case 'STAGED':
        return html`<ubu-review-screen .store=${this.store}></ubu-review-screen>`;
      default:
        return html`<ubu-outcome-screen .store=${this.store}></ubu-outcome-screen>`;
    }
  }

  /** Updates the address, so that every screen can be bookmarked. A new screen moves the focus to its heading. */
  override updated(): void {
    const { id, load, message, upload, words } = this.store;
    this.writeAddress();
    this.report();
    document.title = [load && titleOf(words, load), this.hostTitle].filter(Boolean).join(' · ');
    const screen = upload.matching
      ? 'match'
      : !id
        ? 'upload'
        : load
          ? `${id} ${load.status}`
          : message
            ? id
            : undefined;
    if (screen && screen !== this.announced) {
      this.announced = screen;
      this.heading?.focus();
      window.scrollTo({ top: 0 });
    }
    if (message?.about === 'upload' && message !== this.lastMessage) {
      const alert = this.renderRoot.querySelector<HTMLElement>('.alert');
      alert?.focus();
      alert?.scrollIntoView({ block: 'nearest' });
    }
    this.lastMessage = message;
  }

  /** The address has the filter of the rows, so that Back and reload keep it. */
  private writeAddress(): void {
    const { id, load, rows, upload } = this.store;
    const address = id ? `${this.path}/${encodeURIComponent(id)}` : this.path;
    // The columns have their own place in the history, so that Back does not leave the page with its role and file.
    if (upload.matching) {
      if (!showsColumns()) history.pushState({ [COLUMNS]: true }, '');
      return;
    }
    if (showsColumns()) history.replaceState(null, '', address);
    else if (location.pathname !== address) history.pushState(null, '', address);
    const hasRows = load?.status === 'STAGED' || load?.outcome;
    if (!load || !hasRows || rows.wanted === ALL_ROWS) return;
    const query = queryOf(rows.wanted);
    if (location.search === query) return;
    if (rows.isStep) history.pushState(null, '', query);
    else history.replaceState(history.state, '', query);
  }

  /** The filter of a review says nothing about the outcome. */
  override willUpdate(changed: PropertyValues<this>): void {
    this.store.api.headers = this.headers;
    // Requests that were refused without these headers are sent again.
    if (changed.has('headers')) this.store.connection.lookIfLost();
    this.store.speak(this.words);
    const { id, load } = this.store;
    const state = load && `${id} ${load.status}`;
    if (this.filtered?.startsWith(`${id} `) && state && state !== this.filtered)
      history.replaceState(null, '', location.pathname);
    this.filtered = state;
  }

  private get words(): Words {
    return WORDS[languageOf(this)];
  }

  private get heading(): HTMLElement | null {
    return this.renderRoot.querySelector('h1');
  }

  private get isMissing(): boolean {
    const error = this.store.message?.error;
    return !this.store.load && error instanceof ApiError && error.code === 'LOAD_NOT_FOUND';
  }

  private get idInAddress(): string | undefined {
    const { pathname } = location;
    return pathname.startsWith(`${this.path}/`)
      ? decodeURIComponent(pathname.slice(this.path.length + 1))
      : undefined;
  }

  /** Tells the host of a new state of a load. One that was only opened is not new. */
  private report(): void {
    const { id, load } = this.store;
    const was = this.reported;
    this.reported = { id, status: load?.status };
    const isSame = load && was.id === load.id;
    if (!load || (isSame && (was.status === load.status || was.status === undefined))) return;
    const type = { STAGED: 'ubu-staged', FINISHED: 'ubu-finished' }[load.status as string];
    if (type)
      this.dispatchEvent(new CustomEvent(type, { detail: load, bubbles: true, composed: true }));
  }

  private readonly followAddress = (): void => {
    const id = this.idInAddress;
    const { load, rows, upload } = this.store;
    if (upload.matching && id === this.store.id) upload.leaveColumns();
    else if (load && id === load.id && rows.page) void rows.want(filterOf(location.search, load));
    else void this.store.open(id);
  };

  /** The browser asks whether to leave the page where something would be lost. */
  private readonly askBeforeLeaving = (event: BeforeUnloadEvent): void => {
    if (this.store.rows.isUnsaved) event.preventDefault();
  };

  private back(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.store.open(undefined);
  }
}
customElements.define('user-batch-upload', UserBatchUpload);

export type { Load };

declare global {
  interface HTMLElementTagNameMap {
    'user-batch-upload': UserBatchUpload;
  }
  interface HTMLElementEventMap {
    'ubu-staged': CustomEvent<Load>;
    'ubu-finished': CustomEvent<Load>;
  }
}
