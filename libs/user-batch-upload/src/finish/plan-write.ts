import { isDay, isPlainNumber, yesNo } from '../columns/cell-values.js';
import type { Column } from '../columns/column.js';
import { nameKey } from '../columns/same-name.js';
import { keptCell, optionOf, sameCell, userCell, userName } from '../columns/user-cells.js';
import type { CheckScope } from '../check/row-plan.js';
import type { LoadScope } from '../check/check-scopes.js';
import { OWN_COLUMNS } from '../check/rules/user-is-unprotected.rule.js';
import type { Change } from '../load/change.js';
import type { CustomField, CustomFieldKind } from '../ports/custom-fields.port.js';
import type { UserRecord, UserValues, UserWrite } from '../ports/users.port.js';
import type { ReviewedRow, UsersNow } from './reviewed-row.js';
import { conflict, failed, isOutcome, type RowOutcome, unchanged } from './row-outcome.js';
import { keyMoved, keyTaken } from './key-conflicts.js';

/** The write of a row. For an update it has the changes that are still to be made. */
export interface Plan {
  write: UserWrite;
  changes: readonly Change[];
}

/**
 * Plans the write that was reviewed, or says why it can't be made any more. `CONFLICT`: the user has changed since the
 * review. `FAILED`: something that the row needs has changed. `UNCHANGED`: the user already has every new value.
 */
export function planWrite(
  row: ReviewedRow,
  newId: string,
  roleId: string,
  now: UsersNow,
  scope: LoadScope,
): Plan | RowOutcome {
  return row.action === 'CREATE'
    ? planCreate(row, newId, roleId, now, scope)
    : planUpdate(row, now, scope);
}

function planCreate(
  row: ReviewedRow,
  newId: string,
  roleId: string,
  now: UsersNow,
  scope: LoadScope,
): Plan | RowOutcome {
  if (!scope.mayGiveRole) return failed('ROLE_NOT_ALLOWED', {});
  const taken = keyTaken(row.cells, newId, now);
  if (taken) return taken;
  const values = valuesOf(row.cells, scope);
  if (isOutcome(values)) return values;
  const missing = scope.columns.find(
    ({ header, field }) => field?.required && !row.cells.get(header),
  );
  if (missing)
    return failed('FIELD_REQUIRED', {
      label: missing.header,
      isNew: !row.cells.has(missing.header),
    });
  const write: UserWrite = {
    kind: 'CREATE',
    id: newId,
    roleId,
    values: { ...EMPTY_USER, ...values },
  };
  return { write, changes: [] };
}

function planUpdate(row: ReviewedRow, now: UsersNow, scope: CheckScope): Plan | RowOutcome {
  const user = now.byId.get(row.userId ?? '');
  if (!user) return conflict('USER_GONE', {});
  const moved = keyMoved(row, user, now);
  if (moved) return moved;
  const open = row.changes.filter((change) => !isMade(change, user, scope));
  // If writes are not rolled back, an earlier attempt may have made a change. The port writes it again.
  const changes = now.rollsBack ? open : row.changes;
  if (changes.length === 0) return unchanged('ALREADY_SO', { user: userName(user) });
  for (const change of open) {
    const changed = valueChanged(change, user, scope);
    if (changed) return changed;
  }
  if (!now.changeable.has(user.id)) return failed('MORE_RIGHTS', { user: userName(user) });
  const cells = new Map(changes.map(({ column, to }) => [column, to]));
  const taken = keyTaken(cells, user.id, now);
  if (taken) return taken;
  if (user.id === scope.actor.userId && OWN_COLUMNS.some((column) => cells.has(column)))
    return failed('OWN_RECORD', {});
  const values = valuesOf(cells, scope);
  if (isOutcome(values)) return values;
  const { profileType, lastName } = { ...user, ...values };
  if (profileType === '1' && lastName === '')
    return conflict('LAST_NAME_GONE', { user: userName(user) });
  return { write: { kind: 'UPDATE', id: user.id, values }, changes };
}

const EMPTY_USER: UserValues = {
  profileType: '1',
  internalId: '',
  email: '',
  firstName: '',
  lastName: '',
  officeId: '',
  status: 'INACTIVE',
  mobilePhoneCountry: '',
  mobilePhone: '',
  customFields: {},
};

const columnOf = (header: string, { columns }: CheckScope): Column | undefined =>
  columns.find((column) => column.header === header);

function isMade({ column: header, to }: Change, user: UserRecord, scope: CheckScope): boolean {
  const column = columnOf(header, scope);
  return column !== undefined && sameCell(column, userCell(user, column, scope.officeNames), to);
}

/** The outcome if the user has another value than at the review. Undefined if not. */
function valueChanged(
  { column: header, from }: Change,
  user: UserRecord,
  scope: CheckScope,
): RowOutcome | undefined {
  const column = columnOf(header, scope);
  // `valuesOf` reports a column that was removed.
  if (!column) return undefined;
  const now = userCell(user, column, scope.officeNames);
  if (sameCell(column, now, from)) return undefined;
  const name = userName(user);
  // The office was renamed, so a changed office can't be told from a changed name.
  if (column.property === 'office' && from !== '' && officesNamed(from, scope).length === 0)
    return failed('OFFICE_OF_USER_GONE', {
      office: from,
      officeLabel: scope.officeLabel,
      user: name,
    });
  return conflict('VALUE_CHANGED', { column: header, user: name, from, now });
}

const officesNamed = (name: string, { offices }: CheckScope) =>
  offices.filter((office) => nameKey(office.name) === nameKey(name));

/** The filled cells as a user's values: offices by id, custom fields by id. */
function valuesOf(
  cells: ReadonlyMap<string, string>,
  scope: CheckScope,
): Partial<UserValues> | RowOutcome {
  const values: Record<string, unknown> = {};
  const customFields: Record<string, string> = {};
  for (const [header, cell] of cells) {
    if (cell === '') continue;
    const column = columnOf(header, scope);
    if (!column) return failed('FIELD_GONE', { label: header });
    if (column.field) {
      const refused = fieldRefuses(column.field, cell);
      if (refused) return refused;
      customFields[column.field.id] = keptCell(column, cell);
    } else if (column.property === 'office') {
      const about = { office: cell, officeLabel: scope.officeLabel };
      const [office, ...others] = officesNamed(cell, scope);
      if (!office) return failed('OFFICE_GONE', about);
      if (others.length > 0) return failed('OFFICE_AMBIGUOUS', about);
      values['officeId'] = office.id;
    } else values[column.property] = cell;
  }
  if (Object.keys(customFields).length > 0) values['customFields'] = customFields;
  return values as Partial<UserValues>;
}

/** Whether a custom field of this kind still takes a value. Other kinds take any text. */
const TAKES: { [Kind in CustomFieldKind]?: (value: string, field: CustomField) => boolean } = {
  NUMBER: isPlainNumber,
  DATE: isDay,
  YES_NO: (value) => yesNo(value) !== undefined,
  LIST: (value, { options }) => optionOf(options, value) !== undefined,
};

function fieldRefuses(field: CustomField, value: string): RowOutcome | undefined {
  if (TAKES[field.kind]?.(value, field) ?? true) return undefined;
  return field.kind === 'LIST'
    ? failed('OPTION_GONE', { label: field.label, option: value })
    : failed('VALUE_REFUSED', { label: field.label, value });
}
