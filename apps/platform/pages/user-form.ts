import { html } from 'lit';
import { send } from './api.js';
import { choiceField, longTextField, textField } from './fields.js';
import { PageElement } from './page-element.js';
import { fieldsOf, Sending } from './sending.js';
import {
  type Choices,
  type CustomField,
  type Me,
  mayGive,
  PROFILE_TYPES,
  STATUSES,
  type User,
} from './user.js';

const CUSTOM = 'customFields.';
const BASE_FIELDS = [
  'profileType',
  'internalId',
  'email',
  'firstName',
  'lastName',
  'office',
  'role',
  'status',
  'mobilePhoneCountry',
  'mobilePhone',
];
const FIELD_OF_CODE = {
  EMAIL_TAKEN: 'email',
  INTERNAL_ID_TAKEN: 'internalId',
  OFFICE_UNKNOWN: 'office',
  ROLE_NOT_ALLOWED: 'role',
};

/** Edits a user. Sends only changed fields. A `user-saved` event carries the saved user. */
class UserForm extends PageElement {
  static override properties = {
    user: { attribute: false },
    choices: { attribute: false },
    me: { attribute: false },
    type: { state: true },
  };
  declare user: User;
  declare choices: Choices;
  declare me: Me;
  /** The chosen profile type. A Facility has a business name. */
  declare type?: string;
  private readonly sending = new Sending(this, FIELD_OF_CODE);

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.askBeforeLeaving);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeunload', this.askBeforeLeaving);
  }

  private readonly askBeforeLeaving = (event: BeforeUnloadEvent): void => {
    const form = this.querySelector('form');
    if (form && Object.keys(changesOf(this.user, fieldsOf(form))).length > 0)
      event.preventDefault();
  };

  override render() {
    const { user, choices, me, sending } = this;
    const type = this.type ?? user.profileType;
    const text = (name: string, label: string, value: string, more = {}) =>
      textField({ name, label, value, fault: sending.faultOf(name), ...more });
    const choice = (name: string, label: string, value: string, list: typeof STATUSES) =>
      choiceField({ name, label, value, choices: list, fault: sending.faultOf(name) });
    const roles = choices.roles.filter((role) => mayGive(me, role));
    return html`<form
      class="wide"
      novalidate
      @submit=${(event: SubmitEvent) => this.submit(event)}
      @change=${(event: Event) => this.follow(event)}
    >
      ${choice('profileType', 'Profile type', user.profileType, PROFILE_TYPES)}
      ${choice('status', 'Status', user.status, STATUSES)}
      ${text('firstName', type === '2' ? 'Business name' : 'First name', user.firstName)}
      ${text('lastName', 'Last name', user.lastName)}
      ${text('email', 'Email', user.email, { type: 'email' })}
      ${text('internalId', 'Internal ID', user.internalId)}
      ${choice('role', 'Role', user.role?.id ?? '', optionsOf(roles, user.role))}
      ${choice('office', choices.officeLabel, user.office?.id ?? '', optionsOf(choices.offices, user.office))}
      ${text('mobilePhoneCountry', 'Mobile phone country', user.mobilePhoneCountry, { hint: 'Three letters, such as USA.' })}
      ${text('mobilePhone', 'Mobile phone', user.mobilePhone, { hint: 'Ten digits.', inputMode: 'numeric' })}
      ${choices.fields.map((field) => this.customField(field, user.customFields[field.label] ?? ''))}
      <div class="whole">
        ${sending.message(this.names())}
        <div class="actions">${sending.button('Save')}</div>
      </div>
    </form>`;
  }

  private customField({ label, kind, options, required }: CustomField, value: string) {
    const name = CUSTOM + label;
    const of = { name, label, value, fault: this.sending.faultOf(name) };
    const empty = required && value ? [] : [''];
    const chosen = (list: readonly string[]) =>
      choiceField({
        ...of,
        choices: [...new Set([...empty, ...list, value])]
          .filter((option) => option !== '' || empty.length > 0)
          .map((option) => ({ value: option, label: option || 'None' })),
      });
    switch (kind) {
      case 'TEXT':
        return longTextField(of);
      case 'NUMBER':
        return textField({ ...of, inputMode: 'decimal', hint: 'A number, such as 37.5.' });
      case 'DATE':
        return textField({ ...of, hint: 'A day, as YYYY-MM-DD.' });
      case 'YES_NO':
        return chosen(['Yes', 'No']);
      case 'LIST':
        return chosen(options);
    }
  }

  private names(): string[] {
    return [...BASE_FIELDS, ...this.choices.fields.map(({ label }) => CUSTOM + label)];
  }

  private follow({ target }: Event): void {
    if (target instanceof HTMLSelectElement && target.name === 'profileType')
      this.type = target.value;
  }

  private submit(event: SubmitEvent): void {
    this.sending.submit(event, async (fields) => {
      const changes = changesOf(this.user, fields);
      if (Object.keys(changes).length === 0) return 'Nothing was changed.';
      const user = await send<User>('PATCH', `/users/${this.user.id}`, changes);
      this.dispatchEvent(new CustomEvent('user-saved', { detail: user }));
      return 'Saved.';
    });
  }
}
customElements.define('platform-user-form', UserForm);

/** Keeps the user's current role as a choice, even if the editor may not grant it. */
const optionsOf = (list: readonly { id: string; name: string }[], now: User['office']) => [
  ...(now ? [] : [{ value: '', label: 'None' }]),
  ...[...list, ...(now && list.every(({ id }) => id !== now.id) ? [now] : [])].map(
    ({ id, name }) => ({ value: id, label: name }),
  ),
];

function changesOf(user: User, fields: Record<string, string>): Record<string, unknown> {
  const { office, role, customFields, ...texts } = user;
  const base: Record<string, unknown> = {
    ...texts,
    office: office?.id ?? '',
    role: role?.id ?? '',
  };
  const changed = (now: Record<string, unknown>, sent: [string, string][]) =>
    Object.fromEntries(sent.filter(([name, value]) => value !== asTyped(now[name])));
  const sent = Object.entries(fields);
  const custom = changed(
    customFields,
    sent.flatMap(([name, value]) =>
      name.startsWith(CUSTOM) ? [[name.slice(CUSTOM.length), value]] : [],
    ),
  );
  return {
    ...changed(
      base,
      sent.filter(([name]) => !name.startsWith(CUSTOM)),
    ),
    ...(Object.keys(custom).length > 0 && { customFields: custom }),
  };
}

/** Forms normalise line breaks to LF. */
const asTyped = (value: unknown): string => String(value ?? '').replace(/\r\n?/g, '\n');
