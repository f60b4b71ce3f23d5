import type { EntityMetadata, EntityName, EntityProperty } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** A column, with its quoted name. */
export interface Column {
  name: string;
  /** The name without quotes. */
  field: string;
  type: string;
  isNullable: boolean;
}

/** The table of an entity, read from the metadata of the host's ORM. */
export class EntityTable<Entity extends object> {
  readonly meta: EntityMetadata<Entity>;
  /** The quoted name, with the schema. */
  readonly name: string;
  readonly id: Column;
  private keptColumns?: { property: EntityProperty<Entity>; column: Column }[];

  constructor(
    private readonly em: SqlEntityManager,
    readonly entity: EntityName<Entity>,
  ) {
    this.meta = em.getMetadata().get(entity);
    const [primaryKey, ...others] = this.meta.primaryKeys;
    if (!primaryKey || others.length > 0) throw this.fault('needs one primary key column');
    if (this.meta.discriminatorColumn)
      throw this.fault('shares its table with other classes, which is not supported');
    const schema = this.meta.schema ?? (em.config.get('schema') as string | undefined);
    this.name = [schema, this.meta.tableName]
      .flatMap((part) => part ?? [])
      .map(this.quoted)
      .join('.');
    this.id = this.column(primaryKey);
  }

  /** Throws if the property is not kept in one column. */
  column(property: string): Column {
    const found = this.property(property);
    const [field] = found.fieldNames ?? [];
    const [type] = found.columnTypes ?? [];
    if (!field || !type || !isKept(found as EntityProperty))
      throw this.fault(
        `keeps ${property} in several columns, or in none. Map a scalar or a to-one relation`,
      );
    return {
      name: this.quoted(field),
      field,
      // No value can be cast to the type of an auto-increment column.
      type: type.replace(/^(big|small)?serial$/, '$1int'),
      isNullable: Boolean(found.nullable),
    };
  }

  /** The properties that are kept in one column each. */
  kept(): { property: EntityProperty<Entity>; column: Column }[] {
    this.keptColumns ??= this.meta.props
      .filter(isKept)
      .map((property) => ({ property, column: this.column(property.name) }));
    return this.keptColumns;
  }

  property(name: string): EntityProperty<Entity> {
    const found = this.meta.properties[name as keyof typeof this.meta.properties];
    if (!found) throw this.fault(`has no property ${name}`);
    return found as EntityProperty<Entity>;
  }

  fault(what: string): Error {
    return new Error(`portsFromEntities: ${this.meta.className} ${what}.`);
  }

  private readonly quoted = (name: string): string => this.em.getPlatform().quoteIdentifier(name);
}

const isKept = ({
  kind,
  object,
  persist,
  formula,
  generated,
  fieldNames,
}: EntityProperty): boolean =>
  persist !== false &&
  !formula &&
  !generated &&
  fieldNames?.length === 1 &&
  (['scalar', 'm:1', '1:1'].includes(kind) || (kind === 'embedded' && Boolean(object)));
