import { html, nothing } from 'lit';
import { all, send } from './api.js';
import { PageElement } from './page-element.js';
import { Sending } from './sending.js';
import {
  type Choices,
  type CustomField,
  labelOf,
  type Me,
  mayGive,
  type Named,
  nameOf,
  type Organisation,
  PROFILE_TYPES,
  type Role,
  STATUSES,
  type User,
} from './user.js';
import './user-form.js';
import './user-invitation.js';

interface Shown {
  user: User;
  choices: Choices;
  me: Me;
}

class UserPage extends PageElement {
  static override properties = { shown: { state: true } };
  declare shown?: Shown;
  private readonly loading = new Sending(this);

  override firstUpdated(): void {
    void this.loading.send(async () => {
      const [user, me, organisation, offices, roles, fields] = await Promise.all([
        send<User>('GET', `/users/${location.pathname.split('/').at(-1) ?? ''}`),
        send<{ user: Me }>('GET', '/session'),
        send<Organisation>('GET', '/organisation'),
        all<Named>('/offices'),
        all<Role>('/roles'),
        all<CustomField>('/custom-fields'),
      ]);
      const { officeLabel } = organisation;
      this.shown = { user, me: me.user, choices: { officeLabel, offices, roles, fields } };
    });
  }

  override render() {
    const { shown } = this;
    return html`<p><a href="/settings/users">← Users</a></p>
      <h1>${shown ? nameOf(shown.user) : 'User'}</h1>
      ${this.loading.message()} ${shown ? this.body(shown) : nothing}`;
  }

  protected override updated(): void {
    if (this.shown) document.title = `${nameOf(this.shown.user)} · Platform`;
  }

  private body({ user, choices, me }: Shown) {
    const role = choices.roles.find(({ id }) => id === user.role?.id);
    const isAdmin = me.permissions.includes('administer');
    const mayChange = isAdmin && (!role || mayGive(me, role));
    const follow = ({ detail }: CustomEvent<User>) => (this.shown = { user: detail, choices, me });
    return html`${isAdmin && !mayChange ? html`<p class="notice">This user has more rights than you, so you can’t change them.</p>` : nothing}
      <div class="beside">
        ${
          mayChange
            ? html`<platform-user-form
                .user=${user}
                .choices=${choices}
                .me=${me}
                @user-saved=${follow}
              ></platform-user-form>`
            : facts(user, choices)
        }
        <platform-user-invitation
          .user=${user}
          .mayInvite=${mayChange}
          @user-saved=${follow}
        ></platform-user-invitation>
      </div>`;
  }
}
customElements.define('platform-user', UserPage);

function facts(user: User, { officeLabel }: Choices) {
  const list: [string, string | undefined][] = [
    ['Profile type', labelOf(PROFILE_TYPES, user.profileType)],
    ['Status', labelOf(STATUSES, user.status)],
    ['Email', user.email],
    ['Internal ID', user.internalId],
    ['Role', user.role?.name],
    [officeLabel, user.office?.name],
    ['Mobile phone', [user.mobilePhoneCountry, user.mobilePhone].filter(Boolean).join(' ')],
    ...Object.entries(user.customFields),
  ];
  return html`<dl class="user">
    ${list.map(
      ([what, value]) =>
        html`<dt>${what}</dt>
          <dd>${value || html`<span class="muted">none</span>`}</dd>`,
    )}
  </dl>`;
}
