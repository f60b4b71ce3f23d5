import { css, html, nothing, type TemplateResult } from 'lit';
import type { PageStore } from '../page-store.js';
import type { Upload } from './upload-store.js';

/** A select of other ways to read the file that was sent last, and its button. Nothing where there is no choice. */
export function readAgainView(
  { upload, words }: PageStore,
  id: 'encoding' | 'sheet',
  options: readonly { value: string; label: string }[],
  current: string | null,
  change: (value: string) => Partial<Upload>,
): TemplateResult | typeof nothing {
  if (options.length < 2) return nothing;
  const texts = words.upload;
  return html`<form
    class="bar"
    @submit=${(event: Event) => {
      event.preventDefault();
      const value = new FormData(event.target as HTMLFormElement).get(id);
      void upload.sendAgain(change(String(value)));
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
    <button type="submit" aria-disabled=${upload.sent !== undefined}>${texts.readAgain}</button>
  </form>`;
}

/** The sheets of a workbook, of which another can be read. */
export const sheetView = (
  store: PageStore,
  sheets: readonly string[] | undefined,
  current: string | null,
): TemplateResult | typeof nothing =>
  readAgainView(
    store,
    'sheet',
    (sheets ?? []).map((sheet) => ({ value: sheet, label: sheet })),
    current,
    (sheet) => ({ sheet, mapping: undefined }),
  );

export const readAgainStyles = css`
  :is(.alert, .notice) .bar {
    margin-bottom: 0;
  }
  :is(.alert, .notice) .bar select {
    flex: 0 1 28rem;
    width: auto;
    min-width: 0;
  }
`;
