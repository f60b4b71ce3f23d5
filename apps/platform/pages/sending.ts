import { html, nothing, type ReactiveControllerHost } from 'lit';
import { Problem } from './api.js';

/** What a page sends, one request at a time, and the one message that came of it. */
export class Sending {
  problem?: Problem;
  notice = '';
  isSending = false;

  /** `fieldOf`: the field that a refusal is about, by its code, where its errors name none. */
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly fieldOf: Record<string, string> = {},
  ) {}

  /** `action` resolves to what is to be said when it is done. A press while one is under way does nothing. */
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

  /** A press does nothing while a request is under way. The button keeps the focus, which a disabled one would lose. */
  button(label: string) {
    return html`<button class="primary" aria-disabled=${this.isSending}>${label}</button>`;
  }

  submit(event: SubmitEvent, action: (fields: Record<string, string>) => Promise<string | void>) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void this.send(() => action(fieldsOf(form)));
  }

  /** What is wrong with a field, to be shown beside it. */
  faultOf(field: string): string | undefined {
    if (!this.problem) return undefined;
    const { code, detail, errors } = this.problem;
    return (
      errors.find((error) => error.field === field)?.message ??
      (this.fieldOf[code] === field ? detail : undefined)
    );
  }

  /** The message for all that is not said beside one of these fields. Its place stays, so that it is read out. */
  message(fields: readonly string[] = [], isSignedIn = true) {
    const { problem } = this;
    const isBeside = fields.some((field) => this.faultOf(field) !== undefined);
    return html`<div role="status">
        ${this.notice ? html`<p class="notice">${this.notice}</p>` : nothing}
      </div>
      <div role="alert">
        ${problem && !isBeside ? html`<div class="alert">${problem.detail} ${isSignedIn ? signInAgain(problem) : nothing}</div>` : nothing}
      </div>`;
  }
}

/** In another tab, so that what was typed here is kept. */
export const signInAgain = ({ code }: Problem) =>
  code === 'UNAUTHENTICATED'
    ? html`<a href="/sign-in?next=${encodeURIComponent(location.pathname)}" target="_blank"
        >Sign in (in a new tab)</a
      >`
    : nothing;

export const fieldsOf = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
