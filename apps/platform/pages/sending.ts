import { html, nothing, type ReactiveControllerHost } from 'lit';
import { Problem } from './api.js';

/** The request that a page sends, one at a time, and the message that results. */
export class Sending {
  problem?: Problem;
  notice = '';
  isSending = false;

  /** `fieldOf` maps the code of an error to a field, for errors that name none. */
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly fieldOf: Record<string, string> = {},
  ) {}

  /** `action` resolves to the success message. While a request is running, further presses do nothing. */
  async send(action: () => Promise<string | void>): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    this.problem = undefined;
    this.notice = '';
    this.host.requestUpdate();
    try {
      this.notice = (await action()) ?? '';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    } finally {
      this.isSending = false;
      this.host.requestUpdate();
    }
    await this.host.updateComplete;
    this.host.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  /** Ignores presses while a request is running. It is not disabled, because a disabled button loses the focus. */
  button(label: string) {
    return html`<button class="primary" aria-disabled=${this.isSending}>${label}</button>`;
  }

  submit(event: SubmitEvent, action: (fields: Record<string, string>) => Promise<string | void>) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void this.send(() => action(fieldsOf(form)));
  }

  /** The errors of a field, shown beside it. */
  faultOf(field: string): string | undefined {
    if (!this.problem) return undefined;
    const { code, detail, errors } = this.problem;
    return (
      errors.find((error) => error.field === field)?.message ??
      (this.fieldOf[code] === field ? detail : undefined)
    );
  }

  /** The message for errors outside these fields. Always rendered, so that screen readers announce changes. */
  message(fields: readonly string[] = [], isSignedIn = true) {
    const { problem } = this;
    const isBeside = fields.some((field) => this.faultOf(field) !== undefined);
    return html`<div role="status">
        ${this.notice ? html`<p class="notice good">${this.notice}</p>` : nothing}
      </div>
      <div role="alert">
        ${problem && !isBeside ? html`<div class="alert">${problem.detail} ${isSignedIn ? signInAgain(problem) : nothing}</div>` : nothing}
      </div>`;
  }
}

/** Opens in another tab, so that the form keeps its input. */
export const signInAgain = ({ code }: Problem) =>
  code === 'UNAUTHENTICATED'
    ? html`<a href="/sign-in?next=${encodeURIComponent(location.pathname)}" target="_blank"
        >Sign in (in a new tab)</a
      >`
    : nothing;

export const fieldsOf = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
