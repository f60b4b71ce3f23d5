import { html, nothing } from 'lit';
import { send } from './api.js';
import { PageElement } from './page-element.js';
import { Sending } from './sending.js';
import type { Invitation, User } from './user.js';

const when = (date: string): string =>
  new Date(date).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function stateOf(invitation: Invitation | null): string {
  if (!invitation) return 'No invitation was sent.';
  const { status, sentTo, sentAt, expiresAt } = invitation;
  const sent = `Sent to ${sentTo}${sentAt ? ` on ${when(sentAt)}` : ''}.`;
  switch (status) {
    case 'WAITING':
      return `The invitation to ${sentTo} has not been sent yet.`;
    case 'SENT':
      return `${sent} The link works until ${when(expiresAt)}.`;
    case 'IN_DOUBT':
      return `The mail server broke off, so the mail to ${sentTo} may arrive twice, or not at all.`;
    case 'ACCEPTED':
      return `${sent} It was accepted: a password is set.`;
    case 'EXPIRED':
      return `${sent} The link expired on ${when(expiresAt)}.`;
    case 'ENDED':
      return `${sent} The link no longer works, because the account has changed since.`;
  }
}

/** The state of a user's last invitation, and a button to send one. */
class UserInvitation extends PageElement {
  static override properties = { user: { attribute: false }, mayInvite: { attribute: false } };
  declare user: User;
  declare mayInvite: boolean;
  private readonly sending = new Sending(this);

  override render() {
    const { user } = this;
    const isDeleted = user.status === 'DELETED';
    return html`<section>
      <h2>Invitation</h2>
      <p>${stateOf(user.invitation)}</p>
      ${isDeleted ? html`<p class="muted">A deleted user can’t be invited.</p>` : nothing}
      ${user.status === 'INACTIVE' ? html`<p class="muted">An inactive user may set a password. They can sign in once they are active.</p>` : nothing}
      ${this.sending.message()}
      ${
        this.mayInvite && !isDeleted
          ? html`<button
              type="button"
              aria-disabled=${this.sending.isSending}
              @click=${() => this.invite()}
            >
              ${user.invitation ? 'Send again' : 'Send invitation'}
            </button>`
          : nothing
      }
    </section>`;
  }

  private invite(): void {
    void this.sending.send(async () => {
      const path = `/users/${this.user.id}`;
      await send('POST', `${path}/invitation`);
      const user = await send<User>('GET', path);
      this.dispatchEvent(new CustomEvent('user-saved', { detail: user }));
      return `The invitation was sent to ${user.email}. Earlier links no longer work.`;
    });
  }
}
customElements.define('platform-user-invitation', UserInvitation);
