import { html, nothing, type TemplateResult } from 'lit';
import { Fault, type Message } from './fault.js';
import type { PageStore } from './page-store.js';

/** The one message of the page: what is wrong, and what to do. */
export function messageView(store: PageStore): TemplateResult | typeof nothing {
  const { connection, message } = store;
  if (connection.lost === 'signed-out')
    return html`<div class="alert staying" role="alert">
      <p>
        <strong>You are signed out.</strong>
        <a href=${location.pathname + location.search} target="_blank">Sign in</a> in a new tab,
        then come back to this one. Your choices here are kept.
      </p>
    </div>`;
  if (connection.lost)
    return html`<div class="alert staying" role="alert">
      <p>
        <strong>${navigator.onLine ? 'The platform can’t be reached.' : 'You are offline.'}</strong>
        Your last change may not be saved. This page retries by itself and then shows the saved
        state.
      </p>
    </div>`;
  if (connection.isSlow)
    return html`<div class="notice staying" role="status">
      <p>The platform is slow to respond. Please wait. This message disappears by itself.</p>
    </div>`;
  if (!message)
    return store.movedElsewhere && store.load?.status !== 'DISCARDED'
      ? html`<div class="notice" role="status">
          <p>This load was finished in another tab or by another person.</p>
        </div>`
      : nothing;
  const { about, error, retry } = message;
  const isMissing = error instanceof Fault && error.code === 'LOAD_NOT_FOUND';
  return faultView(
    error,
    isMissing ? '' : (FAILED[about] ?? ''),
    retry && !isMissing ? html`<button type="button" @click=${retry}>Try again</button>` : nothing,
  );
}

const FAILED: Partial<Record<Message['about'], string>> = {
  load: 'The load could not be read.',
  rows: 'The rows could not be read.',
  change: 'Your change was not saved.',
};

/** Shows a refusal: its sentence, and each error with its suggestion. */
export function faultView(
  error: unknown,
  what = '',
  wayOut: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { code, detail, errors } =
    error instanceof Fault ? error : new Fault('', error instanceof Error ? error.message : '');
  const listed = errors.filter(({ message }) => message !== detail);
  if (listed.length === 0)
    return html`<div class="alert staying" role="alert" tabindex="-1">
      <p><strong>${what || detail}</strong> ${what ? detail : nothing}</p>
      ${wayOut}
    </div>`;
  return html`<div class="alert" role="alert" tabindex="-1">
    <p><strong>The file was not accepted.</strong></p>
    <ul>
      ${listed.map(
        ({ message, suggestion }) =>
          html`<li>
            ${message}${suggestion && !message.includes(suggestion) ? html` → <strong>${suggestion}</strong>` : nothing}
          </li>`,
      )}
    </ul>
    ${code === 'HEADER_INVALID' ? html`<p>Download the current template and move your rows into it.</p>` : nothing}
    ${wayOut}
  </div>`;
}
