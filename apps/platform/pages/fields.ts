import { html, nothing, type TemplateResult } from 'lit';

interface Field {
  name: string;
  label: string;
  hint?: string;
  /** The errors of the last request. */
  fault?: string;
}

export interface Choice {
  value: string;
  label: string;
}

interface Described {
  id: string;
  describedBy: string | typeof nothing;
  invalid: 'true' | typeof nothing;
}

/** A label, its control, a hint and its errors. */
function field(
  { name, label, hint, fault }: Field,
  control: (described: Described) => TemplateResult,
): TemplateResult {
  // Labels of custom fields can contain spaces, which separate ids.
  const id = `field-${encodeURIComponent(name)}`;
  const ids = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${control({ id, describedBy: ids || nothing, invalid: fault ? 'true' : nothing })}
    ${hint ? html`<p class="muted" id="${id}-hint">${hint}</p>` : nothing}
    ${fault ? html`<p class="fault" id="${id}-fault">${readable(fault, name, label)}</p>` : nothing}
  </div>`;
}

/** Maps the API's field names to labels. */
const readable = (fault: string, name: string, label: string): string =>
  fault.startsWith(`${name} `) ? label + fault.slice(name.length) : fault;

interface TextField extends Field {
  value?: string;
  type?: 'text' | 'email' | 'password';
  autocomplete?: AutoFill;
  inputMode?: 'numeric' | 'decimal';
  isRequired?: boolean;
  minLength?: number;
  isFirst?: boolean;
}

export const textField = ({
  value = '',
  type = 'text',
  autocomplete = 'off',
  inputMode,
  isRequired = false,
  minLength,
  isFirst = false,
  ...rest
}: TextField) =>
  field(
    rest,
    ({ id, describedBy, invalid }) =>
      html`<input
        id=${id}
        name=${rest.name}
        type=${type}
        .value=${value}
        autocomplete=${autocomplete}
        inputmode=${inputMode ?? nothing}
        minlength=${minLength ?? nothing}
        ?required=${isRequired}
        ?autofocus=${isFirst}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
      />`,
  );

export const longTextField = ({ value, ...rest }: Field & { value: string }) =>
  field(
    rest,
    ({ id, describedBy, invalid }) =>
      html`<textarea
        id=${id}
        name=${rest.name}
        rows="3"
        .value=${value}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
      ></textarea>`,
  );

export const choiceField = ({
  value,
  choices,
  ...rest
}: Field & { value: string; choices: readonly Choice[] }) =>
  field(
    rest,
    ({ id, describedBy, invalid }) =>
      html`<select
        id=${id}
        name=${rest.name}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
      >
        ${choices.map(
          (choice) =>
            html`<option value=${choice.value} ?selected=${choice.value === value}>
              ${choice.label}
            </option>`,
        )}
      </select>`,
  );

export const newPasswordField = (label: string, fault?: string) =>
  textField({
    name: 'password',
    label,
    hint: 'At least 12 characters.',
    fault,
    type: 'password',
    autocomplete: 'new-password',
    isRequired: true,
    minLength: 12,
  });
