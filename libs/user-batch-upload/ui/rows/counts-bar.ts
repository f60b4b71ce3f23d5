import { html, nothing, type TemplateResult } from 'lit';
import type { Load, RowsPage } from '../api-types.js';
import type { PageStore } from '../page-store.js';
import { ALL_ROWS, type Wanted } from './rows-store.js';
import { kindName, type Words } from '../words.js';

type Part = Pick<Wanted, 'show' | 'problem' | 'column'>;

/** Further kinds of problems are folded. */
const MOST_KINDS = 8;

/** The rows by what they need or do, then by kind of problem. A press shows these rows. */
export function countsBar(store: PageStore, isNarrow: boolean): TemplateResult {
  const { load, words } = store;
  if (!load) return html``;
  const { review: texts, number } = words;
  const { page, wanted } = store.rows;
  const counted = load.outcome ? afterwards(words, load) : inReview(words, load, isNarrow);
  // The filter that is on stays when its last row is fixed.
  const parts = counted.filter(
    ([of, [show]]) => of > 0 || (show === wanted.show && !wanted.problem),
  );
  const found = load.outcome || !page ? [] : kindsOf(page, wanted);
  const kinds = found.map(
    ({ column, code, severity, rows }) =>
      html`<li>
        ${button(store, { show: 'all', problem: code, column }, `${kindName(words, code, column)} (${number(rows)})`, severity)}
      </li>`,
  );
  const shown = isNarrow ? 0 : MOST_KINDS;
  const folded = kinds.slice(shown);
  const isFolded = found.findIndex((kind) => isOf(kind, wanted)) >= shown;
  const title = isNarrow ? texts.kinds : texts.moreKinds;
  return html`${load.counts.invalid === 0 && !load.outcome ? html`<p class="muted">${texts.noErrors}</p>` : nothing}
    <ul class="facts" aria-label=${texts.rowsToShow}>
      ${parts.map(([, [show, label, tone]]) => html`<li>${button(store, { ...ALL_ROWS, show }, label, tone)}</li>`)}
      ${kinds.slice(0, shown)}
    </ul>
    ${
      folded.length > 0
        ? html`<details ?open=${isFolded}>
            <summary>${title} (${number(folded.length)})</summary>
            <ul class="facts" aria-label=${title}>
              ${folded}
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

type Kinds = RowsPage['problems'];

const isOf = ({ code, column }: Kinds[number], wanted: Wanted): boolean =>
  code === wanted.problem && column === wanted.column;

/** The kinds of problems, and the one that is shown even if it has no rows any more. */
function kindsOf({ problems }: RowsPage, wanted: Wanted): Kinds {
  const { problem: code, column } = wanted;
  if (!code || column === undefined || problems.some((kind) => isOf(kind, wanted))) return problems;
  return [...problems, { code, column, severity: 'error', rows: 0 }];
}

type Counted = [rows: number, button: [show: string, label: string, tone?: string]];

function inReview(
  { review: texts, number }: Words,
  { counts }: Load,
  isNarrow: boolean,
): Counted[] {
  const { create, update, invalid, warning, unchanged, rows } = counts;
  return [
    [invalid, ['invalid', texts.withErrors(invalid), 'error']],
    [warning, ['warning', texts.showWarnings(number(warning)), 'warning']],
    [create + update, ['ready', texts.showReady(number(create + update))]],
    [isNarrow ? 0 : update && create, ['create', texts.showCreate(number(create))]],
    [isNarrow ? 0 : create && update, ['update', texts.showUpdate(number(update))]],
    [unchanged, ['unchanged', texts.showUnchanged(number(unchanged))]],
    [1, ['all', texts.showAll(number(rows))]],
  ];
}

function afterwards({ afterwards: texts, number }: Words, { counts, outcome }: Load): Counted[] {
  if (!outcome) return [];
  const { created, updated, unchanged, skipped, conflict, failed } = outcome;
  return [
    [1, ['created', texts.created(number(created)), 'good']],
    [1, ['updated', texts.updated(number(updated)), 'good']],
    [counts.invalid, ['invalid', texts.hadErrors(number(counts.invalid)), 'error']],
    [conflict, ['conflict', texts.inConflict(number(conflict)), 'error']],
    [failed, ['failed', texts.failed(number(failed)), 'error']],
    [skipped - counts.invalid, ['unticked', texts.notIncluded(number(skipped - counts.invalid))]],
    [unchanged, ['unchanged', texts.unchanged(number(unchanged))]],
    [1, ['all', texts.rowsInAll(counts.rows)]],
  ];
}
