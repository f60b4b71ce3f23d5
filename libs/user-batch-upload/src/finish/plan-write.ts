import type { Outcome } from '../load/load-row.js';
import type { Change } from '../load/change.js';
import { emailKey } from '../columns/email-key.js';
import { keptCell, sameCell, userCell, userName } from '../columns/user-cells.js';
import { type UserRecord, type UserValues, type UserWrite } from '../ports/users.port.js';
import type { CheckScope } from '../check/check-chunk.js';
import { isDay, isPlainNumber, yesNo } from '../columns/cell-values.js';
import type { Column } from '../columns/column.js';

/** A ticked row at Finish, as it was reviewed. */
export interface ReviewedRow {
  line: number;
  action: 'CREATE' | 'UPDATE';
  userId: string | null;
  changes: Change[];
  cells: ReadonlyMap<string, string>;
}

export interface RowOutcome {
  outcome: Outcome;
  reason: string;
}

/** The users of a chunk as they are now. */
export interface UsersNow {
  byId: ReadonlyMap<string, UserRecord>;
  byEmail: ReadonlyMap<string, UserRecord>;
  byInternalId: ReadonlyMap<string, UserRecord>;
}

const conflict = (reason: string): RowOutcome => ({ outcome: 'CONFLICT', reason });
const failed = (reason: string): RowOutcome => ({ outcome: 'FAILED', reason });

/**
 * What was reviewed is what is applied: the write for a row, or why it can't be made any more.
 * A `CONFLICT` is a change of the user since the review, `FAILED` one of what the row needs.
 */
export function writeFor(
  row: ReviewedRow,
  newId: () => string,
  roleId: string,
  now: UsersNow,
  scope: CheckScope,
): UserWrite | RowOutcome {
  if (row.action === 'CREATE') {
    const taken = takenBy(row.cells, null, now);
    if (taken) return taken;
    const values = valuesOf(row.cells, scope);
    if (isOutcome(values)) return values;
    return { kind: 'CREATE', id: newId(), roleId, values: { ...EMPTY_USER, ...values } };
  }
  const user = now.byId.get(row.userId ?? '');
  if (!user) return conflict('The user no longer exists.');
  const moved = row.changes.find((change) => changedMeanwhile(user, change, scope));
  if (moved)
    return conflict(
      `${moved.column} of ${userName(user)} was changed by someone else after the review. Upload the file again to see what it would do now.`,
    );
  if (user.rank > scope.actor.rank) return failed(`${userName(user)} has a higher rank than you.`);
  const changed = new Map(row.changes.map(({ column, to }) => [column, to]));
  const taken = takenBy(changed, user.id, now);
  if (taken) return taken;
  const status = changed.get('Profile Status');
  if (user.id === scope.actor.userId && user.status === 'ACTIVE' && status && status !== 'ACTIVE')
    return failed('This is your own record: you would lose access.');
  const values = valuesOf(changed, scope);
  return isOutcome(values) ? values : { kind: 'UPDATE', id: user.id, values };
}

export const isOutcome = (result: object): result is RowOutcome => 'outcome' in result;

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

function changedMeanwhile(user: UserRecord, change: Change, scope: CheckScope): boolean {
  const column = scope.columns.find(({ header }) => header === change.column);
  // A column that is gone is the row's failure, told by `valuesOf`.
  return (
    column !== undefined &&
    !sameCell(column, userCell(user, column, scope.officeNames), change.from)
  );
}

function takenBy(
  cells: ReadonlyMap<string, string>,
  ownId: string | null,
  now: UsersNow,
): RowOutcome | undefined {
  const email = cells.get('Email Address') ?? '';
  const byEmail = email === '' ? undefined : now.byEmail.get(emailKey(email));
  if (byEmail && byEmail.id !== ownId)
    return conflict(`The e-mail ${email} was given to ${userName(byEmail)} after the review.`);
  const internalId = cells.get('Internal ID') ?? '';
  const byInternalId = internalId === '' ? undefined : now.byInternalId.get(internalId);
  if (byInternalId && byInternalId.id !== ownId)
    return conflict(
      `The Internal ID ${internalId} was given to ${userName(byInternalId)} after the review.`,
    );
  return undefined;
}

/** The filled cells as a user's values: offices by id, custom fields by id. */
function valuesOf(
  cells: ReadonlyMap<string, string>,
  scope: CheckScope,
): Partial<UserValues> | RowOutcome {
  const values: Record<string, unknown> = {};
  const customFields: Record<string, string> = {};
  for (const [header, cell] of cells) {
    if (cell === '') continue;
    const column = scope.columns.find((one) => one.header === header);
    if (!column) return failed(`The custom field ${header} was removed after the review.`);
    if (column.field) {
      if (!fits(column, cell))
        return failed(
          `${header} no longer takes “${cell}”: the field was changed after the review.`,
        );
      customFields[column.field.id] = keptCell(column, cell);
    } else if (column.property === 'office') {
      const named = scope.offices.filter((office) => office.name === cell);
      const [office] = named;
      if (!office) return failed(`The office ${cell} was removed or renamed after the review.`);
      if (named.length > 1) return failed(`Several offices are now named ${cell}.`);
      values['officeId'] = office.id;
    } else values[column.property] = cell;
  }
  if (Object.keys(customFields).length > 0) values['customFields'] = customFields;
  return values as Partial<UserValues>;
}

function fits({ field }: Column, cell: string): boolean {
  switch (field?.kind) {
    case 'LIST':
      return field.options.includes(cell);
    case 'NUMBER':
      return isPlainNumber(cell);
    case 'DATE':
      return isDay(cell);
    case 'YES_NO':
      return yesNo(cell) !== undefined;
    default:
      return true;
  }
}
