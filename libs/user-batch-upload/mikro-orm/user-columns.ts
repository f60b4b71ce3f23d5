import { JsonType } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { emailKey } from '../src/columns/email-key.js';
import { looseInternalId } from '../src/columns/internal-id.js';
import type { UserValues } from '../src/ports/users.port.js';
import { type Column, EntityTable } from './entity-table.js';
import type { AnyMapping, UsersMapping } from './mapping.js';

type Cell = (values: Partial<UserValues>, mapping: UsersMapping<any>) => string | undefined;

/** The text that is stored for our values. Undefined leaves a column as it is. */
const CELLS = {
  profileType: ({ profileType }, { profileTypes }) =>
    profileType && (profileTypes?.[profileType] ?? profileType),
  internalId: ({ internalId }) => internalId,
  looseInternalId: ({ internalId }) => internalId && looseInternalId(internalId),
  email: ({ email }) => email,
  emailKey: ({ email }) => (email === undefined ? undefined : emailKey(email)),
  firstName: ({ firstName }) => firstName,
  lastName: ({ lastName }) => lastName,
  office: ({ officeId }) => officeId,
  status: ({ status }, { statuses }) => status && (statuses?.[status] ?? status),
  mobilePhoneCountry: ({ mobilePhoneCountry }) => mobilePhoneCountry,
  mobilePhone: ({ mobilePhone }) => mobilePhone,
  customFields: ({ customFields }) => customFields && JSON.stringify(customFields),
} satisfies Record<string, Cell>;

export type CellName = keyof typeof CELLS;

const OPTIONAL: readonly string[] = ['emailKey', 'looseInternalId', 'customFields'];
const NO_TEXT: readonly string[] = ['office', 'customFields'];

/** The columns of a host's users, by our names. Throws if the mapping does not fit the entity. */
export class UserColumns {
  readonly table: EntityTable<object>;
  readonly organisation: Column;
  readonly role: Column;
  readonly roles: EntityTable<object>;
  /** What a file can set. */
  readonly cells: ReadonlyMap<CellName, Column>;

  constructor(
    em: SqlEntityManager,
    private readonly mapping: AnyMapping,
  ) {
    const { users } = mapping;
    this.table = new EntityTable(em, users.entity);
    this.organisation = this.table.column(users.organisation);
    this.role = this.table.column(users.role);
    this.roles = new EntityTable(em, mapping.roles.entity);
    this.cells = new Map(
      (Object.keys(CELLS) as CellName[])
        .filter((name) => users[name] !== undefined || !OPTIONAL.includes(name))
        .map((name) => [name, this.table.column(users[name] as string)]),
    );
    for (const [name, column] of this.cells)
      if (!NO_TEXT.includes(name) && !isText(column) && !isEnum(column))
        throw this.table.fault(`keeps ${users[name]} as ${column.type}. Map a property of text`);
    this.refuseShared();
    const json = this.cells.get('customFields');
    if (json && !/^jsonb?$/i.test(json.type) && !this.isJson(users.customFields))
      throw this.table.fault(`keeps ${users.customFields} as ${json.type}. Map a property of JSON`);
    for (const name of ['internalId', 'looseInternalId'] as const)
      if (this.cells.get(name)?.isNullable === false)
        throw this.table.fault(
          `has ${users[name]}, which must be nullable: not all users have an Internal ID`,
        );
    if (mapping.customFields && !this.cells.has('customFields'))
      throw this.table.fault(
        'has no property for the values of custom fields. Set users.customFields',
      );
  }

  /** The names of all properties that a mapping sets. */
  get mappedProperties(): Set<string> {
    const { users } = this.mapping;
    return new Set(
      [...this.cells.keys(), 'organisation' as const, 'role' as const].map(
        (name) => users[name] as string,
      ),
    );
  }

  /** One statement can't set a column twice. */
  private refuseShared(): void {
    const { users } = this.mapping;
    const owners = new Map([[String(this.table.meta.primaryKeys[0]), 'its id']]);
    for (const name of ['organisation' as const, 'role' as const, ...this.cells.keys()]) {
      const property = users[name] as string;
      const owner = owners.get(property);
      if (owner)
        throw this.table.fault(
          `has ${property} for both ${owner} and ${name}. Map a property for each`,
        );
      owners.set(property, name);
    }
  }

  private isJson(property = ''): boolean {
    return this.table.property(property).customType instanceof JsonType;
  }

  /** The texts for these columns. Null leaves one as it is. */
  cellsOf(names: readonly CellName[], values: Partial<UserValues>): (string | null)[] {
    return names.map((name) => (CELLS[name] as Cell)(values, this.mapping.users) ?? null);
  }
}

export const isText = ({ type }: Column): boolean =>
  /^(text|varchar|character|char|citext)\b/i.test(type);

/** A PostgreSQL enum has a type of its own. */
const isEnum = ({ type }: Column): boolean =>
  !/^(\w*int|integer|numeric|decimal|real|double|bool|json|uuid|date|time)/i.test(type);
