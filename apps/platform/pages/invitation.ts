import { html, nothing } from 'lit';
import { type Problem, send } from './api.js';
import { PageElement } from './page-element.js';

class InvitationPage extends PageElement {
  static override properties = {
    invited: { state: true },
    problem: { state: true },
    isDone: { state: true },
  };
  declare invited?: { organisation: string; name: string; email: string };
  declare problem?: Problem;
  declare isDone: boolean;
  private readonly path = `/invitations/${location.pathname.split('/').at(-1) ?? ''}`;

  override async firstUpdated(): Promise<void> {
    try {
      this.invited = await send('GET', this.path);
    } catch (problem) {
      this.problem = problem as Problem;
    }
  }

  override render() {
    return html`<h1>Invitation</h1>
      ${this.problem ? html`<div class="alert" role="alert">${this.problem.detail}</div>` : nothing}
      ${
        this.isDone
          ? html`<p role="status">
                Your password is set. You can sign in as soon as your account is active.
              </p>
              <p><a href="/sign-in">Sign in</a></p>`
          : this.invited
            ? html`<p>
                  Hello ${this.invited.name}. ${this.invited.organisation} has created an account
                  for you: ${this.invited.email}.
                </p>
                <form class="narrow" @submit=${(event: SubmitEvent) => this.submit(event)}>
                  <label for="password">New password</label>
                  <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="new-password"
                    minlength="12"
                    required
                    aria-describedby="rule"
                  />
                  <p id="rule" class="muted">At least 12 characters.</p>
                  <button class="primary">Set password</button>
                </form>`
            : nothing
      }`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    try {
      await send(
        'POST',
        this.path,
        Object.fromEntries(new FormData(event.target as HTMLFormElement)),
      );
      Object.assign(this, { isDone: true, problem: undefined });
    } catch (problem) {
      this.problem = problem as Problem;
    }
  }
}
customElements.define('platform-invitation', InvitationPage);
