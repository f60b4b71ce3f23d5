import { html, nothing, type TemplateResult } from 'lit';
import { Fault } from './api.js';

/** What was refused, on the spot: the sentence, and every single fault with the right name beside it. */
export function faultView(fault: unknown): TemplateResult | typeof nothing {
  if (!fault) return nothing;
  const { detail, errors } = fault instanceof Fault ? fault : new Fault('', String(fault));
  const listed = errors.filter(({ message }) => message !== detail);
  return html`<div class="alert" role="alert">
    <p><strong>${listed.length > 0 ? 'The file was not taken.' : detail}</strong></p>
    ${
      listed.length > 0
        ? html`<ul>
              ${listed.map(({ message, suggestion }) => html`<li>${message}${suggestion && !message.includes(suggestion) ? html` → <strong>${suggestion}</strong>` : nothing}</li>`)}
            </ul>
            ${
              fault instanceof Fault && fault.code === 'HEADER_INVALID'
                ? html`<p>Download the current template and move your rows into it.</p>`
                : nothing
            }`
        : nothing
    }
  </div>`;
}
