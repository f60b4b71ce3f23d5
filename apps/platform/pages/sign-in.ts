import { html, nothing } from 'lit';
import { type Problem, send } from './api.js';
import { PageElement } from './page-element.js';

class SignIn extends PageElement {
  static override properties = { problem: { state: true }, isSending: { state: true } };
  declare problem?: Problem;
  declare isSending: boolean;

  override render() {
    const choices = this.problem?.code === 'ORGANISATION_REQUIRED' ? this.problem.errors : [];
    return html`<h1>Sign in</h1>
      ${this.problem ? html`<div class="alert" role="alert">${this.problem.detail}</div>` : nothing}
      <form class="narrow" @submit=${(event: SubmitEvent) => this.submit(event)}>
        <label for="email">Email</label>
        <input id="email" name="email" type="email" autocomplete="username" required autofocus />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
        ${
          choices.length > 0
            ? html`<label for="organisation">Organisation</label>
                <select id="organisation" name="organisationId">
                  ${choices.map(({ organisationId, name }) => html`<option value=${organisationId ?? ''}>${name}</option>`)}
                </select>`
            : nothing
        }
        <button class="primary" ?disabled=${this.isSending}>Sign in</button>
      </form>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.isSending = true;
    try {
      await send(
        'POST',
        '/session',
        Object.fromEntries(new FormData(event.target as HTMLFormElement)),
      );
      // The server looks at `next` and leads on to it.
      location.reload();
    } catch (problem) {
      this.problem = problem as Problem;
    } finally {
      this.isSending = false;
    }
  }
}
customElements.define('platform-sign-in', SignIn);
