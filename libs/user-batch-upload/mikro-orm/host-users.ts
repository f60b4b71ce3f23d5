import { type EntityManager, EventType, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Database } from '../src/database/database.js';
import type { AnyMapping } from './mapping.js';
import { OwnValues } from './own-values.js';
import { UserColumns } from './user-columns.js';
import { type Statement, UserStatements } from './user-statements.js';

const EVENTS = [
  EventType.beforeCreate,
  EventType.afterCreate,
  EventType.beforeUpdate,
  EventType.afterUpdate,
];

/** The users' table of a host. Throws if the mapping does not fit its entity. */
export class HostUsers {
  readonly db: Database;
  readonly columns: UserColumns;
  readonly statements: UserStatements;
  readonly own: OwnValues;

  constructor(
    readonly em: EntityManager,
    readonly mapping: AnyMapping,
  ) {
    this.db = new Database(em);
    this.columns = new UserColumns(em as SqlEntityManager, mapping);
    this.statements = new UserStatements(this.db, this.columns);
    this.own = new OwnValues(em as SqlEntityManager, this.columns, mapping.users);
  }

  query<Row extends object>({ sql, params }: Statement): Promise<Row[]> {
    return this.db.query<Row>(sql, params);
  }

  async ids(statement: Statement): Promise<string[]> {
    return (await this.query<{ id: string }>(statement)).map(({ id }) => id);
  }

  get activeStatus(): string {
    return this.mapping.users.statuses?.ACTIVE ?? 'ACTIVE';
  }

  /** Throws if a new user would lack a required value. The class and the host give theirs as in a request. */
  refuseUnfilled(): Promise<void> {
    return RequestContext.create(this.em.fork(), async () => this.own.refuseUnfilled());
  }

  /** Throws if the entity has hooks or subscribers, which SQL does not run. */
  refuseHooks(): void {
    const { hooks } = this.mapping.users;
    const { meta } = this.columns.table;
    const event = EVENTS.find((one) => this.em.getEventManager().hasListeners(one, meta));
    if (event && hooks !== 'skip')
      throw this.columns.table.fault(
        `has a hook or subscriber for ${event}, which users written by SQL do not reach. Listen to the events of the library, then set users.hooks to 'skip'`,
      );
  }
}
