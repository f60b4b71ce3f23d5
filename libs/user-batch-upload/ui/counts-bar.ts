import { html, nothing, type TemplateResult } from 'lit';
import type { Load } from './api-types.js';
import type { PageStore } from './page-store.js';
import { ALL_ROWS, type Wanted } from './rows-store.js';
import { count, kindName, number } from './words.js';

type Part = Pick<Wanted, 'show' | 'problem' | 'column'>;

/** More kinds of problems are folded. */
const MOST_KINDS = 8;

/** The rows by what they need or do, then by kind of problem. A press shows these rows. */
export function countsBar(store: PageStore, isNarrow: boolean): TemplateResult {
  const { load } = store;
  if (!load) return html``;
  const parts = load.outcome ? afterwards(load) : inReview(load, isNarrow);
  const kinds = (store.rows.page?.problems ?? []).map(
    ({ column, code, severity, rows }) =>
      html`<li>
        ${button(store, { show: 'all', problem: code, column }, `${kindName(code, column)} (${number(rows)})`, severity)}
      </li>`,
  );
  const isKind = store.rows.wanted.problem !== '';
  const isFolded = isNarrow || kinds.length > MOST_KINDS;
  return html`${load.counts.invalid === 0 && !load.outcome ? html`<p class="muted">No errors.</p>` : nothing}
    <ul class="facts" aria-label="Rows to show">
      ${parts.map(([show, label, tone]) => html`<li>${button(store, { ...ALL_ROWS, show }, label, tone)}</li>`)}
      ${isFolded || load.outcome ? nothing : kinds}
    </ul>
    ${
      isFolded && !load.outcome && kinds.length > 0
        ? html`<details ?open=${isKind}>
            <summary>Kinds of problems (${kinds.length})</summary>
            <ul class="facts" aria-label="Kinds of problems">
              ${kinds}
            </ul>
          </details>`
        : nothing
    }`;
}

function button(store: PageStore, part: Part, label: string, tone = ''): TemplateResult {
  const { rows } = store;
  const { show, problem, column } = rows.wanted;
  const isShown = show === part.show && problem === part.problem && column === part.column;
  return html`<button
    type="button"
    class=${tone}
    aria-pressed=${isShown}
    @click=${() => void rows.want({ show: part.show, problem: part.problem, column: part.column })}
  >
    ${label}
  </button>`;
}

type Shown = [show: string, label: string, tone?: string];

function inReview({ counts }: Load, isNarrow: boolean): Shown[] {
  const { create, update, invalid, warning, unchanged, rows } = counts;
  const parts: [number, Shown][] = [
    [invalid, ['invalid', `${count(invalid, 'row')} with errors`, 'error']],
    [warning, ['warning', `Warnings (${number(warning)})`, 'warning']],
    [create + update, ['ready', `Ready (${number(create + update)})`]],
    [isNarrow ? 0 : update && create, ['create', `Create (${number(create)})`]],
    [isNarrow ? 0 : create && update, ['update', `Update (${number(update)})`]],
    [unchanged, ['unchanged', `Unchanged (${number(unchanged)})`]],
    [1, ['all', `All rows (${number(rows)})`]],
  ];
  return parts.filter(([of]) => of > 0).map(([, part]) => part);
}

function afterwards({ counts, outcome }: Load): Shown[] {
  if (!outcome) return [];
  const { created, updated, unchanged, skipped, conflict, failed } = outcome;
  const parts: [number, Shown][] = [
    [1, ['created', `${number(created)} created`, 'good']],
    [1, ['updated', `${number(updated)} updated`, 'good']],
    [counts.invalid, ['invalid', `${number(counts.invalid)} had errors`, 'error']],
    [conflict, ['conflict', `${number(conflict)} in conflict`, 'error']],
    [failed, ['failed', `${number(failed)} failed`, 'error']],
    [skipped - counts.invalid, ['unticked', `${number(skipped - counts.invalid)} not included`]],
    [unchanged, ['unchanged', `${number(unchanged)} unchanged`]],
    [1, ['all', `${count(counts.rows, 'row')} in all`]],
  ];
  return parts.filter(([of]) => of > 0).map(([, part]) => part);
}
