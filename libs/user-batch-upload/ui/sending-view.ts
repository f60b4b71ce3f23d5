import { html, nothing, type TemplateResult } from 'lit';

/** Shows the progress of an upload. `sent` is the share that has been sent. */
export const sendingView = (sent: number | undefined): TemplateResult =>
  html`<div role="status">
    ${
      sent === undefined
        ? nothing
        : html`<p>${sent < 1 ? 'Sending the file…' : 'Checking the file…'}</p>
            <progress aria-label="Upload" max="1" .value=${sent}></progress>`
    }
  </div>`;
