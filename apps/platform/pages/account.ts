import { html, nothing } from 'lit';
import { send } from './api.js';
import { newPasswordField, textField } from './fields.js';
import { PageElement } from './page-element.js';
import { Sending } from './sending.js';

interface Me {
  name: string;
  email: string;
}

class Account extends PageElement {
  static override properties = { me: { state: true } };
  declare me?: Me;
  private readonly loading = new Sending(this);
  private readonly changing = new Sending(this, { PASSWORD_WRONG: 'current' });
  private readonly leaving = new Sending(this);

  override firstUpdated(): void {
    void this.loading.send(async () => {
      this.me = (await send<{ user: Me }>('GET', '/session')).user;
    });
  }

  override render() {
    const { changing } = this;
    return html`<h1>Your account</h1>
      ${this.loading.message()}
      ${this.me ? html`<p>${this.me.name}, ${this.me.email}</p>` : nothing}
      <section>
        <h2>Change password</h2>
        <form class="narrow" @submit=${(event: SubmitEvent) => this.changePassword(event)}>
          <input type="email" autocomplete="username" .value=${this.me?.email ?? ''} hidden />
          ${textField({ name: 'current', label: 'Current password', type: 'password', autocomplete: 'current-password', isRequired: true, fault: changing.faultOf('current') })}
          ${newPasswordField('New password', changing.faultOf('password'))}
          ${changing.message(['current', 'password'])}
          <div class="actions">${changing.button('Change password')}</div>
        </form>
      </section>
      <section>
        <h2>Devices</h2>
        <p>You can end all of your sessions, on this device too.</p>
        ${this.leaving.message()}
        <button type="button" @click=${() => this.signOutEverywhere()}>Sign out everywhere</button>
      </section>`;
  }

  private changePassword(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    this.changing.submit(event, async ({ current, password }) => {
      await send('PUT', '/password', { current, password });
      form.reset();
      return 'Your password is changed. You are signed out on all other devices.';
    });
  }

  private signOutEverywhere(): void {
    void this.leaving.send(async () => {
      await send('DELETE', '/sessions');
      location.assign('/sign-in');
    });
  }
}
customElements.define('platform-account', Account);
