import { html, nothing } from 'lit';
import { type Problem, send } from './api.js';
import { PageElement } from './page-element.js';

interface User {
  id: string;
  profileType: string;
  internalId: string;
  email: string;
  firstName: string;
  lastName: string;
  office: { name: string } | null;
  role: { name: string } | null;
  status: string;
  mobilePhoneCountry: string;
  mobilePhone: string;
  customFields: Record<string, string>;
  invitation?: { status: keyof typeof INVITATIONS; sentAt: string | null } | null;
}

const INVITATIONS = {
  WAITING: 'is being sent',
  SENT: 'sent',
  ACCEPTED: 'accepted',
  EXPIRED: 'expired',
  ENDED: 'ended, because the account has changed since',
  IN_DOUBT:
    'in doubt: the mail server broke off, so the mail may arrive twice. Both are the same mail; either link works',
};

const PAGE = 50;
const nameOf = (user: User) => [user.firstName, user.lastName].filter(Boolean).join(' ');

class Users extends PageElement {
  static override properties = {
    users: { state: true },
    total: { state: true },
    page: { state: true },
    problem: { state: true },
  };
  declare users?: User[];
  declare total: number;
  declare page: number;
  declare problem?: Problem;
  private search = '';
  private typing?: ReturnType<typeof setTimeout>;
  private asked = 0;

  override firstUpdated(): void {
    void this.ask(1);
  }

  private async ask(page: number): Promise<void> {
    const asked = ++this.asked;
    try {
      const answer = await send<{ items: User[]; total: number }>(
        'GET',
        `/users?${new URLSearchParams({ search: this.search, page: String(page), pageSize: String(PAGE) })}`,
      );
      if (asked === this.asked)
        Object.assign(this, { users: answer.items, total: answer.total, page, problem: undefined });
    } catch (problem) {
      this.problem = problem as Problem;
    }
  }

  override render() {
    return html`<label for="search">Search</label>
      <input
        id="search"
        type="search"
        placeholder="Name, e-mail or Internal ID"
        @input=${(event: Event) => this.type((event.target as HTMLInputElement).value)}
      />
      ${this.problem ? html`<div class="alert" role="alert">${this.problem.detail}</div>` : nothing}
      ${
        !this.users
          ? nothing
          : html`<table>
                <caption>
                  ${this.total} ${this.total === 1 ? 'user' : 'users'}
                </caption>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">E-mail</th>
                    <th scope="col">Role</th>
                    <th scope="col">Office</th>
                    <th scope="col">Status</th>
                  </tr>
                </thead>
                <tbody>
                  ${this.users.map(
                    (user) =>
                      html`<tr>
                        <th scope="row">
                          <a href="/settings/users/${user.id}">${nameOf(user)}</a>
                        </th>
                        <td>${user.email}</td>
                        <td>${user.role?.name}</td>
                        <td>${user.office?.name}</td>
                        <td>${user.status}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
              ${
                this.total > PAGE
                  ? html`<nav class="pages" aria-label="Pages">
                      <button
                        type="button"
                        ?disabled=${this.page === 1}
                        @click=${() => this.ask(this.page - 1)}
                      >
                        Previous
                      </button>
                      <span>Page ${this.page} of ${Math.ceil(this.total / PAGE)}</span>
                      <button
                        type="button"
                        ?disabled=${this.page * PAGE >= this.total}
                        @click=${() => this.ask(this.page + 1)}
                      >
                        Next
                      </button>
                    </nav>`
                  : nothing
              }`
      }`;
  }

  private type(search: string): void {
    clearTimeout(this.typing);
    this.search = search;
    this.typing = setTimeout(() => void this.ask(1), 200);
  }
}
customElements.define('platform-users', Users);

class UserPage extends PageElement {
  static override properties = { user: { state: true }, problem: { state: true } };
  declare user?: User;
  declare problem?: Problem;

  override async firstUpdated(): Promise<void> {
    try {
      this.user = await send<User>('GET', `/users/${location.pathname.split('/').at(-1) ?? ''}`);
    } catch (problem) {
      this.problem = problem as Problem;
    }
  }

  override render() {
    const { user } = this;
    if (this.problem)
      return html`<h1>User</h1>
        <div class="alert" role="alert">${this.problem.detail}</div>`;
    if (!user) return nothing;
    const facts: [string, string | undefined][] = [
      ['E-mail', user.email],
      ['Internal ID', user.internalId],
      ['Profile type', user.profileType === '1' ? 'Individual' : 'Facility'],
      ['Role', user.role?.name],
      ['Office', user.office?.name],
      ['Status', user.status],
      ['Mobile phone', [user.mobilePhoneCountry, user.mobilePhone].filter(Boolean).join(' ')],
      ['Invitation', user.invitation ? INVITATIONS[user.invitation.status] : undefined],
      ...Object.entries(user.customFields),
    ];
    return html`<p><a href="/settings/users">← Users</a></p>
      <h1>${nameOf(user)}</h1>
      <dl class="user">
        ${facts.map(
          ([what, value]) =>
            html`<dt>${what}</dt>
              <dd>${value || html`<span class="muted">none</span>`}</dd>`,
        )}
      </dl>`;
  }
}
customElements.define('platform-user', UserPage);
