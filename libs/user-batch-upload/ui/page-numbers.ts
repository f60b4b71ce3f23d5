import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from './words.js';

/** The first page, the last page, and the pages around this one; 0 where pages are left out. */
function pageNumbers(page: number, last: number): number[] {
  const near = [1, page - 1, page, page + 1, last].filter((one) => one >= 1 && one <= last);
  const shown = [...new Set(near)].toSorted((one, other) => one - other);
  return shown.flatMap((one, index) => (one - (shown[index - 1] ?? 0) > 1 ? [0, one] : [one]));
}

/** Buttons to other pages. */
export function pagesView(
  { frame, number }: Words,
  { page, pageSize, total }: { page: number; pageSize: number; total: number },
  turn: (page: number) => void,
): TemplateResult | typeof nothing {
  const last = Math.ceil(total / pageSize);
  if (last <= 1) return nothing;
  return html`<nav class="pages" aria-label=${frame.pages}>
    <button type="button" ?disabled=${page <= 1} @click=${() => turn(page - 1)}>
      ${frame.previous}
    </button>
    ${pageNumbers(page, last).map((one) =>
      one === 0
        ? html`<span aria-hidden="true">…</span>`
        : html`<button
            type="button"
            class="number"
            aria-label=${frame.pageOf(number(one), number(last))}
            aria-current=${one === page ? 'page' : nothing}
            @click=${() => turn(one)}
          >
            ${number(one)}
          </button>`,
    )}
    <button type="button" ?disabled=${page >= last} @click=${() => turn(page + 1)}>
      ${frame.next}
    </button>
  </nav>`;
}
