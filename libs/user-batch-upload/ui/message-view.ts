import { html, nothing, type TemplateResult } from 'lit';
import { ApiError, type Message } from './api-error.js';
import type { PageStore } from './page-store.js';
import { sheetView } from './upload/read-again-view.js';
import { withMarkup, type Words } from './words.js';

/** The one message of the page: what is wrong, and what to do. */
export function messageView(store: PageStore): TemplateResult | typeof nothing {
  const { connection, message, words } = store;
  const texts = words.messages;
  if (connection.lost === 'signed-out')
    return html`<div class="alert staying" role="alert">
      <p>
        <strong>${texts.signedOut}</strong>
        ${withMarkup(
          texts.signInElsewhere,
          html`<a href=${location.pathname + location.search} target="_blank">${texts.signIn}</a>`,
        )}
      </p>
    </div>`;
  if (connection.lost)
    return html`<div class="alert staying" role="alert">
      <p>
        <strong>${navigator.onLine ? texts.unreachable : texts.offline}</strong>
        ${texts.maybeUnsaved}
      </p>
    </div>`;
  if (connection.isSlow)
    return html`<div class="notice staying" role="status">
      <p>${texts.slow}</p>
    </div>`;
  if (!message && store.discarded !== undefined && !store.upload.matching)
    return html`<div class="notice good" role="status">
      <p>${texts.wasDiscarded(store.discarded)}</p>
    </div>`;
  if (!message)
    return store.movedElsewhere && store.load?.status !== 'DISCARDED'
      ? html`<div class="notice" role="status">
          <p>${texts.finishedElsewhere}</p>
        </div>`
      : nothing;
  const { about, error, retry } = message;
  const isMissing = error instanceof ApiError && error.code === 'LOAD_NOT_FOUND';
  const failed: Partial<Record<Message['about'], string>> = {
    load: texts.loadUnread,
    rows: texts.rowsUnread,
    faults: texts.faultsUnread,
    change: texts.changeUnsaved,
  };
  return errorView(
    words,
    error,
    isMissing ? '' : (failed[about] ?? ''),
    retry && !isMissing
      ? html`<button type="button" @click=${retry}>${texts.tryAgain}</button>`
      : about === 'upload'
        ? otherSheetView(store)
        : nothing,
  );
}

/** Where a workbook has rows on another sheet. */
function otherSheetView(store: PageStore): TemplateResult | typeof nothing {
  const { sheets, sheet = sheets?.[0] ?? '' } = store.upload.refused ?? {};
  return sheetView(store, sheets, sheet);
}

/** Shows a refusal: its sentence, and each error with its suggestion. */
export function errorView(
  { messages }: Words,
  error: unknown,
  what = '',
  wayOut: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { code, detail, errors } =
    error instanceof ApiError
      ? error
      : new ApiError('', error instanceof Error ? error.message : '');
  const listed = errors.filter(({ message }) => message !== detail);
  if (listed.length === 0)
    return html`<div class="alert staying" role="alert" tabindex="-1">
      <p><strong>${what || detail}</strong> ${what ? detail : nothing}</p>
      ${wayOut}
    </div>`;
  return html`<div class="alert" role="alert" tabindex="-1">
    <p><strong>${messages.notAccepted}</strong></p>
    <ul>
      ${listed.map(
        ({ message, suggestion }) =>
          html`<li>
            ${message}${suggestion && !message.includes(suggestion) ? html` → <strong>${suggestion}</strong>` : nothing}
          </li>`,
      )}
    </ul>
    ${code === 'HEADER_INVALID' ? html`<p>${messages.moveRows}</p>` : nothing} ${wayOut}
  </div>`;
}
