import { html, LitElement, nothing } from 'lit';
import type { DeadLetter } from '../api-types.js';
import { Follows } from '../follows.js';
import type { PageStore } from '../page-store.js';
import { styles } from '../styles/styles.js';

/** Events that could not be delivered, such as an invitation: the reason and a button to retry. */
export class DeadLetters extends LitElement {
  static override styles = styles;
  static override properties = {
    store: { attribute: false },
    loadId: { attribute: false },
    path: { attribute: false },
    letters: { state: true },
    total: { state: true },
    retried: { state: true },
  };
  declare store: PageStore;
  declare loadId?: string;
  /** The address of the page, to link to the load of an event. */
  declare path?: string;
  declare letters: DeadLetter[];
  declare total: number;
  declare retried: number;

  constructor() {
    super();
    new Follows(this);
    Object.assign(this, { letters: [], total: 0, retried: 0 });
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
    try {
      const { items, total } = await this.store.api.deadLetters(this.loadId);
      Object.assign(this, { letters: items, total });
      this.store.succeed('not-delivered');
    } catch (error) {
      this.store.fail({ about: 'not-delivered', error, retry: () => void this.ask() });
    }
  }

  private async retry(): Promise<void> {
    try {
      const { retried } = await this.store.api.retryDeadLetters(this.loadId);
      this.retried = retried;
    } catch (error) {
      this.store.fail({ about: 'not-delivered', error });
      return;
    }
    await this.ask();
  }

  override render() {
    const { afterwards: texts, number } = this.store.words;
    return html`<div role="status">
        ${this.retried > 0 ? html`<p class="notice">${texts.willBeSent(this.retried)}</p>` : nothing}
      </div>
      ${
        this.total === 0
          ? nothing
          : html`<section class="notice" aria-label=${texts.notDelivered}>
              <p>${texts.undelivered(this.total)}</p>
              <ul>
                ${this.letters.map(({ listener, loadId, line, error }) => {
                  const where = line === null ? texts.wholeLoad : texts.line(line);
                  return html`<li>
                    ${this.path ? html`<a href="${this.path}/${loadId}">${where}</a>` : where},
                    ${spaced(listener)}: ${error}
                  </li>`;
                })}
                ${this.total > this.letters.length ? html`<li>${texts.more(number(this.total - this.letters.length))}</li>` : nothing}
              </ul>
              <button type="button" @click=${() => this.retry()}>${texts.sendAgain}</button>
            </section>`
      }`;
  }
}
customElements.define('ubu-dead-letters', DeadLetters);

/** `SendInvitation` becomes "send invitation". */
const spaced = (name: string): string => name.replace(/(?!^)(?=[A-Z])/g, ' ').toLowerCase();
