import { html, nothing } from 'lit';
import { type FieldFault, send } from './api.js';
import { choiceField, textField } from './fields.js';
import { PageElement } from './page-element.js';
import { Sending } from './sending.js';

class SignIn extends PageElement {
  private readonly sending = new Sending(this, { ORGANISATION_REQUIRED: 'organisationId' });
  /** Offered if email and password match several. Shown until the choice is sent. */
  private organisations: readonly FieldFault[] = [];

  override willUpdate(): void {
    const { problem } = this.sending;
    if (problem?.code === 'ORGANISATION_REQUIRED') this.organisations = problem.errors;
  }

  override render() {
    return html`<h1>Sign in</h1>
      <form
        class="narrow"
        @submit=${(event: SubmitEvent) => this.submit(event)}
        @input=${(event: Event) => this.follow(event)}
      >
        ${textField({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', isRequired: true, isFirst: true })}
        ${textField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', isRequired: true })}
        ${this.organisations.length > 0 ? this.choice() : nothing}
        ${this.sending.message(['organisationId'], false)}
        <div class="actions">
          ${this.sending.button('Sign in')}
          <a href="/forgot-password">Forgot password?</a>
        </div>
      </form>`;
  }

  private choice() {
    const choices = this.organisations.map(({ organisationId = '', name = '' }) => ({
      value: organisationId,
      label: name,
    }));
    return choiceField({
      name: 'organisationId',
      label: 'Organisation',
      value: choices[0]?.value ?? '',
      choices,
      fault: this.sending.faultOf('organisationId'),
    });
  }

  /** Another address belongs to other organisations. */
  private follow({ target }: Event): void {
    if (!(target instanceof HTMLInputElement) || target.name !== 'email') return;
    this.sending.problem = undefined;
    this.organisations = [];
    this.requestUpdate();
  }

  private submit(event: SubmitEvent): void {
    this.sending.submit(event, async (fields) => {
      await send('POST', '/session', fields);
      // The server validates `next` and redirects to it.
      location.reload();
    });
  }
}
customElements.define('platform-sign-in', SignIn);
