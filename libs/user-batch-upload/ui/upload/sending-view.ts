import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../words.js';

/** Shows the progress of an upload. `sent` is the share that has been sent. */
export const sendingView = ({ upload }: Words, sent: number | undefined): TemplateResult =>
  html`<div role="status">
    ${
      sent === undefined
        ? nothing
        : html`<p>${sent < 1 ? upload.sending : upload.checking}</p>
            <progress aria-label=${upload.progress} max="1" .value=${sent}></progress>`
    }
  </div>`;
