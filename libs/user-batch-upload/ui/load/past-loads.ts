import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Load, Options } from '../api-types.js';
import './dead-letters.js';
import { Follows } from '../follows.js';
import { keepHere, keptHere } from '../history.js';
import { pagesView } from '../page-numbers.js';
import type { PageStore } from '../page-store.js';
import { styles } from '../styles/styles.js';
import { keepPeople, type People } from './people.js';
import { loadResult } from '../words.js';

const PAGE = 10;
const STATES = ['STAGED', 'FINISHED', 'STAGING', 'FINISHING', 'REJECTED', 'DISCARDED'] as const;
/** The name of what the history keeps. */
const SHOWN = 'ubuPastLoads';

interface Shown {
  status: string;
  createdBy: string;
  page: number;
}

/** Lists past loads: who uploaded them, when, and the result. */
export class PastLoads extends LitElement {
  static override styles = styles;
  static override properties = {
    store: { attribute: false },
    path: {},
    loads: { state: true },
    total: { state: true },
    page: { state: true },
    status: { state: true },
    createdBy: { state: true },
  };
  declare store: PageStore;
  declare path: string;
  declare loads?: Load[];
  declare total: number;
  declare page: number;
  declare status: string;
  /** The id of a person; empty for everybody. */
  declare createdBy: string;
  private people: People = new Map();
  /** For whom `people` are kept. Unknown until the options are read. */
  private me?: Options['me'];

  constructor() {
    super();
    new Follows(this);
    Object.assign(this, { total: 0, page: 1, status: '', createdBy: '' });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.connection.addEventListener('recovered', this.askAgain);
    Object.assign(this, keptHere(SHOWN) as Shown | undefined);
    void this.ask(this.page);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.connection.removeEventListener('recovered', this.askAgain);
  }

  private readonly askAgain = (): void => void this.ask(this.page);

  private async ask(page: number): Promise<void> {
    const { status, createdBy } = this;
    try {
      const { items, total } = await this.store.api.loads({ status, createdBy, page });
      if (status !== this.status || createdBy !== this.createdBy) return;
      // The history kept a page that there is no more.
      if (items.length === 0 && page > 1) return await this.ask(1);
      Object.assign(this, { loads: items, total, page });
      const shown: Shown = { status, createdBy, page };
      if (this.isConnected) keepHere(SHOWN, shown);
      this.store.succeed('past-loads');
    } catch (error) {
      this.store.fail({ about: 'past-loads', error, retry: () => void this.ask(page) });
    }
  }

  /** Moves the focus to the start of the new page. */
  private async turn(page: number): Promise<void> {
    await this.ask(page);
    if (this.page !== page) return;
    await this.updateComplete;
    this.renderRoot.querySelector('caption')?.focus({ preventScroll: true });
    this.renderRoot.querySelector('h2')?.scrollIntoView({ block: 'start' });
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const me = this.store.upload.options?.me;
    if (me === this.me && !changed.has('loads')) return;
    this.me = me;
    for (const { createdBy } of this.loads ?? []) this.people.set(createdBy.id, createdBy.name);
    if (me) this.people = keepPeople(me, this.people);
  }

  override render(): TemplateResult {
    const { loads, status, createdBy } = this;
    const isFiltered = status !== '' || createdBy !== '';
    const { words } = this.store;
    const texts = words.afterwards;
    return html`<h2>${texts.pastLoads}</h2>
      <ubu-dead-letters .store=${this.store} .path=${this.path}></ubu-dead-letters>
      ${loads && (loads.length > 0 || isFiltered) ? this.filters() : nothing}
      ${
        !loads
          ? html`<p class="muted">${texts.loading}</p>`
          : loads.length === 0
            ? html`<p class="muted" role="status">
                ${isFiltered ? texts.noneMatches : texts.none}
              </p>`
            : html`${this.table(loads)}
              ${pagesView(words, { page: this.page, pageSize: PAGE, total: this.total }, (page) => void this.turn(page))}`
      }`;
  }

  private filters(): TemplateResult {
    const { afterwards: texts, frame } = this.store.words;
    return html`<div class="bar" role="group" aria-label=${texts.loadsToShow}>
      ${this.filter(texts.person, 'createdBy', [['', texts.everybody], ...this.people])}
      ${this.filter(texts.state, 'status', [
        ['', texts.everyState],
        ...STATES.map((one): [string, string] => [one, frame.states[one]]),
      ])}
    </div>`;
  }

  private filter(
    label: string,
    name: 'createdBy' | 'status',
    options: readonly [string, string][],
  ): TemplateResult {
    const choose = (event: Event) => {
      this[name] = (event.target as HTMLSelectElement).value;
      void this.ask(1);
    };
    return html`<label class="inline"
      >${label}
      <select @change=${choose}>
        ${options.map(
          ([value, text]) =>
            html`<option value=${value} .selected=${value === this[name]}>${text}</option>`,
        )}
      </select></label
    >`;
  }

  private table(loads: Load[]): TemplateResult {
    const { words } = this.store;
    const texts = words.afterwards;
    return html`<table>
      <caption class="sr" tabindex="-1">
        ${texts.newestFirst}
      </caption>
      <thead>
        <tr>
          ${[texts.file, texts.whoAndWhen, texts.state, texts.result].map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${loads.map(
          (load) =>
            html`<tr>
              <th scope="row"><a href="${this.path}/${load.id}">${load.fileName}</a></th>
              <td>${load.createdBy.name}, ${words.time(load.createdAt)}</td>
              <td><span class="tag">${words.frame.states[load.status]}</span></td>
              <td>
                ${load.status === 'STAGED' ? html`<a href="${this.path}/${load.id}">${loadResult(words, load)}</a>` : loadResult(words, load)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
customElements.define('ubu-past-loads', PastLoads);
