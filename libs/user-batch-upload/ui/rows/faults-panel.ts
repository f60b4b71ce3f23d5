import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CellFault } from '../api-types.js';
import { start } from './cell-text.js';
import { Follows } from '../follows.js';
import type { PageStore } from '../page-store.js';
import type { MadeFix, RowChanges } from './row-changes.js';
import { styles } from '../styles/styles.js';

const SHOWN_FAULTS = 5;
/** Above other rows, faults are in the way. */
const WITH_ERRORS = ['all', 'invalid'];

/** Above the table: the same wrong value in several rows, and one press to replace it in all of them. */
export class FaultsPanel extends LitElement {
  static override styles = styles;
  static override properties = {
    store: { attribute: false },
    isNarrow: { attribute: false },
    isWhole: { state: true },
    isSending: { state: true },
  };
  declare store: PageStore;
  declare isNarrow: boolean;
  /** Whether all faults are shown. */
  declare isWhole: boolean;
  /** Whether a fix or its Undo is on its way. The second press of a double click is ignored. */
  declare isSending: boolean;
  /** The values that were entered or chosen, by fault. */
  private readonly chosen = new Map<string, string>();

  constructor() {
    super();
    new Follows(this);
    this.isWhole = false;
    this.isSending = false;
  }

  override render(): TemplateResult {
    const { words, rows } = this.store;
    const { faults, wanted, changes } = rows;
    const { review: texts, number } = words;
    const items = WITH_ERRORS.includes(wanted.show) ? faults.items : [];
    const [newest, ...earlier] = changes.fixes;
    const shown = this.isWhole ? items : items.slice(0, SHOWN_FAULTS);
    return html`<div role="status">
        ${newest ? html`<p class="done">${this.fixView(newest)}</p>` : nothing}
      </div>
      ${
        earlier.length === 0
          ? nothing
          : html`<details class="done">
              <summary>${texts.earlierFixes(number(earlier.length))}</summary>
              <ul>
                ${earlier.map((fix) => html`<li>${this.fixView(fix)}</li>`)}
              </ul>
            </details>`
      }
      ${
        items.length === 0
          ? nothing
          : // Tab would pass over all that is in a details element with a tabindex.
            html`<div class="around" tabindex="-1">
              <details class="fixes" ?open=${!this.isNarrow}>
                <summary>${texts.fixSeveral(number(items.length))}</summary>
                <ul>
                  ${shown.map((fault) => this.faultView(fault))}
                </ul>
                ${
                  items.length > shown.length
                    ? html`<button
                        type="button"
                        class="plain"
                        @click=${() => (this.isWhole = true)}
                      >
                        ${texts.showAllFaults(number(items.length))}
                      </button>`
                    : nothing
                }
              </details>
            </div>`
      }`;
  }

  private fixView({ id, value, to, changed }: MadeFix): TemplateResult {
    const texts = this.store.words.review;
    return html`${texts.replaced(start(value), start(to), changed)}
      <button
        type="button"
        class="plain"
        aria-disabled=${this.isSending}
        @click=${() => void this.undo(id)}
      >
        ${texts.undo}
      </button>`;
  }

  private faultView(fault: CellFault): TemplateResult {
    const { column, value, rows, suggestion } = fault;
    const texts = this.store.words.review;
    const about = this.store.upload.options?.columns.find(({ header }) => header === column);
    const options = fault.options ?? about?.options ?? [];
    const key = JSON.stringify([column, fault.code, value]);
    const to = this.chosen.get(key) ?? suggestion ?? '';
    const label = texts.replace(column, start(value));
    const set = (event: Event) => {
      this.chosen.set(key, (event.target as HTMLInputElement).value);
      this.requestUpdate();
    };
    return html`<li>
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.apply(fault, to);
        }}
      >
        <span class="what"
          ><b>${column}</b>:
          ${value ? texts.valueInRows(start(value), rows) : texts.emptyInRows(rows)}&nbsp;<span
            aria-hidden="true"
            >→</span
          ></span
        >
        ${
          options.length > 0
            ? html`<select aria-label=${label} @change=${set}>
                ${['', ...options].map(
                  (option) =>
                    html`<option value=${option} ?selected=${option === to}>
                      ${option || texts.choose}
                    </option>`,
                )}
              </select>`
            : html`<input
                type=${about?.kind === 'DATE' ? 'date' : 'text'}
                aria-label=${label}
                .value=${to}
                @input=${set}
              />`
        }
        <button type="submit" ?disabled=${to === ''} aria-disabled=${this.isSending}>
          ${texts.applyTo(rows)}
        </button>
      </form>
    </li>`;
  }

  /** Moves the focus to the fault, or to the folded faults, because Undo disappears. */
  private async undo(fixId: string): Promise<void> {
    if (!(await this.send((changes) => changes.undo(fixId)))) return;
    this.renderRoot
      .querySelector<HTMLElement>('[open] form button:enabled, .fixes:not([open]) summary')
      ?.focus();
  }

  /** Moves the focus to the next fault, so that Enter fixes one after the other, and from the last to Undo. */
  private async apply(fault: CellFault, to: string): Promise<void> {
    if (!(await this.send((changes) => changes.fix(fault, to)))) return;
    const next = this.renderRoot.querySelector<HTMLElement>('form button:enabled');
    (next ?? this.renderRoot.querySelector<HTMLElement>('.done button'))?.focus();
  }

  /** Resolves to whether the change was saved, and then the faults that are left are shown. */
  private async send(change: (changes: RowChanges) => Promise<boolean>): Promise<boolean> {
    if (this.isSending) return false;
    this.isSending = true;
    const { changes, faults } = this.store.rows;
    const isSaved = await change(changes);
    if (isSaved) await faults.read();
    this.isSending = false;
    await this.updateComplete;
    return isSaved;
  }
}
customElements.define('ubu-faults', FaultsPanel);
