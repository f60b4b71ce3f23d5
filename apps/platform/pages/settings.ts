import { html, nothing } from 'lit';
import { all, type Problem, send } from './api.js';
import { PageElement } from './page-element.js';
import type { CustomField, Named, Organisation, Role } from './user.js';

interface Facts {
  organisation: Organisation;
  offices: Named[];
  roles: Role[];
  fields: CustomField[];
}

const KINDS: Record<CustomField['kind'], string> = {
  TEXT: 'Text',
  NUMBER: 'Number',
  DATE: 'Date, as YYYY-MM-DD',
  YES_NO: 'Yes or No',
  LIST: 'One of a list',
};
const PERMISSIONS: Record<Role['permissions'][number], string> = {
  administer: 'change settings and users',
  'batch-upload': 'use batch upload',
};

/** Lists the exact names that a file must use. */
class Settings extends PageElement {
  static override properties = { facts: { state: true }, problem: { state: true } };
  declare facts?: Facts;
  declare problem?: Problem;

  override firstUpdated(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [organisation, offices, roles, fields] = await Promise.all([
        send<Organisation>('GET', '/organisation'),
        all<Named>('/offices'),
        all<Role>('/roles'),
        all<CustomField>('/custom-fields'),
      ]);
      this.facts = { organisation, offices, roles, fields };
    } catch (problem) {
      this.problem = problem as Problem;
    }
  }

  override render() {
    if (this.problem) return html`<div class="alert" role="alert">${this.problem.detail}</div>`;
    if (!this.facts) return nothing;
    const { organisation, offices, roles, fields } = this.facts;
    return html`<p class="muted">${organisation.name}</p>
      <section>
        <h2>Offices</h2>
        ${
          organisation.officeLabel === 'Office'
            ? nothing
            : html`<p class="muted">Called “${organisation.officeLabel}” here.</p>`
        }
        <ul>
          ${offices.map(({ name }) => html`<li>${name}</li>`)}
        </ul>
      </section>
      <section>
        <h2>Roles</h2>
        <dl class="user">
          ${roles.map(
            ({ name, permissions }) =>
              html`<dt>${name}</dt>
                <dd>
                  ${
                    permissions.length > 0
                      ? `May ${permissions.map((one) => PERMISSIONS[one]).join(' and ')}`
                      : html`<span class="muted">No permissions</span>`
                  }
                </dd>`,
          )}
        </dl>
      </section>
      <section>
        <h2>Custom fields</h2>
        <dl class="user">
          ${fields.map(
            ({ label, kind, options, required }) =>
              html`<dt>${label}</dt>
                <dd>
                  ${KINDS[kind]}${options.length > 0 ? `: ${options.join(', ')}` : ''}${required ? ' (required)' : ''}
                </dd>`,
          )}
        </dl>
      </section>`;
  }
}
customElements.define('platform-settings', Settings);
