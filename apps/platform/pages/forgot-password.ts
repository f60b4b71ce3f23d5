import { html } from 'lit';
import { send } from './api.js';
import { textField } from './fields.js';
import { PageElement } from './page-element.js';
import { Sending } from './sending.js';

class ForgotPassword extends PageElement {
  private readonly sending = new Sending(this);

  override render() {
    return html`<h1>Forgot password?</h1>
      <p>We will send you a link to set a new one.</p>
      <form class="narrow" @submit=${(event: SubmitEvent) => this.submit(event)}>
        ${textField({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', isRequired: true, isFirst: true, fault: this.sending.faultOf('email') })}
        ${this.sending.message(['email'], false)}
        <div class="actions">
          ${this.sending.button('Send link')}
          <a href="/sign-in">Back to sign-in</a>
        </div>
      </form>`;
  }

  private submit(event: SubmitEvent): void {
    this.sending.submit(event, async ({ email = '' }) => {
      await send('POST', '/password-resets', { email });
      return `If ${email} has an account here, a mail with a link is on its way. The link works once, for an hour.`;
    });
  }
}
customElements.define('platform-forgot-password', ForgotPassword);
