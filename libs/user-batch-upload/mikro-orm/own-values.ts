import type { EntityProperty } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Column } from './entity-table.js';
import type { UsersMapping } from './mapping.js';
import { isText, type UserColumns } from './user-columns.js';
import type { SetByUpdate } from './user-statements.js';

/** A property that no cell of a file sets. */
interface OtherProperty extends Pick<
  EntityProperty,
  'name' | 'onCreate' | 'onUpdate' | 'version' | 'customType' | 'embedded'
> {
  column: Column;
  /** Whether a new user needs a value, as MikroORM decides it. */
  isRequired: boolean;
}

/** The values of a user as the database keeps them, by property. */
type StoredUser = Record<string, unknown>;

/** The values that an entity gives itself: initialised properties, `onCreate`, `onUpdate`, versions and `defaults()`. */
export class OwnValues {
  /** Whether the database gives the ids of new users. */
  readonly countsUp: boolean;
  private readonly others: readonly OtherProperty[];
  private readonly idProperty: string;

  constructor(
    private readonly em: SqlEntityManager,
    private readonly columns: UserColumns,
    private readonly mapping: UsersMapping<any>,
  ) {
    const { table, mappedProperties } = columns;
    this.idProperty = String(table.meta.primaryKeys[0]);
    this.others = table.kept().flatMap(({ property, column }) => {
      const other = property as EntityProperty;
      if (other.primary || mappedProperties.has(other.name)) return [];
      const { name, onCreate, onUpdate, version, customType, embedded } = other;
      const isRequired = !other.nullable && !other.default && !other.defaultRaw && !onCreate;
      return [{ name, onCreate, onUpdate, version, customType, embedded, column, isRequired }];
    });
    this.countsUp = Boolean(table.property(this.idProperty).autoincrement);
    if (this.countsUp || isText(table.id) || table.id.type === 'uuid') return;
    if (this.newUser()[this.idProperty] === undefined)
      throw table.fault(
        `has an id of type ${table.id.type} that neither counts up nor is a text. Set it in users.defaults`,
      );
  }

  /** Throws if a new user would lack a required value: each row would fail at Finish. */
  refuseUnfilled(): void {
    if (!this.em.config.get('validateRequired')) return;
    const user = this.newUser();
    const { table } = this.columns;
    for (const { name, isRequired } of this.others)
      if (isRequired && (user[name] ?? null) === null)
        throw new Error(
          `${table.meta.className}.${this.ownerOf(name)} is required, and nothing gives it a value. Set it in users.defaults().`,
        );
  }

  /** For `count` new users: the columns besides those of a file, their values, and the id if the class gives one. */
  forCreates(count: number): { columns: Column[]; rows: { id?: string; values: unknown[] }[] } {
    const users = Array.from({ length: count }, () => this.newUser());
    const given = this.others.filter(({ name }) => users.some((user) => user[name] !== undefined));
    return {
      columns: given.map(({ column }) => column),
      rows: users.map((user) => ({
        ...(user[this.idProperty] !== undefined && { id: String(user[this.idProperty]) }),
        values: given.map(({ name }) => user[name] ?? null),
      })),
    };
  }

  /** What each update sets besides the cells of a file. */
  forUpdates(): SetByUpdate[] {
    const user = this.blank();
    for (const { name, onUpdate, version } of this.others)
      if (onUpdate) user[name] = onUpdate(user, this.em);
      else if (version) user[name] = new Date();
    const stored = this.stored(user);
    return this.others.flatMap(({ name, column, onUpdate, version }): SetByUpdate[] => {
      if (version && /int/i.test(column.type)) return [{ column, sql: `u.${column.name} + 1` }];
      return onUpdate || version ? [{ column, value: stored[name] }] : [];
    });
  }

  private newUser(): StoredUser {
    const user = Object.assign(this.blank(), this.mapping.defaults?.());
    for (const { name, onCreate } of this.others)
      if (onCreate && user[name] === undefined) user[name] = onCreate(user, this.em);
    return this.stored(user);
  }

  private stored(user: Record<string, unknown>): StoredUser {
    const given = this.others.filter(({ name }) => user[name] !== undefined);
    const id = user[this.idProperty];
    // MikroORM converts all properties of the entity, which for plain values of a few costs more than the insert of a row.
    if (
      !isPlain(id) ||
      this.others.some(({ embedded }) => embedded) ||
      given.some((one) => one.customType || !isPlain(user[one.name]))
    )
      return this.em.getComparator().prepareEntity(user) as StoredUser;
    const stored: StoredUser = { [this.idProperty]: id };
    const platform = this.em.getPlatform();
    for (const { name } of given) stored[name] = platform.processDateProperty(user[name]);
    return stored;
  }

  /** The property that the class has: a value of an embedded object is set in the object. */
  private ownerOf(name: string): string {
    const { embedded } = this.columns.table.property(name) as EntityProperty;
    return embedded ? this.ownerOf(embedded[0]) : name;
  }

  /** A constructor with parameters can't be called for the user of a row. */
  private blank(): Record<string, unknown> {
    const { meta } = this.columns.table;
    const user: object = meta.constructorParams?.length
      ? Object.create(meta.prototype)
      : new (meta.class as new () => object)();
    return user as Record<string, unknown>;
  }
}

const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || value instanceof Date;
