import { html, nothing } from 'lit';
import { type Problem, send } from './api.js';
import { PageElement } from './page-element.js';
import { labelOf, nameOf, type Organisation, STATUSES, type User } from './user.js';

const PAGE = 50;

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
  private organisation?: Organisation;
  private search = '';
  private typing?: ReturnType<typeof setTimeout>;
  private asked = 0;

  override firstUpdated(): void {
    void this.ask(1);
  }

  private async ask(page: number): Promise<void> {
    const asked = ++this.asked;
    try {
      const [answer, organisation] = await Promise.all([
        send<{ items: User[]; total: number }>(
          'GET',
          `/users?${new URLSearchParams({ search: this.search, page: String(page), pageSize: String(PAGE) })}`,
        ),
        this.organisation ?? send<Organisation>('GET', '/organisation'),
      ]);
      this.organisation = organisation;
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
        placeholder="Name, email or Internal ID"
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
                    <th scope="col">Email</th>
                    <th scope="col">Role</th>
                    <th scope="col">${this.organisation?.officeLabel}</th>
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
                        <td class="role">${user.role?.name}</td>
                        <td>${user.office?.name}</td>
                        <td class="status">${labelOf(STATUSES, user.status)}</td>
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
