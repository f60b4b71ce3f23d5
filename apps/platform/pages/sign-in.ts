import { html, nothing } from 'lit';
import { send } from './api.js';
import { choiceField, textField } from './fields.js';
import { PageElement } from './page-element.js';
import { Sending } from './sending.js';

class SignIn extends PageElement {
  private readonly sending = new Sending(this);

  override render() {
    const { problem } = this.sending;
    const organisations = problem?.code === 'ORGANISATION_REQUIRED' ? problem.errors : [];
    return html`<h1>Sign in</h1>
      <form class="narrow" @submit=${(event: SubmitEvent) => this.submit(event)}>
        ${textField({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', isRequired: true, isFirst: true })}
        ${textField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', isRequired: true })}
        ${
          organisations.length > 0
            ? choiceField({
                name: 'organisationId',
                label: 'Organisation',
                value: organisations[0]?.organisationId ?? '',
                choices: organisations.map(({ organisationId = '', name = '' }) => ({
                  value: organisationId,
                  label: name,
                })),
              })
            : nothing
        }
        ${this.sending.message([], false)}
        <div class="actions">
          <button class="primary">Sign in</button>
          <a href="/forgot-password">Forgot password?</a>
        </div>
      </form>`;
  }

  private submit(event: SubmitEvent): void {
    this.sending.submit(event, async (fields) => {
      await send('POST', '/session', fields);
      // The server looks at `next` and leads on to it.
      location.reload();
    });
  }
}
customElements.define('platform-sign-in', SignIn);
