import { html } from 'lit';
import { type Problem, send } from './api.js';
import { newPasswordField } from './fields.js';
import { PageElement } from './page-element.js';
import { Sending } from './sending.js';

interface Invited {
  organisation: string;
  name: string;
  email: string;
  isActive: boolean;
}

const [, list = '', token = ''] = location.pathname.split('/');
const isInvitation = list === 'invitations';

/** The page behind an invitation or password reset link: sets a password. */
class NewPassword extends PageElement {
  static override properties = { invited: { state: true }, isSet: { state: true } };
  declare invited?: Invited;
  declare isSet?: boolean;
  private readonly sending = new Sending(this);
  private hadForm = false;

  override firstUpdated(): void {
    if (isInvitation)
      void this.sending.send(async () => {
        this.invited = await send<Invited>('GET', `/invitations/${token}`);
      });
  }

  override render() {
    return html`<h1>${isInvitation ? 'Invitation' : 'Set a new password'}</h1>
      ${this.isSet ? this.done() : this.isOver() ? html`${this.sending.message()}${WAY_OUT}` : this.form()}`;
  }

  /** The form disappears when it is done, so the focus moves to the result. */
  protected override updated(): void {
    const hasForm = this.querySelector('form') !== null;
    if (this.hadForm && !hasForm) this.querySelector<HTMLElement>('a')?.focus();
    this.hadForm = hasForm;
  }

  private form() {
    if (isInvitation && !this.invited) return this.sending.message();
    return html`<p>${this.intro()}</p>
      <form class="narrow" @submit=${(event: SubmitEvent) => this.submit(event)}>
        ${newPasswordField('New password', this.sending.faultOf('password'))}
        ${this.sending.message(['password'])}
        <div class="actions">${this.sending.button('Set password')}</div>
      </form>`;
  }

  private done() {
    const when = this.invited?.isActive ? 'now' : 'as soon as your account is active';
    return html`<p role="status">Your password is set. You can sign in ${when}.</p>
      <p><a class="button" href="/sign-in">Sign in</a></p>`;
  }

  private intro(): string {
    if (!this.invited) return 'It ends your sessions on all devices.';
    const { name, organisation, email } = this.invited;
    return `Hello ${name}. ${organisation} has created an account for you: ${email}.`;
  }

  private submit(event: SubmitEvent): void {
    this.sending.submit(event, async ({ password }) => {
      await send('POST', `/${list}/${token}`, { password });
      this.isSet = true;
    });
  }

  /** Whether the link no longer works with any password. */
  private isOver(): boolean {
    const { problem }: { problem?: Problem } = this.sending;
    return /_(NOT_FOUND|USED|REPLACED|EXPIRED|ENDED)$/.test(problem?.code ?? '');
  }
}
customElements.define('platform-new-password', NewPassword);

const WAY_OUT = isInvitation
  ? html`<p><a href="/sign-in">Go to sign-in</a></p>`
  : html`<p><a href="/forgot-password">Request a new link</a></p>`;
